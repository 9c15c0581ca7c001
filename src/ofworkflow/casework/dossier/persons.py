"""The persons of a dossier, from their rows."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict, namedtuple
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import cast

from sqlalchemy import Connection, Table, bindparam, select

from ofworkflow.procedure.addressees import Addressee, addressees, alone, copies, why_not_written_to
from ofworkflow.procedure.attempts import ContactFact, Residence
from ofworkflow.procedure.persons import Jeune, RepresentantLegal
from ofworkflow.procedure.vocabulary import Alone, Answering, ContactNature, ContactResult
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.person_rows import PersonRow, minor_from, representative_from
from ofworkflow.storage.prepared import Prepared
from ofworkflow.text import clean_line, departement_of_commune

COUNSELLOR, REMARK, TICKED = "conseiller", "note", "imilo"
OF_THE_DOSSIER = frozenset({COUNSELLOR, REMARK, TICKED})
"""What stands for a field where a modification is of the dossier, not of one of its persons."""


@dataclass(frozen=True, slots=True)
class Persons:
    """The minor and the representatives; `representant_ids` in the order of their rank."""

    jeune: Jeune
    representants: tuple[RepresentantLegal, ...]
    representant_ids: tuple[int, ...]

    def addressees(self, on: date) -> tuple[Addressee, ...]:
        """Return who is written to on that day."""
        return addressees(self.jeune, self.representants, on)

    def copies(self, on: date, *, after: int = 0) -> tuple[Addressee, ...]:
        """Return who is told of the appointments that day, in envelopes numbered after that one."""
        return copies(self.jeune, self.representants, on, after=after)

    def alone(self, on: date) -> Alone | None:
        """Return why the minor alone is written to on that day; `None` when a representative is."""
        return alone(self.jeune, self.representants, on)

    def receives(self, rank: int, on: date) -> tuple[str, str]:
        """Return what may be sent to the representative of that rank on that day, « courriers », « copie » or
        « rien », and why nothing is."""
        if any(x.rank == rank for x in self.addressees(on)):
            return "courriers", ""
        if any(x.rank == rank for x in self.copies(on)):
            return "copie", ""
        return "rien", self.why_not_written_to(self.representant_ids[rank], on)

    def residence(self) -> Residence:
        """Return where the minor lives."""
        minor = self.jeune
        return Residence(minor.commune, minor.commune_insee, departement_of_commune(minor.commune_insee))

    def why_not_written_to(self, representant_id: int, on: date) -> str:
        """Return why that representative is not written to on that day; empty when he or she is."""
        rank = self.representant_ids.index(representant_id)
        return why_not_written_to(self.jeune, self.representants, rank, on)


def persons_of(connection: Connection, jeune_ids: Sequence[int]) -> dict[int, Persons]:
    """Return the persons of these minors, in two questions."""
    minors = connection.execute(_MINORS, {"ids": list(jeune_ids)}).all()
    by_minor: dict[int, list[PersonRow]] = defaultdict(list)
    for row in connection.execute(_REPRESENTATIVES, {"ids": list(jeune_ids)}):
        by_minor[row.jeune_id].append(row)
    return {row.id: _persons(row, by_minor[row.id]) for row in minors}


def persons_of_one(connection: Connection, jeune_id: int) -> Persons:
    """Return the persons of one minor, in one question."""
    rows = _PERSONS.read(connection, {"id": jeune_id})
    representatives = (row[_OF_MINOR:] for row in rows)
    return _persons(
        _minor(rows[0][:_OF_MINOR]), [_representative(who) for who in representatives if any(who)]
    )


def contacts_of(connection: Connection, dossier_id: int) -> tuple[ContactFact, ...]:
    """Return the logged solicitations of a dossier."""
    rows = connection.execute(
        select(m.contact.c.le, m.contact.c.nature, m.contact.c.resultat, m.contact.c.qui).where(
            m.contact.c.dossier_id == dossier_id, m.contact.c.annule_a.is_(None)
        )
    )
    return tuple(contact_fact(*row) for row in rows)


def contact_fact(on: date, nature: str, result: str, who: str | None) -> ContactFact:
    """Return a solicitation as the guards read it, from what is stored of it."""
    return ContactFact(on, ContactNature(nature), ContactResult(result), Answering(who) if who else None)


def card_fingerprint(minor: Mapping[str, object], representatives: Sequence[Mapping[str, object]]) -> str:
    """Return what tells the persons of a dossier from any others, as their rows hold them, in the order of
    their rank.

    It is kept by the entry that opens the dossier: nothing else says a second time where a minor lives.
    """
    apart = ("id", "cle", "jeune_id", "rang")  # given by the base, or following from the rest
    cards = [
        {
            name: clean_line(str(value))
            for name, value in sorted(card.items())
            if value is not None and name not in apart
        }
        for card in (minor, *representatives)
    ]
    return hashlib.sha256(json.dumps(cards, ensure_ascii=False).encode()).hexdigest()[:FINGERPRINT]


FINGERPRINT = 16
"""Characters kept of a fingerprint: enough against chance and mistakes, which is all that it is against."""


def _persons(minor: PersonRow, representatives: Sequence[PersonRow]) -> Persons:
    known = tuple(map(representative_from, representatives))
    return Persons(minor_from(minor), known, tuple(row.id for row in representatives))


def _row_of(table: Table) -> Callable[[Sequence[object]], PersonRow]:
    row = namedtuple("_row", table.c.keys())  # type: ignore[misc]
    return cast(Callable[[Sequence[object]], PersonRow], row._make)


_OF_MINOR = len(m.jeune.c)  # columns of the minor, before those of a representative
_minor, _representative = _row_of(m.jeune), _row_of(m.representant)
_PERSONS = Prepared(
    select(m.jeune, *(column.label(f"rl_{column.name}") for column in m.representant.c))
    .outerjoin_from(m.jeune, m.representant, m.representant.c.jeune_id == m.jeune.c.id)
    .where(m.jeune.c.id == bindparam("id"))
    .order_by(m.representant.c.rang)
)
_MINORS = select(m.jeune).where(m.jeune.c.id.in_(bindparam("ids", expanding=True)))
_REPRESENTATIVES = (
    select(m.representant)
    .where(m.representant.c.jeune_id.in_(bindparam("ids", expanding=True)))
    .order_by(m.representant.c.jeune_id, m.representant.c.rang)
)
