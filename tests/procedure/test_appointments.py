"""What stands in the way of an appointment is said before anything is made; a reason goes beyond, and is kept."""

from __future__ import annotations

from datetime import date, time

import pytest

from ofworkflow.law.calendar import WorkCalendar
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.appointments import Taken, first_open, obstacles, opening_hours
from ofworkflow.procedure.case import RendezVous
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.vocabulary import ReportReason
from procedure import cases
from procedure.cases import rdv, rules

HOUSE = rules()
FRIDAY = date(2026, 1, 16)
TAKEN = Taken("2026-0002", RendezVous(FRIDAY, time(14), "ici"), frozenset({"martin rose"}))


@pytest.mark.parametrize(
    ("on", "at", "said", "why"),
    [
        (FRIDAY, time(9), "", "opens at nine"),
        (FRIDAY, time(8, 59), "hors des heures d'ouverture", "a minute before"),
        (FRIDAY, time(11, 59), "", "begins before noon"),
        (FRIDAY, time(12), "hors des heures d'ouverture", "closed at noon"),
        (FRIDAY, time(13, 30), "", "opens again"),
        (FRIDAY, time(17), "hors des heures d'ouverture", "closed at five"),
        (date(2026, 1, 17), time(14), "hors des heures d'ouverture", "a Saturday"),
        (date(2026, 1, 18), time(14), "est un dimanche", "a Sunday"),
        (date(2026, 5, 1), time(14), "est férié (Fête du Travail)", "a holiday"),
        (date(2026, 8, 15), time(14), "est férié (Assomption)", "a holiday on a Saturday"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_day_and_an_hour_suit_or_not(on: date, at: time, said: str, why: str) -> None:
    found = obstacles(RendezVous(on, at, "ici"), HOUSE)
    assert len(found) == bool(said), why
    assert said in "".join(found)


@pytest.mark.parametrize(
    ("calendar", "closed"),
    [
        (WorkCalendar("alsace_moselle", customary=False), False),
        (
            WorkCalendar("alsace_moselle", customary=False, good_friday=True),
            True,
        ),  # the commune has a Protestant church or a mixed one
        (WorkCalendar("guadeloupe"), True),
        (WorkCalendar("guadeloupe", customary=False), False),  # a house that works on the customary days
        (WorkCalendar("metropole"), False),
    ],
)
def test_good_friday_is_the_territory_s_and_the_commune_s(calendar: WorkCalendar, closed: bool) -> None:
    found = obstacles(RendezVous(date(2026, 4, 3), time(14), "ici"), rules(calendar=calendar))
    assert bool(found) is closed


def test_a_house_open_on_saturdays_says_nothing_of_them_but_of_a_holiday() -> None:
    house = rules(ouverture=("samedi 9:00-12:00",))
    assert not obstacles(RendezVous(date(2026, 1, 17), time(10), ""), house)
    assert obstacles(RendezVous(date(2026, 8, 15), time(10), ""), house) == ("le sam. 15/08/2026 est férié (Assomption)",)


@pytest.mark.parametrize(
    ("at", "lieu", "family", "free", "why"),
    [
        (time(14), "ici", frozenset(), False, "the same hour"),
        (time(14, 44), "ici", frozenset(), False, "before the end of a 45 minutes interview"),
        (time(14, 45), "ici", frozenset(), True, "at its end"),
        (time(13, 30), "ici", frozenset(), False, "would not be over when the other comes"),
        (time(14), "ailleurs", frozenset(), False, "another place: a counsellor is in one at a time (issue 16)"),
        (time(14), "ici", frozenset({"martin rose", "martin paul"}), True, "brothers and sisters may be received together"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_two_families_are_not_expected_at_once(at: time, lieu: str, family: frozenset[str], free: bool, why: str) -> None:
    found = obstacles(RendezVous(FRIDAY, at, lieu), HOUSE, (TAKEN,), family=family)
    assert (not found) is free, why
    assert free or "2026-0002" in found[0]


def test_a_reason_goes_beyond_what_stands_in_the_way_and_is_kept() -> None:
    case = cases.opened()
    sunday = rdv(date(2025, 12, 21))
    with pytest.raises(GuardError, match=r"dimanche.*--malgre") as refused:
        case.do(ask.Convoquer(sunday), date(2025, 12, 2))
    assert refused.value.refusal.waived_by == "malgre"
    decision = case.do(ask.Convoquer(sunday, malgre="portes ouvertes"), date(2025, 12, 2))
    assert decision.warnings == ("Le dim. 21/12/2025 est un dimanche ; rendez-vous donné quand même : portes ouvertes.",)
    assert case.entries[-1].request.malgre == "portes ouvertes"


def test_nothing_is_said_of_a_reason_that_was_not_needed() -> None:
    case = cases.opened()
    assert case.do(ask.Convoquer(rdv(date(2025, 12, 15)), malgre="x", motif_preavis="y"), date(2025, 12, 2)).warnings == ()


@pytest.mark.parametrize(
    ("build", "request_", "on"),
    [
        (cases.opened, ask.Convoquer(rdv(date(2025, 12, 4))), date(2025, 12, 2)),
        (cases.summoned, ask.Reporter(rdv(date(2025, 12, 4)), ReportReason.DEMANDE_FAMILLE), date(2025, 12, 2)),
    ],
    ids=["summoned", "moved"],
)
def test_a_short_notice_needs_a_reason_for_no_article_sets_one(build, request_, on) -> None:
    from dataclasses import replace

    case = build()
    with pytest.raises(GuardError, match=r"preavis_premier_entretien.*--motif-preavis.*aucun article"):
        case.do(request_, on)
    decision = case.do(replace(request_, motif_preavis="la famille est d'accord"), on)
    assert "Préavis de 2 jours au lieu de 10 : la famille est d'accord." in decision.warnings


def test_no_reason_announces_an_appointment_once_it_is_past() -> None:
    with pytest.raises(GuardError, match="moins de 10 jours"):
        cases.opened().do(ask.Convoquer(rdv(date(2025, 12, 2)), motif_preavis="accord"), date(2025, 12, 2))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 16), (date(2026, 1, 16), time(14))),
        (date(2026, 1, 17), (date(2026, 1, 19), time(14))),  # after the week-end
        (date(2026, 5, 1), (date(2026, 5, 4), time(14))),  # after a holiday
    ],
)
def test_the_first_open_day_is_what_the_program_proposes(day: date, expected: tuple[date, time]) -> None:
    assert first_open(HOUSE, day) == expected
    assert not obstacles(RendezVous(*expected, ""), HOUSE)


def test_a_house_open_in_the_morning_proposes_a_morning() -> None:
    assert first_open(rules(ouverture=("mardi 8:30-12:00",)), FRIDAY) == (date(2026, 1, 20), time(8, 30))


@pytest.mark.parametrize("line", ["", "lundi", "lundi 12:00-9:00", "lundis 9:00-12:00"])
def test_opening_hours_that_are_none_are_refused(line: str) -> None:
    with pytest.raises(ValueError, match=f"^{line}$"):
        opening_hours((line,))


@pytest.mark.parametrize(
    ("lieu", "at", "family", "free"),
    [
        ("bureau 2, ici", time(14), frozenset(), False),
        ("Bureau 2", time(14, 44), frozenset(), False),
        ("bureau 2, ici", time(14, 45), frozenset(), True),  # at its end
        ("bureau 1, ici", time(14), frozenset(), True),
        ("bureau 21, ici", time(14), frozenset(), True),  # no room of the house
        ("ici", time(14), frozenset(), True),  # no room is named
        ("bureau 2, ici", time(14), frozenset({"martin rose"}), True),  # a family of two counsellors
    ],
)
def test_a_room_holds_one_interview_at_a_time(lieu: str, at: time, family: frozenset[str], free: bool) -> None:
    other = Taken("2026-0002", RendezVous(FRIDAY, time(14), "bureau 2, ici"), frozenset({"martin rose"}), by_another=True)
    reasons = obstacles(RendezVous(FRIDAY, at, lieu), rules(salles=("bureau 1", "bureau 2")), (other,), family=family)
    assert (not reasons) is free
    assert free or "« bureau 2 » est pris à 14 h" in reasons[0]
    assert not obstacles(RendezVous(FRIDAY, at, lieu), HOUSE, (other,))  # a house that counts no room
