"""« --connu-le »: what is counted is what was noted by that instant, delays and appointments as it was known that they stood."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from edges import counted, numbers
from house import appointment, desk, reported
from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.registry.contacts import record_contact
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import (
    Breach,
    Closing,
    ContactNature,
    ContactResult,
    Excuse,
    Nature,
    PostMode,
    Presence,
    Proof,
)
from ofworkflow.storage.database import Database

LAST = date(2026, 12, 31)


def at(day: date) -> datetime:
    """Return the instant at which what is noted that day is noted."""
    return datetime.combine(day, time(22), UTC)


def just_before(day: date) -> datetime:
    return datetime.combine(day, time(21, 59, 59), UTC)


def evening_desk(day: date) -> Desk:
    return replace(desk(day), now=at(day))


def opened(database: Database, *, noted_on: date = date(2025, 12, 1)) -> int:
    on = date(2025, 12, 1)
    with database.writing() as connection:
        open_dossiers(connection, [reported(on=on)], done_on=on, desk=evening_desk(noted_on))
    return 1


def note(database: Database, request: ask.Request, on: date, *, noted_on: date | None = None) -> None:
    """Do an act of the only dossier on a legal day, noted the same evening or on a later one."""
    with database.writing() as connection:
        perform(connection, 1, request, done_on=on, desk=evening_desk(noted_on or on))


@pytest.mark.parametrize(
    ("known_at", "expected"),
    [
        (just_before(date(2026, 2, 10)), [0, 1]),  # held on 20/01, noted on 10/02
        (at(date(2026, 2, 10)), [1, 0]),  # the very instant counts
        (just_before(date(2026, 2, 20)), [1, 0]),
        (at(date(2026, 2, 20)), [0, 1]),  # voided since
        (None, [0, 1]),
    ],
)
def test_an_act_is_known_from_the_instant_it_was_noted_to_the_one_it_was_voided(database, known_at, expected):
    opened(database)
    note(database, ask.Convoquer(appointment(date(2026, 1, 20))), date(2026, 1, 6))
    note(database, ask.Recevoir(Presence.LES_DEUX), date(2026, 1, 20), noted_on=date(2026, 2, 10))
    note(database, ask.Annuler("saisie"), date(2026, 2, 20))
    assert numbers(counted(database, known_at=known_at), "I3", "I15") == expected


@pytest.mark.parametrize(("known_at", "there"), [(just_before(date(2026, 1, 5)), 0), (at(date(2026, 1, 5)), 1)])
def test_a_dossier_is_known_once_its_opening_is_noted(database, known_at, there):
    opened(database, noted_on=date(2026, 1, 5))
    assert numbers(counted(database, known_at=known_at), "I15") == [there]


@pytest.mark.parametrize(("known_at", "reached"), [(just_before(date(2026, 2, 10)), 0), (at(date(2026, 2, 10)), 1)])
def test_a_contact_is_known_once_noted(database, known_at, reached):
    opened(database)
    with database.writing() as connection:
        record_contact(
            connection, 1, nature=ContactNature.SMS, result=ContactResult.JOINT, done_on=date(2026, 1, 20),
            desk=evening_desk(date(2026, 2, 10)), note="",
        )  # fmt: skip
    assert numbers(counted(database, known_at=known_at), "I2", "I14") == [reached, reached]


@pytest.mark.parametrize(("known_at", "counts"), [(just_before(date(2027, 2, 1)), 1), (at(date(2027, 2, 1)), 0), (None, 0)])
def test_a_mistake_counts_until_it_is_known_to_be_one(database, known_at, counts):
    opened(database)
    note(database, ask.Cloturer(Closing.ERREUR), date(2026, 3, 2), noted_on=date(2027, 2, 1))
    assert numbers(counted(database, known_at=known_at), "I15") == [counts]


@pytest.mark.parametrize(("known_at", "in_order"), [(just_before(date(2026, 8, 3)), (1, 1)), (at(date(2026, 8, 3)), (0, 1))])
def test_a_breach_is_known_once_noted(database, known_at, in_order):
    opened(database)
    on = date(2026, 2, 2)
    note(database, ask.ConstaterSituation(Nature.EMPLOI, on, Proof.CONTRAT, on, fin=LAST), on)
    note(database, ask.Rompre(Breach.RUPTURE_CONTRAT), date(2026, 6, 30), noted_on=date(2026, 8, 3))
    assert counted(database, last=date(2026, 6, 30), known_at=known_at)["I7a"] == in_order


@pytest.mark.parametrize(
    ("known_at", "absences"),
    [
        (just_before(date(2026, 1, 22)), (0, 0)),  # what became of it was not noted yet
        (at(date(2026, 1, 22)), (1, 1)),
        (at(date(2026, 2, 20)), (0, 0)),  # excused since
    ],
)
def test_an_absence_counts_until_its_excuse_is_known(database, known_at, absences):
    opened(database)
    note(database, ask.Convoquer(appointment(date(2026, 1, 20))), date(2026, 1, 6))
    note(database, ask.Poster(2, (), PostMode.SIMPLE), date(2026, 1, 6))
    note(database, ask.ConstaterAbsence(), date(2026, 1, 20), noted_on=date(2026, 1, 22))
    note(database, ask.Justifier(Excuse.FAMILIAL, "reçue ensuite"), date(2026, 1, 23), noted_on=date(2026, 2, 20))
    assert counted(database, known_at=known_at)["I13"] == absences


@pytest.mark.parametrize(("known_at", "judged"), [(just_before(date(2026, 2, 16)), 1), (at(date(2026, 2, 16)), 0)])
def test_two_months_run_from_the_act_until_their_posting_is_known(database, known_at, judged):
    """Summoned again on 05/01/2026, posted on 12/01: the two months end on 05/03, then on 12/03."""
    opened(database)
    note(database, ask.Convoquer(appointment(date(2025, 12, 15))), date(2025, 12, 2))
    note(database, ask.Poster(2, (), PostMode.SIMPLE), date(2025, 12, 2))
    note(database, ask.ConstaterAbsence(), date(2025, 12, 15))
    note(database, ask.Convoquer(appointment(date(2026, 1, 30))), date(2026, 1, 5))
    note(database, ask.Poster(5, (), PostMode.SIMPLE), date(2026, 1, 12), noted_on=date(2026, 2, 16))
    assert counted(database, last=date(2026, 3, 11), known_at=known_at)["I11b"] == (0, judged)


@pytest.mark.parametrize(("known_at", "left", "judged"), [(just_before(date(2026, 3, 9)), 1, 0), (at(date(2026, 3, 9)), 0, 1)])
def test_an_exit_stands_until_the_return_is_known(database, known_at, left, judged):
    opened(database)
    note(database, ask.Cloturer(Closing.DEMENAGEMENT), date(2026, 2, 2))
    note(database, ask.Rouvrir("revenu"), date(2026, 2, 20), noted_on=date(2026, 3, 9))
    found = counted(database, known_at=known_at)
    assert (found["I12"], found["I11"]) == ((left, None), (0, judged))  # the three months run again: over on 02/03
