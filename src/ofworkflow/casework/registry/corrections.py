"""What is known of the persons of a dossier, corrected: what changes is written beside what it was, and
drafts follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from sqlalchemy import Connection, Table, insert, select, update

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import hold_minors, hold_openings, moved
from ofworkflow.errors import AlreadyNotedError, RefusedError, UsageError
from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE, Card, PersonField, correctable
from ofworkflow.procedure.fields import Value as Value
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.procedure.vocabulary import LetterState
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.name_keys import OF_A_NAME, follow_names
from ofworkflow.storage.person_rows import PersonRow, representative_row, stored
from ofworkflow.storage.queries import dossier_row
from ofworkflow.storage.searched import OF_A_MINOR, OF_A_PARENT, follow_searched
from ofworkflow.text import fold


class HeldDossier(Protocol):
    """What is used here of the row of a dossier."""

    id: int
    reference: str
    structure: str
    jeune_id: int
    version: int
    conseiller: str
    clos_le: date | None


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that was corrected: of the minor, of the representative of that number (`who`), or of the
    dossier itself."""

    champ: str
    avant: Value
    apres: Value
    who: int | None = None


def correct(
    connection: Connection, dossier: HeldDossier, values: Card, *, representative: int | None, desk: Desk
) -> list[Correction]:
    """Correct the minor of a dossier, or the representative of that rank (1: the first); return what really
    changed.

    Drafts that follow these data are made again. Raise `UsageError` for a rank that does not exist and for
    what is not corrected (a birth date: another dossier), `RefusedError` once the dossier is closed.
    """
    if representative is None and {"nom", "prenom", "ine"} & values.keys():
        hold_openings(connection, dossier.structure)  # by name or number, too, a list tells who is known
    dossier = held(connection, dossier)
    if representative is None:
        row = connection.execute(select(m.jeune).where(m.jeune.c.id == dossier.jeune_id)).one()
        changes = changes_of(row, values, MINOR, m.jeune)
        extra = {c.champ: c.apres for c in changes}
        if {"nom", "prenom"} & extra.keys():
            extra["cle"] = fold(str(extra.get("nom", row.nom)), str(extra.get("prenom", row.prenom)))
        _write(connection, m.jeune, row.id, extra)
    else:
        row = representative_at(connection, dossier, representative)
        changes = changes_of(row, values, REPRESENTATIVE, m.representant)
        _write(connection, m.representant, row.id, {c.champ: c.apres for c in changes})
        if any(c.champ == "heberge" and c.apres for c in changes):
            _no_other_host(connection, dossier, row.id, desk)
    trace(connection, dossier, row.id if representative is not None else None, changes, desk)
    if representative is None and any(change.champ in OF_A_NAME for change in changes):
        follow_names(connection, [dossier.jeune_id])
    if any(change.champ in (OF_A_MINOR if representative is None else OF_A_PARENT) for change in changes):
        follow_searched(connection, [dossier.jeune_id])
    if changes:
        make_drafts_again(connection, [dossier.id])
    return changes


def add_representative(
    connection: Connection, dossier: HeldDossier, who: RepresentantLegal, *, desk: Desk
) -> int:
    """Add a representative, last in rank; return the rank, 1 for the first."""
    dossier = held(connection, dossier)
    refuse_known(connection, dossier, who)
    known = representatives_of(connection, dossier)
    rank = max((row.rang for row in known), default=-1) + 1
    row = representative_row(dossier.jeune_id, rank, who)
    number = connection.execute(
        insert(m.representant).values(row).returning(m.representant.c.id)
    ).scalar_one()
    trace(connection, dossier, number, [Correction("representant", None, who.full_name)], desk)
    follow_searched(connection, [dossier.jeune_id])
    moved(connection, [dossier.id])
    return len(known) + 1


def refuse_known(connection: Connection, dossier: HeldDossier, who: RepresentantLegal) -> None:
    """Raise `AlreadyNotedError` for a representative who is in the dossier already."""
    known = representatives_of(connection, dossier)
    names = [fold(r.nom, r.prenom) for r in known if r.qualite == who.qualite]
    if fold(who.nom, who.prenom) in names:
        raise AlreadyNotedError(
            f"Déjà noté : {who.full_name} ({who.qualite.label}) est déjà au dossier "
            f"{dossier.reference}. Rien n'a été "
            f"écrit de plus ; pour corriger sa fiche : of modifier {dossier.reference} --representant N …"
        )


