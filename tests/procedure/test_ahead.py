"""What is ahead: promises that are not compliance, proposals with their answers (R. 114-6, L. 313-8)."""

from __future__ import annotations

from datetime import date

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.attempts import Attempt, Facts
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.delays import alerte_days
from ofworkflow.procedure.guards.notice import cautions, not_held_by_a_promise
from ofworkflow.procedure.vocabulary import (
    Delay,
    DelayState,
    Nature,
    PromiseEnd,
    Proof,
    Proposition,
    PropositionAnswer,
    Stage,
)
from procedure import cases
from procedure.cases import Case, rules, situation

ON, BEGINS = date(2026, 2, 10), date(2026, 3, 2)
INITIAL, THINKING = Proposition.FORMATION_INITIALE, PropositionAnswer.REFLEXION


def _promise(nature: Nature = Nature.EMPLOI, begins: date = BEGINS, seen: date = ON) -> ask.Promettre:
    return ask.Promettre(nature, begins, Proof.CONTRAT, seen)


def _promised(case: Case, *natures: Nature) -> Case:
    for nature in natures or (Nature.EMPLOI,):
        case.do(_promise(nature), ON)
    return case


def test_a_promise_is_not_compliance_and_moves_nothing() -> None:
    case = _promised(cases.followed())
    assert (case.state.stage, case.state.is_compliant(BEGINS)) == (Stage.SUIVI, False)
    [delay] = [d for d in case.state.open_delays() if d.slug is Delay.PROMESSE]
    assert (delay.dates.legal_on, [day.on for day in alerte_days(delay)]) == (BEGINS, [BEGINS, date(2026, 3, 9)])
    assert case.night(date(2026, 4, 1)) == []  # it asks, and makes no situation of it
    assert [p.nature for p in case.state.held_promises] == [Nature.EMPLOI]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (_promise(begins=ON), "of situation"),  # it begins today: no promise any more
        (_promise(begins=date(2026, 2, 11)), ""),
        (_promise(begins=date(2027, 5, 13)), ""),  # the eve of majority
        (_promise(begins=date(2027, 5, 14)), "majorité"),
        (_promise(seen=date(2026, 2, 11)), "--preuve-vue"),
    ],
)
def test_a_promise_begins_later_and_as_a_minor(asked: ask.Promettre, said: str) -> None:
    case = cases.followed()
    if said:
        with pytest.raises(GuardError, match=said):
            case.do(asked, ON)
    else:
        case.do(asked, ON)


@pytest.mark.parametrize(
    ("nature", "on", "kept"),
    [
        (Nature.EMPLOI, BEGINS, False),  # what it announced: it is kept no more, it is lived
        (Nature.EMPLOI, date(2026, 3, 1), True),  # another job, the eve
        (Nature.ACCOMPAGNEMENT, BEGINS, True),
    ],
)
def test_a_promise_ends_with_the_situation_that_it_announced(nature: Nature, on: date, kept: bool) -> None:
    case = _promised(cases.followed())
    case.do(situation(on, nature), on)
    assert bool(case.state.held_promises) is kept
    if not kept:
        assert [d.state for d in case.state.delays if d.slug is Delay.PROMESSE] == [DelayState.TENUE]


def test_an_exemption_leaves_a_promise_and_a_closing_does_not() -> None:
    case = _promised(cases.followed())
    case.do(ask.Exempter(), ON)
    assert case.state.held_promises
    case.night(case.state.majority_on)
    assert not case.state.held_promises


