"""Who is exempt, known or not on the day (I9, I15), who left and how (I12): each at its edges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from edges import DAY, FIRST, LAST, contact, counted, job, numbers, receive, situation
from house import NOW, act, desk, minor, open_one, reported
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Breach, Closing, ContactResult, Nature


@pytest.mark.parametrize(
    ("exempt_until", "expected"),
    [
        (date(2026, 6, 30), [1, 0, 0]),  # the last day of the period
        (date(2026, 6, 29), [0, 0, 1]),  # its eve: nothing covers the day, nobody was seen
    ],
)
def test_i9_is_observed_on_the_last_day(database, exempt_until, expected):
    act(database, open_one(database), ask.Exempter(exempt_until), date(2026, 2, 2))
    assert numbers(counted(database, last=date(2026, 6, 30)), "I9", "without", "I15") == expected


def test_i9_leaves_out_who_meets_the_obligation_while_exempt(database):
    dossier = open_one(database)
    act(database, dossier, ask.Exempter(LAST), date(2026, 2, 2))
    situation(database, dossier, date(2026, 3, 2), until=LAST, nature=Nature.ACCOMPAGNEMENT)
    found = counted(database)
    assert numbers(found, "I9", "without", "I15") == [0, 0, 0]
    assert found["I7a"] == (1, 1)


def test_a_breach_does_not_end_an_exemption(database):
    dossier = open_one(database)
    act(database, dossier, ask.Exempter(LAST), date(2026, 2, 2))
    situation(database, dossier, date(2026, 3, 2), until=LAST)
    act(database, dossier, ask.Rompre(Breach.ABANDON, situation=3), date(2026, 4, 1))
    found = counted(database)
    assert numbers(found, "I9", "without", "I15") == [1, 0, 0]
    assert found["I7a"] == (0, 0)  # accompanied, exempt on the day


@pytest.mark.parametrize(("since", "standing"), [(date(2026, 6, 30), [1, 0]), (date(2026, 7, 1), [0, 1])])
def test_a_situation_counts_from_its_first_day(database, since, standing):
    situation(database, open_one(database), since, until=LAST)
    assert numbers(counted(database, last=date(2026, 6, 30)), "I7a", "I15") == standing


def test_a_situation_that_begins_on_the_eve_of_majority_counts_on_that_day(database):
    dossier = open_one(database, reported(minor(born_on=date(2008, 6, 10))))
    situation(database, dossier, date(2026, 6, 9), until=LAST)
    assert numbers(counted(database, last=date(2026, 6, 8)), "I6", "I15") == [0, 1]
    assert numbers(counted(database, last=date(2026, 6, 9)), "I6", "I15") == [1, 0]
    assert numbers(counted(database, date(2026, 6, 9), LAST), "I6", "I15") == [1, 0]


@pytest.mark.parametrize(
    ("on", "result", "without"),
    [
        (FIRST, ContactResult.JOINT, 1),
        (LAST, ContactResult.JOINT, 1),
        (FIRST - DAY, ContactResult.JOINT, 0),  # known last year: not in this one
        (FIRST, ContactResult.MESSAGE, 0),
        (FIRST, ContactResult.SANS_REPONSE, 0),
        (FIRST, ContactResult.FAUX_NUMERO, 0),
    ],
)
def test_i15_is_who_was_neither_received_nor_reached(database, on, result, without):
    contact(database, open_one(database), on, result)
    assert numbers(counted(database), "without", "I15") == [without, 1 - without]


@pytest.mark.parametrize(("on", "without"), [(FIRST, 1), (FIRST - DAY, 0)])
def test_i15_leaves_out_who_was_received_in_the_period(database, on, without):
    receive(database, open_one(database, reported(on=date(2025, 11, 3)), on=date(2025, 11, 3)), on)
    assert numbers(counted(database), "without", "I15") == [without, 1 - without]


def test_the_population_is_in_order_exempt_without_or_unknown(database):
    situation(database, open_one(database), date(2026, 2, 2), until=LAST)
    act(database, open_one(database), ask.Exempter(LAST), date(2026, 2, 2))
    receive(database, open_one(database), date(2026, 2, 2))
    open_one(database)
    assert numbers(counted(database), "I7a", "I9", "without", "I15") == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("motif", "code"),
    [
        (Closing.DEMENAGEMENT, "I12-demenagement"),
        (Closing.DEPART_ETRANGER, "I12-depart_etranger"),
        (Closing.HORS_CHAMP, "I12-hors_champ"),
    ],
)
@pytest.mark.parametrize(("on", "left"), [(FIRST, 1), (LAST, 1), (FIRST - DAY, 0)])
def test_i12_counts_the_closings_of_the_period_by_motif(database, motif, code, on, left):
    act(database, open_one(database), ask.Cloturer(motif), on)
    assert numbers(counted(database), "I12", code, "I12-sans", "I12-majorite") == [left, left, left, 0]


@pytest.mark.parametrize(("reopened_on", "left"), [(date(2026, 6, 30), 0), (date(2026, 7, 1), 1)])
def test_i12_leaves_out_who_came_back_by_the_last_day(database, reopened_on, left):
    dossier = open_one(database)
    act(database, dossier, ask.Cloturer(Closing.DEMENAGEMENT), date(2026, 3, 2))
    act(database, dossier, ask.Rouvrir("revenu"), reopened_on)
    assert numbers(counted(database, last=date(2026, 6, 30)), "I12", "I12-demenagement") == [left, left]


def test_i12_counts_a_minor_who_leaves_twice_once_as_last_left(database):
    dossier = open_one(database)
    act(database, dossier, ask.Cloturer(Closing.DEMENAGEMENT), date(2026, 3, 2))
    act(database, dossier, ask.Rouvrir("revenu"), date(2026, 4, 1))
    act(database, dossier, ask.Cloturer(Closing.HORS_CHAMP), date(2026, 5, 4))
    assert numbers(counted(database), "I12", "I12-demenagement", "I12-hors_champ") == [1, 0, 1]


AT_EXIT = ("I12-professionnelle", "I12-en_regle", "I12-exempte", "I12-sans")


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ((job,), [1, 0, 0, 0]),
        ((lambda on: job(on, nature=Nature.ACCOMPAGNEMENT),), [0, 1, 0, 0]),
        ((lambda on: job(on, nature=Nature.MEDICO_SOCIAL),), [0, 1, 0, 0]),
        ((lambda on: ask.Exempter(LAST),), [0, 0, 1, 0]),
        ((lambda on: ask.Exempter(LAST), lambda on: job(on, nature=Nature.ACCOMPAGNEMENT)), [0, 1, 0, 0]),
        ((lambda on: job(on, until=date(2026, 6, 1)),), [1, 0, 0, 0]),  # its last day is that of the exit
        ((lambda on: job(on, until=date(2026, 5, 31)),), [0, 0, 0, 1]),
        ((), [0, 0, 0, 1]),
    ],
)
def test_i12_tells_what_covered_the_day_of_the_exit(database, held: Sequence[Callable[[date], ask.Request]], expected):
    dossier = open_one(database)
    for given in held:
        act(database, dossier, given(date(2026, 2, 2)), date(2026, 2, 2))
    act(database, dossier, ask.Cloturer(Closing.DEMENAGEMENT), date(2026, 6, 1))
    assert numbers(counted(database), "I12", *AT_EXIT) == [1, *expected]


@pytest.mark.parametrize(("broken_on", "expected"), [(date(2026, 5, 31), [0, 0, 0, 1]), (date(2026, 6, 1), [0, 0, 0, 1])])
def test_i12_a_situation_broken_on_the_day_of_the_exit_no_longer_covers_it(database, broken_on, expected):
    dossier = open_one(database)
    situation(database, dossier, date(2026, 2, 2), until=LAST)
    act(database, dossier, ask.Rompre(Breach.ABANDON), broken_on)
    act(database, dossier, ask.Cloturer(Closing.DEMENAGEMENT), date(2026, 6, 1))
    assert numbers(counted(database), "I12", *AT_EXIT) == [1, *expected]


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (lambda on: job(on, until=date(2026, 6, 30)), [1, 0, 0, 0]),
        (lambda on: job(on, until=date(2026, 6, 30), nature=Nature.ACCOMPAGNEMENT), [0, 1, 0, 0]),
    ],
)
def test_i12_the_best_of_two_situations_tells_the_exit(database, held, expected):
    """A medico-social establishment beside it, noted before or after, changes nothing."""
    for order in (1, -1):
        dossier = open_one(database)
        for given in (lambda on: job(on, nature=Nature.MEDICO_SOCIAL), held)[::order]:
            act(database, dossier, given(date(2026, 2, 2)), date(2026, 2, 2))
        act(database, dossier, ask.Cloturer(Closing.DEMENAGEMENT), date(2026, 6, 1))
    assert numbers(counted(database), "I12", *AT_EXIT) == [2, *(2 * number for number in expected)]


@pytest.mark.parametrize(
    ("born_on", "until", "expected"),
    [
        (date(2008, 6, 10), date(2026, 6, 9), [1, 0, 0, 0]),  # covered on the eve of majority
        (date(2008, 6, 10), date(2026, 6, 8), [0, 0, 0, 1]),
        (date(2008, 2, 29), date(2026, 2, 27), [1, 0, 0, 0]),  # of age on 28 February
        (date(2008, 2, 29), date(2026, 2, 26), [0, 0, 0, 1]),
    ],
)
def test_i12_observes_who_comes_of_age_on_the_eve(database, born_on, until, expected):
    dossier = open_one(database, reported(minor(born_on=born_on)))
    situation(database, dossier, date(2026, 1, 5), until=until)
    night_round(database, desk=desk(date(2026, 7, 1)), now=lambda: NOW)
    assert numbers(counted(database), "I12", "I12-majorite", *AT_EXIT) == [1, 1, *expected]
