"""R. 114-7: what starts the two months may be known once they are over; they stay over, by their right dates."""

from __future__ import annotations

from datetime import date

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import RunningDelay
from ofworkflow.procedure.vocabulary import Closing, Delay, DelayState, LetterState, PostMode, Source, Stage
from procedure import cases
from procedure.cases import Case, situation

MOTHER, FATHER = 1, 2
NOTICE = 9
SUMMONS = 5  # the entry that summons again, on 05/01/2026


def summoned(on: date, *letters: int) -> Case:
    """Summoned under R. 114-7 on 05/01/2026 for the 30th, its letters noted posted on that day."""
    case = cases.summoned_again(posted_on=None)
    assert case.entries[-1].n == SUMMONS
    case.do(ask.Poster(SUMMONS, letters or (MOTHER,), PostMode.SIMPLE), on)
    return case


def correct(case: Case, on: date, *, today: date) -> None:
    """Say that the last posting of the convocation was another day."""
    wrong = next(e for e in reversed(case.entries) if isinstance(e.request, ask.Poster) and e.request.acte_n == SUMMONS)
    case.do(ask.Corriger(wrong.n, "mal noté"), today)
    case.do(wrong.request, on, today=today)


def two_months(case: Case) -> list[RunningDelay]:
    return [delay for delay in case.state.delays if delay.slug is Delay.DEPARTEMENT]


def informed(case: Case, left_on: date) -> None:
    """Absent on 30/01, the notice signed on 24/02 and posted on that day."""
    case.do(ask.ConstaterAbsence(), date(2026, 1, 30))
    case.do(ask.Transmettre("Camille Renard"), date(2026, 2, 24))
    case.do(ask.Poster(case.entries[-1].n, (NOTICE,), PostMode.SIMPLE, information=(NOTICE,)), left_on)


def test_two_months_that_a_situation_ended_keep_their_end_and_run_from_the_right_day() -> None:
    case = summoned(date(2026, 1, 5))
    case.do(situation(date(2026, 1, 8)), date(2026, 1, 8))
    correct(case, date(2026, 1, 7), today=date(2026, 3, 20))
    [over] = two_months(case)
    assert (over.dates.starts_on, over.dates.legal_on, over.provisional) == (date(2026, 1, 7), date(2026, 3, 9), False)
    assert (over.state, over.closed_on) == (DelayState.SANS_OBJET, date(2026, 1, 8))
    assert case.state.stage is Stage.CONFORMITE


@pytest.mark.parametrize(("noted", "really", "left_on", "before", "after"), [
    (5, 6, date(2026, 3, 6), DelayState.HORS_DELAI, DelayState.TENUE),  # the 6th is its last day, posted on the 6th
    (6, 5, date(2026, 3, 6), DelayState.TENUE, DelayState.HORS_DELAI),
    (5, 6, date(2026, 3, 5), DelayState.TENUE, DelayState.TENUE),
    (5, 6, date(2026, 3, 10), DelayState.HORS_DELAI, DelayState.HORS_DELAI),
])  # fmt: skip
def test_a_notice_is_late_or_in_time_by_the_day_the_convocation_really_left(
    noted: int, really: int, left_on: date, before: DelayState, after: DelayState
) -> None:
    """Invariant 11: a late notice is always marked, and one in time is not."""
    case = summoned(date(2026, 1, noted))
    informed(case, left_on)
    assert [one.state for one in two_months(case)] == [before]
    correct(case, date(2026, 1, really), today=date(2026, 4, 1))
    assert [(one.state, one.closed_on, one.provisional) for one in two_months(case)] == [(after, left_on, False)]


