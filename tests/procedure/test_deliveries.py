"""What the post says of an envelope, and what it does to the procedure (procedure.md, section 6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.mailings import NEVER_ARRIVED, OF_MODE, RETURNS
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import Act, Delay, DelayState, Excuse, LetterState, PostMode, ReportReason, Stage
from procedure import cases
from procedure.cases import Case, rdv

POSTED_ON = date(2026, 1, 5)
SUMMONS = 5  # the entry of the R. 114-7 convocation in `cases.summoned_again`
MOTHER, FATHER = 51, 52


def summoned_again(mode: PostMode = PostMode.RECOMMANDE, **settings: object) -> Case:
    """Summoned again on 05/01/2026 for the 30th: one envelope for the mother, one for the father."""
    case = cases.summoned_again(posted_on=None, rules=cases.rules(**settings))
    case.do(ask.Poster(SUMMONS, (MOTHER, FATHER), mode), POSTED_ON)
    return case


def back(case: Case, issue: LetterState, on: date, *letters: int, presented: date | None = None) -> object:
    """Record what the post says."""
    return case.do(ask.EnregistrerRetour(SUMMONS, letters, issue, presented), on)


def two_months(case: Case) -> tuple[date, date, bool]:
    """Return the departure and the legal end of the running two months, and whether they are provisional."""
    running = case.state.open_delay(Delay.DEPARTEMENT)
    assert running is not None
    return running.dates.starts_on, running.dates.legal_on, running.provisional


@pytest.mark.parametrize("issue", [LetterState.NPAI, LetterState.PERDU])
def test_a_convocation_that_never_arrived_has_no_effect(issue: LetterState) -> None:
    case = summoned_again()
    back(case, issue, date(2026, 1, 20), MOTHER, FATHER)
    assert two_months(case) == (POSTED_ON, date(2026, 3, 5), True)
    with pytest.raises(GuardError, match=r"revenus inconnus.*of modifier"):
        case.do(ask.ConstaterAbsence(), date(2026, 1, 30))
    assert case.night(date(2026, 3, 20)) == []  # the night prepares no notice on it


@pytest.mark.parametrize("issue", [LetterState.REFUSE, LetterState.NON_RECLAME, LetterState.DISTRIBUE, LetterState.PRESENTE])
def test_what_was_presented_counts_whatever_became_of_it(issue: LetterState) -> None:
    case = summoned_again()
    back(case, issue, date(2026, 1, 20), MOTHER, FATHER)
    assert two_months(case) == (POSTED_ON, date(2026, 3, 5), False)
    case.do(ask.ConstaterAbsence(), date(2026, 1, 30))
    assert case.state.stage is Stage.CARENCE


def test_one_envelope_that_arrived_is_enough() -> None:
    case = summoned_again()
    back(case, LetterState.NPAI, date(2026, 1, 20), FATHER)
    assert two_months(case) == (POSTED_ON, date(2026, 3, 5), False)
    case.do(ask.ConstaterAbsence(), date(2026, 1, 30))


def test_the_same_act_posted_again_starts_the_two_months_anew() -> None:
    """A new address, the same day (trap 10): the delay runs from the first posting that arrived."""
    case = summoned_again()
    back(case, LetterState.NPAI, date(2026, 1, 8), MOTHER, FATHER)
    case.do(ask.Poster(SUMMONS, (53,), PostMode.SIMPLE), date(2026, 1, 8))
    assert two_months(case) == (date(2026, 1, 8), date(2026, 3, 9), False)  # 8 March 2026 is a Sunday


def test_a_later_convocation_re_anchors_only_when_the_earlier_one_proved_undeliverable() -> None:
    arrived, never = summoned_again(), summoned_again()
    back(never, LetterState.NPAI, date(2026, 1, 12), MOTHER, FATHER)
    for case in (arrived, never):
        moved = case.do(ask.Reporter(rdv(date(2026, 2, 20)), ReportReason.INDISPONIBILITE_STRUCTURE), date(2026, 1, 12))
        case.do(ask.Poster(moved.n, (61,), PostMode.SIMPLE), date(2026, 1, 13))
    assert two_months(arrived) == (POSTED_ON, date(2026, 3, 5), False)
    assert two_months(never) == (date(2026, 1, 13), date(2026, 3, 13), False)


def test_after_a_convocation_that_never_arrived_the_summons_itself_is_sent_again() -> None:
    case = summoned_again()
    back(case, LetterState.NPAI, date(2026, 1, 12), MOTHER, FATHER)
    moved = case.do(ask.Reporter(rdv(date(2026, 2, 20)), ReportReason.INDISPONIBILITE_STRUCTURE), date(2026, 1, 12))
    assert [letter.model for letter in moved.letters] == [Model.SECONDE_CONVOCATION, Model.COPIE_RENDEZ_VOUS]


def test_a_return_that_was_a_mistake_is_corrected_by_another() -> None:
    case = summoned_again()
    back(case, LetterState.NPAI, date(2026, 1, 20), MOTHER, FATHER)
    back(case, LetterState.DISTRIBUE, date(2026, 1, 20), MOTHER)
    assert two_months(case) == (POSTED_ON, date(2026, 3, 5), False)


def test_by_presentation_the_two_months_run_from_the_first_one_known() -> None:
    """Setting `depart_date = presentation`; until it is known the posting stands for it, which is never later."""
    case = summoned_again(depart_date="presentation")
    assert two_months(case) == (POSTED_ON, date(2026, 3, 5), False)
    back(case, LetterState.PRESENTE, date(2026, 1, 7), MOTHER, presented=date(2026, 1, 7))
    assert two_months(case)[0] == POSTED_ON  # the father's is not known yet
    back(case, LetterState.NON_RECLAME, date(2026, 1, 26), FATHER, presented=date(2026, 1, 8))
    assert two_months(case) == (date(2026, 1, 7), date(2026, 3, 9), False)  # Saturday 7 March → Monday


def test_the_first_presentation_is_kept_when_the_letter_comes_back() -> None:
    case = summoned_again(depart_date="presentation")
    back(case, LetterState.PRESENTE, date(2026, 1, 7), MOTHER, FATHER, presented=date(2026, 1, 7))
    back(case, LetterState.NON_RECLAME, date(2026, 1, 26), MOTHER, FATHER)
    assert two_months(case)[0] == date(2026, 1, 7)


def test_the_delay_of_a_registered_letter_ends_with_the_last_word_of_the_post() -> None:
    case = summoned_again()
    for issue, letter, running in (
        (LetterState.PRESENTE, MOTHER, True),
        (LetterState.NON_RECLAME, MOTHER, True),  # the father's is still out
        (LetterState.DISTRIBUE, FATHER, False),
    ):
        back(case, issue, date(2026, 1, 20), letter)
        assert (case.state.open_delay(Delay.PLI) is not None) is running
    ended = [delay for delay in case.state.delays if delay.slug is Delay.PLI]
    assert [delay.state for delay in ended] == [DelayState.TENUE]


@pytest.mark.parametrize(
    ("on", "presented", "letters", "said"),
    [
        (date(2026, 1, 4), None, (MOTHER,), "précède l'envoi"),  # the eve of the posting
        (date(2026, 1, 20), date(2026, 1, 4), (MOTHER,), "précède l'envoi"),
        (date(2026, 1, 20), date(2026, 1, 21), (MOTHER,), "suivrait le retour"),
        (date(2026, 1, 20), None, (99,), "n'est pas parti"),
    ],
)
def test_a_return_follows_its_posting(on: date, presented: date | None, letters: tuple[int, ...], said: str) -> None:
    case = summoned_again()
    with pytest.raises(GuardError, match=said):
        case.do(ask.EnregistrerRetour(SUMMONS, letters, LetterState.REFUSE, presented), on, today=date(2026, 2, 1))


def test_a_return_on_the_day_of_the_posting_is_taken() -> None:
    case = summoned_again(PostMode.SIMPLE)
    back(case, LetterState.NPAI, POSTED_ON, MOTHER)
    assert case.entries[-1].act is Act.ENREGISTRER_RETOUR


def test_an_absence_from_a_first_interview_that_nobody_was_told_of_is_excused_before_anything_else() -> None:
    case = cases.absent()
    case.do(ask.EnregistrerRetour(2, (2,), LetterState.NPAI), date(2025, 12, 29))
    with pytest.raises(GuardError, match="courriers_revenus"):
        case.do(ask.Convoquer(rdv(date(2026, 1, 30))), date(2026, 1, 5))
    case.do(ask.Justifier(Excuse.COURRIERS_REVENUS), date(2026, 1, 5))
    assert case.state.stage is Stage.REPERAGE


def test_a_notice_in_preparation_is_taken_back_when_its_convocation_never_arrived() -> None:
    case = summoned_again()
    case.do(ask.ConstaterAbsence(), date(2026, 1, 30))
    case.night(date(2026, 2, 23))
    assert case.state.stage is Stage.TRANSMISSION
    with pytest.raises(GuardError, match="est arrivée"):
        case.do(ask.Reporter(rdv(date(2026, 3, 25)), ReportReason.NOUVELLE_CONVOCATION), date(2026, 2, 24))
    back(case, LetterState.NPAI, date(2026, 2, 24), MOTHER, FATHER)
    with pytest.raises(GuardError, match="aucune convocation"):
        case.do(ask.Transmettre("Camille Renard"), date(2026, 2, 24))
    case.do(ask.Reporter(rdv(date(2026, 3, 25)), ReportReason.INDISPONIBILITE_STRUCTURE), date(2026, 2, 24))
    assert (case.state.stage, two_months(case)[2]) == (Stage.CONVOCATION, True)


def test_an_absence_that_nobody_was_told_of_does_not_count_among_those_the_house_allows() -> None:
    case = summoned_again(convocations_par_cycle=1)
    case.do(ask.ConstaterAbsence(), date(2026, 1, 30))
    counted = replace(case, entries=list(case.entries))
    with pytest.raises(GuardError, match="déjà manqué 1"):
        counted.do(ask.Reporter(rdv(date(2026, 3, 25)), ReportReason.NOUVELLE_CONVOCATION), date(2026, 2, 2))
    back(case, LetterState.PERDU, date(2026, 2, 2), MOTHER, FATHER)
    case.do(ask.Reporter(rdv(date(2026, 3, 25)), ReportReason.NOUVELLE_CONVOCATION), date(2026, 2, 2))
    assert case.state.stage is Stage.CONVOCATION


@pytest.mark.parametrize(
    ("mode", "agreed_on", "why"),
    [
        (PostMode.LRE, None, "n'est pas noté"),
        (PostMode.LRE, date(2026, 1, 6), "suivrait l'envoi"),
        (PostMode.LRE, POSTED_ON, ""),
        (PostMode.RECOMMANDE, date(2026, 1, 2), "ne demande aucun accord"),
        (PostMode.COURRIEL, None, ""),
        (PostMode.ETABLISSEMENT, None, ""),
    ],
)
def test_an_electronic_registered_letter_wants_an_agreement_before_it(mode: PostMode, agreed_on: date | None, why: str) -> None:
    """CPCE, L. 100: who is no professional agreed to it before it was sent."""
    case = cases.summoned_again(posted_on=None)
    posting = ask.Poster(SUMMONS, (MOTHER,), mode, accord_le=agreed_on)
    if why:
        with pytest.raises(GuardError, match=why):
            case.do(posting, POSTED_ON)
    else:
        case.do(posting, POSTED_ON)
        assert two_months(case) == (POSTED_ON, date(2026, 3, 5), False)


def test_the_departement_needs_not_agree_to_an_electronic_registered_letter() -> None:
    case = cases.summoned_again()
    case.do(ask.ConstaterAbsence(), date(2026, 1, 30))
    signed = case.do(ask.Transmettre("Camille Renard"), date(2026, 2, 10))
    case.do(ask.Poster(signed.n, (90,), PostMode.LRE, information=(90,)), date(2026, 2, 10))
    assert case.state.notice_left_on == date(2026, 2, 10)


WAYS_BACK = [(mode, issue) for mode in OF_MODE for issue in RETURNS]


@pytest.mark.parametrize(("mode", "issue"), WAYS_BACK, ids=[f"{mode}-{issue}" for mode, issue in WAYS_BACK])
def test_what_comes_back_is_what_that_way_can_say(mode: PostMode, issue: LetterState) -> None:
    case = cases.summoned_again(posted_on=None)
    case.do(ask.Poster(SUMMONS, (MOTHER,), mode, accord_le=POSTED_ON if mode.consented else None), POSTED_ON)
    if issue in OF_MODE[mode]:
        back(case, issue, date(2026, 1, 20), MOTHER)
        assert two_months(case)[2] is (issue in NEVER_ARRIVED), "what never arrived has no effect"
    else:
        with pytest.raises(GuardError, match="ne se dit pas d'une"):
            back(case, issue, date(2026, 1, 20), MOTHER)
