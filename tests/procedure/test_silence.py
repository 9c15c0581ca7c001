"""Triggers 2° and 3° of article R. 114-7: a breach, a silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import ContactFact
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.vocabulary import (
    Answering,
    Breach,
    Closing,
    ContactNature,
    ContactResult,
    Excuse,
    Nature,
    Presence,
    PromiseEnd,
    Proposition,
    PropositionAnswer,
    ReportReason,
    Stage,
)
from ofworkflow.storage.journal_codec import encode
from procedure import cases
from procedure.cases import Case, later, rdv, rules, situation, tried

JOINED = ContactResult.JOINT


def answered_by(who: Answering) -> tuple[ContactFact, ...]:
    """Return a call that somebody answered on 12/01/2026."""
    return (ContactFact(date(2026, 1, 12), ContactNature.TELEPHONE, JOINED, who),)


SILENCES = [
    (tried(1, 5, 10), date(2026, 1, 22), "", "3 solicitations, 2 channels, 21 days"),
    (tried(1, 5, 10), date(2026, 1, 21), "20 jours sur 21", "20 days"),
    (tried(1, 5), date(2026, 1, 25), "2 sollicitations sans réponse sur 3", "2 solicitations"),
    (tried(1, 5, 10, channels="sss"), date(2026, 1, 25), "1 voie sur 2", "one channel"),
    ((), date(2026, 1, 25), "0 sollicitation sans réponse sur 3, 0 voie sur 2 et 0 jour sur 21", "nothing tried"),
    ((*tried(1, 5, 10), *tried(12, result=JOINED)), date(2026, 1, 25), "0 sollicitation", "answered since"),
    ((*tried(1, result=JOINED), *tried(2, 5, 10)), date(2026, 1, 25), "", "answered before only"),
    ((*tried(1, result=JOINED), *tried(5, 7, 10)), date(2026, 1, 25), "20 jours", "the days are counted since the answer"),
    (tuple(reversed(tried(1, 5, 10))), date(2026, 1, 22), "", "recorded in any order"),
    (tried(1, 5, 10, result=ContactResult.FAUX_NUMERO), date(2026, 1, 25), "0 sollicitation", "three wrong numbers"),
    ((*tried(1, 5), *tried(10, result=ContactResult.FAUX_NUMERO)), date(2026, 1, 25), "2 sollicitations", "one wrong number"),
    ((*tried(1, 5, 10), *answered_by(Answering.JEUNE)), date(2026, 1, 25), "0 sollicitation", "the minor answered since"),
    ((*tried(1, 5, 10), *answered_by(Answering.REPRESENTANT)), date(2026, 1, 25), "0 sollicitation", "a representative did"),
    ((*tried(1, 5, 10), *answered_by(Answering.TIERS)), date(2026, 1, 25), "", "somebody else is no answer of theirs"),
    ((*tried(1, 5), *answered_by(Answering.TIERS)), date(2026, 1, 25), "2 sollicitations", "nor does it solicit them"),
    (tried(1, 5, 26), date(2026, 1, 25), "2 sollicitations", "what comes after the act's day does not count"),
]


@pytest.mark.parametrize(("contacts", "on", "said", "why"), SILENCES, ids=[row[-1] for row in SILENCES])
def test_silence_needs_solicitations_channels_and_days(contacts: tuple[ContactFact, ...], on: date, said: str, why: str) -> None:
    case = cases.followed(contacts=contacts)
    if not said:
        case.do(ask.ConstaterSilence(), on)
        assert (case.state.stage, case.state.trigger) == (Stage.SUIVI, "3")
        return
    with pytest.raises(GuardError) as refused:
        case.do(ask.ConstaterSilence(), on)
    assert said in str(refused.value)
    assert "R. 114-7, 3° ; réglages procedure.silence_*" in str(refused.value)
    assert "of contact" in str(refused.value)


def test_the_house_sets_how_much_silence_is_enough() -> None:
    case = cases.followed(
        contacts=tried(1, channels="s"), rules=rules(silence_sollicitations=1, silence_canaux=1, silence_duree=2)
    )
    case.do(ask.ConstaterSilence(), date(2026, 1, 3))
    assert case.state.trigger == "3"


def test_a_silent_accompaniment_no_longer_covers_the_day() -> None:
    case = cases.compliant(Nature.ACCOMPAGNEMENT, contacts=tried(1, 5, 10))
    case.do(ask.ConstaterSilence(), date(2026, 1, 22))
    assert case.state.stage is Stage.SUIVI
    assert [case.state.is_compliant(day) for day in (date(2026, 1, 21), date(2026, 1, 22))] == [True, False]


def test_silence_says_nothing_of_a_job() -> None:
    case = cases.compliant(Nature.EMPLOI, contacts=tried(1, 5, 10))
    with pytest.raises(GuardError, match="of rompre"):
        case.do(ask.ConstaterSilence(), date(2026, 1, 22))


def test_a_breach_ends_the_situation_that_day_and_opens_the_2nd_trigger() -> None:
    case = cases.compliant(Nature.ACCOMPAGNEMENT)
    case.do(ask.Rompre(Breach.ABANDON), date(2026, 2, 1))
    assert (case.state.stage, case.state.trigger) == (Stage.SUIVI, "2")
    assert [case.state.is_compliant(day) for day in (date(2026, 1, 31), date(2026, 2, 1))] == [True, False]
    case.do(ask.Convoquer(rdv(date(2026, 3, 2))), date(2026, 2, 2))
    assert encode(case.entries[-1])["declencheur"] == "2"


def test_a_trigger_serves_once() -> None:
    case = cases.silent()
    case.do(ask.Convoquer(rdv(date(2026, 2, 20))), date(2026, 1, 24))
    assert (encode(case.entries[-1])["declencheur"], case.state.trigger) == ("3", None)


def test_a_normal_term_triggers_nothing() -> None:
    case = cases.followed()
    case.do(situation(date(2025, 12, 16), fin=date(2026, 1, 31)), date(2025, 12, 16))
    case.night(date(2026, 2, 1))
    assert (case.state.stage, case.state.trigger) == (Stage.REPERAGE, None)


def test_an_absence_is_trigger_1() -> None:
    assert [encode(e)["declencheur"] for e in cases.summoned_again().entries if "declencheur" in encode(e)] == ["1"]


def test_a_trigger_outlives_a_closing_by_mistake() -> None:
    """Otherwise nothing could bring it back: a breach is recorded once only."""
    case = cases.compliant(Nature.ACCOMPAGNEMENT)
    case.do(ask.Rompre(Breach.ABANDON), date(2026, 2, 1))
    case.do(ask.Cloturer(Closing.DOUBLON), date(2026, 2, 2))
    case.do(ask.Rouvrir("ce n'était pas un doublon"), date(2026, 2, 3))
    assert case.state.trigger == "2"
    case.do(ask.Convoquer(rdv(date(2026, 3, 2))), date(2026, 2, 4))
    assert case.state.stage is Stage.CONVOCATION


def test_silence_after_the_notice_opens_a_new_cycle() -> None:
    case = cases.told(posted=True)
    case.do(ask.Recevoir(Presence.MINEUR), date(2026, 3, 2))
    case.contacts = later(3, 5, 10)
    case.do(ask.ConstaterSilence(), date(2026, 3, 30))
    case.do(ask.Convoquer(rdv(date(2026, 4, 21))), date(2026, 3, 31))
    assert case.state.convocations == (case.entries[-1].n,)  # those of the first cycle no longer count


SIGNS: list[tuple[Callable[[Case], object], str]] = [
    (lambda c: c.do(ask.Recevoir(Presence.LES_DEUX), date(2026, 1, 15)), "an interview was held"),
    (lambda c: c.do(situation(date(2026, 1, 15), Nature.ACCOMPAGNEMENT), date(2026, 1, 15)), "a proof was shown"),
]


@pytest.mark.parametrize(("sign", "why"), SIGNS, ids=[why for _, why in SIGNS])
def test_what_was_tried_before_a_sign_of_the_family_is_no_silence(sign: Callable[[Case], object], why: str) -> None:
    """R. 114-7, 3°: « ne répond plus ». Three calls before they came do not lead to a convocation after."""
    case = cases.summoned_again(contacts=tried(6, 9, 12))
    sign(case)
    with pytest.raises(GuardError, match=r"0 sollicitation.*depuis le jeu\. 15/01/2026"):
        case.do(ask.ConstaterSilence(), date(2026, 2, 20))
    case.contacts += tried(15, 16, 18, 20)  # the call of that very day is before what they did, or of it
    with pytest.raises(GuardError, match=r"13 jour"):
        case.do(ask.ConstaterSilence(), date(2026, 1, 29))
    case.do(ask.ConstaterSilence(), date(2026, 2, 6))
    assert case.state.trigger == "3"


def test_an_excuse_and_a_request_to_move_are_signs_and_our_own_move_is_not() -> None:
    excused = cases.absent()
    excused.do(ask.Justifier(Excuse.TRANSPORT), date(2025, 12, 17))
    assert excused.state.heard_on == date(2025, 12, 17)
    moved = cases.summoned_again()
    moved.do(ask.Reporter(rdv(date(2026, 2, 20)), ReportReason.INDISPONIBILITE_STRUCTURE), date(2026, 1, 20))
    assert moved.state.heard_on is None
    moved.do(ask.Reporter(rdv(date(2026, 2, 27)), ReportReason.DEMANDE_FAMILLE), date(2026, 1, 22))
    assert moved.state.heard_on == date(2026, 1, 22)


@pytest.mark.parametrize("answer", PropositionAnswer)
def test_who_answers_a_proposal_is_not_silent(answer: PropositionAnswer) -> None:
    """R. 114-7, 3°: « ne répond plus » ; a proposal left without an answer is no sign."""
    case = cases.followed()
    case.do(ask.Proposer(Proposition.FORMATION_INITIALE, answer), date(2026, 1, 20))
    answered = answer is not PropositionAnswer.SANS_REPONSE
    assert case.state.heard_on == (date(2026, 1, 20) if answered else date(2025, 12, 15))


@pytest.mark.parametrize("end", PromiseEnd)
def test_who_shows_a_promise_or_gives_it_up_is_not_silent(end: PromiseEnd) -> None:
    case = cases.promised()
    assert case.state.heard_on == date(2025, 12, 16)
    case.do(ask.Retirer(end), date(2026, 1, 20))
    assert case.state.heard_on == (date(2026, 1, 20) if end is PromiseEnd.REFUSEE else date(2025, 12, 16))
