"""Voiding and reopening: the case is what it was, the journal keeps everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.replay import advance
from ofworkflow.procedure.requests import VOIDING, Request
from ofworkflow.procedure.steps import BY_SOURCE
from ofworkflow.procedure.vocabulary import (
    Act,
    Breach,
    Closing,
    Delay,
    DelayState,
    Excuse,
    LetterState,
    Nature,
    PostMode,
    Presence,
    ReportReason,
    Retrait,
    Stage,
)
from procedure import cases, stages
from procedure.cases import Case, rdv, situation
from procedure.stages import ON, ready, request

VOID = ask.Annuler("erreur de dossier")
# every act that can be voided, from every stage: what the post does is not, an opening is closed instead
VOIDABLE = [
    (act, stage)
    for act, stage in BY_SOURCE
    if stage is not None and act not in (Act.POSTER, Act.ENREGISTRER_RETOUR, *VOIDING, Act.OUVRIR)
]  # fmt: skip


def _but_for_bookkeeping(case: CaseState) -> CaseState:
    return replace(case, last_n=0, last_entry_on=None, annulled={})


@pytest.mark.parametrize(("act", "stage"), VOIDABLE, ids=[f"{a} depuis {s}" for a, s in VOIDABLE])
def test_a_voided_act_leaves_the_case_exactly_as_it_was(act: Act, stage: Stage) -> None:
    case = ready(act, stage)
    before, entries = case.state, list(case.entries)
    case.do(request(act, case), ON)
    case.do(VOID, ON)
    after = case.state
    assert _but_for_bookkeeping(after) == _but_for_bookkeeping(before)
    assert case.entries[: len(entries)] == entries
    assert [e.act for e in case.entries[len(entries) :]] == [act, Act.ANNULER]  # invariant 5: nothing is removed
    assert after.annulled == {len(entries) + 1: len(entries) + 2}


def test_acts_are_voided_one_after_the_other_back_to_the_last_that_left_by_post() -> None:
    case = cases.absent_again()
    case.do(ask.Justifier(Excuse.SCOLAIRE), date(2026, 2, 2))
    for stage in (Stage.CARENCE, Stage.CONVOCATION):
        case.do(VOID, date(2026, 2, 2))
        assert case.state.stage is stage
    with pytest.raises(GuardError, match=r"« Convoquer » est parti le lun\. 05/01/2026"):
        case.do(VOID, date(2026, 2, 2))


def test_the_opening_is_never_voided() -> None:
    case = cases.opened()
    with pytest.raises(GuardError, match="of clore --motif erreur"):
        case.do(VOID, date(2025, 12, 3))


def _moved_and_posted() -> Case:
    case = cases.summoned()
    case.do(ask.Reporter(rdv(date(2025, 12, 29)), ReportReason.DEMANDE_FAMILLE), date(2025, 12, 3))
    cases.post(case, date(2025, 12, 3))
    return case


SEALED: list[tuple[Callable[[], Case], str]] = [
    (cases.summoned, "of reporter"),
    (cases.summoned_again, "of reporter"),
    (_moved_and_posted, "of reporter"),
    (lambda: cases.told(posted=True), "un rectificatif partira au département"),
]


@pytest.mark.parametrize(("build", "instead"), SEALED, ids=["first", "second", "moved", "notice"])
def test_an_act_whose_letters_left_is_corrected_not_voided(build: Callable[[], Case], instead: str) -> None:
    case = build()
    with pytest.raises(GuardError) as refused:
        case.do(VOID, ON)
    assert "ce qui est posté ne s'efface pas" in str(refused.value)
    assert instead in str(refused.value)


def test_once_voided_the_right_day_can_be_given() -> None:
    case = cases.summoned()
    case.do(ask.Recevoir(Presence.MINEUR), date(2025, 12, 20))
    with pytest.raises(GuardError, match="of annuler"):
        case.do(situation(date(2025, 12, 18)), date(2025, 12, 18), today=date(2025, 12, 20))
    case.do(VOID, date(2025, 12, 20))
    case.do(ask.Recevoir(Presence.MINEUR), date(2025, 12, 15), today=date(2025, 12, 20))
    assert case.state.last_human_on == date(2025, 12, 15)


def test_what_the_night_did_can_be_voided_from_its_day_on() -> None:
    case = cases.to_transmit()  # drafted on 23/02
    with pytest.raises(GuardError, match=r"précède le dernier acte du dossier, fait le lun\. 23/02/2026"):
        case.do(VOID, date(2026, 2, 22), today=date(2026, 2, 24))
    case.do(VOID, date(2026, 2, 23), today=date(2026, 2, 24))
    assert case.state.stage is Stage.CARENCE


@pytest.mark.parametrize("undo", [VOID, ask.Rouvrir("erreur")], ids=["voided", "reopened"])
@pytest.mark.parametrize("on", [date(2027, 5, 13), date(2027, 5, 14), date(2027, 5, 15)], ids=["eve", "day", "morrow"])
def test_a_dossier_closed_at_majority_stays_closed_whatever_day_is_given(undo: Request, on: date) -> None:
    case = cases.followed()
    case.night(date(2027, 5, 14))
    assert case.state.stage is Stage.CLOTURE
    with pytest.raises(GuardError):
        case.do(undo, on, today=date(2027, 6, 1))


@pytest.mark.parametrize(
    ("on", "allowed"), [(date(2025, 12, 3), True), (date(2027, 5, 13), True), (date(2027, 5, 14), False)], ids=["day", "eve", "of age"]
)  # fmt: skip
def test_a_closed_dossier_is_reopened_until_the_eve_of_majority(on: date, allowed: bool) -> None:
    case = cases.opened()
    case.do(ask.Cloturer(Closing.ERREUR), date(2025, 12, 3))
    if allowed:
        case.do(ask.Rouvrir("erreur de saisie"), on)
        assert case.state.stage is Stage.REPERAGE
    else:
        with pytest.raises(GuardError, match="dix-huit ans"):
            case.do(ask.Rouvrir("erreur de saisie"), on)


@pytest.mark.parametrize("stage", [s for s in Stage if s is not Stage.CLOTURE])
def test_reopening_gives_back_everything_that_ran(stage: Stage) -> None:
    case = stages.REACHED[stage]()
    before = case.state
    case.do(ask.Cloturer(Closing.ERREUR), ON)
    assert [d.slug for d in case.state.open_delays()] == [Delay.CONSERVATION]
    case.do(ask.Rouvrir("mauvais dossier"), ON)
    after = case.state
    assert after.open_delays() == before.open_delays()
    assert (after.stage, after.coverages, after.appointments, after.convocations, after.notice, after.trigger) == (
        before.stage, before.coverages, before.appointments, before.convocations, before.notice, before.trigger,
    )  # fmt: skip
    assert (after.closed_on, after.before_closing) == (None, None)
    [kept] = [d for d in after.delays if d.slug is Delay.CONSERVATION]
    assert (kept.state, kept.closed_on) == (DelayState.SANS_OBJET, ON)


def test_a_dossier_may_be_closed_and_reopened_again_and_again() -> None:
    case = cases.absent_again()
    running = case.state.open_delays()
    for day in (date(2026, 2, 1), date(2026, 2, 3)):
        case.do(ask.Cloturer(Closing.ERREUR), day)
        case.do(ask.Rouvrir("mauvais dossier"), day)
    assert case.state.open_delays() == running
    case.do(VOID, date(2026, 2, 3))
    assert case.state.stage is Stage.CLOTURE
    case.do(VOID, date(2026, 2, 3))
    assert (case.state.stage, case.state.open_delays()) == (Stage.CARENCE, running)


def test_a_voided_situation_gives_the_two_months_back() -> None:
    case = cases.absent_again()
    case.do(situation(date(2026, 2, 2)), date(2026, 2, 2))
    assert case.state.open_delay(Delay.DEPARTEMENT) is None
    case.do(VOID, date(2026, 2, 3))
    running = case.state.open_delay(Delay.DEPARTEMENT)
    assert running is not None
    assert (running.dates.starts_on, running.closed_on) == (date(2026, 1, 5), None)


def test_a_voided_breach_mends_the_situation() -> None:
    case = cases.compliant(Nature.EMPLOI)
    case.do(ask.Rompre(Breach.RUPTURE_CONTRAT), date(2026, 2, 1))
    case.do(VOID, date(2026, 2, 1))
    assert case.state.is_compliant(date(2026, 2, 2))
    assert case.state.trigger is None


def test_reopening_forgets_nothing_of_what_was_voided() -> None:
    """Invariant 9: entry by entry, or read again from the first one."""
    case = cases.closed()
    case.do(ask.Rouvrir("erreur"), date(2026, 2, 2))
    case.do(VOID, date(2026, 2, 2))
    voided = case.state
    decision = case.do(ask.Rouvrir("mauvais dossier"), date(2026, 2, 3))
    assert advance(voided, decision.entry()) == case.state
    assert case.state.annulled == voided.annulled != {}


def _summoned_by_registered_letter_then_in_order() -> tuple[Case, int]:
    case = cases.summoned_again(posted_on=None)
    cases.post(case, date(2026, 1, 5), mode=PostMode.RECOMMANDE)
    posting = case.entries[-1].n
    case.do(situation(date(2026, 1, 8)), date(2026, 1, 8))
    assert case.state.open_delay(Delay.DEPARTEMENT) is case.state.open_delay(Delay.PLI) is None
    return case, posting


def test_what_the_post_said_of_a_convocation_counts_once_the_situation_that_ended_the_two_months_is_voided() -> None:
    """R. 114-7: no two months run from a letter that never arrived, and nobody asks again what the post said."""
    case, posting = _summoned_by_registered_letter_then_in_order()
    convocation = case.entries[posting - 2].n
    case.do(ask.EnregistrerRetour(convocation, (convocation,), LetterState.NPAI), date(2026, 1, 12))
    case.do(VOID, date(2026, 1, 13))
    running = case.state.open_delay(Delay.DEPARTEMENT)
    assert running is not None
    assert running.provisional
    assert case.state.open_delay(Delay.PLI) is None
    case.do(ask.Rectifier(convocation, Retrait.ADRESSE), date(2026, 1, 13))  # nothing runs from it any more
    assert case.state.open_delay(Delay.DEPARTEMENT) is None


def test_a_posting_corrected_meanwhile_starts_the_two_months_once_the_situation_is_voided() -> None:
    case, posting = _summoned_by_registered_letter_then_in_order()
    wrong = case.entries[posting - 1].request
    case.do(ask.Corriger(posting, "mal noté"), date(2026, 1, 9))
    case.do(wrong, date(2026, 1, 7), today=date(2026, 1, 9))
    case.do(VOID, date(2026, 1, 9))
    running = case.state.open_delay(Delay.DEPARTEMENT)
    assert running is not None
    assert (running.provisional, running.dates.starts_on) == (False, date(2026, 1, 7))
