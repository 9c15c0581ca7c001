"""What opens, moves and ends a delay; what the night will find."""

from __future__ import annotations

from datetime import date

import pytest

from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import addressees, written_to
from ofworkflow.procedure.horizon import due_acts, next_night_on, warnings
from ofworkflow.procedure.persons import Adresse, RepresentantLegal
from ofworkflow.procedure.replay import replay
from ofworkflow.procedure.vocabulary import (
    Act,
    Authority,
    Breach,
    Closing,
    Delay,
    DelayState,
    Excuse,
    Nature,
    Presence,
    Quality,
    ReportReason,
    Source,
    Stage,
)
from procedure import cases
from procedure.cases import Case, rdv, rules, situation


def _two_months(case: Case) -> tuple[date, date, bool]:
    delay = case.state.open_delay(Delay.DEPARTEMENT)
    assert delay is not None
    return delay.dates.starts_on, delay.dates.legal_on, delay.provisional


def test_the_two_months_are_provisional_until_the_letters_are_posted() -> None:
    case = cases.summoned_again(posted_on=None)
    assert _two_months(case) == (date(2026, 1, 5), date(2026, 3, 5), True)
    cases.post(case, date(2026, 1, 7))
    assert _two_months(case) == (date(2026, 1, 7), date(2026, 3, 9), False)  # 07/03 is a Saturday


def test_the_first_posting_anchors_whatever_the_order_of_recording() -> None:
    case = cases.summoned_again(posted_on=None)
    n = case.entries[-1].n
    cases.post(case, date(2026, 1, 8), n=n)
    cases.post(case, date(2026, 1, 6), n=n, today=date(2026, 1, 9))
    assert _two_months(case)[0] == date(2026, 1, 6)
    cases.post(case, date(2026, 1, 10), n=n)
    assert _two_months(case)[0] == date(2026, 1, 6)


def test_a_change_of_setting_moves_no_running_delay() -> None:
    case = cases.summoned_again(posted_on=None)
    case.rules = rules(depart_date="rendez_vous")
    cases.post(case, date(2026, 1, 7))
    assert _two_months(case)[0] == date(2026, 1, 7)


def test_the_house_may_count_from_the_appointment() -> None:
    case = cases.summoned_again(rules=rules(depart_date="rendez_vous"))
    assert _two_months(case) == (date(2026, 1, 30), date(2026, 3, 30), False)


def test_the_house_may_count_from_the_first_convocation() -> None:
    case = cases.summoned(rules=rules(depart_convocation="premiere_convocation"))
    assert _two_months(case) == (date(2025, 12, 2), date(2026, 2, 2), False)
    case.do(ask.ConstaterAbsence(), date(2025, 12, 15))
    case.do(ask.Convoquer(rdv(date(2026, 1, 20))), date(2025, 12, 29))
    cases.post(case, date(2025, 12, 29))
    assert _two_months(case)[0] == date(2025, 12, 2)


@pytest.mark.parametrize("act", ["reporter", "recevoir", "justifier"])
def test_neither_another_appointment_nor_an_interview_moves_the_two_months(act: str) -> None:
    case = cases.absent_again()
    before = _two_months(case)
    if act == "reporter":
        case.do(ask.Reporter(rdv(date(2026, 2, 28)), ReportReason.NOUVELLE_CONVOCATION), date(2026, 2, 2))
        cases.post(case, date(2026, 2, 2))
    elif act == "recevoir":
        case.do(ask.Recevoir(Presence.LES_DEUX), date(2026, 2, 2))
    else:
        case.do(ask.Justifier(Excuse.SCOLAIRE), date(2026, 2, 2))
    assert _two_months(case) == before


def test_compliance_ends_every_delay_but_majority() -> None:
    case = cases.absent_again()
    case.do(situation(date(2026, 2, 2)), date(2026, 2, 2))
    assert [d.slug for d in case.state.open_delays()] == [Delay.FIN_SITUATION, Delay.MAJORITE]
    ended = {d.slug: d.state for d in case.state.delays if not d.is_open}
    assert ended[Delay.DEPARTEMENT] is DelayState.SANS_OBJET


