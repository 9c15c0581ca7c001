"""An act whose letters left is withdrawn: the case is as if it had never been, but for its envelopes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.replay import advance, replay
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import Act, Delay, LetterState, PostMode, Recipient, Retrait, Stage
from procedure import cases
from procedure.cases import Case

WRONG = Retrait.PERSONNE


def _but_for_what_the_post_did(case: CaseState) -> CaseState:
    nothing: dict[str, object] = {"mailings": (), "posted_on": {}, "transmitted_on": {}, "annulled": {}, "acts_on": {}}
    delays = tuple(delay for delay in case.delays if delay.slug is not Delay.PLI)
    return replace(case, last_n=0, last_entry_on=None, delays=delays, **nothing)  # type: ignore[arg-type]


POSTED: list[tuple[str, Callable[[], Case], Callable[[], Case], date]] = [
    ("first summons", cases.opened, cases.summoned, date(2025, 12, 3)),
    ("second summons", cases.absent, cases.summoned_again, date(2026, 1, 6)),
    ("notice", cases.absent_again, lambda: cases.told(posted=True), date(2026, 3, 20)),
]


@pytest.mark.parametrize(("before", "after", "on"), [row[1:] for row in POSTED], ids=[row[0] for row in POSTED])
def test_a_withdrawn_act_leaves_the_case_as_it_was_but_for_its_envelopes(
    before: Callable[[], Case], after: Callable[[], Case], on: date
) -> None:
    expected, case = before().state, after()
    assert case.state.last_act is not None
    while len(case.state.acts) > len(expected.acts):
        n, _ = case.state.acts[-1]
        case.do(ask.Rectifier(n, WRONG) if n in case.state.posted_on else ask.Annuler("suite"), on)
    assert _but_for_what_the_post_did(case.state) == _but_for_what_the_post_did(expected)


def test_the_two_months_that_a_withdrawn_summons_began_do_not_run() -> None:
    case = cases.summoned_again()
    assert case.state.open_delay(Delay.DEPARTEMENT) is not None
    case.do(ask.Rectifier(5, WRONG), date(2026, 1, 6))
    assert case.state.open_delay(Delay.DEPARTEMENT) is None
    assert case.state.effective_convocation(date(2026, 2, 2)) is None  # invariant 1: it leads to no notice
    assert not case.night(date(2026, 3, 20))


def test_a_notice_withdrawn_after_it_left_lets_the_two_months_run_as_they_did() -> None:
    case, before = cases.told(posted=True), cases.absent_again().state.open_delay(Delay.DEPARTEMENT)
    n = next(e.n for e in case.entries if e.act is Act.TRANSMETTRE)
    decision = case.do(ask.Rectifier(n, Retrait.COURRIER), date(2026, 3, 20))
    assert case.state.open_delay(Delay.DEPARTEMENT) == before
    assert case.state.notice is None
    assert [(x.model, x.to) for x in decision.letters] == [
        (Model.RECTIFICATIF, Recipient.DESTINATAIRES),
        (Model.RECTIFICATIF, Recipient.COPIES),
        (Model.RECTIFICATIF_DEPARTEMENT, Recipient.DEPARTEMENT),
    ]


def test_what_the_post_says_afterwards_of_its_letters_changes_nothing_but_the_envelope() -> None:
    case = cases.opened()
    case.do(ask.Convoquer(cases.rdv(date(2025, 12, 15))), date(2025, 12, 2))
    case.do(ask.Poster(2, (7,), PostMode.RECOMMANDE, "1A 1"), date(2025, 12, 2))
    case.do(ask.Rectifier(2, WRONG), date(2025, 12, 3))
    assert [d.slug for d in case.state.open_delays() if d.slug is Delay.PLI] == [Delay.PLI]
    state = case.state
    case.do(ask.EnregistrerRetour(2, (7,), LetterState.NPAI), date(2025, 12, 9))
    assert case.state == advance(state, case.entries[-1]) == replay(case.entries)
    assert case.state.open_delay(Delay.PLI) is None


REFUSED: list[tuple[str, Callable[[], Case], int, str]] = [
    ("built upon", cases.absent_again, 2, "of annuler REF --motif MOTIF ; of rectifier REF --acte 5 --motif MOTIF ; of annuler"),
    ("nothing left", cases.absent, 4, "Annulez-le simplement : of annuler REF --motif MOTIF"),
    ("the opening", cases.summoned, 1, "of clore REF --motif erreur"),
    ("a posting", cases.summoned, 3, "Retirez l'acte n° 2 dont c'étaient les courriers"),
    ("no such act", cases.summoned, 40, "l'acte n° 40 n'est pas de ceux qui se retirent"),
]


@pytest.mark.parametrize(("build", "n", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_withdrawn_says_what_to_type(build: Callable[[], Case], n: int, said: str) -> None:
    case = build()
    with pytest.raises(GuardError) as refused:
        case.do(ask.Rectifier(n, WRONG), date(2026, 3, 20))
    assert said in str(refused.value)


def test_an_act_is_withdrawn_once() -> None:
    case = cases.summoned()
    case.do(ask.Rectifier(2, WRONG), date(2025, 12, 3))
    with pytest.raises(GuardError, match="ne compte déjà plus, depuis l'acte n° 4"):
        case.do(ask.Rectifier(2, Retrait.DATE), date(2025, 12, 4))


def test_annuler_names_the_very_command_that_withdraws() -> None:
    with pytest.raises(GuardError, match="of rectifier REF --acte 5 --motif MOTIF"):
        cases.summoned_again().do(ask.Annuler("erreur"), date(2026, 1, 6))


def test_a_summons_can_be_sent_again_after_the_wrong_one() -> None:
    case = cases.summoned_again()
    case.do(ask.Rectifier(5, Retrait.DATE), date(2026, 1, 6))
    case.do(ask.Convoquer(cases.rdv(date(2026, 2, 3))), date(2026, 1, 7))
    cases.post(case, date(2026, 1, 7))
    running = case.state.open_delay(Delay.DEPARTEMENT)
    assert case.state.stage is Stage.CONVOCATION
    assert running is not None
    assert running.dates.starts_on == date(2026, 1, 7)  # the new one's day, not the withdrawn one's