@pytest.mark.parametrize(("back_on", "provisional"), [
    (date(2026, 2, 24), True),  # unknown at the address before the notice left: no two months had begun
    (date(2026, 2, 25), False),  # what came back since changes nothing to what was over
])  # fmt: skip
def test_what_came_back_before_the_end_counts_and_nothing_that_came_after(back_on: date, provisional: bool) -> None:
    case = summoned(date(2026, 1, 5))
    informed(case, date(2026, 2, 24))
    case.do(ask.EnregistrerRetour(SUMMONS, (MOTHER,), LetterState.NPAI), back_on, today=date(2026, 3, 2))
    assert [(one.state, one.provisional) for one in two_months(case)] == [(DelayState.TENUE, provisional)]


def test_two_months_run_from_the_first_of_the_letters_once_one_is_corrected() -> None:
    case = summoned(date(2026, 1, 7), FATHER)
    case.do(ask.Poster(SUMMONS, (MOTHER,), PostMode.SIMPLE), date(2026, 1, 5))
    case.do(situation(date(2026, 1, 12)), date(2026, 1, 12))
    correct(case, date(2026, 1, 9), today=date(2026, 1, 13))  # the mother's: the father's is now the first
    assert [one.dates.starts_on for one in two_months(case)] == [date(2026, 1, 7)]


def test_the_posting_of_an_old_notice_corrected_ends_nothing_of_what_runs_since() -> None:
    case = summoned(date(2026, 1, 5))
    informed(case, date(2026, 2, 24))
    posting = case.entries[-1]
    case.do(ask.Cloturer(Closing.DEMENAGEMENT), date(2026, 3, 2))
    case.do(ask.Signaler(Source.SIEI, date(2026, 4, 1)), date(2026, 4, 1))
    for day, rdv in ((date(2026, 4, 2), date(2026, 4, 14)), (date(2026, 5, 4), date(2026, 5, 27))):
        case.do(ask.Convoquer(cases.rdv(rdv), "accord de la famille"), day)
        cases.post(case, day)
        case.do(ask.ConstaterAbsence(), rdv)
    case.do(ask.Corriger(posting.n, "mal noté"), date(2026, 5, 28))
    case.do(posting.request, date(2026, 2, 25), today=date(2026, 5, 28))
    first, second = two_months(case)
    assert (first.state, first.closed_on) == (DelayState.TENUE, date(2026, 2, 25))
    assert (second.is_open, second.dates.starts_on) == (True, date(2026, 5, 4))


@pytest.mark.parametrize(("really", "again_on", "cycle"), [
    (date(2026, 1, 12), date(2026, 3, 12), False),  # its last day, by the right posting
    (date(2026, 1, 12), date(2026, 3, 13), True),
    (date(2026, 1, 5), date(2026, 3, 6), True),
])  # fmt: skip
def test_a_dossier_reopened_runs_from_the_posting_as_it_was_corrected_meanwhile(
    really: date, again_on: date, cycle: bool
) -> None:
    case = summoned(date(2026, 1, 6))
    case.do(ask.Cloturer(Closing.ERREUR), date(2026, 2, 2))
    correct(case, really, today=date(2026, 2, 3))
    assert case.state.stage is Stage.CLOTURE
    assert [(one.is_open, one.dates.starts_on) for one in two_months(case)] == [(False, really)]
    case.do(ask.Rouvrir("close par erreur"), again_on)
    [delay] = two_months(case)
    assert (delay.is_open, delay.dates.starts_on, delay.provisional) == (not cycle, really, False)
    assert case.state.stage is (Stage.REPERAGE if cycle else Stage.CONVOCATION)


def test_letters_that_came_back_while_it_was_closed_leave_a_reopened_dossier_without_a_start() -> None:
    case = summoned(date(2026, 1, 5))
    case.do(ask.Cloturer(Closing.ERREUR), date(2026, 1, 8))
    case.do(ask.EnregistrerRetour(SUMMONS, (MOTHER,), LetterState.NPAI), date(2026, 1, 12))
    case.do(ask.Rouvrir("close par erreur"), date(2026, 1, 13))
    assert [(one.is_open, one.provisional) for one in two_months(case)] == [(True, True)]
