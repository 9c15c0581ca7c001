"""All that is stored about a dossier and that its sheet does not say in words of its own: what was
corrected, what became of its letters, what the night gave and will do, where it comes from.

Each table once, with its columns; `tests/cli/test_everything_shown.py` holds that none is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Table, false, or_, select

from ofworkflow.casework.registry.view import DossierView, view_named
from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.leave_tables import relais

Cell = str | int | bool | date | datetime | Mapping[str, object] | None
"""What a cell holds: a word, a number, a day, an instant, or what an act asked and changed."""

Line = Mapping[str, Cell]
"""A row, by the names of its columns."""


@dataclass(frozen=True, slots=True)
class StoredRows:
    """The rows of one table about a dossier: how they are called, in words, and which columns are shown."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Line, ...]


Trail = Mapping[str, StoredRows]
"""The sections, by the name of their table."""

_SHOWN: Mapping[Table, tuple[str, str]] = {
    m.dossier: (
        "Le dossier",
        "structure source conseiller signale_le ouvert_le clos_le prochaine_echeance "
        "prochaine_le nuit_le version",
    ),
    m.lot: (
        "La liste d'où il vient",
        "numero fichier sha256 source liste_le auteur enregistre_a annule_a",
    ),
    m.journal: (
        "Le journal, en entier",
        "n acte de vers fait_le note donnees auteur enregistre_a",
    ),
    m.echeance: (
        "Les échéances, en entier",
        "slug ouverte_par depart_le nominale_le legale_le interne_le etat provisoire fondement duree "
        "close_le",
    ),
    m.situation: (
        "Les situations, en entier",
        "n nature sous_type debut_le fin_le revue rompue_le preuve preuve_vue_le",
    ),
    m.rendez_vous: (
        "Les rendez-vous, en entier",
        "n etape le heure lieu issue",
    ),
    m.contact: (
        "Les contacts, en entier",
        "le nature resultat qui representant note auteur enregistre_a annule_a annule_par annule_motif",
    ),
    m.modification: (
        "Corrections de la fiche",
        "le champ avant apres representant_id auteur enregistre_a",
    ),
    m.courrier: (
        "Les courriers, en entier",
        "id acte_n modele role representant_id destinataire pli etat fichier erreur sha256 "
        "poste_le mode numero tirage_id remplace presente_le issue_le",
    ),
    m.suivi: (
        "Ce que les courriers sont devenus",
        "courrier_id evenement le mode numero tirage_id auteur enregistre_a",
    ),
    m.numero: (
        "Numéros d'envoi",
        "numero acte_n pli poste_le",
    ),
    m.feuille: (
        "Feuilles imprimées",
        "courrier_id tirage_id rang pages",
    ),
    m.tirage: (
        "Tirages",
        "id cree_le recto_verso fichier fini_a auteur enregistre_a",
    ),
    m.retouche: (
        "Courriers changés à la main",
        "courrier_id fichier sha256 auteur enregistre_a",
    ),
    m.scelle: (
        "Scellés",
        "sha256 modele version_modele auteur enregistre_a retouche_sha256 origine_sha256",
    ),
    m.alerte: (
        "Alertes données",
        "slug tombe_le jours_restants donnee_le ouverte_par enregistre_a",
    ),
    m.prevision: (
        "Ce que fera la nuit",
        "rang le slug jours_restants ouverte_par n acte de vers modele donnees prochaine_echeance "
        "prochaine_le refus",
    ),
    m.echec: (
        "Mis de côté par la nuit",
        "genre motif depuis_le dernier_le essais",
    ),
    relais: (
        "Rendez-vous confiés à un collègue",
        "n conseiller auteur enregistre_a",
    ),
    m.fusion: (
        "Dossiers réunis",
        "le malgre acte_n auteur enregistre_a annule_a",
    ),
}

_ADDRESS = frozenset(f.name for fields in (MINOR, REPRESENTATIVE) for f in fields if f.line)
HIDDEN = "adresse confidentielle"


def trail_of(
    connection: Connection, dossier_id: int, *, whole: bool = True, confidential: bool = False
) -> Trail:
    """Return what is stored about a dossier, table by table, or (not `whole`) what was corrected of its
    persons; an address that is given to nobody is hidden in what was corrected too, unless
    `confidential`."""
    d = m.dossier.c
    minor = select(d.jeune_id).where(d.id == dossier_id).scalar_subquery()
    letters = select(m.courrier.c.id).where(m.courrier.c.dossier_id == dossier_id)
    runs = select(m.courrier.c.tirage_id).where(m.courrier.c.dossier_id == dossier_id)
    seals = select(m.courrier.c.sha256).where(m.courrier.c.dossier_id == dossier_id)
    which: Mapping[Table, ColumnElement[bool]] = {
        m.dossier: d.id == dossier_id,
        m.lot: m.lot.c.id == select(d.lot_id).where(d.id == dossier_id).scalar_subquery(),
        m.modification: m.modification.c.jeune_id == minor,
        m.suivi: m.suivi.c.courrier_id.in_(letters),
        m.feuille: m.feuille.c.courrier_id.in_(letters),
        m.retouche: m.retouche.c.courrier_id.in_(letters),
        m.tirage: m.tirage.c.id.in_(runs),
        m.scelle: m.scelle.c.sha256.in_(seals),
        m.fusion: or_(m.fusion.c.absorbe_id == dossier_id, m.fusion.c.garde_id == dossier_id),
    }
    kept = {
        table.name: _section(connection, table, which.get(table, _of_it(table, dossier_id)))
        for table in (_SHOWN if whole else (m.modification,))
    }
    if not confidential:
        kept[m.modification.name] = _without_addresses(connection, kept[m.modification.name], minor)
    return kept


def _of_it(table: Table, dossier_id: int) -> ColumnElement[bool]:
    return table.c.dossier_id == dossier_id if "dossier_id" in table.c else false()


def _section(connection: Connection, table: Table, which: ColumnElement[bool]) -> StoredRows:
    title, names = _SHOWN[table]
    columns = tuple(names.split())
    question = select(*(table.c[name] for name in columns)).where(which).order_by(*table.primary_key.columns)
    return StoredRows(title, columns, tuple(row._asdict() for row in connection.execute(question)))


def _without_addresses(connection: Connection, section: StoredRows, minor: ScalarSelect[int]) -> StoredRows:
    if not any(line["champ"] in _ADDRESS for line in section.rows):
        return section
    r = m.representant.c
    secret = set(connection.execute(select(r.id).where(r.jeune_id == minor, r.confidentielle)).scalars())
    return StoredRows(section.title, section.columns, tuple(_masked(line, secret) for line in section.rows))


def _masked(line: Line, secret: Collection[Cell]) -> Line:
    if line["representant_id"] not in secret or line["champ"] not in _ADDRESS:
        return line
    return {**line, "avant": HIDDEN if line["avant"] else None, "apres": HIDDEN if line["apres"] else None}


def view_and_trails(
    connection: Connection, text: str, *, every: bool, confidential: bool
) -> tuple[DossierView, Mapping[int, Trail]]:
    """Gather all about the one dossier that a text designates, and what is stored of it, by number: of the
    dossiers merged into it too with `every`; raise what `find_dossier` raises."""
    view = view_named(connection, text)
    first = view.opened.id
    trails = {first: trail_of(connection, first, whole=every, confidential=confidential)}
    if every:
        trails |= {
            one.opened.id: trail_of(connection, one.opened.id, confidential=confidential)
            for one in view.reunis
        }
    return view, trails
