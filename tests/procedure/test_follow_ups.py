"""Interviews as they happen: follow-ups, walk-ins, who came, from when to when; L. 313-8 wants them together."""

from __future__ import annotations

from datetime import date, time

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import JOINTLY
from ofworkflow.procedure.decide import ActNotAllowedError, GuardError
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import (
    Act,
    AppointmentOutcome,
    Breach,
    Delay,
    DelayState,
    Excuse,
    InterviewMode,
    InviteMode,
    Nature,
    Presence,
    Stage,
    Trigger,
)
from procedure import cases
from procedure.cases import Case, rdv, rules, situation

GIVEN, MET = date(2025, 12, 16), date(2026, 1, 6)


def invited(par: InviteMode = InviteMode.SMS) -> Case:
    """Received on 15/12/2025, invited on the 16th for 06/01/2026."""
    case = cases.followed()
    case.do(ask.Inviter(rdv(MET), par), GIVEN)
    return case


def state_of(case: Case, slug: Delay) -> DelayState:
    return [d.state for d in case.state.delays if d.slug is slug][-1]


@pytest.mark.parametrize("build", [cases.followed, cases.compliant, cases.exempt, cases.told])
def test_a_follow_up_moves_no_stage_and_asks_for_its_outcome(build) -> None:
    case = build()
    before, on = case.state.stage, date(2026, 3, 2)
    case.do(ask.Inviter(rdv(date(2026, 3, 10)), InviteMode.TELEPHONE), on)
    assert case.state.stage is before
    assert case.state.open_delay(Delay.ISSUE).dates.legal_on == date(2026, 3, 11)


def test_only_a_letter_is_written_when_it_is_told_by_letter() -> None:
    by_letter = cases.followed().do(ask.Inviter(rdv(MET), InviteMode.LETTRE), GIVEN)
    assert [letter.model for letter in by_letter.letters] == [Model.INVITATION]
    assert cases.followed().do(ask.Inviter(rdv(MET), InviteMode.AUCUN), GIVEN).letters == ()


def test_a_missed_follow_up_is_a_solicitation_and_never_the_absence_of_the_first_trigger() -> None:
    case = invited()
    case.do(ask.ConstaterAbsence(), MET)
    assert case.state.stage is Stage.SUIVI
    assert cases.missed_on(case.state) is None
    assert case.state.open_delay(Delay.JUSTIFICATION) is None
    with pytest.raises(GuardError, match="ni l'abandon"):
        case.do(ask.Convoquer(rdv(date(2026, 2, 20))), date(2026, 1, 8))


@pytest.mark.parametrize(("excused", "established"), [(False, True), (True, False)], ids=["missed", "excused"])
def test_three_solicitations_one_of_them_a_missed_follow_up_are_a_silence(excused: bool, established: bool) -> None:
    case = invited()
    case.do(ask.ConstaterAbsence(), MET)
    if excused:
        case.do(ask.Justifier(Excuse.TRANSPORT), date(2026, 1, 7))
    case.contacts = cases.tried(8, 20, channels="tt")
    silence = ask.ConstaterSilence()
    if established:
        case.do(silence, date(2026, 1, 28))
        assert case.state.trigger is Trigger.SILENCE
    else:
        with pytest.raises(GuardError, match="le silence n'est pas établi"):
            case.do(silence, date(2026, 1, 28))


def test_told_by_letter_nobody_is_absent_until_it_left() -> None:
    case = invited(InviteMode.LETTRE)
    with pytest.raises(GuardError, match="aucun courrier"):
        case.do(ask.ConstaterAbsence(), MET)
    cases.post(case, GIVEN, today=MET)
    case.do(ask.ConstaterAbsence(), MET)
    assert case.state.appointment.outcome is AppointmentOutcome.ABSENT


def test_invited_again_the_first_appointment_was_moved() -> None:
    case = invited()
    case.do(ask.Inviter(rdv(date(2026, 1, 13)), InviteMode.SMS), date(2025, 12, 17))
    assert [a.outcome for a in case.state.appointments][-2:] == [AppointmentOutcome.REPORTE, None]


