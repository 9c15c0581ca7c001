"""The wait of each minor reported, on dossiers lived through the real acts: where it starts, what ends it, on which day."""

from __future__ import annotations

from datetime import date

import pytest

from house import act, desk, minor, open_one, reported
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Breach, Closing, Nature, Proof
from ofworkflow.statistics.spells import spells
from ofworkflow.statistics.survival import Spell, SpellEnd
from ofworkflow.storage.database import Database

FIRST, LAST, REPORTED = date(2026, 1, 1), date(2026, 12, 31), date(2026, 2, 2)


def waits(database: Database, first: date = FIRST, last: date = LAST) -> tuple[Spell, ...]:
    with database.reading() as connection:
        return spells(connection, first=first, last=last)


def covered(database: Database, dossier: int, since: date, on: date, until: date = LAST) -> None:
    act(database, dossier, ask.ConstaterSituation(Nature.EMPLOI, since, Proof.CONTRAT, on, fin=until), on)


def test_a_wait_ends_on_the_first_day_covered(database):
    """The contract began before the counsellor saw it: what counts is the day it began."""
    dossier = open_one(database, on=REPORTED)
    covered(database, dossier, date(2026, 3, 2), date(2026, 3, 20))
    assert waits(database) == (Spell(REPORTED, date(2026, 3, 2), SpellEnd.EN_REGLE),)


def test_who_was_covered_before_the_report_did_not_wait(database):
    covered(database, open_one(database, on=REPORTED), date(2026, 1, 5), REPORTED)
    [spell] = waits(database)
    assert (spell.days, spell.outcome) == (0, SpellEnd.EN_REGLE)


def test_what_comes_after_compliance_does_not_lengthen_the_wait(database):
    dossier = open_one(database, on=REPORTED)
    covered(database, dossier, date(2026, 3, 2), date(2026, 3, 2))
    act(database, dossier, ask.Rompre(Breach.ABANDON), date(2026, 4, 1))
    act(database, dossier, ask.Exempter(LAST), date(2026, 5, 1))
    assert waits(database) == (Spell(REPORTED, date(2026, 3, 2), SpellEnd.EN_REGLE),)


def test_a_situation_broken_on_its_first_day_covers_nothing(database):
    dossier = open_one(database, on=REPORTED)
    covered(database, dossier, date(2026, 3, 2), date(2026, 3, 2))
    act(database, dossier, ask.Rompre(Breach.ABANDON), date(2026, 3, 2))
    assert waits(database) == (Spell(REPORTED, LAST, SpellEnd.OUVERT),)


@pytest.mark.parametrize(
    ("request_", "on", "outcome"),
    [
        (ask.Exempter(LAST), date(2026, 3, 2), SpellEnd.EXEMPTION),
        (ask.Cloturer(Closing.DEMENAGEMENT), date(2026, 3, 2), SpellEnd.DEMENAGEMENT),
        (ask.Cloturer(Closing.HORS_CHAMP), date(2026, 3, 2), SpellEnd.HORS_CHAMP),
    ],
)
def test_what_else_ends_a_wait(database, request_, on, outcome):
    act(database, open_one(database, on=REPORTED), request_, on)
    assert waits(database) == (Spell(REPORTED, on, outcome),)


@pytest.mark.parametrize(
    ("last", "ended_on", "outcome"),
    [
        (date(2026, 6, 9), date(2026, 6, 9), SpellEnd.OUVERT),  # the eve of the 18th birthday: still followed
        (date(2026, 6, 10), date(2026, 6, 10), SpellEnd.MAJORITE),
        (LAST, date(2026, 6, 10), SpellEnd.MAJORITE),
    ],
)
def test_majority_ends_a_wait_on_the_birthday_whether_or_not_the_night_closed_the_dossier(database, last, ended_on, outcome):
    open_one(database, reported(minor(born_on=date(2008, 6, 10)), on=REPORTED), on=REPORTED)
    assert waits(database, last=last) == (Spell(REPORTED, ended_on, outcome),)


def test_a_dossier_reopened_waits_on(database):
    dossier = open_one(database, on=REPORTED)
    act(database, dossier, ask.Cloturer(Closing.DEMENAGEMENT), date(2026, 3, 2))
    act(database, dossier, ask.Rouvrir("revenu"), date(2026, 4, 1))
    assert waits(database) == (Spell(REPORTED, LAST, SpellEnd.OUVERT),)


@pytest.mark.parametrize("motif", [Closing.ERREUR, Closing.DOUBLON, Closing.DECES])
def test_who_is_in_no_figure_is_in_no_curve(database, motif):
    act(database, open_one(database, on=REPORTED), ask.Cloturer(motif), date(2026, 3, 2))
    assert waits(database) == ()


@pytest.mark.parametrize(("reported_on", "counted"), [(date(2025, 12, 31), 0), (FIRST, 1), (LAST, 1), (date(2027, 1, 1), 0)])
def test_a_cohort_is_who_was_reported_in_the_period(database, reported_on, counted):
    open_one(database, on=reported_on)
    assert len(waits(database)) == counted


def test_a_wait_is_told_as_it_was_known(database):
    """What was recorded after that instant was not known, whenever it happened."""
    from datetime import timedelta

    dossier = open_one(database, on=REPORTED)
    covered(database, dossier, date(2026, 3, 2), date(2026, 3, 2))
    with database.reading() as connection:
        before = desk(REPORTED).now - timedelta(seconds=1)
        assert spells(connection, first=FIRST, last=LAST, known_at=before) == ()  # not even reported yet
        now = spells(connection, first=FIRST, last=LAST, known_at=desk(REPORTED).now)
        assert [spell.outcome for spell in now] == [SpellEnd.EN_REGLE]