def follow_minors(connection: Connection, minors: Sequence[int]) -> None:
    """Have the drafts of these minors made again, once a list completed what is known of them."""
    make_drafts_again(connection, hold_minors(connection, minors))


def make_drafts_again(connection: Connection, held: Sequence[int]) -> None:
    """Have the drafts of these dossiers made again: what they say of somebody changed."""
    c = m.courrier.c
    if not held:
        return
    drafts = (c.dossier_id.in_(held), c.etat == str(LetterState.PREPARE), c.sha256.is_(None))
    connection.execute(update(m.courrier).where(*drafts).values(etat=str(LetterState.A_PRODUIRE)))
    moved(connection, held)


def held(connection: Connection, dossier: HeldDossier) -> HeldDossier:
    """Hold every dossier of the minor, and return this one as it is now."""
    hold_minors(connection, [dossier.jeune_id])
    dossier = dossier_row(connection, dossier.id)
    refuse_closed(dossier)
    return dossier


def refuse_closed(dossier: HeldDossier) -> None:
    """Raise `RefusedError` once the dossier is closed."""
    if dossier.clos_le is not None:
        raise RefusedError(
            f"Le dossier {dossier.reference} est clos depuis le {french_day(dossier.clos_le)} : sa fiche ne "
            "change plus. "
            "Rouvrez-le d'abord (of rouvrir)."
        )


def representatives_of(connection: Connection, dossier: HeldDossier) -> Sequence[PersonRow]:
    """Return the representatives, in the order of their rank."""
    r = m.representant.c
    question = select(m.representant).where(r.jeune_id == dossier.jeune_id).order_by(r.rang)
    return connection.execute(question).all()


def representative_at(connection: Connection, dossier: HeldDossier, rank: int) -> PersonRow:
    """Return the representative of that number, 1 for the first; raise `UsageError`."""
    known = representatives_of(connection, dossier)
    if not 1 <= rank <= len(known):
        named = " ; ".join(f"{i} : {r.prenom} {r.nom}" for i, r in enumerate(known, start=1)) or "aucun"
        raise UsageError(
            f"Le dossier {dossier.reference} n'a pas de représentant n° {rank}. Connus : {named}."
        )
    return known[rank - 1]


def _no_other_host(connection: Connection, dossier: HeldDossier, kept: int, desk: Desk) -> None:
    """One host at a time: where the minor lives now, he or she does not live elsewhere any more."""
    for row in representatives_of(connection, dossier):
        if row.heberge and row.id != kept:
            _write(connection, m.representant, row.id, {"heberge": False})
            trace(connection, dossier, row.id, [Correction("heberge", True, False)], desk)


def changes_of(row: PersonRow, values: Card, fields: Sequence[PersonField], table: Table) -> list[Correction]:
    """Return what of these values is not so already; raise `UsageError` for what is not corrected, or may
    not be empty."""
    allowed = {f.name for f in correctable(fields)}
    if refused := next((f.instead for f in fields if f.instead and f.name in values), ""):
        raise UsageError(refused)
    if unknown := sorted(values.keys() - allowed):
        raise UsageError(
            f"« {unknown[0]} » ne se modifie pas ici. Ce qui se modifie : {', '.join(sorted(allowed))}."
        )
    if empty := [
        name for name, value in values.items() if value in ("", None) and not table.c[name].nullable
    ]:
        raise UsageError(f"« {empty[0]} » ne peut pas être vide. Donnez sa valeur.")
    before = row._asdict()
    return [
        Correction(name, before[name], after)
        for name, after in stored(table, values).items()
        if before[name] != after
    ]


def _write(connection: Connection, table: Table, number: int, values: Card) -> None:
    if values:
        connection.execute(update(table).where(table.c.id == number).values(**values))


def trace(
    connection: Connection,
    dossier: HeldDossier,
    representative_id: int | None,
    changes: Sequence[Correction],
    desk: Desk,
) -> None:
    """Write what each of these was beside what it is now."""
    lines = [
        {
            "jeune_id": dossier.jeune_id, "representant_id": representative_id, "champ": change.champ,
            "avant": None if change.avant is None else str(change.avant),
            "apres": None if change.apres is None else str(change.apres),
            "le": desk.today, "auteur": desk.author, "enregistre_a": desk.now,
        }
        for change in changes
    ]  # fmt: skip
    if lines:
        connection.execute(insert(m.modification), lines)