def test_who_is_in_order_is_still_expected_at_a_follow_up() -> None:
    case = invited(InviteMode.LETTRE)
    cases.post(case, GIVEN)
    decision = case.do(situation(date(2025, 12, 17), Nature.EMPLOI), date(2025, 12, 17))
    assert Model.ANNULATION not in [letter.model for letter in decision.letters]
    assert case.state.open_delay(Delay.ISSUE) is not None
    case.do(ask.ConstaterAbsence(), MET)
    assert case.state.stage is Stage.CONFORMITE


def test_a_broken_solution_still_triggers_after_an_interview_a_silence_does_not() -> None:
    case = cases.compliant(Nature.ACCOMPAGNEMENT)
    case.do(ask.Rompre(Breach.ABANDON), date(2026, 1, 5))
    trigger = case.state.trigger
    case.do(ask.Inviter(rdv(MET), InviteMode.SMS), date(2026, 1, 5))
    case.do(ask.Recevoir(Presence.MINEUR), MET)
    assert case.state.trigger is trigger
    silent = cases.silent()
    silent.do(ask.Recevoir(Presence.MINEUR), date(2026, 1, 23))
    assert silent.state.trigger is None


@pytest.mark.parametrize("build", [cases.opened, cases.absent, cases.to_transmit, cases.told])
def test_an_interview_needs_no_summons(build) -> None:
    case = build()
    case.do(ask.Recevoir(Presence.LES_DEUX, InterviewMode.PASSAGE), date(2026, 3, 2))
    assert case.state.stage is Stage.SUIVI


@pytest.mark.parametrize(
    ("present", "conjoint", "state"),
    [
        (Presence.LES_DEUX, "oui", DelayState.TENUE),
        (Presence.MINEUR, "oui", DelayState.OUVERTE),
        (Presence.REPRESENTANT, "oui", DelayState.OUVERTE),
        (Presence.MINEUR, "non", DelayState.TENUE),
    ],
)
def test_l_313_8_is_held_with_both_where_the_house_wants_it(present: Presence, conjoint: str, state: DelayState) -> None:
    case = cases.summoned(rules=rules(entretien_conjoint=conjoint))
    decision = case.do(ask.Recevoir(present), date(2025, 12, 15))
    assert state_of(case, Delay.PREMIER_ENTRETIEN) is state
    assert any("L. 313-8" in warning and "of inviter" in warning for warning in decision.warnings) is (
        state is DelayState.OUVERTE
    )


def test_received_together_later_that_delay_is_met() -> None:
    case = cases.summoned()
    case.do(ask.Recevoir(Presence.MINEUR), date(2025, 12, 15))
    case.do(ask.Inviter(rdv(MET), InviteMode.SMS), GIVEN)
    case.do(ask.Recevoir(Presence.LES_DEUX), MET)
    assert state_of(case, Delay.PREMIER_ENTRETIEN) is DelayState.TENUE


def test_a_delay_opened_before_is_met_as_it_was() -> None:
    """A base written before open as before: its delay bears no anchor."""
    case = cases.summoned(rules=rules(entretien_conjoint="non"))
    [running] = [d for d in case.state.delays if d.slug is Delay.PREMIER_ENTRETIEN]
    assert running.anchor == ""
    case.rules = rules()  # the house has changed its mind since
    case.do(ask.Recevoir(Presence.MINEUR), date(2025, 12, 15))
    assert state_of(case, Delay.PREMIER_ENTRETIEN) is DelayState.TENUE
    assert cases.opened().state.open_delay(Delay.PREMIER_ENTRETIEN).anchor == JOINTLY


