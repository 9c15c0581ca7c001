"""What became of a minor after a notice, and how a dossier left: the edges that chance seldom meets."""

from __future__ import annotations

from datetime import date

import pytest

from house import NOW, act, desk, minor, open_one, reported, summon
from ofworkflow.casework.nightly import night_round
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Breach, Closing, Nature, PostMode, Proof
from ofworkflow.statistics.figures import compute
from ofworkflow.statistics.measures import Measure
from ofworkflow.storage.database import Database

OPENED_ON, NOTICED_ON, JUDGED_ON = date(2026, 1, 5), date(2026, 3, 2), date(2026, 6, 2)
LAST = date(2026, 12, 31)


def counted(database: Database) -> dict[Measure, int]:
    with database.reading() as connection:
        found = compute(connection, first=date(2026, 1, 1), last=LAST).total.counts
    return {measure: count for measure, count in found.items() if count}


def noticed(database: Database, born_on: date = date(2009, 5, 14)) -> int:
    """Be absent twice, and have the département informed on 02/03/2026."""
    dossier = open_one(database, reported(minor(born_on=born_on), on=OPENED_ON), on=OPENED_ON)
    for summoned_on, rdv in ((OPENED_ON, date(2026, 1, 15)), (date(2026, 1, 30), date(2026, 2, 23))):
        done = summon(database, dossier, summoned_on, rdv=rdv)
        act(database, dossier, ask.Poster(done.decision.n, (), PostMode.SIMPLE), summoned_on)
        act(database, dossier, ask.ConstaterAbsence(), rdv)
    act(database, dossier, ask.Transmettre("Camille Renard"), NOTICED_ON)
    return dossier


def situation(database: Database, dossier: int, on: date, *, until: date = LAST) -> None:
    act(database, dossier, ask.ConstaterSituation(Nature.EMPLOI, on, Proof.CONTRAT, on, fin=until), on)


@pytest.mark.parametrize(
    ("since", "back"),
    [
        (NOTICED_ON, 1),  # the same day, after the notice
        (JUDGED_ON, 1),  # on the very day it is judged
        (date(2026, 6, 3), 0),  # the day after
    ],
)
def test_i10_is_judged_three_months_after_the_notice(database, since, back):
    situation(database, noticed(database), since)
    found = counted(database)
    assert (found[Measure.JUDGED_3], found.get(Measure.BACK_3, 0), found[Measure.BACK_6]) == (1, back, 1)


def test_i10_a_situation_broken_on_its_first_day_brings_nobody_back(database):
    dossier = noticed(database)
    situation(database, dossier, date(2026, 5, 4))
    act(database, dossier, ask.Rompre(Breach.ABANDON), date(2026, 5, 4))
    assert Measure.BACK_3 not in counted(database)


@pytest.mark.parametrize(
    ("born_on", "judged"),
    [
        (date(2008, 6, 2), 0),  # 18 on the day it would be judged
        (date(2008, 6, 3), 1),  # still 17
    ],
)
def test_i10_judges_who_is_still_a_minor(database, born_on, judged):
    noticed(database, born_on)
    assert counted(database).get(Measure.JUDGED_3, 0) == judged


@pytest.mark.parametrize(
    ("until", "at_exit"),
    [
        (date(2026, 9, 30), Measure.EXITS_PROFESSIONAL),  # the day of the closing is its last
        (date(2026, 9, 29), Measure.EXITS_WITHOUT),
    ],
)
def test_i12_looks_at_the_day_of_the_closing(database, until, at_exit):
    dossier = open_one(database, reported(on=OPENED_ON), on=OPENED_ON)
    situation(database, dossier, OPENED_ON, until=until)
    act(database, dossier, ask.Cloturer(Closing.DEMENAGEMENT), date(2026, 9, 30))
    found = counted(database)
    assert (found[Measure.EXITS], found[Measure.EXITS_DEMENAGEMENT], found[at_exit]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("until", "at_exit"),
    [
        (date(2026, 5, 13), Measure.EXITS_PROFESSIONAL),  # the eve of the 18th birthday is its last day
        (date(2026, 5, 12), Measure.EXITS_WITHOUT),
    ],
)
def test_i12_looks_at_the_eve_of_majority(database, until, at_exit):
    dossier = open_one(database, reported(minor(born_on=date(2008, 5, 14)), on=OPENED_ON), on=OPENED_ON)
    situation(database, dossier, OPENED_ON, until=until)
    night_round(database, desk=desk(date(2026, 5, 14)), now=lambda: NOW)
    found = counted(database)
    assert (found[Measure.EXITS], found[Measure.EXITS_MAJORITE], found[at_exit]) == (1, 1, 1)