def test_of_two_promises_the_one_withdrawn_is_named() -> None:
    case = _promised(cases.followed(), Nature.EMPLOI, Nature.LISTE_ATTENTE)
    job, waiting = (p.n for p in case.state.promises)
    with pytest.raises(GuardError, match=f"n° {job}, emploi, .* ; n° {waiting}, liste d'attente, .*--promesse N"):
        case.do(ask.Retirer(PromiseEnd.RETIREE), ON)
    case.do(ask.Retirer(PromiseEnd.RETIREE, job), ON)
    assert [p.n for p in case.state.held_promises] == [waiting]
    case.do(ask.Retirer(PromiseEnd.REFUSEE), ON)
    with pytest.raises(GuardError, match="aucune promesse ne tient"):
        case.do(ask.Retirer(PromiseEnd.REFUSEE), ON)


@pytest.mark.parametrize(
    ("setting", "on", "reason", "refused"),
    [
        ("retient", date(2026, 3, 1), "", True),  # its eve
        ("retient", BEGINS, "", False),  # its day: it is to be checked, it holds nothing back
        ("retient", date(2026, 3, 1), "la famille n'y croit plus", False),
        ("signale", date(2026, 3, 1), "", False),
    ],
)
def test_a_promise_holds_the_notice_as_the_house_sets(setting: str, on: date, reason: str, refused: bool) -> None:
    case = _promised(cases.absent_again(rules=rules(promesse_information=setting)))
    asked = ask.Transmettre("Camille Renard", motif_anticipation=reason)
    attempt = Attempt(case.state, asked, on, case.rules, Facts(on), Stage.DEPARTEMENT)
    assert (not_held_by_a_promise(attempt) is not None) is refused
    assert [label for label, _ in cautions(attempt)] == ["Aucune entrée n'est promise"]  # shown, whatever the house set


def test_a_proposal_keeps_its_last_answer_and_moves_nothing() -> None:
    case = cases.followed()
    case.do(ask.Proposer(INITIAL, THINKING), ON)
    n = case.entries[-1].n
    case.do(ask.Proposer(INITIAL, PropositionAnswer.ACCEPTEE, n), BEGINS)
    [made] = case.state.proposals
    assert (made.n, made.on, made.answer, made.answered_on) == (n, ON, PropositionAnswer.ACCEPTEE, BEGINS)
    assert case.state.stage is Stage.SUIVI
    with pytest.raises(GuardError, match=rf"ne propose pas « emploi ».* n° {n}, retour en formation initiale"):
        case.do(ask.Proposer(Proposition.EMPLOI, THINKING, n), BEGINS)


def test_return_to_initial_training_is_proposed_first() -> None:
    case = cases.followed()
    first = case.do(ask.Proposer(Proposition.EMPLOI, THINKING), ON)
    assert "L. 313-8" in first.warnings[0]
    assert case.do(ask.Proposer(INITIAL, THINKING), ON).warnings == ()
    assert case.do(ask.Proposer(Proposition.SERVICE_CIVIQUE, THINKING), ON).warnings == ()


def test_a_waiting_list_is_no_situation_and_a_nature_without_a_text_is_said_to_be_confirmed() -> None:
    case = cases.followed()
    with pytest.raises(GuardError, match="of promettre"):
        case.do(situation(ON, Nature.LISTE_ATTENTE), ON)
    assert "À confirmer" in case.do(situation(ON, Nature.DETENTION), ON).warnings[0]


TDO = [
    (date(2026, 6, 9), None, 0, "four months, to the day"),
    (date(2026, 6, 10), None, 1, "a day more"),
    (date(2026, 6, 9), date(2025, 9, 1), 1, "a second in the same school year"),
]


@pytest.mark.parametrize(("end", "first", "warned", "why"), TDO, ids=[row[-1] for row in TDO])
def test_a_school_path_too_long_or_a_second_one_is_warned_not_refused(
    end: date, first: date | None, warned: int, why: str
) -> None:
    case = cases.followed()
    if first:
        case.do(situation(date(2025, 12, 16), Nature.PARCOURS_AMENAGE, debut=first, fin=date(2025, 12, 20)), date(2025, 12, 16))
    assert len(case.do(situation(ON, Nature.PARCOURS_AMENAGE, fin=end), ON).warnings) == warned
