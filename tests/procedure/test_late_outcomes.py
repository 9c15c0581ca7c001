"""Invariant 12: what comes from us, or from the post, is no absence of the minor; excuses and outcomes that come late."""

from __future__ import annotations

from datetime import date

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import (
    AppointmentOutcome,
    Closing,
    Delay,
    DelayState,
    Excuse,
    LateExcuse,
    Presence,
    ReportReason,
    Stage,
)
from procedure import cases
from procedure.cases import rdv

OURS = [excuse for excuse in Excuse if not excuse.is_theirs]
LATE = date(2026, 3, 20)


@pytest.mark.parametrize("excuse", OURS)
def test_what_comes_from_us_or_from_the_post_needs_no_reason_and_is_no_sign_of_the_family(excuse: Excuse) -> None:
    case = cases.absent()
    case.do(ask.Justifier(excuse), LATE)
    assert (case.state.stage, case.state.heard_on, cases.missed_on(case.state)) == (Stage.REPERAGE, None, None)
    told = case.entries[-1].request.told(case.entries[-1], "")
    assert told is not None
    assert "Absence" not in told.what


@pytest.mark.parametrize("excuse", [excuse for excuse in Excuse if excuse.is_theirs])
def test_an_excuse_of_theirs_says_why_it_is_accepted_late(excuse: Excuse) -> None:
    case = cases.absent()
    with pytest.raises(GuardError, match="--motif-retard"):
        case.do(ask.Justifier(excuse), date(2025, 12, 23))
    why = LateExcuse.PIECE_TARDIVE.label if excuse is Excuse.MALADIE else "reçue ce jour"
    case.do(ask.Justifier(excuse, why), date(2025, 12, 23))
    assert case.state.heard_on == date(2025, 12, 23)


def test_a_notice_that_left_is_rectified_and_the_next_convocation_begins_its_own_two_months() -> None:
    case = cases.told(posted=True)
    decision = case.do(ask.Justifier(Excuse.SCOLAIRE, "reçue après"), date(2026, 3, 2))
    assert [letter.model for letter in decision.letters] == [Model.RECTIFICATIF_DEPARTEMENT, Model.RECTIFICATIF_FAMILLE]
    assert case.state.stage is Stage.CONVOCATION
    assert case.state.excused
    case.do(ask.Reporter(rdv(date(2026, 4, 1)), ReportReason.ABSENCE_JUSTIFIEE), date(2026, 3, 3))
    cases.post(case, date(2026, 3, 4))
    first, second = [d for d in case.state.delays if d.slug is Delay.DEPARTEMENT]
    assert (first.state, second.dates.legal_on) == (DelayState.TENUE, date(2026, 5, 4))
    assert not case.state.excused


def test_a_notice_signed_and_not_posted_is_withdrawn_and_the_two_months_go_on() -> None:
    case = cases.told()
    decision = case.do(ask.Justifier(Excuse.SCOLAIRE, "reçue après"), date(2026, 3, 2))
    assert decision.letters == ()
    assert {Model.INFORMATION_DEPARTEMENT, Model.INFORMATION_FAMILLE} <= decision.step.cancels
    [two_months] = [d for d in case.state.delays if d.slug is Delay.DEPARTEMENT]
    assert (two_months.is_open, two_months.dates.legal_on) == (True, date(2026, 3, 5))


def test_after_a_closing_at_majority_the_absence_before_it_is_noted_and_nothing_runs() -> None:
    case = cases.summoned_again(born_on=date(2008, 2, 1))
    case.night(date(2026, 2, 10))
    case.do(ask.ConstaterAbsence(), date(2026, 2, 10))
    assert (case.state.stage, cases.missed_on(case.state)) == (Stage.CLOTURE, date(2026, 1, 30))
    assert {d.slug for d in case.state.open_delays()} == {Delay.CONSERVATION}
    chosen = cases.summoned_again()
    chosen.do(ask.Cloturer(Closing.DEMENAGEMENT), date(2026, 2, 10))
    with pytest.raises(GuardError, match="of rouvrir"):
        chosen.do(ask.ConstaterAbsence(), date(2026, 2, 11))
    chosen.do(ask.ConstaterAbsence(), chosen.state.majority_on)  # nobody can open it again: the fact is noted all the same


@pytest.mark.parametrize(("posted", "models"), [
    (True, [Model.RECTIFICATIF_DEPARTEMENT, Model.RECTIFICATIF_FAMILLE]),
    (False, []),  # signed, it never left: the closing stopped it
])  # fmt: skip
def test_an_absence_before_a_closing_at_majority_is_excused_after_it_and_what_left_is_corrected(
    posted: bool, models: list[Model]
) -> None:
    case = cases.told(posted=posted, born_on=date(2008, 3, 1))
    case.night(date(2026, 3, 2))
    with pytest.raises(GuardError, match="--motif-retard"):
        case.do(ask.Justifier(Excuse.SCOLAIRE), date(2026, 3, 3))
    decision = case.do(ask.Justifier(Excuse.SCOLAIRE, "reçue après"), date(2026, 3, 3))
    assert [letter.model for letter in decision.letters] == models
    assert (case.state.stage, cases.missed_on(case.state), case.state.notice) == (Stage.CLOTURE, None, None)
    with pytest.raises(GuardError, match="aucune absence n'est à excuser"):
        case.do(ask.Justifier(Excuse.SCOLAIRE, "reçue après"), date(2026, 3, 4))


def test_an_excuse_once_the_notice_is_drafted_waits_for_the_absence_that_nobody_noted() -> None:
    """Section 5: an absence is never presumed; noted first, even over a draft, it is then excused."""
    case = cases.absent_again()
    case.do(ask.Reporter(rdv(date(2026, 2, 27)), ReportReason.NOUVELLE_CONVOCATION), date(2026, 2, 2))
    cases.post(case, date(2026, 2, 2))
    case.night(date(2026, 2, 23))
    assert case.state.stage is Stage.TRANSMISSION
    for day, why in ((26, "aucune absence n'est à excuser"), (28, r"rendez-vous du ven. 27/02/2026 n'est pas notée.*of absence")):
        with pytest.raises(GuardError, match=why):
            case.do(ask.Justifier(Excuse.SCOLAIRE, "reçue ce jour"), date(2026, 2, day))
    case.do(ask.ConstaterAbsence(), date(2026, 2, 28))
    case.do(ask.Justifier(Excuse.SCOLAIRE), date(2026, 2, 28))
    assert case.state.excused


def test_an_interview_before_a_closing_at_majority_is_noted_after_it_not_one_after_it() -> None:
    case = cases.summoned_again(born_on=date(2008, 2, 1))
    case.night(date(2026, 2, 2))
    with pytest.raises(GuardError, match="avant la clôture"):
        case.do(ask.Recevoir(Presence.LES_DEUX), date(2026, 2, 1))
    decision = case.do(ask.Recevoir(Presence.LES_DEUX), date(2026, 1, 30))
    assert (case.state.stage, case.state.appointment.outcome) == (Stage.CLOTURE, AppointmentOutcome.TENU)  # type: ignore[union-attr]
    assert [letter.model for letter in decision.letters] == [Model.ATTESTATION_PRESENCE]
