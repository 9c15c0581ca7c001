"""What the guards of an act are told beside the journal, put together in one way wherever one is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ofworkflow.casework.dossier.agenda import family
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.persons import Persons
from ofworkflow.procedure.appointments import Leave, Taken
from ofworkflow.procedure.attempts import ContactFact, Facts


def facts_of(
    reference: str,
    persons: Persons | None,
    on: date,
    desk: Desk,
    *,
    contacts: tuple[ContactFact, ...] = (),
    taken: Sequence[Taken] = (),
    leaves: Sequence[Leave] = (),
    note: str = "",
) -> Facts:
    """Return the facts of an act of that day, typed at that desk; `persons`: `None` where nothing is asked of
    them."""
    return Facts(
        today=desk.today,
        hour=desk.hour,
        contacts=contacts,
        addressees=persons.addressees(on) if persons else (),
        taken=tuple(taken),
        leaves=tuple(leaves),
        representants=persons.representants if persons else (),
        family=family(persons.representants) if persons else frozenset(),
        alone=persons.alone(on) if persons else None,
        residence=persons.residence() if persons else None,
        note=note,
        reference=reference,
    )
