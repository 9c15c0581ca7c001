"""The notices to the département (I10) and the delays (I11): each judged once, at its end."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from edges import DAY, LAST, counted, inform, informed, job, numbers, post, receive, situation, summoned_again
from house import act, appointment, desk, open_one, reported, summon
from ofworkflow.casework.registry.taking_up import take_up
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.handover import TheirAct
from ofworkflow.procedure.vocabulary import Answer, Breach, Closing, Nature, PostMode, Presence, Proof, Source
from ofworkflow.storage import models as m


@pytest.mark.parametrize(
    ("on", "late"),
    [
        (date(2026, 3, 5), 0),  # summoned and posted on 05/01/2026: the last day of the two months
        (date(2026, 3, 6), 1),
    ],
)
def test_i10_tells_the_late_notices_apart(database, on, late):
    informed(database, on, summoned_on=date(2026, 1, 5))
    found = counted(database)
    assert numbers(found, "I10", "I10b", "I10-retard") == [1, 1, late]
    assert found["I10-temps"] == (1 - late, 1)
    assert numbers(counted(database, last=on - DAY), "I10", "I10b", "I10-retard") == [0, 0, 0]


def test_i10_counts_a_notice_on_the_day_its_letter_leaves(database):
    """Signed on the last day of the two months, posted three weeks later: late, and of that day."""
    dossier = summoned_again(database, date(2026, 1, 5), posted_on=date(2026, 1, 5))
    act(database, dossier, ask.ConstaterAbsence(), date(2026, 1, 27))
    inform(database, dossier, date(2026, 3, 5), posted_on=date(2026, 3, 26))
    found = counted(database)
    assert numbers(found, "I10", "I10b", "I10-retard") == [1, 1, 1]
    assert numbers(counted(database, last=date(2026, 3, 25)), "I10", "I10b", "I10-retard") == [0, 0, 0]


@pytest.mark.parametrize(("on", "answered"), [(date(2026, 6, 30), 1), (date(2026, 7, 1), 0)])
def test_i10_counts_the_answers_until_the_last_day(database, on, answered):
    dossier = informed(database, date(2026, 6, 15))
    act(database, dossier, ask.EnregistrerReponse(Answer.ACCUSE), on)
    assert counted(database, last=date(2026, 6, 30))["I10-reponse"] == (answered, 1)


def test_i10_an_answer_belongs_to_the_last_notice_before_it(database):
    dossier = informed(database, date(2026, 3, 2))
    act(database, dossier, ask.Recevoir(Presence.MINEUR), date(2026, 3, 10))
    situation(database, dossier, date(2026, 3, 12), until=LAST, nature=Nature.ACCOMPAGNEMENT)
    act(database, dossier, ask.Rompre(Breach.ABANDON), date(2026, 4, 1))
    n = summon(database, dossier, date(2026, 4, 2), rdv=date(2026, 4, 30)).decision.n
    post(database, dossier, n, date(2026, 4, 2))
    act(database, dossier, ask.ConstaterAbsence(), date(2026, 4, 30))
    inform(database, dossier, date(2026, 5, 4))
    act(database, dossier, ask.EnregistrerReponse(Answer.MESURE), date(2026, 5, 20))
    act(database, dossier, ask.EnregistrerReponse(Answer.RETOUR), date(2026, 6, 20))  # an answer more, a notice answered once
    found = counted(database)
    assert numbers(found, "I10", "I10b") == [2, 1]
    assert found["I10-reponse"] == (1, 2)


@pytest.mark.parametrize(
    ("since", "back"),
    [
        (date(2026, 2, 28), [1, 1]),  # the very day, once informed
        (date(2026, 5, 28), [1, 1]),  # informed on 28/02/2026: the last day of the three months
        (date(2026, 5, 29), [0, 1]),
        (date(2026, 8, 28), [0, 1]),  # the last day of the six
        (date(2026, 8, 29), [0, 0]),
    ],
)
def test_i10_back_in_order_within_three_and_six_months(database, since, back):
    dossier = informed(database, date(2026, 2, 28))
    situation(database, dossier, since, until=LAST + 300 * DAY)
    found = counted(database)
    assert [found["I10-3"], found["I10-6"]] == [(back[0], 1), (back[1], 1)]


@pytest.mark.parametrize(("last", "judged"), [(date(2027, 2, 27), 0), (date(2027, 2, 28), 1)])
def test_i10_is_judged_in_the_period_where_the_months_end(database, last, judged):
    """Informed on 30/11/2026: no 30 February, the three months end on the last day of the month."""
    informed(database, date(2026, 11, 30), born_on=date(2009, 12, 14))
    assert counted(database, date(2027, 1, 1), last)["I10-3"] == (0, judged)
    assert counted(database)["I10-3"] == (0, 0)  # too young in the year of the notice itself


@pytest.mark.parametrize(("born_on", "judged"), [(date(2008, 6, 2), 0), (date(2008, 6, 3), 1)])
def test_i10_does_not_judge_who_is_of_age_before_the_end_of_the_months(database, born_on, judged):
    """Informed on 02/03/2026: three months later is 02/06, and has to be a day of minority."""
    informed(database, date(2026, 3, 2), born_on=born_on)
    assert counted(database)["I10-3"] == (0, judged)


def test_i10_a_situation_broken_on_its_first_day_is_no_return(database):
    dossier = informed(database, date(2026, 3, 2))
    situation(database, dossier, date(2026, 4, 1), until=LAST)
    act(database, dossier, ask.Rompre(Breach.ABANDON), date(2026, 4, 1))
    assert counted(database)["I10-3"] == (0, 1)
    situation(database, dossier, date(2026, 5, 4), until=LAST)
    act(database, dossier, ask.Rompre(Breach.ABANDON), date(2026, 5, 5))  # one day is one day
    assert counted(database)["I10-3"] == (1, 1)


def test_i10_an_exemption_is_no_return(database):
    act(database, informed(database, date(2026, 3, 2)), ask.Exempter(LAST), date(2026, 4, 1))
    assert counted(database)["I10-3"] == (0, 1)


@pytest.mark.parametrize(
    ("on", "in_time", "days"),
    [
        (date(2026, 3, 2), 1, 91),  # reported on 01/12/2025: three months end on Sunday 01/03, so on the Monday
        (date(2026, 3, 3), 0, 92),
    ],
)
def test_i11_the_first_interview_within_three_months(database, on, in_time, days):
    receive(database, open_one(database), on)
    found = counted(database)
    assert [found["I11"], found["I11-mediane"], found["I11-p90"]] == [(in_time, 1), (days, 1), (days, 1)]


@pytest.mark.parametrize(("last", "judged", "waiting"), [(date(2026, 3, 1), 0, 1), (date(2026, 3, 2), 1, 0)])
def test_i11_is_judged_once_in_the_period_where_it_ends(database, last, judged, waiting):
    open_one(database)
    found = counted(database, date(2025, 12, 1), last)
    assert (found["I11"], found["too_young"]) == ((0, judged), (waiting, None))
    assert counted(database, last + DAY, LAST)["I11"] == (0, 1 - judged)


def test_i11_waits_only_for_the_signalements_of_the_period_not_yet_received(database):
    receive(database, open_one(database), date(2026, 1, 20))
    first, last = date(2025, 12, 1), date(2026, 1, 31)
    assert counted(database, first, last)["too_young"] == (0, None)
    assert counted(database, first, date(2026, 1, 19))["too_young"] == (1, None)  # it still ran that day
    assert counted(database, date(2025, 12, 2), date(2026, 1, 19))["too_young"] == (0, None)  # reported the day before


@pytest.mark.parametrize(
    ("request_", "judged"),
    [
        (ask.ConstaterSituation(Nature.EMPLOI, date(2026, 2, 2), Proof.CONTRAT, date(2026, 2, 2), fin=LAST), 0),
        (ask.Exempter(LAST), 0),
        (ask.Cloturer(Closing.DEMENAGEMENT), 0),
        (None, 1),
    ],
)
def test_i11_a_delay_without_object_is_not_judged(database, request_, judged):
    dossier = open_one(database)
    if request_ is not None:
        act(database, dossier, request_, date(2026, 2, 2))
    assert counted(database)["I11"] == (0, judged)


def test_i11_what_a_closing_stopped_runs_again_once_reopened(database):
    dossier = open_one(database)
    act(database, dossier, ask.Cloturer(Closing.DEMENAGEMENT), date(2026, 2, 2))
    act(database, dossier, ask.Rouvrir("revenu"), date(2026, 2, 20))
    receive(database, dossier, date(2026, 3, 2))
    assert counted(database)["I11"] == (1, 1)


def test_i11_a_voided_interview_leaves_the_delay_running(database):
    dossier = open_one(database)
    receive(database, dossier, date(2026, 2, 2))
    act(database, dossier, ask.Annuler("saisie"), date(2026, 2, 2))
    found = counted(database)
    assert (found["I11"], found["I11-mediane"]) == ((0, 1), (None, 0))


@pytest.mark.parametrize(
    ("source", "judged"), [(Source.SIEI, 1), (Source.PSAD, 1), (Source.CFA, 1), (Source.IMILO, 0), (Source.AUTRE, 0)]
)
def test_i11_only_the_report_of_a_school_opens_the_three_months(database, source, judged):
    open_one(database, reported(source=source, on=date(2025, 12, 1)))
    assert counted(database)["I11"] == (0, judged)


def test_i11_measures_no_interview_held_after_the_period(database):
    receive(database, open_one(database), date(2026, 4, 1))
    assert counted(database, last=date(2026, 3, 31))["I11-mediane"] == (None, 0)
    assert counted(database, last=date(2026, 4, 1))["I11-mediane"] == (121, 1)


def test_i11_measures_the_first_of_two_interviews(database):
    dossier = open_one(database)
    receive(database, dossier, date(2026, 1, 20))
    situation(database, dossier, date(2026, 1, 22), until=LAST)
    act(database, dossier, ask.Rompre(Breach.ABANDON), date(2026, 1, 26))
    summon(database, dossier, date(2026, 1, 27), rdv=date(2026, 2, 24))
    act(database, dossier, ask.Recevoir(Presence.MINEUR), date(2026, 2, 24))
    assert counted(database)["I11-mediane"] == (50, 1)


@pytest.mark.parametrize(
    ("days", "median", "ninth"),
    [
        ((12, 20), 12, 20),  # half of two is one: the lower of them
        ((12, 20, 31), 20, 31),
        ((12, 12, 12, 12, 12, 12, 12, 12, 12, 60), 12, 12),  # nine tenths of ten are nine
        ((12, 12, 12, 12, 12, 12, 12, 12, 12, 60, 61), 12, 60),
    ],
)
def test_i11_a_median_is_a_duration_that_was_met(database, days, median, ninth):
    for number in days:
        receive(database, open_one(database), date(2025, 12, 1) + number * DAY)
    found = counted(database)
    assert (found["I11-mediane"], found["I11-p90"]) == ((median, len(days)), (ninth, len(days)))


@pytest.mark.parametrize(
    ("posted_on", "ended_by", "on", "expected", "days"),
    [
        (date(2026, 1, 5), job, date(2026, 3, 5), (1, 1), (59, 1)),  # the last day of the two months
        (date(2026, 1, 5), job, date(2026, 3, 6), (0, 1), (60, 1)),
        (date(2026, 1, 5), lambda on: ask.Exempter(LAST), date(2026, 3, 5), (1, 1), (59, 1)),
        (date(2026, 1, 12), job, date(2026, 3, 12), (1, 1), (59, 1)),  # they run from the posting, not from the act
        (date(2026, 1, 5), lambda on: ask.Cloturer(Closing.HORS_CHAMP), date(2026, 3, 5), (0, 0), (None, 0)),  # no outcome
        (date(2026, 1, 5), None, LAST, (0, 1), (None, 0)),  # over, and nothing came
        (None, None, LAST, (0, 1), (None, 0)),  # never posted: counted from the act, as it is shown
    ],
)
def test_i11b_the_outcome_of_a_second_convocation(database, posted_on, ended_by, on, expected, days):
    dossier = summoned_again(database, date(2026, 1, 5), posted_on=posted_on)
    if ended_by:
        act(database, dossier, ended_by(on), on)
    found = counted(database)
    assert (found["I11b"], found["I11b-mediane"]) == (expected, days)


@pytest.mark.parametrize(("last", "judged"), [(date(2026, 3, 11), 0), (date(2026, 3, 12), 1)])
def test_i11b_is_judged_in_the_period_where_the_posted_delay_ends(database, last, judged):
    summoned_again(database, date(2026, 1, 5), posted_on=date(2026, 1, 12))
    assert counted(database, last=last)["I11b"] == (0, judged)


@pytest.mark.parametrize(("last", "days"), [(date(2026, 3, 5), (None, 0)), (date(2026, 3, 6), (60, 1))])
def test_i11b_measures_no_outcome_that_came_after_the_period(database, last, days):
    dossier = summoned_again(database, date(2026, 1, 5), posted_on=date(2026, 1, 5))
    act(database, dossier, job(date(2026, 3, 6)), date(2026, 3, 6))
    found = counted(database, last=last)
    assert (found["I11b"], found["I11b-mediane"]) == ((0, 1), days)


def test_i11b_a_notice_in_time_is_an_outcome(database):
    informed(database, date(2026, 3, 5), summoned_on=date(2026, 1, 5))
    assert counted(database)["I11b"] == (1, 1)


def test_what_another_mission_locale_did_before_us_is_no_figure_of_ours_and_its_minor_is(database):
    """The minor is counted; their convocations, absences and interviews are not."""
    dossier = open_one(database)
    their = [
        TheirAct(ask.Convoquer(appointment(date(2026, 1, 8))), date(2026, 1, 2), PostMode.SIMPLE),
        TheirAct(ask.Recevoir(Presence.LES_DEUX), date(2026, 1, 8)),
    ]
    with database.writing() as connection:
        reference = connection.execute(select(m.dossier.c.reference).where(m.dossier.c.id == dossier)).scalar_one()
        take_up(connection, reference, "la mission locale de Roubaix", their, desk=desk(date(2026, 2, 3)))
    found = counted(database)
    assert numbers(found, "I3", "I4", "I5") == [0, 0, 0]
    assert found["I13"] == found["I11"] == (0, 0)
    act(database, dossier, ask.Recevoir(Presence.LES_DEUX), date(2026, 2, 4))
    assert numbers(counted(database), "I3", "I4") == [1, 0]
