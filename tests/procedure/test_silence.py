"""Triggers 2° and 3° of article R. 114-7: a breach, a silence."""

from __future__ import annotations

from datetime import date

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import ContactFact
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.vocabulary import Breach, Closing, ContactResult, Nature, Presence, Stage
from ofworkflow.storage.journal_codec import encode
from procedure import cases
from procedure.cases import rdv, rules, situation, tried

JOINED = ContactResult.JOINT
SILENCES = [
    (tried(1, 5, 10), date(2026, 1, 22), "", "3 solicitations, 2 channels, 21 days"),
    (tried(1, 5, 10), date(2026, 1, 21), "20 jour(s) sur 21", "20 days"),
    (tried(1, 5), date(2026, 1, 25), "2 sollicitation(s) sans réponse sur 3", "2 solicitations"),
    (tried(1, 5, 10, channels="sss"), date(2026, 1, 25), "1 voie(s) sur 2", "one channel"),
    ((), date(2026, 1, 25), "0 sollicitation(s) sans réponse sur 3, 0 voie(s) sur 2 et 0 jour(s) sur 21", "nothing tried"),
    ((*tried(1, 5, 10), *tried(12, result=JOINED)), date(2026, 1, 25), "0 sollicitation(s)", "answered since"),
    ((*tried(1, result=JOINED), *tried(2, 5, 10)), date(2026, 1, 25), "", "answered before only"),
    ((*tried(1, result=JOINED), *tried(5, 7, 10)), date(2026, 1, 25), "20 jour(s)", "the days are counted since the answer"),
    (tuple(reversed(tried(1, 5, 10))), date(2026, 1, 22), "", "recorded in any order"),
    (tried(1, 5, 26), date(2026, 1, 25), "2 sollicitation(s)", "what comes after the act's day does not count"),
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
    case = cases.compliant()
    case.do(ask.Rompre(Breach.ABANDON), date(2026, 2, 1))
    assert (case.state.stage, case.state.trigger) == (Stage.SUIVI, "2")
    assert [case.state.is_compliant(day) for day in (date(2026, 1, 31), date(2026, 2, 1))] == [True, False]
    case.do(ask.Convoquer(rdv(date(2026, 3, 1))), date(2026, 2, 2))
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
    case = cases.compliant()
    case.do(ask.Rompre(Breach.ABANDON), date(2026, 2, 1))
    case.do(ask.Cloturer(Closing.DOUBLON), date(2026, 2, 2))
    case.do(ask.Rouvrir("ce n'était pas un doublon"), date(2026, 2, 3))
    assert case.state.trigger == "2"
    case.do(ask.Convoquer(rdv(date(2026, 3, 1))), date(2026, 2, 4))
    assert case.state.stage is Stage.CONVOCATION


def test_silence_after_the_notice_opens_a_new_cycle() -> None:
    case = cases.told(posted=True)
    case.do(ask.Recevoir(Presence.MINEUR), date(2026, 3, 2))
    case.contacts = tried(1, 5, 10)
    case.do(ask.ConstaterSilence(), date(2026, 3, 20))
    case.do(ask.Convoquer(rdv(date(2026, 4, 20))), date(2026, 3, 21))
    assert case.state.convocations == (case.entries[-1].n,)  # those of the first cycle no longer count
