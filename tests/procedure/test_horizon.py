"""What the night has to do or to say, and on which day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.due import alertes, due_acts
from ofworkflow.procedure.plan import Planned, PlannedAct, PlannedAlerte, plan
from ofworkflow.procedure.vocabulary import Act, Closing, Delay, Excuse, PostMode, Presence, ReportReason, Stage
from ofworkflow.storage.journal_codec import encode
from procedure import cases, stages
from procedure.cases import Case, rdv, rules, situation

PREPARATION = [
    (date(2026, 1, 30), date(2026, 2, 23), "10 days before 05/03/2026"),
    (date(2026, 2, 21), date(2026, 2, 23), "the appointment is past on the eve"),
    (date(2026, 2, 22), date(2026, 2, 23), "the appointment is past on the morrow, the same day"),
    (date(2026, 2, 23), date(2026, 2, 23), "the appointment is that very day"),
    (date(2026, 2, 24), date(2026, 2, 24), "the appointment is later"),
    (date(2026, 3, 20), date(2026, 3, 20), "an appointment after the end: late"),
]


@pytest.mark.parametrize(("appointment", "due_on", "why"), PREPARATION, ids=[row[-1] for row in PREPARATION])
def test_the_notice_is_prepared_ten_days_before_the_end_once_the_appointment_is_past(
    appointment: date, due_on: date, why: str
) -> None:
    case = cases.absent()
    case.do(ask.Convoquer(rdv(appointment), malgre="essai"), date(2026, 1, 5))
    cases.post(case, date(2026, 1, 5))
    assert [due.request.act for due in due_acts(case.state, case.rules)] == [Act.CLOTURER], "the outcome is missing"
    case.do(ask.ConstaterAbsence(), appointment)
    [preparation, _] = due_acts(case.state, case.rules)
    assert (preparation.request, preparation.due_on, preparation.done_on) == (ask.PreparerTransmission(), due_on, due_on)


@pytest.mark.parametrize(("before", "due_on"), [(0, date(2026, 3, 5)), (10, date(2026, 2, 23)), (60, date(2026, 1, 30))])
def test_the_house_sets_how_long_before(before: int, due_on: date) -> None:
    case = cases.absent_again(rules=rules(preparation_avant_terme=before))  # absent on the appointment's day, 30/01
    assert case.night(date(2026, 12, 31))[0].done_on == due_on


@pytest.mark.parametrize("stage", [Stage.CONVOCATION, Stage.CARENCE, Stage.SUIVI])
def test_the_two_months_bring_the_notice_whatever_came_meanwhile(stage: Stage) -> None:
    case = cases.absent_again()
    if stage is Stage.CONVOCATION:
        case.do(ask.Justifier(Excuse.SCOLAIRE), date(2026, 2, 2))
    elif stage is Stage.SUIVI:
        case.do(ask.Recevoir(Presence.LES_DEUX), date(2026, 2, 2))
    assert case.state.stage is stage
    [done] = case.night(date(2026, 2, 28))
    assert (done.done_on, case.state.stage) == (date(2026, 2, 23), Stage.TRANSMISSION)


def test_the_night_never_presumes_an_absence() -> None:
    case = cases.summoned()
    assert case.night(date(2026, 12, 31)) == []
    assert case.state.stage is Stage.ENTRETIEN


def test_an_unposted_convocation_prepares_nothing_and_warns_of_nothing() -> None:
    case = cases.summoned_again(posted_on=None)
    assert [d.request.act for d in due_acts(case.state, case.rules)] == [Act.CLOTURER]
    assert Delay.DEPARTEMENT not in {w.delay.slug for w in alertes(case.state, {})}


def test_an_appointment_that_we_moved_prepares_nothing() -> None:
    case = cases.summoned_again()
    case.do(ask.Reporter(rdv(date(2026, 2, 27)), ReportReason.INDISPONIBILITE_STRUCTURE), date(2026, 1, 29))
    assert [d.request.act for d in due_acts(case.state, case.rules)] == [Act.CLOTURER]
    cases.post(case, date(2026, 1, 29))
    assert [d.request.act for d in due_acts(case.state, case.rules)] == [Act.CLOTURER]
    case.do(ask.ConstaterAbsence(), date(2026, 3, 2))  # noted late: the notice is due at once
    assert due_acts(case.state, case.rules)[0].done_on == date(2026, 3, 2)


def test_what_was_noted_after_the_last_day_of_the_night_makes_no_notice_of_the_day_before() -> None:
    """The absence of 30/01 noted on 27/02, four nights after the notice would have been prepared without it."""
    case = cases.summoned_again()
    assert case.night(date(2026, 2, 27)) == []
    case.do(ask.ConstaterAbsence(), date(2026, 2, 27))
    [prepared] = case.night(date(2026, 2, 27))
    assert (prepared.request, prepared.done_on) == (ask.PreparerTransmission(), date(2026, 2, 27))


def test_an_appointment_to_come_is_still_asked_about_once_the_notice_is_prepared() -> None:
    case = cases.absent_again()
    case.do(ask.Reporter(rdv(date(2026, 3, 2)), ReportReason.NOUVELLE_CONVOCATION), date(2026, 2, 5))
    cases.post(case, date(2026, 2, 5))
    assert [d.done_on for d in case.night(date(2026, 2, 28))] == [date(2026, 2, 23)]
    assert case.state.open_delay(Delay.ISSUE) is not None


ALERTES: list[tuple[Callable[[], Case], Delay, list[tuple[date, int]]]] = [
    (cases.opened, Delay.PREMIER_ENTRETIEN,
     [(date(2026, 1, 31), 30), (date(2026, 2, 23), 7), (date(2026, 3, 1), 1), (date(2026, 3, 3), -1)]),
    (cases.opened, Delay.MAJORITE, [(date(2027, 4, 14), 30)]),
    (cases.summoned, Delay.ISSUE, [(date(2025, 12, 16), 0)]),
    (cases.absent, Delay.JUSTIFICATION, [(date(2025, 12, 23), -1)]),  # « seconde convocation à envoyer »
    (cases.absent_again, Delay.DEPARTEMENT,
     [(date(2026, 2, 4), 29), (date(2026, 2, 19), 14), (date(2026, 2, 26), 7), (date(2026, 3, 4), 1), (date(2026, 3, 6), -1)]),
    (cases.compliant, Delay.FIN_SITUATION, [(date(2026, 11, 15), 30), (date(2026, 11, 30), 15)]),
    (cases.exempt, Delay.REVISION_EXEMPTION, [(date(2026, 3, 1), 15)]),
    (lambda: cases.told(posted=True), Delay.ACCUSE_DEPARTEMENT, [(date(2026, 3, 26), 0)]),
]  # fmt: skip


@pytest.mark.parametrize(("build", "slug", "days"), ALERTES, ids=[row[1] for row in ALERTES])
def test_alertes_fall_on_their_days(build: Callable[[], Case], slug: Delay, days: list[tuple[date, int]]) -> None:
    """Procedure, section 5: elapsed days since the departure, days left before the legal end, the morrow of it."""
    assert [(w.on, w.days_left) for w in alertes(build().state, {}) if w.delay.slug is slug] == days


def test_a_registered_letter_is_asked_after_15_days_then_40() -> None:
    """CPCE R. 1-1-6 and R. 2-3."""
    case = cases.opened()
    case.do(ask.Convoquer(rdv(date(2026, 2, 20))), date(2025, 12, 2))
    cases.post(case, date(2025, 12, 2), mode=PostMode.RECOMMANDE)
    assert [w.on for w in alertes(case.state, {}) if w.delay.slug is Delay.PLI] == [date(2025, 12, 17), date(2026, 1, 11)]


def test_a_short_situation_is_not_said_to_end_before_it_begins() -> None:
    case = cases.followed()
    case.do(situation(date(2025, 12, 16), fin=date(2026, 1, 5)), date(2025, 12, 16))
    assert [w.on for w in alertes(case.state, {}) if w.delay.slug is Delay.FIN_SITUATION] == [date(2025, 12, 21)]


GIVEN = [
    (None, 5, "nothing said yet"),
    (date(2026, 2, 3), 5, "the eve of the first"),
    (date(2026, 2, 4), 4, "the first"),
    (date(2026, 2, 25), 3, "the eve of the third"),
    (date(2026, 3, 6), 0, "the last"),
]


@pytest.mark.parametrize(("last", "left", "why"), GIVEN, ids=[row[-1] for row in GIVEN])
def test_an_alerte_given_is_not_given_again(last: date | None, left: int, why: str) -> None:
    case = cases.absent_again()
    key = next(d.key for d in case.state.open_delays() if d.slug is Delay.DEPARTEMENT)
    assert len([w for w in alertes(case.state, {key: last} if last else {}) if w.delay.key == key]) == left


@pytest.mark.parametrize(
    ("born_on", "acts"),
    [
        (date(2008, 2, 22), [(Act.CLOTURER, date(2026, 2, 22))]),  # of age on the eve of the preparation
        (date(2008, 2, 23), [(Act.CLOTURER, date(2026, 2, 23))]),  # on its day: majority before all else
        (date(2008, 2, 24), [(Act.PREPARER_TRANSMISSION, date(2026, 2, 23)), (Act.CLOTURER, date(2026, 2, 24))]),
    ],
    ids=["eve", "day", "morrow"],
)
def test_majority_comes_before_all_else_on_its_day(born_on: date, acts: list[tuple[Act, date]]) -> None:
    case = cases.absent_again(born_on=born_on)
    assert [(d.request.act, d.done_on) for d in case.night(date(2026, 3, 31))] == acts
    assert encode(case.entries[-1])["demande"]["motif"] == Closing.MAJORITE


@pytest.mark.parametrize("stage", [s for s in Stage if s is not Stage.CLOTURE])
def test_majority_closes_from_every_open_stage(stage: Stage) -> None:
    case = stages.REACHED[stage]()
    eighteen = date(2028, 3, 10) if stage is Stage.ATTENTE else date(2027, 5, 14)
    assert due_acts(case.state, case.rules)[-1].due_on == eighteen
    case.night(eighteen - timedelta(1))
    assert case.state.stage is not Stage.CLOTURE
    case.night(eighteen)
    assert (case.state.stage, case.state.closed_on) == (Stage.CLOTURE, eighteen)


@pytest.mark.parametrize("stage", [s for s in Stage if s is not Stage.CLOTURE])
def test_every_open_dossier_has_a_next_night(stage: Stage) -> None:
    """Invariant 6."""
    case = stages.REACHED[stage]()
    assert list(plan(case.state, case.rules, {}))


def test_the_night_has_nothing_to_do_with_a_closed_dossier() -> None:
    case = cases.closed()
    assert due_acts(case.state, case.rules) == []
    assert list(plan(case.state, case.rules, {})) == []


def test_what_comes_is_told_to_the_end_in_the_order_of_its_days() -> None:
    case = cases.absent_again()
    assert [(planned.on, _named(planned)) for planned in plan(case.state, case.rules, {})] == [
        (date(2026, 1, 31), "premier_entretien 30"),
        (date(2026, 2, 4), "departement 29"),  # 30 days elapsed
        (date(2026, 2, 7), "justification -1"),
        (date(2026, 2, 19), "departement 14"),  # 45 days elapsed
        (date(2026, 2, 23), "preparer_transmission"),  # the act first, then what still runs warns
        (date(2026, 2, 23), "premier_entretien 7"),
        (date(2026, 2, 26), "departement 7"),
        (date(2026, 3, 1), "premier_entretien 1"),
        (date(2026, 3, 3), "premier_entretien -1"),
        (date(2026, 3, 4), "departement 1"),
        (date(2026, 3, 6), "departement -1"),
        (date(2027, 4, 14), "majorite 30"),
        (date(2027, 5, 14), "cloturer"),
    ]


def test_an_alerte_given_is_not_planned_again() -> None:
    case = cases.absent_again()
    told = {delay.key: date(2026, 2, 22) for delay in case.state.open_delays()}
    first = next(plan(case.state, case.rules, told))
    assert (first.on, _named(first)) == (date(2026, 2, 23), "preparer_transmission")


def _named(planned: Planned) -> str:
    if isinstance(planned, PlannedAlerte):
        return f"{planned.alerte.delay.slug} {planned.alerte.days_left}"
    assert isinstance(planned, PlannedAct)
    return str(planned.decision.request.act)


def test_a_preparation_voided_by_a_person_comes_back_dated_after_the_voiding() -> None:
    case = cases.to_transmit()
    case.do(ask.Annuler("on attend"), date(2026, 2, 25))
    [again] = case.night(date(2026, 2, 26))
    assert again.done_on == date(2026, 2, 25)


def test_a_posting_recorded_late_never_sends_the_night_behind_a_person_s_act() -> None:
    """Two envelopes: the second one left first, and is recorded once the absence is; the night must not be refused."""
    case = cases.summoned_again(posted_on=date(2026, 1, 20))
    case.do(ask.ConstaterAbsence(), date(2026, 3, 4))
    cases.post(case, date(2026, 1, 6), n=5, today=date(2026, 3, 5))  # the two months end on 06/03: 24/02 is behind
    [done] = case.night(date(2026, 3, 6))
    assert (done.request.act, done.done_on) == (Act.PREPARER_TRANSMISSION, date(2026, 3, 4))
