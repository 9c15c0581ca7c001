"""« Cancelled by us », « excused » and « absent » are three things: nobody is absent from an appointment that we cancelled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import Breach, Closing, Delay, DelayState, Nature, ReportReason, Stage
from procedure import cases
from procedure.cases import Case, rdv, situation

CLOSED = ask.Cloturer(Closing.DOUBLON)
REOPENED = ask.Rouvrir("ce n'en était pas un")


def _reopened(build: Callable[[], Case], closed_on: date, reopened_on: date) -> Case:
    case = build()
    case.do(CLOSED, closed_on)
    case.do(REOPENED, reopened_on)
    return case


EDGES = [
    (cases.summoned, date(2025, 12, 14), date(2025, 12, 16), False, "closed on its eve"),
    (cases.summoned, date(2025, 12, 15), date(2025, 12, 16), False, "closed on its day"),
    (cases.summoned, date(2025, 12, 16), date(2025, 12, 17), True, "closed on its morrow: it had its day"),
    (cases.summoned_again, date(2026, 1, 29), date(2026, 2, 2), False, "a R. 114-7 appointment, closed on its eve"),
    (cases.summoned_again, date(2026, 1, 31), date(2026, 2, 2), True, "a R. 114-7 appointment, closed on its morrow"),
]


@pytest.mark.parametrize(("build", "closed", "back", "absent", "why"), EDGES, ids=[row[-1] for row in EDGES])
def test_an_appointment_that_a_closing_cancelled_is_never_an_absence(
    build: Callable[[], Case], closed: date, back: date, absent: bool, why: str
) -> None:
    """Invariant 12."""
    case = _reopened(build, closed, back)
    if absent:
        case.do(ask.ConstaterAbsence(), back)
        assert case.state.stage in (Stage.ABSENCE, Stage.CARENCE)
    else:
        with pytest.raises(GuardError, match=r"a été annulé par la mission locale .*of reporter"):
            case.do(ask.ConstaterAbsence(), back)


def test_nobody_asks_what_became_of_an_appointment_that_the_closing_cancelled() -> None:
    case = _reopened(cases.summoned, date(2025, 12, 3), date(2025, 12, 4))
    assert case.state.open_delay(Delay.ISSUE) is None
    [asked] = [d for d in case.state.delays if d.slug is Delay.ISSUE]
    assert asked.state is DelayState.SANS_OBJET


def test_a_cancelled_r_114_7_appointment_leads_to_no_notice() -> None:
    """Invariants 1 and 12: its letters left, its day is past, but nobody was expected on it."""
    case = _reopened(cases.summoned_again, date(2026, 1, 20), date(2026, 1, 21))
    assert case.night(date(2026, 3, 4)) == []
    with pytest.raises(GuardError, match="rendez-vous passé"):
        case.do(ask.PreparerTransmission(), date(2026, 3, 4))


def test_the_appointment_given_after_a_cancelled_one_is_a_summons_and_may_be_missed() -> None:
    """Nothing is « moved »: a letter said that it would not be held."""
    case = _reopened(cases.summoned, date(2025, 12, 3), date(2025, 12, 4))
    given = case.do(ask.Reporter(rdv(date(2026, 1, 6)), ReportReason.INDISPONIBILITE_STRUCTURE), date(2025, 12, 10))
    assert [letter.model for letter in given.letters] == [Model.PREMIERE_CONVOCATION, Model.COPIE_RENDEZ_VOUS]
    cases.post(case, date(2025, 12, 10))
    case.do(ask.ConstaterAbsence(), date(2026, 1, 6))
    assert case.state.stage is Stage.ABSENCE
    assert cases.missed_on(case.state) == date(2026, 1, 6)


@pytest.mark.parametrize("solved", [situation(date(2026, 1, 20)), ask.Exempter(date(2026, 6, 1))], ids=["in order", "exempt"])
def test_a_solution_cancels_what_was_expected(solved: Request) -> None:
    case = cases.summoned_again()
    case.do(solved, date(2026, 1, 20))
    given = case.state.appointment
    assert given is not None
    assert given.n in case.state.called_off
    assert case.state.effective_convocation(date(2026, 3, 4)) is None


def test_a_solution_after_the_appointment_cancels_nothing() -> None:
    case = cases.summoned_again()
    case.do(situation(date(2026, 1, 31)), date(2026, 1, 31))
    assert case.state.called_off == frozenset()


def test_a_closing_that_is_voided_cancels_nothing() -> None:
    case = cases.summoned()
    case.do(CLOSED, date(2025, 12, 3))
    case.do(ask.Annuler("erreur"), date(2025, 12, 3))
    case.do(ask.ConstaterAbsence(), date(2025, 12, 15))
    assert case.state.stage is Stage.ABSENCE


def test_an_absence_is_of_the_day_of_its_appointment_however_late_it_is_recorded() -> None:
    case = cases.summoned()
    case.do(ask.ConstaterAbsence(), date(2025, 12, 29))
    assert cases.missed_on(case.state) == date(2025, 12, 15)


def test_what_was_cancelled_before_an_early_end_is_still_no_absence() -> None:
    case = cases.summoned_again()
    case.do(situation(date(2026, 1, 20), Nature.ACCOMPAGNEMENT), date(2026, 1, 20))
    case.do(ask.Rompre(Breach.ABANDON), date(2026, 1, 25))
    with pytest.raises(GuardError, match="aucun délai de deux mois ne court"):
        case.do(ask.PreparerTransmission(), date(2026, 2, 2))
