"""Everything of a sheet in one form: looked at first, then written whole, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date

from sqlalchemy import Connection, Table, select, update

from ofworkflow.casework.acts.perform import Done, perform
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import hold_openings, moved
from ofworkflow.casework.dossier.persons import COUNSELLOR, REMARK, Persons, persons_of_one
from ofworkflow.casework.registry.checks import checked_card
from ofworkflow.casework.registry.corrections import (
    Correction,
    HeldDossier,
    add_representative,
    changes_of,
    correct,
    held,
    make_drafts_again,
    refuse_closed,
    refuse_known,
    representative_at,
    representatives_of,
    trace,
)
from ofworkflow.casework.registry.places import left_behind
from ofworkflow.errors import ConcurrentChangeError
from ofworkflow.intake.territory import Communes
from ofworkflow.law.periods import add_days
from ofworkflow.procedure.addressees import PARENTS
from ofworkflow.procedure.fields import ADDRESS, MINOR, REPRESENTATIVE, Card, PersonField, Value, card_of
from ofworkflow.procedure.persons import Adresse, RepresentantLegal
from ofworkflow.procedure.requests import CorrigerNaissance
from ofworkflow.procedure.vocabulary import Authority, BirthProof
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.person_rows import PersonRow, minor_from, representative_from
from ofworkflow.storage.queries import dossier_row


@dataclass(frozen=True, slots=True)
class BirthAsProved:
    """The birth date that a document says, and which document."""

    on: date
    proof: BirthProof


@dataclass(frozen=True, slots=True)
class SheetChange:
    """What a form asks: values of the minor and of representatives (by number, 1 for the first),
    representatives more, those who end and from which day on, the counsellor, a remark on the whole."""

    minor: Card = field(default_factory=dict)
    representatives: Mapping[int, Card] = field(default_factory=dict)
    added: tuple[RepresentantLegal, ...] = ()
    ended: tuple[tuple[int, date], ...] = ()
    conseiller: str = ""
    note: str = ""
    born: BirthAsProved | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether it asks for nothing."""
        cards = (self.minor, *self.representatives.values())
        return not any((*cards, self.added, self.ended, self.conseiller, self.note, self.born))


@dataclass(frozen=True, slots=True)
class CorrectedSheet:
    """What became of a sheet: what really changed, the numbers of the representatives that were added, the
    version of the dossier before anything was written, and who still has the address that another left."""

    changes: tuple[Correction, ...]
    added: tuple[int, ...] = ()
    version: int = 0
    left_behind: tuple[tuple[int | None, Adresse], ...] = ()
    act: Done | None = None  # what corrected the birth date


@dataclass(frozen=True, slots=True)
class SheetAsIs:
    """What a form shows before anything is typed."""

    persons: Persons
    conseiller: str

    @property
    def names(self) -> dict[int | None, str]:
        """Who is who: the minor (`None`), then each representative by number."""
        minor = self.persons.jeune
        names: dict[int | None, str] = {None: f"{minor.prenom} {minor.nom}"}
        for n, r in enumerate(self.persons.representants, 1):
            names[n] = f"{r.full_name} ({r.qualite.label})"
        return names

    @property
    def hidden(self) -> set[int]:
        """The representatives whose address is given to nobody."""
        return {n for n, r in enumerate(self.persons.representants, 1) if r.confidentielle}


def sheet_as_is(connection: Connection, dossier_id: int) -> SheetAsIs:
    """Return the persons of a dossier and its counsellor."""
    row = dossier_row(connection, dossier_id)
    return SheetAsIs(persons_of_one(connection, row.jeune_id), row.conseiller)


def look_at_change(
    connection: Connection, dossier_id: int, change: SheetChange, *, communes: Communes
) -> CorrectedSheet:
    """Return what a form would change, and write nothing; raise what `correct_sheet` raises for it."""
    dossier: HeldDossier = dossier_row(connection, dossier_id)
    refuse_closed(dossier)
    changes, _ = _planned(connection, dossier, change, communes)
    for who in change.added:
        refuse_known(connection, dossier, who)
    known = len(representatives_of(connection, dossier))
    numbers = tuple(known + rank for rank in range(1, len(change.added) + 1))
    return CorrectedSheet(tuple(changes), numbers, dossier.version)


