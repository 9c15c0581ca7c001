"""R. 114-1: enrolment and attendance are two proofs, each with its day; attendance is seen again each term."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.vocabulary import Breach, Delay, Nature, Proof, Stage
from procedure.cases import Case, followed, rules, situation

ON, ENDS = date(2026, 1, 12), date(2026, 8, 31)
ENROLMENT, ATTENDANCE = Proof.CERTIFICAT_SCOLARITE, Proof.ASSIDUITE


def pupil(preuve: Proof = ENROLMENT, **more: Any) -> Case:
    """Return a minor at school, as the proofs say."""
    case = followed(rules=more.pop("rules", rules()))
    case.do(situation(ON, more.pop("nature", Nature.SCOLARITE), preuve=preuve, fin=more.pop("fin", ENDS), **more), ON)
    return case


def due_on(case: Case) -> date | None:
    """Return when the attendance is to be seen again."""
    running = case.state.open_delay(Delay.ASSIDUITE)
    return running.dates.legal_on if running else None


@pytest.mark.parametrize(
    ("preuve", "more", "provisional", "again"),
    [
        (ENROLMENT, {}, True, None),  # nothing was seen of the attendance: the enrolment is re-checked, as before
        (ENROLMENT, {"assiduite_vue": date(2026, 1, 9)}, False, date(2026, 4, 9)),  # two proofs, two days
        (ATTENDANCE, {}, False, date(2026, 4, 12)),
        (ATTENDANCE, {"rules": rules(assiduite=1)}, False, date(2026, 2, 12)),
        (ATTENDANCE, {"rules": rules(assiduite=0)}, False, None),
        (ATTENDANCE, {"fin": date(2026, 4, 12)}, False, date(2026, 4, 12)),
        (ATTENDANCE, {"fin": date(2026, 4, 11)}, False, None),  # the school year is over before
        (ATTENDANCE, {"nature": Nature.FORMATION}, False, None),  # no pupil
    ],
)
def test_attendance_is_seen_again_a_term_after_it_was(
    preuve: Proof, more: dict[str, Any], provisional: bool, again: date | None
) -> None:
    case = pupil(preuve, **more)
    assert case.state.coverages[-1].is_review is provisional
    assert due_on(case) == again


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (situation(ON, Nature.EMPLOI, assiduite_vue=ON), "n'est pas une scolarité"),
        (situation(ON, Nature.SCOLARITE, preuve=ENROLMENT, assiduite_vue=date(2026, 1, 13)), "après l'acte"),
    ],
)
def test_the_attendance_seen_is_that_of_a_pupil_and_not_to_come(request_: ask.ConstaterSituation, why: str) -> None:
    with pytest.raises(GuardError, match=why):
        followed().do(request_, ON)


def test_the_day_passed_nothing_is_broken_and_it_waits_to_be_seen() -> None:
    case = pupil(ATTENDANCE)
    case.night(date(2026, 6, 1))
    assert case.state.stage is Stage.CONFORMITE
    assert due_on(case) == date(2026, 4, 12)


def test_seen_again_it_is_due_a_term_later() -> None:
    case = pupil(ATTENDANCE)
    again = date(2026, 4, 20)
    case.do(situation(again, Nature.SCOLARITE, debut=ON, preuve=ATTENDANCE, fin=ENDS), again)
    assert due_on(case) == date(2026, 7, 20)


def test_a_job_beside_school_leaves_the_attendance_due() -> None:
    case = pupil(ATTENDANCE)
    case.do(situation(date(2026, 2, 2)), date(2026, 2, 2))
    assert due_on(case) == date(2026, 4, 12)
    case.do(ask.Exempter(), date(2026, 2, 3))
    assert due_on(case) == date(2026, 4, 12)
    school, job = (coverage.n for coverage in case.state.coverages[:2])
    case.do(ask.Rompre(Breach.AUTRE, job), date(2026, 2, 4))
    assert due_on(case) == date(2026, 4, 12)
    case.do(ask.Rompre(Breach.AUTRE, school), date(2026, 2, 5))
    assert due_on(case) is None


def test_the_end_of_the_school_year_ends_it() -> None:
    case = pupil(ATTENDANCE, fin=date(2026, 4, 15))
    case.night(date(2026, 4, 16))
    assert case.state.stage is Stage.REPERAGE
    assert due_on(case) is None
