"""What opens, anchors and ends a delay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from ofworkflow.law.calendar import WorkCalendar
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import RunningDelay
from ofworkflow.procedure.delays import DELAYS, last_useful_on
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.vocabulary import (
    Answer,
    Breach,
    Closing,
    Delay,
    Excuse,
    LetterState,
    Nature,
    PostMode,
    Presence,
    Proof,
    ReportReason,
    Source,
)
from ofworkflow.storage.journal_codec import encode
from procedure import cases
from procedure.cases import Case, rdv, rules, situation

FIRST = "premiere_convocation"


def _running(case: Case, slug: Delay = Delay.DEPARTEMENT) -> RunningDelay:
    delay = case.state.open_delay(slug)
    assert delay is not None
    return delay


def _two_months(case: Case) -> tuple[date, date, bool]:
    delay = _running(case)
    return delay.dates.starts_on, delay.dates.legal_on, delay.provisional


def test_the_two_months_are_provisional_until_the_letters_are_posted() -> None:
    case = cases.summoned_again(posted_on=None)
    assert _two_months(case) == (date(2026, 1, 5), date(2026, 3, 5), True)
    cases.post(case, date(2026, 1, 7))
    assert _two_months(case) == (date(2026, 1, 7), date(2026, 3, 9), False)  # 07/03 is a Saturday


POSTED = [
    ([date(2026, 1, 8)], date(2026, 1, 8), "the only posting"),
    ([date(2026, 1, 8), date(2026, 1, 10)], date(2026, 1, 8), "a later one moves nothing"),
    ([date(2026, 1, 8), date(2026, 1, 8)], date(2026, 1, 8), "nor one of the same day"),
    ([date(2026, 1, 8), date(2026, 1, 6)], date(2026, 1, 6), "an earlier one recorded later moves it back"),
    ([date(2026, 1, 10), date(2026, 1, 8), date(2026, 1, 6), date(2026, 1, 9)], date(2026, 1, 6), "whatever the order"),
]


@pytest.mark.parametrize(("days", "starts_on", "why"), POSTED, ids=[row[-1] for row in POSTED])
def test_the_first_posting_anchors_the_two_months(days: list[date], starts_on: date, why: str) -> None:
    case = cases.summoned_again(posted_on=None)
    n = case.entries[-1].n
    for on in days:
        cases.post(case, on, n=n, today=date(2026, 1, 12))
    assert (_running(case).dates.starts_on, _running(case).opened_by) == (starts_on, n)
    assert sum(d.slug is Delay.DEPARTEMENT for d in case.state.delays) == 1


def test_a_re_anchored_delay_keeps_its_old_dates_in_the_journal() -> None:
    """Invariant 5."""
    case = cases.summoned_again(posted_on=None)
    n = case.entries[-1].n
    for on in (date(2026, 1, 8), date(2026, 1, 6)):
        cases.post(case, on, n=n, today=date(2026, 1, 12))
    kept = [d["depart"] for e in case.entries for d in encode(e).get("ouvre", ()) if (d["par"], d["slug"]) == (n, "departement")]
    assert kept == ["2026-01-05", "2026-01-08", "2026-01-06"]


def test_the_letters_of_the_first_interview_anchor_nothing() -> None:
    case = cases.absent()
    case.do(ask.Convoquer(rdv(date(2026, 1, 30))), date(2026, 1, 5))
    cases.post(case, date(2025, 12, 3), n=2, today=date(2026, 1, 6))
    assert _two_months(case) == (date(2026, 1, 5), date(2026, 3, 5), True)


def test_where_the_first_letters_never_left_those_of_the_next_appointment_anchor() -> None:
    case = cases.summoned_again(posted_on=None)
    opened_by = case.entries[-1].n
    case.do(ask.Reporter(rdv(date(2026, 2, 10)), ReportReason.DEMANDE_FAMILLE), date(2026, 1, 12))
    cases.post(case, date(2026, 1, 13))
    assert _two_months(case) == (date(2026, 1, 13), date(2026, 3, 13), False)
    assert _running(case).opened_by == opened_by


def test_a_change_of_setting_moves_no_running_delay() -> None:
    case = cases.summoned_again(posted_on=None)
    for changed in (rules(depart_date="rendez_vous"), rules(depart_convocation=FIRST)):
        case.rules = changed
        cases.post(case, date(2026, 1, 7), n=5)
        assert _two_months(case) == (date(2026, 1, 7), date(2026, 3, 9), False)
    assert _running(case).anchor == "envoi"


def test_the_house_may_count_from_the_appointment() -> None:
    case = cases.summoned_again(posted_on=None, rules=rules(depart_date="rendez_vous"))
    assert _two_months(case) == (date(2026, 1, 30), date(2026, 3, 30), True)
    case.rules = rules()
    cases.post(case, date(2026, 1, 7))
    assert _two_months(case) == (date(2026, 1, 30), date(2026, 3, 30), False)


def test_the_house_may_count_from_the_first_convocation() -> None:
    case = cases.summoned(rules=rules(depart_convocation=FIRST))
    assert _two_months(case) == (date(2025, 12, 2), date(2026, 2, 2), False)
    case.do(ask.ConstaterAbsence(), date(2025, 12, 15))
    case.do(ask.Convoquer(rdv(date(2026, 1, 20))), date(2025, 12, 29))
    cases.post(case, date(2025, 12, 29))
    assert _two_months(case)[0] == date(2025, 12, 2)


def _broken() -> Case:
    case = cases.compliant(rules=rules(depart_convocation=FIRST))
    case.do(ask.Rompre(Breach.ABANDON), date(2026, 1, 2))
    return case


def _changed_setting() -> Case:
    case = cases.absent()
    case.rules = rules(depart_convocation=FIRST)
    return case


@pytest.mark.parametrize("build", [_broken, _changed_setting], ids=["trigger 2°", "setting changed since the first"])
def test_no_convocation_under_r114_7_leaves_the_two_months_closed(build: Callable[[], Case]) -> None:
    """Even where the house counts from a first convocation that opened nothing."""
    case = build()
    case.do(ask.Convoquer(rdv(date(2026, 1, 30))), date(2026, 1, 5))
    cases.post(case, date(2026, 1, 6))
    assert _two_months(case) == (date(2026, 1, 6), date(2026, 3, 6), False)


NEITHER: list[tuple[Request, str]] = [
    (ask.Reporter(rdv(date(2026, 2, 27)), ReportReason.NOUVELLE_CONVOCATION), "another convocation"),
    (ask.Recevoir(Presence.LES_DEUX), "an interview: only compliance ends it"),
    (ask.Justifier(Excuse.SCOLAIRE), "an excuse"),
    (ask.PreparerTransmission(), "the draft of the notice"),
]


@pytest.mark.parametrize(("asked", "why"), NEITHER, ids=[row[-1] for row in NEITHER])
def test_nothing_but_compliance_or_the_notice_moves_or_ends_the_two_months(asked: Request, why: str) -> None:
    case = cases.absent_again()
    before = _running(case)
    case.do(asked, date(2026, 2, 2))
    if isinstance(asked, ask.Reporter):
        cases.post(case, date(2026, 2, 2))
    assert _running(case) == before


LENGTHS: list[tuple[Delay, Callable[[], Case], date, date, str]] = [
    (Delay.PREMIER_ENTRETIEN, cases.opened, date(2025, 12, 1), date(2026, 3, 2), "L. 313-8"),
    (Delay.MAJORITE, cases.opened, cases.BORN_ON, date(2027, 5, 14), "388 et 414"),
    (Delay.ISSUE, cases.summoned, date(2025, 12, 15), date(2025, 12, 16), "maison (issue)"),
    (Delay.JUSTIFICATION, cases.absent, date(2025, 12, 15), date(2025, 12, 22), "maison (justification)"),
    (Delay.DEPARTEMENT, cases.summoned_again, date(2026, 1, 5), date(2026, 3, 5), "R. 114-7"),
    (Delay.FIN_SITUATION, cases.compliant, date(2025, 12, 16), date(2026, 12, 15), "L. 114-1"),
    (Delay.REVISION_EXEMPTION, cases.exempt, date(2025, 12, 16), date(2026, 3, 16), "R. 114-3"),
    (Delay.PROMESSE, cases.promised, date(2025, 12, 16), date(2026, 1, 12), "promesse"),
    (
        Delay.ACCUSE_DEPARTEMENT,
        lambda: cases.told(posted=True),
        date(2026, 2, 24),
        date(2026, 3, 26),
        "maison (accuse_departement)",
    ),
    (Delay.CONSERVATION, cases.closed, date(2026, 2, 1), date(2028, 2, 1), "maison (conservation)"),
]


@pytest.mark.parametrize(("slug", "build", "starts_on", "ends_on", "basis"), LENGTHS, ids=[row[0] for row in LENGTHS])
def test_each_delay_runs_from_where_the_procedure_says(
    slug: Delay, build: Callable[[], Case], starts_on: date, ends_on: date, basis: str
) -> None:
    dates = _running(build(), slug).dates
    assert (dates.starts_on, dates.legal_on, dates.basis) == (starts_on, ends_on, basis)


@pytest.mark.parametrize("mode", list(PostMode))
def test_only_a_registered_letter_is_waited_for(mode: PostMode) -> None:
    case = cases.opened()
    case.do(ask.Convoquer(rdv(date(2025, 12, 15))), date(2025, 12, 2))
    cases.post(case, date(2025, 12, 2), mode=mode)
    found = case.state.open_delay(Delay.PLI)
    assert (found.dates.nominal_on if found else None) == (date(2025, 12, 17) if mode.registered else None)


@pytest.mark.parametrize("source", list(Source))
def test_the_three_months_run_only_from_the_report_of_a_school(source: Source) -> None:
    case = Case()
    case.do(ask.Ouvrir(case.born_on, source, date(2025, 11, 3)), date(2025, 12, 1))
    found = case.state.open_delay(Delay.PREMIER_ENTRETIEN)
    school = source in (Source.SIEI, Source.PSAD, Source.CFA)
    assert (found.dates.starts_on if found else None) == (date(2025, 11, 3) if school else None)


BORN = [
    (date(2008, 3, 2), True, "of age on the last day: the eve is the last useful day"),
    (date(2008, 3, 1), True, "of age before it"),
    (date(2008, 3, 3), False, "of age on its morrow"),
]


@pytest.mark.parametrize(("born_on", "warned", "why"), BORN, ids=[row[-1] for row in BORN])
def test_a_delay_that_would_end_after_majority_says_so_when_it_opens(born_on: date, warned: bool, why: str) -> None:
    """The three months of 01/12/2025 end on Monday 02/03/2026."""
    case = Case(born_on=born_on)
    decision = case.do(ask.Ouvrir(born_on, Source.SIEI, date(2025, 12, 1)), date(2025, 12, 1))
    assert any("dernier jour utile" in said for said in decision.warnings) is warned


def _pupil() -> Case:
    case = cases.followed(born_on=date(2008, 3, 1))
    on = date(2025, 12, 16)
    case.do(situation(on, Nature.SCOLARITE, preuve=Proof.ASSIDUITE, fin=date(2026, 8, 31)), on)
    return case


OUTLIVING = [
    (lambda: cases.opened(born_on=date(2008, 3, 2)), Delay.PREMIER_ENTRETIEN, "ends on 02/03/2026"),
    (lambda: cases.summoned(born_on=date(2007, 12, 16)), Delay.ISSUE, "asked for on 16/12/2025"),
    (lambda: cases.absent(born_on=date(2007, 12, 22)), Delay.JUSTIFICATION, "runs until 22/12/2025"),
    (lambda: cases.summoned_again(born_on=date(2008, 3, 5)), Delay.DEPARTEMENT, "ends on 05/03/2026"),
    (lambda: cases.compliant(born_on=date(2008, 3, 1)), Delay.FIN_SITUATION, "a job of 12 months"),
    (_pupil, Delay.ASSIDUITE, "attendance seen again on 16/03/2026"),
    (lambda: cases.exempt(born_on=date(2008, 3, 1)), Delay.REVISION_EXEMPTION, "reviewed on 16/03/2026"),
    (lambda: cases.told(born_on=date(2008, 3, 20), posted=True), Delay.ACCUSE_DEPARTEMENT, "asked for on 26/03/2026"),
]


@pytest.mark.parametrize(("build", "slug", "why"), OUTLIVING, ids=[str(row[1]) for row in OUTLIVING])
def test_every_delay_cut_short_by_majority_gives_its_last_useful_day(build: Callable[[], Case], slug: Delay, why: str) -> None:
    case = build()
    delay = case.state.open_delay(slug)
    assert delay is not None
    assert last_useful_on(case.state, delay) == case.state.majority_on - timedelta(1)


@pytest.mark.parametrize("slug", [Delay.MAJORITE, Delay.PLI, Delay.CONSERVATION])
def test_majority_cuts_neither_itself_nor_what_concerns_paper(slug: Delay) -> None:
    assert {kind.slug for kind in DELAYS.values() if kind.outlives_majority} >= {slug}
    spared = {kind.slug for kind in DELAYS.values() if kind.outlives_majority}
    # what is promised, or awaited of others, is of a minor: its day is never after majority (`guards.ahead`,
    # `guards.partners`), nor is the age of 16
    before = {Delay.PROMESSE, Delay.SEIZE_ANS, Delay.DEMANDE, Delay.REUNION, Delay.DECISION}
    assert {row[1] for row in OUTLIVING} | spared | before == set(Delay)


def test_a_delay_that_is_over_has_no_last_useful_day() -> None:
    case = cases.opened(born_on=date(2008, 3, 2))
    case.do(ask.Cloturer(Closing.ERREUR), date(2025, 12, 3))
    assert [last_useful_on(case.state, delay) for delay in case.state.delays] == [None] * len(case.state.delays)


def test_an_appointment_after_the_two_months_says_that_the_notice_would_be_late() -> None:
    case = cases.absent()
    late = case.do(ask.Convoquer(rdv(date(2026, 3, 6))), date(2026, 1, 5))
    assert any("tardive" in said for said in late.warnings)
    case.do(ask.Annuler("trop tard"), date(2026, 1, 5))
    in_time = case.do(ask.Convoquer(rdv(date(2026, 3, 5))), date(2026, 1, 5))
    assert in_time.warnings == ()


def test_a_new_cycle_opens_new_two_months() -> None:
    case = cases.absent_again()
    case.do(situation(date(2026, 2, 2), Nature.ACCOMPAGNEMENT), date(2026, 2, 2))
    case.do(ask.Rompre(Breach.ABANDON), date(2026, 4, 1))
    case.do(ask.Convoquer(rdv(date(2026, 4, 30))), date(2026, 4, 2))
    cases.post(case, date(2026, 4, 2))
    assert _two_months(case)[0] == date(2026, 4, 2)
    assert case.state.effective_convocation(date(2026, 4, 29)) is None  # the absence of the first cycle is settled


def test_the_calendar_is_that_of_the_territory() -> None:
    alsace = rules(calendar=WorkCalendar("alsace_moselle"))
    case = Case(rules=alsace)
    case.do(ask.Ouvrir(case.born_on, Source.SIEI, date(2025, 9, 26)), date(2025, 12, 1))
    assert _running(case, Delay.PREMIER_ENTRETIEN).dates.legal_on == date(2025, 12, 29)


def test_a_notice_that_leaves_ends_the_two_months_that_its_posting_moves() -> None:
    """Its posting noted again after a letter of the convocation came back: the two months move, and end at once."""
    case = cases.absent_again(rules=rules(depart_date="presentation"))
    case.do(ask.Transmettre("Camille Renard"), date(2026, 2, 24))
    posting = cases.post(case, date(2026, 2, 24))
    summons = case.state.mailings[-2]
    back = ask.EnregistrerRetour(summons.act_n, summons.letters, LetterState.DISTRIBUE, date(2026, 1, 7))
    case.do(back, date(2026, 2, 25))
    case.do(ask.Corriger(posting.n, "mal noté"), date(2026, 2, 26))
    case.do(posting.request, date(2026, 2, 25), today=date(2026, 2, 26))
    assert case.state.open_delay(Delay.DEPARTEMENT) is None


def test_a_notice_whose_posting_is_noted_again_does_not_ask_for_the_answer_that_came() -> None:
    """What the département answered, it answered: whichever day or mode the posting really had."""
    case = cases.absent_again()
    case.do(ask.Transmettre("Camille Renard"), date(2026, 2, 24))
    posting = cases.post(case, date(2026, 2, 24))
    assert case.state.open_delay(Delay.ACCUSE_DEPARTEMENT) is not None
    case.do(ask.EnregistrerReponse(Answer.ACCUSE), date(2026, 3, 2))
    case.do(ask.Corriger(posting.n, "mal noté"), date(2026, 3, 3))
    case.do(posting.request, date(2026, 2, 25), today=date(2026, 3, 3))
    assert case.state.open_delay(Delay.ACCUSE_DEPARTEMENT) is None
