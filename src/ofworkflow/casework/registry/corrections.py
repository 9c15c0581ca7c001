"""A person's particulars corrected: what changes is written beside what it was, and drafts follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from sqlalchemy import Connection, Table, insert, select, update

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import hold_minors, hold_openings, moved
from ofworkflow.errors import AlreadyNotedError, RefusedError, UsageError
from ofworkflow.intake.territory import Communes
from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE, Card, PersonField, correctable
from ofworkflow.procedure.fields import Value as Value
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.procedure.vocabulary import LetterState
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.person_rows import PersonRow, representative_row, stored
from ofworkflow.storage.queries import dossier_row
from ofworkflow.text import fold


class HeldDossier(Protocol):
    """What is used here of the row of a dossier."""

    id: int
    reference: str
    structure: str
    jeune_id: int
    clos_le: date | None


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that was corrected on a card."""

    champ: str
    avant: Value
    apres: Value


@dataclass(frozen=True, slots=True)
class CorrectedCard:
    """What became of a card: what really changed, and the rank of the representative that was added, if
    any."""

    changes: tuple[Correction, ...]
    added: int | None = None


def correct_card(
    connection: Connection,
    dossier_id: int,
    values: Card,
    *,
    representative: int | None,
    added: RepresentantLegal | None,
    desk: Desk,
) -> CorrectedCard:
    """Add a representative, if any, then correct what is known of one of the persons; raise what either
    raises."""
    dossier: HeldDossier = dossier_row(connection, dossier_id)
    rank = add_representative(connection, dossier, added, desk=desk) if added is not None else None
    changes = correct(connection, dossier, values, representative=representative, desk=desk) if values else []
    return CorrectedCard(tuple(changes), rank)


def of_the_minor(values: Card, communes: Communes) -> Card:
    """Return these values, the commune as we write it, with its code."""
    commune = values.get("commune")
    if not isinstance(commune, str):
        return values
    code, name = communes.named(commune)
    return {**values, "commune": name, "commune_insee": code}


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
    dossier = _held(connection, dossier)
    if representative is None:
        row = connection.execute(select(m.jeune).where(m.jeune.c.id == dossier.jeune_id)).one()
        changes = _changes(row, values, MINOR, m.jeune)
        extra = {c.champ: c.apres for c in changes}
        if {"nom", "prenom"} & extra.keys():
            extra["cle"] = fold(str(extra.get("nom", row.nom)), str(extra.get("prenom", row.prenom)))
        _write(connection, m.jeune, row.id, extra)
    else:
        row = _representative(connection, dossier, representative)
        changes = _changes(row, values, REPRESENTATIVE, m.representant)
        _write(connection, m.representant, row.id, {c.champ: c.apres for c in changes})
        if any(c.champ == "heberge" and c.apres for c in changes):
            _no_other_host(connection, dossier, row.id, desk)
    _trace(connection, dossier, row.id if representative is not None else None, changes, desk)
    if changes:
        make_drafts_again(connection, [dossier.id])
    return changes


def add_representative(
    connection: Connection, dossier: HeldDossier, who: RepresentantLegal, *, desk: Desk
) -> int:
    """Add a representative, last in rank; return the rank, 1 for the first."""
    dossier = _held(connection, dossier)
    known = _representatives(connection, dossier)
    names = [fold(r.nom, r.prenom) for r in known if r.qualite == who.qualite]
    if fold(who.nom, who.prenom) in names:
        raise AlreadyNotedError(
            f"Déjà noté : {who.full_name} ({who.qualite.label}) est déjà au dossier "
            f"{dossier.reference}. Rien n'a été "
            f"écrit de plus ; pour corriger sa fiche : of modifier {dossier.reference} --representant N …"
        )
    rank = max((row.rang for row in known), default=-1) + 1
    row = representative_row(dossier.jeune_id, rank, who)
    number = connection.execute(
        insert(m.representant).values(row).returning(m.representant.c.id)
    ).scalar_one()
    _trace(connection, dossier, number, [Correction("representant", None, who.full_name)], desk)
    moved(connection, [dossier.id])
    return len(known) + 1


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


def _held(connection: Connection, dossier: HeldDossier) -> HeldDossier:
    """Hold every dossier of the minor, and return this one as it is now."""
    hold_minors(connection, [dossier.jeune_id])
    dossier = dossier_row(connection, dossier.id)
    if dossier.clos_le is not None:
        raise RefusedError(
            f"Le dossier {dossier.reference} est clos depuis le {french_day(dossier.clos_le)} : sa fiche ne "
            "change plus. "
            "Rouvrez-le d'abord (of rouvrir)."
        )
    return dossier


def _representatives(connection: Connection, dossier: HeldDossier) -> Sequence[PersonRow]:
    r = m.representant.c
    question = select(m.representant).where(r.jeune_id == dossier.jeune_id).order_by(r.rang)
    return connection.execute(question).all()


def _representative(connection: Connection, dossier: HeldDossier, rank: int) -> PersonRow:
    known = _representatives(connection, dossier)
    if not 1 <= rank <= len(known):
        named = " ; ".join(f"{i} : {r.prenom} {r.nom}" for i, r in enumerate(known, start=1)) or "aucun"
        raise UsageError(
            f"Le dossier {dossier.reference} n'a pas de représentant n° {rank}. Connus : {named}."
        )
    return known[rank - 1]


def _no_other_host(connection: Connection, dossier: HeldDossier, kept: int, desk: Desk) -> None:
    """One host at a time: where the minor lives now, he or she does not live elsewhere any more."""
    for row in _representatives(connection, dossier):
        if row.heberge and row.id != kept:
            _write(connection, m.representant, row.id, {"heberge": False})
            _trace(connection, dossier, row.id, [Correction("heberge", True, False)], desk)


def _changes(row: PersonRow, values: Card, fields: Sequence[PersonField], table: Table) -> list[Correction]:
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


def _trace(
    connection: Connection,
    dossier: HeldDossier,
    representative_id: int | None,
    changes: list[Correction],
    desk: Desk,
) -> None:
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