@pytest.mark.parametrize(("on", "state"), [(date(2026, 3, 5), DelayState.TENUE), (date(2026, 3, 6), DelayState.HORS_DELAI)])
def test_a_notice_after_the_end_is_possible_and_marked(on: date, state: DelayState) -> None:
    case = cases.absent_again()
    case.do(ask.Transmettre("Camille Renard"), on)
    assert next(d for d in case.state.delays if d.slug is Delay.DEPARTEMENT).state is state


def test_the_three_months_run_only_from_the_report_of_a_school() -> None:
    case = Case()
    decision = case.do(ask.Ouvrir(case.born_on, Source.IMILO, date(2025, 12, 1)), date(2025, 12, 1))
    assert [d.slug for d in decision.opens] == [Delay.MAJORITE]


def test_a_delay_that_would_end_after_majority_says_so_when_it_opens() -> None:
    case = Case(born_on=date(2008, 2, 20))
    decision = case.do(ask.Ouvrir(case.born_on, Source.SIEI, date(2025, 12, 1)), date(2025, 12, 1))
    assert any("dernier jour utile le jeu. 19/02/2026" in warning for warning in decision.warnings)


def test_the_term_follows_situations_that_overlap() -> None:
    case = cases.followed()
    case.do(situation(date(2025, 12, 16), Nature.ACCOMPAGNEMENT, fin=date(2026, 6, 30)), date(2025, 12, 16))
    case.do(situation(date(2026, 1, 10), Nature.EMPLOI, fin=date(2026, 2, 28)), date(2026, 1, 10))
    assert due_acts(case.state, case.rules)[0].due_on == date(2026, 7, 1)
    assert case.night(date(2026, 7, 1))[0].request.act is Act.CONSTATER_TERME
    assert case.state.stage is Stage.REPERAGE


def test_reopening_gives_back_the_delays_that_ran() -> None:
    case = cases.absent_again()
    before = {d.key for d in case.state.open_delays()}
    case.do(ask.Cloturer(Closing.ERREUR), date(2026, 2, 1))
    assert [d.slug for d in case.state.open_delays()] == [Delay.CONSERVATION]
    case.do(ask.Rouvrir("mauvais dossier"), date(2026, 2, 2))
    assert (case.state.stage, {d.key for d in case.state.open_delays()}) == (Stage.CARENCE, before)


def test_an_annulled_act_leaves_the_case_as_it_was() -> None:
    case = cases.absent_again()
    before = case.state
    case.do(situation(date(2026, 2, 2)), date(2026, 2, 2))
    case.do(ask.Annuler("mauvais dossier"), date(2026, 2, 2))
    after = case.state
    assert (after.stage, after.delays, after.coverages, after.appointments) == (
        before.stage, before.delays, before.coverages, before.appointments,
    )  # fmt: skip
    assert len(case.entries) == after.last_n  # nothing is removed from the journal


def test_a_later_convocation_of_a_new_cycle_opens_new_two_months() -> None:
    case = cases.absent_again()
    case.do(situation(date(2026, 2, 2)), date(2026, 2, 2))
    case.do(ask.Rompre(Breach.ABANDON), date(2026, 4, 1))
    case.do(ask.Convoquer(rdv(date(2026, 4, 30))), date(2026, 4, 2))
    cases.post(case, date(2026, 4, 2))
    assert _two_months(case)[0] == date(2026, 4, 2)
    assert case.entries[-2].data["declencheur"] == "2"


PREPARATION = [
    (date(2026, 1, 30), date(2026, 2, 23), "10 days before 05/03/2026"),
    (date(2026, 2, 22), date(2026, 2, 23), "the appointment is past on the morrow, the same day"),
    (date(2026, 2, 26), date(2026, 2, 27), "the morrow of a late appointment"),
]


