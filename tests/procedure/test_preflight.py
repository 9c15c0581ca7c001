"""Before the département is informed: invariants 1 to 3 and 11, at their edges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import Addressee
from ofworkflow.procedure.attempts import Attempt, Facts
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.entries import Effects, Entry
from ofworkflow.procedure.guards.notice import preflight
from ofworkflow.procedure.persons import Adresse
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import Breach, Delay, DelayState, Excuse, Nature, Presence, ReportReason, Stage, Trigger
from procedure import cases
from procedure.cases import Case, rdv, rules, situation

SIGNED = ask.Transmettre("Camille Renard")
AT_ONCE = ask.Transmettre("Camille Renard", motif_anticipation="la famille l'a demandé")
PREPARE = ask.PreparerTransmission()
NOWHERE = (Addressee("representant", 0, "Anne DUPONT", Adresse(), 1),)


def _unposted() -> Case:
    return cases.summoned_again(posted_on=None)


def _excused() -> Case:
    case = cases.absent_again()
    case.do(ask.Justifier(Excuse.SCOLAIRE), date(2026, 2, 2))
    return case


def _moved() -> Case:
    case = cases.summoned_again()
    case.do(ask.Reporter(rdv(date(2026, 2, 20)), ReportReason.INDISPONIBILITE_STRUCTURE), date(2026, 1, 29))
    cases.post(case, date(2026, 1, 29))
    return case


def _missed() -> Case:
    case = _moved()
    case.do(ask.ConstaterAbsence(), date(2026, 2, 20))
    return case


def _received() -> Case:
    case = cases.absent_again()
    case.do(ask.Recevoir(Presence.LES_DEUX), date(2026, 2, 2))
    return case


def _morrow() -> Case:
    return cases.absent_again(rules=rules(information_au_plus_tot="lendemain"))


def _tenth() -> Case:
    return cases.absent_again(rules=rules(information_au_plus_tot="10"))


def _late_habit() -> Case:
    """The house waits for 45 days after the appointment of 30/01; the two months end on 05/03."""
    return cases.absent_again(rules=rules(information_au_plus_tot="45"))


EDGES: list[tuple[Callable[[], Case], Request, date, str, str]] = [
    (cases.summoned_again, PREPARE, date(2026, 1, 29), "aucune convocation R. 114-7 postée", "eve of the appointment"),
    (cases.summoned_again, PREPARE, date(2026, 1, 30), "rendez-vous passé", "on its day, no outcome recorded"),
    (cases.summoned_again, PREPARE, date(2026, 1, 31), "of absence", "on its morrow, no outcome recorded"),
    (cases.absent_again, PREPARE, date(2026, 1, 30), "", "on its day, once the absence is recorded"),
    (_unposted, PREPARE, date(2026, 2, 10), "of courriers poster", "its letters never left"),
    (_moved, PREPARE, date(2026, 2, 1), "rendez-vous passé", "the appointment that we moved does not count"),
    (_moved, PREPARE, date(2026, 2, 21), "n'est pas notée", "the one that replaced it does: its outcome is asked"),
    (_missed, PREPARE, date(2026, 2, 21), "", "once it is noted"),
    (_excused, PREPARE, date(2026, 2, 2), "", "an excused convocation has taken place"),
    (_received, PREPARE, date(2026, 2, 3), "", "received, not in order: the two months still run"),
    (cases.followed, PREPARE, date(2026, 1, 2), "aucun délai de deux mois ne court", "no R. 114-7 convocation"),
    (cases.absent_again, PREPARE, date(2027, 5, 13), "", "eve of majority"),
    (cases.absent_again, PREPARE, date(2027, 5, 14), "dix-huit ans", "day of majority"),
    (cases.absent_again, SIGNED, date(2026, 2, 6), "--motif-anticipation", "last day of the window for an excuse"),
    (cases.absent_again, SIGNED, date(2026, 2, 7), "", "its morrow"),
    (cases.absent_again, AT_ONCE, date(2026, 1, 30), "", "with a reason, as soon as the law's guard holds"),
    (_morrow, SIGNED, date(2026, 1, 30), "--motif-anticipation", "the house waits for the morrow: on the day"),
    (_morrow, SIGNED, date(2026, 1, 31), "", "the house waits for the morrow: on it"),
    (_tenth, SIGNED, date(2026, 2, 8), "--motif-anticipation", "the house waits for ten days: on the ninth"),
    (_tenth, SIGNED, date(2026, 2, 9), "", "the house waits for ten days: on the tenth"),
    (
        _late_habit,
        SIGNED,
        date(2026, 3, 4),
        "avant le jeu. 05/03/2026",
        "the house waits too long: eve of the end of the two months",
    ),
    (_late_habit, SIGNED, date(2026, 3, 5), "", "the house waits too long: its habit gives way to the last day"),
    (cases.absent_again, ask.Transmettre(""), date(2026, 2, 9), "--signataire", "nobody signs"),
    (cases.absent_again, ask.Transmettre(" "), date(2026, 2, 9), "--signataire", "a blank is nobody"),
    (cases.absent_again, SIGNED, date(2027, 5, 13), "", "late, on the eve of majority"),
    (cases.absent_again, SIGNED, date(2027, 5, 14), "dix-huit ans", "on the day of majority"),
]


@pytest.mark.parametrize(("build", "asked", "on", "said", "why"), EDGES, ids=[row[-1] for row in EDGES])
def test_the_notice_waits_for_a_convocation_posted_and_past(
    build: Callable[[], Case], asked: Request, on: date, said: str, why: str
) -> None:
    case = build()
    if said:
        with pytest.raises(GuardError) as refused:
            case.do(asked, on)
        assert said in str(refused.value)
        assert refused.value.refusal.basis
    else:
        case.do(asked, on)
        assert case.state.stage in (Stage.TRANSMISSION, Stage.DEPARTEMENT)


def _accompanied() -> Case:
    """Accompanied until 25/02/2026, summoned under trigger 2° after another one abandoned, and absent on the 20th."""
    case = cases.compliant(Nature.ACCOMPAGNEMENT)
    case.do(situation(date(2026, 1, 20), Nature.MEDICO_SOCIAL, fin=date(2026, 2, 25)), date(2026, 1, 20))
    case.do(ask.Rompre(Breach.ABANDON, case.entries[-2].n), date(2026, 1, 23))
    case.do(ask.Convoquer(rdv(date(2026, 2, 20))), date(2026, 1, 24))
    cases.post(case, date(2026, 1, 24))
    case.do(ask.ConstaterAbsence(), date(2026, 2, 20))
    return case


@pytest.mark.parametrize(("on", "allowed"), [(date(2026, 2, 24), False), (date(2026, 2, 25), False), (date(2026, 2, 26), True)])
def test_no_notice_while_a_situation_covers_the_day(on: date, allowed: bool) -> None:
    """Invariant 2: eve and day of its end, then its morrow."""
    case = _accompanied()
    if allowed:
        case.do(AT_ONCE, on)
        assert case.state.stage is Stage.DEPARTEMENT
    else:
        with pytest.raises(GuardError, match=r"en règle ou exempté .* jusqu'au mer\. 25/02/2026 \(L\. 114-1, R\. 114-3\)"):
            case.do(AT_ONCE, on)


def test_no_notice_about_an_exempt_minor() -> None:
    """The certificate still holds when the situation that came after it is broken: what a journal of before may tell."""
    case = cases.exempt()
    case.do(situation(date(2025, 12, 20)), date(2025, 12, 20))
    told = Effects(opens_trigger=Trigger.ABANDON)
    case.entries.append(Entry(7, ask.Rompre(Breach.ABANDON), Stage.CONFORMITE, Stage.SUIVI, date(2026, 1, 5), "Camille", told))
    case.do(ask.Convoquer(rdv(date(2026, 1, 30))), date(2026, 1, 5))
    cases.post(case, date(2026, 1, 5))
    case.do(ask.ConstaterAbsence(), date(2026, 1, 30))
    with pytest.raises(GuardError, match=r"exempté .* 16/03/2026"):
        case.do(SIGNED, date(2026, 3, 4))


def test_every_red_check_is_said_at_once_with_its_reason_and_its_remedy() -> None:
    case = cases.to_transmit()
    case.addressees = NOWHERE
    with pytest.raises(GuardError) as refused:
        case.do(ask.Transmettre(""), date(2027, 5, 14))
    said = str(refused.value)
    for words in (
        "dix-huit ans",
        "Anne DUPONT : adresse incomplète",
        "personne ne signe",
        "L. 114-1",
        "--signataire",
        "--motif-sans-adresse",
    ):
        assert words in said


def test_an_address_missing_needs_a_reason() -> None:
    case = cases.absent_again()
    case.addressees = NOWHERE
    with pytest.raises(GuardError, match="--motif-sans-adresse"):
        case.do(SIGNED, date(2026, 2, 9))
    case.do(ask.Transmettre("Camille Renard", "sans domicile connu"), date(2026, 2, 9))
    assert case.state.stage is Stage.DEPARTEMENT


def test_the_checklist_says_green_and_red_line_by_line() -> None:
    case = cases.to_transmit()
    facts = Facts(date(2026, 2, 24), addressees=NOWHERE)
    attempt = Attempt(case.state, ask.Transmettre(""), date(2026, 2, 24), rules(), facts, Stage.DEPARTEMENT)
    assert [(label.split()[0], refusal is None) for label, refusal in preflight(attempt)] == [
        ("Le", True), ("Une", True), ("L'issue", True), ("Ni", True), ("Le", True), ("Aucune", True), ("Le", True), ("Chaque", False),
        ("Une", False),
    ]  # fmt: skip


LATE = [
    (date(2026, 3, 4), DelayState.TENUE, "eve of the end"),
    (date(2026, 3, 5), DelayState.TENUE, "last day"),
    (date(2026, 3, 6), DelayState.HORS_DELAI, "its morrow"),
]


@pytest.mark.parametrize(("on", "state", "why"), LATE, ids=[row[-1] for row in LATE])
def test_a_notice_after_the_end_is_possible_and_always_marked(on: date, state: DelayState, why: str) -> None:
    """Invariant 11: late is the letter that leaves late, whenever it was signed."""
    case = cases.absent_again()
    case.do(SIGNED, date(2026, 3, 4))
    assert case.state.open_delay(Delay.DEPARTEMENT), "signed is not sent"
    cases.post(case, on)
    [two_months] = [d for d in case.state.delays if d.slug is Delay.DEPARTEMENT]
    assert (two_months.state, two_months.closed_on) == (state, on)


RECTIFIED: list[tuple[Callable[[], Case], bool, str]] = [
    (lambda: cases.told(posted=True), True, "the notice left"),
    (lambda: cases.told(posted=False), False, "the notice is still in the house: it is cancelled instead"),
    (cases.to_transmit, False, "only a draft"),
]


@pytest.mark.parametrize("asked", [situation(date(2026, 3, 2)), ask.Exempter()], ids=["in order", "exempt"])
@pytest.mark.parametrize(("build", "due", "why"), RECTIFIED, ids=[row[-1] for row in RECTIFIED])
def test_a_notice_that_left_is_corrected_once_the_minor_is_in_order(
    build: Callable[[], Case], due: bool, why: str, asked: Request
) -> None:
    case = build()
    decision = case.do(asked, date(2026, 3, 2))
    assert (Model.RECTIFICATIF_DEPARTEMENT in [letter.model for letter in decision.letters]) is due
    again = case.do(situation(date(2026, 3, 3)), date(2026, 3, 3))
    assert Model.RECTIFICATIF_DEPARTEMENT not in again.letters  # once


def test_a_first_notice_that_left_is_corrected_though_a_second_one_did_not() -> None:
    case = cases.told(posted=True)
    case.do(ask.Recevoir(Presence.MINEUR), date(2026, 3, 2))
    case.contacts = cases.later(3, 5, 10)
    case.do(ask.ConstaterSilence(), date(2026, 3, 24))
    case.do(ask.Convoquer(rdv(date(2026, 4, 20))), date(2026, 3, 30))
    cases.post(case, date(2026, 3, 30))
    case.do(ask.ConstaterAbsence(), date(2026, 4, 20))
    case.do(AT_ONCE, date(2026, 4, 21))
    decision = case.do(situation(date(2026, 4, 22)), date(2026, 4, 22))
    assert Model.RECTIFICATIF_DEPARTEMENT in [letter.model for letter in decision.letters]


def test_the_day_that_the_last_convocation_announces_holds_and_not_the_first_one_s() -> None:
    """A further convocation after a second absence tells the family a day of its own."""
    case = cases.absent_again()
    case.do(ask.Reporter(rdv(date(2026, 2, 25)), ReportReason.NOUVELLE_CONVOCATION, malgre="x"), date(2026, 2, 2))
    cases.post(case, date(2026, 2, 2))
    case.do(ask.ConstaterAbsence(), date(2026, 2, 25))
    with pytest.raises(GuardError, match="05/03/2026"):
        case.do(SIGNED, date(2026, 2, 26))
    case.do(AT_ONCE, date(2026, 2, 26))