@pytest.mark.parametrize(
    ("mode", "on", "outcome"),
    [
        (None, date(2025, 12, 15), AppointmentOutcome.TENU),
        (InterviewMode.TELEPHONE, date(2025, 12, 15), AppointmentOutcome.TENU),  # that very day
        (InterviewMode.PASSAGE, date(2025, 12, 10), AppointmentOutcome.REPORTE),  # came before, unannounced
        (InterviewMode.PASSAGE, date(2025, 12, 17), AppointmentOutcome.REPORTE),
    ],
)
def test_held_another_day_the_appointment_was_moved(mode, on: date, outcome: AppointmentOutcome) -> None:
    case = cases.summoned()
    case.do(ask.Recevoir(Presence.LES_DEUX, mode), on)
    assert case.state.appointments[-1].outcome is outcome


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (ask.Recevoir(Presence.MINEUR, debut=time(10), fin=time(10)), "--de et --a"),
        (ask.Recevoir(Presence.MINEUR, duree=30), "--de"),
        (ask.Recevoir(Presence.MINEUR, InterviewMode.RENDEZ_VOUS), "--mode passage"),
        (ask.Recevoir(Presence.LES_DEUX, representants=(3,)), "représentant n° 3"),
    ],
)
def test_an_interview_is_noted_as_it_was(asked: ask.Recevoir, said: str) -> None:
    with pytest.raises(GuardError, match=said):
        cases.opened().do(asked, date(2025, 12, 3))


def test_the_minor_s_absence_beside_a_parent_leads_where_the_first_trigger_leads() -> None:
    case = cases.summoned()
    decision = case.do(ask.ConstaterAbsence(Presence.REPRESENTANT), date(2025, 12, 15))
    assert {letter.model for letter in decision.letters} == {Model.CONSTAT_CARENCE, Model.ATTESTATION_PRESENCE}
    case.do(ask.Convoquer(rdv(date(2026, 1, 30))), date(2026, 1, 5))
    assert case.entries[-1].effects.under is Trigger.ABSENCE


def test_a_dossier_not_received_yet_is_summoned_not_invited() -> None:
    with pytest.raises(ActNotAllowedError):
        cases.opened().do(ask.Inviter(rdv(MET), InviteMode.SMS), GIVEN)


def test_a_missed_follow_up_never_withdraws_a_notice() -> None:
    case = cases.told()
    case.do(ask.Inviter(rdv(date(2026, 3, 10)), InviteMode.SMS), date(2026, 3, 2))
    case.do(ask.ConstaterAbsence(), date(2026, 3, 10))
    decision = case.do(ask.Justifier(Excuse.TRANSPORT), date(2026, 3, 11))
    assert (case.state.stage, decision.letters) == (Stage.DEPARTEMENT, ())
    assert case.state.notice is not None
    assert case.state.appointments[-1].outcome is AppointmentOutcome.EXCUSE


@pytest.mark.parametrize("build", [cases.followed, cases.compliant, cases.exempt, cases.told])
def test_wherever_a_follow_up_may_be_missed_it_may_be_excused(build) -> None:
    case = build()
    case.do(ask.Inviter(rdv(date(2026, 3, 10)), InviteMode.SMS), date(2026, 3, 2))
    stage = case.state.stage
    with pytest.raises(GuardError, match=r"aucun rendez-vous( de suivi)? n'a été manqué"):
        case.do(ask.Justifier(Excuse.TRANSPORT), date(2026, 3, 3))
    case.do(ask.ConstaterAbsence(), date(2026, 3, 10))
    case.do(ask.Justifier(Excuse.TRANSPORT), date(2026, 3, 11))
    assert case.state.stage is stage
    assert case.state.excused is None  # no other date is asked for: a follow-up is given again where it helps


@pytest.mark.parametrize(("par", "asked_for"), [(InviteMode.TELEPHONE, True), (InviteMode.LETTRE, False)])
def test_no_notice_over_a_follow_up_told_otherwise_than_by_letter_whose_outcome_is_missing(
    par: InviteMode, asked_for: bool
) -> None:
    """An absence is never presumed: told by telephone, the minor may have come; the letter of the other never left."""
    case = cases.absent_again()
    case.do(ask.Recevoir(Presence.MINEUR), date(2026, 2, 2))
    case.do(ask.Inviter(rdv(date(2026, 2, 10)), par), date(2026, 2, 3))
    assert (case.state.unsettled(date(2026, 2, 10)), bool(case.state.unsettled(date(2026, 2, 11)))) == (None, asked_for)
    assert [d.request.act for d in case.night(date(2026, 2, 27))] == ([] if asked_for else [Act.PREPARER_TRANSMISSION])
    if asked_for:
        case.do(ask.ConstaterAbsence(), date(2026, 2, 27))
        case.do(ask.PreparerTransmission(), date(2026, 2, 27))
    assert case.state.stage is Stage.TRANSMISSION
