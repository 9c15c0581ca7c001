"""Named questions: what the screens and the figures ask the base, each indexed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, String, exists, func, select, type_coerce

from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage import rows
from ofworkflow.storage.scope import own, waiting
from ofworkflow.text import fold

if TYPE_CHECKING:
    from ofworkflow.storage.journal_codec import Json

_LISTED = (
    m.dossier.c.id,
    m.dossier.c.reference,
    m.dossier.c.etape,
    m.dossier.c.prochaine_echeance,
    m.dossier.c.prochaine_le,
    m.jeune.c.nom,
    m.jeune.c.prenom,
    m.jeune.c.naissance,
    m.jeune.c.commune,
)
_DOSSIERS = select(*_LISTED).join(m.jeune, m.jeune.c.id == m.dossier.c.jeune_id)


@dataclass(frozen=True, slots=True)
class DossierFilter:
    """What `of dossiers` may keep; empty keeps all."""

    stage: str = ""
    commune: str = ""
    conseiller: str = ""
    due_before: date | None = None
    source: str = ""


def dossier_by_reference(connection: Connection, reference: str) -> rows.ListedRow | None:
    """Return the row of a dossier by its exact reference, or `None`."""
    return connection.execute(
        _DOSSIERS.where(m.dossier.c.reference == reference, *own(connection, m.dossier))
    ).first()


def listed_row(connection: Connection, dossier_id: int) -> rows.ListedRow:
    """Return the row of a dossier as lists show it, by its number."""
    return connection.execute(_DOSSIERS.where(m.dossier.c.id == dossier_id)).one()


def dossiers_by_key(
    connection: Connection, words: Sequence[str], *, limit: int = 50
) -> Sequence[rows.ListedRow]:
    """Return the dossiers whose folded name holds every word (`text.fold`)."""
    question = _DOSSIERS.where(*own(connection, m.dossier))
    for word in words:
        question = question.where(m.jeune.c.cle.contains(word, autoescape=True))
    return connection.execute(question.order_by(m.jeune.c.cle, m.dossier.c.reference).limit(limit)).all()


def dossiers(connection: Connection, kept: DossierFilter) -> Sequence[rows.ListedRow]:
    """Return the dossiers of a list, the nearest delay first, the closed ones last."""
    d = m.dossier.c
    question = _DOSSIERS.where(*own(connection, m.dossier), *conditions(connection, kept))
    return connection.execute(question.order_by(d.prochaine_le.is_(None), d.prochaine_le, d.reference)).all()


def conditions(connection: Connection, kept: DossierFilter) -> list[ColumnElement[bool]]:
    """Return what a filter asks of dossiers and their minors."""
    d = m.dossier.c
    wanted: list[ColumnElement[bool]] = []
    if kept.stage:
        wanted.append(d.etape == kept.stage)
    if kept.source:
        wanted.append(d.source == kept.source)
    if kept.commune:
        wanted.append(_said(connection, m.jeune.c.commune, kept.commune))
    if kept.conseiller:
        wanted.append(_said(connection, d.conseiller, kept.conseiller))
    if kept.due_before:
        wanted.append(d.prochaine_le < kept.due_before)
    return wanted


def _said(connection: Connection, column: ColumnElement[str], wanted: str) -> ColumnElement[bool]:
    """Return the rows whose column says this, case, accents and signs put aside: a database knows no
    accents."""
    stored = type_coerce(column, String)  # as it is, and compared as it is
    question = (
        select(stored).distinct().select_from(m.dossier).join(m.jeune, m.jeune.c.id == m.dossier.c.jeune_id)
    )
    met = connection.execute(question.where(*own(connection, m.dossier))).scalars()
    return stored.in_([value for value in met if fold(value) == fold(wanted)])


def versions(connection: Connection, references: Sequence[str]) -> dict[str, int]:
    """Return how many times each of these dossiers of the house was written."""
    d = m.dossier.c
    question = select(d.reference, d.version).where(*own(connection, m.dossier), d.reference.in_(references))
    return {row.reference: row.version for row in connection.execute(question)} if references else {}


def names_of(connection: Connection, references: Sequence[str]) -> list[str]:
    """Return « Jasmine DURAND, Lambersart » for each of these dossiers of the house."""
    d, j = m.dossier.c, m.jeune.c
    question = (
        select(j.prenom, j.nom, j.commune)
        .join(m.dossier, d.jeune_id == j.id)
        .where(*own(connection, m.dossier), d.reference.in_(references))
        .order_by(d.reference)
    )
    return [f"{row.prenom} {row.nom}, {row.commune}" for row in connection.execute(question)]


def dossier_row(connection: Connection, dossier_id: int) -> rows.DossierRow:
    """Return the row of one dossier, whether others were merged into it, and whether a colleague receives an
    appointment of it."""
    merged = exists().where(m.fusion.c.garde_id == m.dossier.c.id, m.fusion.c.annule_a.is_(None))
    given_over = exists().where(m.relais.c.dossier_id == m.dossier.c.id)
    question = select(m.dossier, merged.label("a_reuni"), given_over.label("a_confie"))
    question = question.where(m.dossier.c.id == dossier_id)
    return connection.execute(question).one()


def letters(
    connection: Connection, *, dossier_id: int | None = None, state: str = ""
) -> Sequence[rows.ListedLetterRow]:
    """Return letters with the reference of their dossier, oldest first."""
    c = m.courrier.c
    question = select(m.courrier, m.dossier.c.reference).join(m.dossier, m.dossier.c.id == c.dossier_id)
    question = question.where(*own(connection, m.courrier))
    if dossier_id is not None:
        question = question.where(c.dossier_id == dossier_id)
    if state:
        question = question.where(c.etat == state)
    return connection.execute(question.order_by(c.id)).all()


def contacts(connection: Connection, dossier_id: int) -> Sequence[rows.ContactRow]:
    """Return the contacts of a dossier, oldest first."""
    c = m.contact.c
    return connection.execute(select(m.contact).where(c.dossier_id == dossier_id).order_by(c.le, c.id)).all()


def delays_running(connection: Connection, slugs: Sequence[str], until: date) -> Sequence[rows.DelayRow]:
    """Return the running delays of these kinds, of the dossiers that have one ending by that day, with their
    dossier and minor.

    Those whose own legal end comes later are there too: majority may come before it.
    """
    e, d = m.echeance.c, m.dossier.c
    question = (
        select(
            e.slug,
            e.depart_le,
            e.legale_le,
            e.interne_le,
            e.provisoire,
            e.dossier_id,
            e.ouverte_par,
            d.reference,
            d.etape,
            m.jeune.c.nom,
            m.jeune.c.prenom,
            m.jeune.c.naissance,
        )
        .join(m.dossier, d.id == e.dossier_id)
        .join(m.jeune, m.jeune.c.id == d.jeune_id)
        # the earliest delay of a dossier is on its row: those whose delays all come later are not even looked
        # at
        .where(*own(connection, m.dossier), d.prochaine_le <= until)
        .where(e.etat == "ouverte", e.slug.in_(slugs))
    )
    return connection.execute(question.order_by(e.legale_le, d.reference)).all()


def journal_lines(
    connection: Connection, places: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], tuple[str, Json]]:
    """Return the act of each of these entries (dossier, number), and what is kept of it."""
    t = m.journal.c
    dossiers, numbers = {dossier for dossier, _ in places}, {n for _, n in places}
    question = select(t.dossier_id, t.n, t.acte, t.donnees).where(
        t.dossier_id.in_(dossiers), t.n.in_(numbers)
    )
    return {(row.dossier_id, row.n): (row.acte, row.donnees) for row in connection.execute(question)}


def dossiers_at(connection: Connection, stages: Sequence[str]) -> Sequence[rows.ListedRow]:
    """Return the dossiers that stand at these stages, the nearest delay first."""
    d = m.dossier.c
    return connection.execute(
        _DOSSIERS.where(*own(connection, m.dossier), d.etape.in_(stages)).order_by(
            d.prochaine_le, d.reference
        )
    ).all()


def excused_without_date(connection: Connection, stages: Sequence[str]) -> Sequence[rows.ListedRow]:
    """Return the dossiers at these stages whose last act, the post apart, accepted an excuse: no other date
    was given since."""
    d, j, k = m.dossier.c, m.journal.alias("excuse").c, m.journal.alias("since").c
    apart = ("poster", "enregistrer_retour", "preparer_transmission")
    since = exists().where(k.dossier_id == j.dossier_id, k.n > j.n, k.acte.not_in(apart))
    excused = exists().where(j.dossier_id == d.id, j.acte == "justifier", ~since)
    return connection.execute(
        _DOSSIERS.where(*own(connection, m.dossier), d.etape.in_(stages), excused).order_by(
            d.prochaine_le, d.reference
        )
    ).all()


def waiting_letters(connection: Connection) -> Sequence[rows.WaitingLetterRow]:
    """Return the letters that did not leave, with their dossier and minor."""
    c = m.courrier.c
    question = (
        select(
            c.id,
            c.dossier_id,
            c.acte_n,
            c.modele,
            c.etat,
            c.erreur,
            m.journal.c.acte,
            m.dossier.c.reference,
            m.jeune.c.nom,
            m.jeune.c.prenom,
        )
        .join(m.journal, (m.journal.c.dossier_id == c.dossier_id) & (m.journal.c.n == c.acte_n))
        .join(m.dossier, m.dossier.c.id == c.dossier_id)
        .join(m.jeune, m.jeune.c.id == m.dossier.c.jeune_id)
        .where(
            *own(connection, m.courrier),
            waiting(c.etat),
            c.role != "interne",
        )
    )
    return connection.execute(question.order_by(c.id)).all()


def alertes_given(connection: Connection, first: date, last: date) -> Sequence[rows.AlerteRow]:
    """Return the alertes given between these days, both included, with their dossier and minor, the oldest
    first."""
    a, d = m.alerte.c, m.dossier.c
    question = (
        select(
            d.reference, m.jeune.c.nom, m.jeune.c.prenom, a.slug, a.jours_restants, a.tombe_le, a.donnee_le
        )
        .join(m.dossier, d.id == a.dossier_id)
        .join(m.jeune, m.jeune.c.id == d.jeune_id)
        .where(*own(connection, m.dossier), a.donnee_le.between(first, last))
    )
    return connection.execute(question.order_by(a.tombe_le, a.slug, d.reference)).all()


def alertes_of(connection: Connection, dossier_id: int) -> Sequence[rows.GivenAlerteRow]:
    """Return the alertes given of a dossier, in the order of their days."""
    a = m.alerte.c
    return connection.execute(
        select(m.alerte).where(a.dossier_id == dossier_id).order_by(a.tombe_le, a.ouverte_par)
    ).all()


def set_aside(connection: Connection) -> Sequence[rows.SetAsideRow]:
    """Return the dossiers that the night set aside, with why and since when."""
    e, d = m.echec.c, m.dossier.c
    if connection.execute(select(e.dossier_id).limit(1)).first() is None:
        return ()  # as it should be: not worth a look at every dossier
    question = (
        select(d.reference, m.jeune.c.nom, m.jeune.c.prenom, e.motif, e.depuis_le, e.dernier_le, e.essais)
        .join(m.dossier, d.id == e.dossier_id)
        .join(m.jeune, m.jeune.c.id == d.jeune_id)
        .where(*own(connection, m.dossier))
    )
    return connection.execute(question.order_by(e.depuis_le, d.reference)).all()


def run_files(connection: Connection) -> list[str]:
    """Return where the runs were written, as the base keeps it."""
    c = m.tirage.c.fichier
    return list(connection.execute(select(c).where(*own(connection, m.tirage), c.is_not(None))).scalars())


def print_runs(connection: Connection) -> Sequence[rows.RunRow]:
    """Return the print runs, the latest first, with how many of their letters left."""
    t, c = m.tirage.c, m.courrier.c
    left = func.count(c.poste_le)
    question = (
        select(
            t.id,
            t.cree_le,
            t.recto_verso,
            t.auteur,
            t.fichier,
            func.count(c.id).label("courriers"),
            left.label("postes"),
        )
        .outerjoin(m.courrier, c.tirage_id == t.id)
        .where(*own(connection, m.tirage))
        .group_by(t.id, t.cree_le, t.recto_verso, t.auteur, t.fichier)
    )
    return connection.execute(question.order_by(t.id.desc())).all()


def letters_returned(
    connection: Connection, states: Sequence[str], *, only: Sequence[int] | None = None
) -> Sequence[rows.ReturnedLetterRow]:
    """Return the letters that came back in these states and that nothing replaces yet, dossiers still
    open; `only`: of these letters."""
    c = m.courrier.c
    fresh = m.courrier.alias("neuf")
    question = (
        select(
            c.id,
            c.acte_n,
            c.pli,
            c.etat,
            c.modele,
            c.role,
            m.representant.c.rang,
            c.destinataire,
            c.issue_le,
            m.dossier.c.reference,
            m.jeune.c.nom,
            m.jeune.c.prenom,
        )
        .join(m.dossier, m.dossier.c.id == c.dossier_id)
        .join(m.jeune, m.jeune.c.id == m.dossier.c.jeune_id)
        .outerjoin(m.representant, m.representant.c.id == c.representant_id)
        .where(*own(connection, m.dossier), *([c.id.in_(only)] if only is not None else []))
        .where(
            c.etat.in_(states),
            m.dossier.c.prochaine_le.is_not(None),
            # a letter replaces one of its own dossier (the doctor checks it): found by the dossier's index
            ~select(fresh.c.id).where(fresh.c.dossier_id == c.dossier_id, fresh.c.remplace == c.id).exists(),
        )
    )
    return connection.execute(question.order_by(m.dossier.c.reference, c.acte_n, c.pli, c.id)).all()


def references_like(connection: Connection, start: str) -> Sequence[str]:
    """Return the references that begin so, for the shell to complete."""
    c = m.dossier.c.reference
    return (
        connection.execute(
            select(c)
            .where(*own(connection, m.dossier), c.startswith(start, autoescape=True))
            .order_by(c)
            .limit(50)
        )
        .scalars()
        .all()
    )


def own_references(connection: Connection) -> frozenset[str]:
    """Return the references of the dossiers that this connection may see."""
    question = select(m.dossier.c.reference).where(*own(connection, m.dossier))
    return frozenset(connection.execute(question).scalars())


def count_dossiers(connection: Connection) -> int:
    """Return how many dossiers there are."""
    return connection.execute(
        select(func.count()).select_from(m.dossier).where(*own(connection, m.dossier))
    ).scalar_one()
