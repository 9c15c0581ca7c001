"""Whom to call about a dossier, and by which number: the rule is that of the letters
(`procedure.addressees.called`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from ofworkflow.casework.dossier.persons import Persons, persons_of
from ofworkflow.procedure.addressees import apart, called
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class PhoneToCall:
    """A number, and whose it is."""

    whose: str
    number: str


def phones_of(connection: Connection, minors: Sequence[int], on: date) -> Mapping[int, Sequence[PhoneToCall]]:
    """Return whom to call for each of these minors on that day, the minor first, each number once."""
    persons = persons_of(connection, sorted(set(minors)))
    return {number: tuple(_each_once(_phones(each, on))) for number, each in persons.items()}


def phone_of_appointment(persons: Persons, on: date) -> PhoneToCall | None:
    """Return whom to call about an appointment of that day; nobody but the minor where two representatives
    must not meet: one of them is told nothing of the day of the other."""
    return next(_each_once(_phones(persons, on, of_appointment=True)), None)


def _phones(persons: Persons, on: date, of_appointment: bool = False) -> Iterator[PhoneToCall]:
    minor, others = persons.jeune, persons.representants
    for number in (minor.tel_portable, minor.tel_fixe):
        yield PhoneToCall(f"{minor.prenom} {minor.nom}", number)
    kept_apart = {rank for rank, _ in apart(others, on)} if of_appointment else set()
    if kept_apart:
        return
    for _, who in called(minor, others, on):
        yield PhoneToCall(f"{who.full_name or who.autorite.label} ({who.qualite.label})", who.telephone)


def _each_once(phones: Iterator[PhoneToCall]) -> Iterator[PhoneToCall]:
    known: set[str] = set()
    for phone in phones:
        if phone.number and phone.number not in known:
            known.add(phone.number)
            yield phone