def correct_sheet(
    connection: Connection,
    dossier_id: int,
    change: SheetChange,
    *,
    desk: Desk,
    communes: Communes,
    seen: int | None = None,
) -> CorrectedSheet:
    """Write all that a form changes, each with what it was, or nothing; drafts that follow are made again.

    `seen` is the version of the dossier that the form was shown with. Raise `ConcurrentChangeError` when
    somebody changed it since, `UsageError` for what is not understood or does not exist, `RefusedError`
    once the dossier is closed, `AlreadyNotedError` for a representative who is there already.
    """
    dossier: HeldDossier = dossier_row(connection, dossier_id)
    if change.born or {"nom", "prenom", "ine"} & change.minor.keys():
        hold_openings(connection, dossier.structure)  # by name or number, too, a list tells who is known
    dossier = held(connection, dossier)
    if seen is not None and dossier.version != seen:
        raise ConcurrentChangeError(
            f"Le dossier {dossier.reference} a changé pendant que vous remplissiez sa fiche : rien n'a été "
            f"écrit. Relisez-le (of voir {dossier.reference}), puis recommencez."
        )
    version = dossier.version
    for who in change.added:
        refuse_known(connection, dossier, who)
    changes, cards = _planned(connection, dossier, change, communes)
    moves = any(c.champ in ADDRESS for c in changes)
    before = persons_of_one(connection, dossier.jeune_id) if moves else None
    act = None
    if change.born:
        request = CorrigerNaissance(change.born.on, change.born.proof)
        act = perform(connection, dossier.id, request, done_on=desk.today, desk=desk)
    numbers = tuple(add_representative(connection, dossier, who, desk=desk) for who in change.added)
    for number, values in cards.items():
        correct(connection, dossier, values, representative=number, desk=desk)
    _correct_dossier(connection, dossier, changes, desk)
    if change.note:
        trace(connection, dossier, None, [Correction(REMARK, None, change.note)], desk)
        moved(connection, [dossier.id])
    stays = left_behind(before, persons_of_one(connection, dossier.jeune_id)) if before else ()
    return CorrectedSheet(tuple(changes), numbers, version, tuple(stays), act)


def _planned(
    connection: Connection, dossier: HeldDossier, change: SheetChange, communes: Communes
) -> tuple[list[Correction], dict[int | None, Card]]:
    """Return what would change, and the checked values of each person, by number."""
    cards_asked: dict[int | None, Card] = {None: change.minor}
    cards_asked |= {rank: values for rank, values in change.representatives.items()}  # noqa: C416 — of wider keys
    for ending, on in change.ended:
        who = representative_from(representative_at(connection, dossier, ending))
        cards_asked[ending] = {**cards_asked.get(ending, {}), **_ending(who, on)}
    changes: list[Correction] = []
    cards: dict[int | None, Card] = {}
    for number, values in cards_asked.items():
        if not values:
            continue
        row, fields, table = _card_row(connection, dossier, number)
        # what may not be corrected is refused before what is badly written
        changes_of(row, values, fields, table)
        cards[number] = checked_card(values, row._asdict(), communes)
        changes += [replace(c, who=number) for c in changes_of(row, cards[number], fields, table)]
    for who in change.added:
        checked_card(card_of(REPRESENTATIVE, who), {}, communes)
    if change.born:
        born_on = minor_from(_card_row(connection, dossier, None)[0]).naissance
        changes += [Correction("naissance", born_on, change.born.on)]
    if change.conseiller and change.conseiller != dossier.conseiller:
        changes.append(Correction(COUNSELLOR, dossier.conseiller, change.conseiller))
    return changes, cards


def _card_row(
    connection: Connection, dossier: HeldDossier, number: int | None
) -> tuple[PersonRow, Sequence[PersonField], Table]:
    if number is not None:
        return representative_at(connection, dossier, number), REPRESENTATIVE, m.representant
    row = connection.execute(select(m.jeune).where(m.jeune.c.id == dossier.jeune_id)).one()
    return row, MINOR, m.jeune


def _ending(who: RepresentantLegal, on: date) -> dict[str, Value]:
    """Return what ends a representative from that day on: a parent loses authority, for outside of its
    dates a parent's is back; anybody else has none after the last day."""
    if who.qualite in PARENTS:
        return {"autorite": str(Authority.RETIREE), "depuis_le": on, "jusqu_au": None}
    return {"jusqu_au": add_days(on, -1)}


def _correct_dossier(
    connection: Connection, dossier: HeldDossier, changes: Sequence[Correction], desk: Desk
) -> None:
    own = [c for c in changes if c.champ == COUNSELLOR]
    if not own:
        return
    connection.execute(update(m.dossier).where(m.dossier.c.id == dossier.id).values(conseiller=own[0].apres))
    trace(connection, dossier, None, own, desk)
    make_drafts_again(connection, [dossier.id])
