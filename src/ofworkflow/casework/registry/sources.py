"""Where each value of a card comes from, for who looks at it: the list, or the person, and its day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from sqlalchemy import Connection

from ofworkflow.casework.dossier.persons import Persons
from ofworkflow.intake.provenance import ValueOrigin, origins_of
from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE, PersonField
from ofworkflow.procedure.persons import Jeune, RepresentantLegal
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One value of a card: whose, which, what it is (empty: a person emptied it), where it comes from."""

    representant: int | None  # the number by which people call him or her; `None`: the minor
    champ: str
    libelle: str
    valeur: str
    origine: str
    le: date | None
    source: str  # of the list; empty: a person
    auteur: str
    verifie: bool


def sources(connection: Connection, jeune_id: int, persons: Persons) -> list[SourceLine]:
    """Return every value of the card of a minor and of the representatives, with where it comes from."""
    origins = origins_of(connection, [jeune_id])
    lines = [*_lines(MINOR, persons.jeune, None, partial(origins.of, jeune_id))]
    for rank, who in enumerate(persons.representants, start=1):
        number = persons.representant_ids[rank - 1]
        lines += _lines(REPRESENTATIVE, who, rank, partial(origins.of, jeune_id, representative=number))
    return lines


def _lines(
    fields: Sequence[PersonField],
    person: Jeune | RepresentantLegal,
    rank: int | None,
    origin_of: Callable[[str], ValueOrigin],
) -> Iterator[SourceLine]:
    hidden = isinstance(person, RepresentantLegal) and person.confidentielle
    for f in fields:
        origin, value = origin_of(f.name), f.of(person)
        if value in ("", None, False) and not origin.emptied:
            continue
        shown = "(confidentielle)" if hidden and f.line else f.say(value)
        yield SourceLine(
            rank, f.name, f.label, shown, origin.told, origin.on, origin.source, origin.author,
            bool(origin.author),
        )  # fmt: skip