@pytest.mark.parametrize(("appointment", "due_on", "why"), PREPARATION, ids=[row[-1] for row in PREPARATION])
def test_the_notice_is_prepared_ten_days_before_the_end_once_the_appointment_is_past(
    appointment: date, due_on: date, why: str
) -> None:
    case = cases.absent()
    case.do(ask.Convoquer(rdv(appointment)), date(2026, 1, 5))
    cases.post(case, date(2026, 1, 5))
    assert case.night(date(2026, 12, 31))[0].done_on == due_on


def test_an_unposted_convocation_prepares_nothing_and_warns_of_nothing() -> None:
    case = cases.summoned_again(posted_on=None)
    assert [d.request.act for d in due_acts(case.state, case.rules)] == [Act.CLOTURER]
    assert Delay.DEPARTEMENT not in {w.delay.slug for w in warnings(case.state, {})}


def test_warnings_fall_on_their_days() -> None:
    case = cases.absent_again()
    days = [(w.on, w.days_left) for w in warnings(case.state, {}) if w.delay.slug is Delay.DEPARTEMENT]
    assert days == [
        (date(2026, 2, 4), 29),  # 30 days elapsed
        (date(2026, 2, 19), 14),  # 45 days elapsed
        (date(2026, 2, 26), 7),
        (date(2026, 3, 4), 1),
        (date(2026, 3, 6), -1),  # late
    ]


def test_majority_comes_before_all_else_on_its_day() -> None:
    case = cases.absent_again(born_on=date(2008, 2, 23))
    [closing] = case.night(date(2026, 3, 31))
    assert (closing.request, closing.done_on) == (ask.Cloturer(Closing.MAJORITE), date(2026, 2, 23))
    assert next_night_on(case.state, case.rules, {}) is None


def test_a_preparation_voided_by_a_person_comes_back_dated_after_the_voiding() -> None:
    case = cases.absent_again()
    case.night(date(2026, 2, 23))
    case.do(ask.Annuler("on attend"), date(2026, 2, 25))
    [again] = case.night(date(2026, 2, 26))
    assert again.done_on == date(2026, 2, 25)


def test_a_replay_gives_the_same_case_entry_by_entry_or_at_once() -> None:
    case = cases.absent_again()
    assert replay(case.entries) == case.state == replay(list(case.entries))


LILAS, BAC = Adresse("12 rue des Lilas", "", "59130", "Lambersart"), Adresse("3 rue du Bac", "", "59110", "La Madeleine")
MOTHER = RepresentantLegal(Quality.MERE, "DUPONT", "Anne", LILAS, heberge=True)
FATHER = RepresentantLegal(Quality.PERE, "DUPONT", "Marc", BAC)


def test_the_minor_s_letter_goes_with_the_parent_she_lives_with() -> None:
    found = addressees("Léa DUPONT", LILAS, (FATHER, MOTHER))
    assert [(a.role, a.name, a.envelope) for a in found] == [
        ("representant", "Marc DUPONT", 1),
        ("representant", "Anne DUPONT", 2),
        ("jeune", "Léa DUPONT", 2),
    ]


@pytest.mark.parametrize(
    ("authority", "written"),
    [
        (Authority.TITULAIRE, ["Anne", "Marc"]),
        (Authority.RETIREE, ["Anne"]),
        (Authority.DECEDE, ["Anne"]),
        (Authority.EXCLUSIVE, ["Marc"]),
        (Authority.TUTELLE, ["Marc"]),
        (Authority.DELEGATION, ["Marc"]),
    ],
)
def test_a_closed_list_of_grounds_decides_who_is_written_to(authority: Authority, written: list[str]) -> None:
    other = RepresentantLegal(Quality.PERE, "DUPONT", "Marc", BAC, autorite=authority)
    assert [r.prenom for _, r in written_to((MOTHER, other))] == written
