"""Hours proposed for several interviews: who must be received first first, families together, nobody twice."""

from __future__ import annotations

from datetime import date, time

import pytest

from house import desk
from ofworkflow.procedure.appointments import Leave
from ofworkflow.procedure.slots import Slot as Hour
from ofworkflow.procedure.slots import Wanted, propose

MONDAY, TUESDAY, WEDNESDAY = date(2026, 12, 14), date(2026, 12, 15), date(2026, 12, 16)
FAR = date(2027, 5, 14)
NINE, QUARTER_TO_TEN, HALF_PAST_TEN = time(9), time(9, 45), time(10, 30)


def rules(*hours: str, salles: tuple[str, ...] = ()) -> object:
    return desk(date(2026, 12, 1), ouverture=hours or ("lundi-vendredi 9:00-12:00",), salles=salles).rules


def wanted(key: int, *, household: int = 0, counsellor: str = "C", **days: date) -> Wanted:
    given = {"from_on": MONDAY, "before": FAR, "due_on": FAR} | days
    return Wanted(key, household or key, counsellor, **given)


def given(*asked: Wanted, hours: tuple[str, ...] = (), salles: tuple[str, ...] = (), **known: object) -> dict[int, Hour]:
    placed = propose(asked, rules(*hours, salles=salles), place="ici", **known)  # type: ignore[arg-type]
    return {key: Hour(slot.le, slot.heure) if slot.lieu == "ici" else slot for key, slot in placed.items()}


def test_the_nearest_legal_end_is_served_first_then_majority_then_the_number() -> None:
    found = given(wanted(1), wanted(2, before=date(2027, 1, 2)), wanted(3, due_on=TUESDAY), wanted(4, before=date(2027, 1, 2)))
    assert sorted(found, key=found.__getitem__) == [3, 2, 4, 1]
    assert [found[n][1] for n in (3, 2, 4, 1)] == [NINE, QUARTER_TO_TEN, HALF_PAST_TEN, time(11, 15)]


@pytest.mark.parametrize(
    ("days", "on"),
    [
        ({}, MONDAY),
        ({"from_on": WEDNESDAY}, WEDNESDAY),  # not before the notice is over
        ({"from_on": date(2026, 12, 19)}, date(2026, 12, 21)),  # a Saturday: the Monday after
        ({"from_on": date(2026, 12, 25)}, date(2026, 12, 28)),  # a holiday, then Sunday
        ({"before": TUESDAY}, MONDAY),  # the eve of majority
        ({"before": MONDAY}, None),  # of age that day
        ({"due_on": date(2026, 12, 1)}, MONDAY),  # late already: as soon as may be
    ],
)
def test_a_day_respects_the_notice_the_calendar_and_majority(days: dict[str, date], on: date | None) -> None:
    assert given(wanted(1, **days)).get(1, (None,))[0] == on


def test_brothers_and_sisters_come_at_one_hour_of_which_nobody_else_has_any() -> None:
    found = given(wanted(1, household=7), wanted(2), wanted(3, household=7, from_on=TUESDAY))
    assert found[1] == found[3] == Hour(TUESDAY, NINE)
    assert found[2] == Hour(MONDAY, NINE)


def test_who_would_be_late_by_waiting_for_a_brother_comes_alone() -> None:
    found = given(wanted(1, household=7, due_on=MONDAY), wanted(2, household=7, from_on=WEDNESDAY))
    assert found == {1: Hour(MONDAY, NINE), 2: Hour(WEDNESDAY, NINE)}


def test_who_is_of_age_before_the_others_may_come_comes_alone() -> None:
    found = given(wanted(1, household=7, before=TUESDAY, due_on=TUESDAY), wanted(2, household=7, from_on=WEDNESDAY))
    assert found == {1: Hour(MONDAY, NINE), 2: Hour(WEDNESDAY, NINE)}


@pytest.mark.parametrize(
    ("days", "at"),
    [
        ({}, Hour(TUESDAY, HALF_PAST_TEN)),
        ({"from_on": WEDNESDAY}, Hour(WEDNESDAY, NINE)),  # too soon for this one
        ({"due_on": MONDAY}, Hour(MONDAY, NINE)),  # too late for this one
        ({"before": TUESDAY}, Hour(MONDAY, NINE)),
    ],
)
def test_the_hour_of_a_brother_who_is_expected_already_is_shared_where_it_suits(days: dict[str, date], at: Hour) -> None:
    hour = Hour(TUESDAY, HALF_PAST_TEN, "ici")
    assert given(wanted(1, household=7, **days), busy=[("C", hour)], expected={7: [hour]}) == {1: at}


def test_an_hour_is_given_once_by_counsellor() -> None:
    found = given(wanted(1), wanted(2), wanted(3, counsellor="D"), busy=[("C", Hour(MONDAY, NINE)), ("D", Hour(TUESDAY, NINE))])
    assert found == {1: Hour(MONDAY, QUARTER_TO_TEN), 2: Hour(MONDAY, HALF_PAST_TEN), 3: Hour(MONDAY, NINE)}


def test_a_family_of_two_counsellors_comes_when_both_are_free() -> None:
    busy = [("C", Hour(MONDAY, NINE)), ("D", Hour(MONDAY, QUARTER_TO_TEN))]
    found = given(wanted(1, household=7), wanted(2, household=7, counsellor="D"), busy=busy)
    assert found == {1: Hour(MONDAY, HALF_PAST_TEN), 2: Hour(MONDAY, HALF_PAST_TEN)}


def test_a_house_that_wrote_no_opening_hours_is_proposed_none() -> None:
    assert propose([wanted(1)], desk(date(2026, 12, 1), ouverture=()).rules) == {}


def test_an_hour_that_the_clocks_skip_is_never_proposed() -> None:
    """On 28/03/2027 the clocks of Paris go from two to three."""
    night = given(wanted(1, from_on=date(2027, 3, 28)), hours=("dimanche 2:00-5:00",))
    assert night == {1: Hour(date(2027, 3, 28), time(3, 30))}


def test_a_leave_is_worked_around_and_only_its_counsellor_s() -> None:
    away = [Leave("C", MONDAY, TUESDAY)]
    assert given(wanted(1), wanted(2, counsellor="D"), away=away) == {1: Hour(WEDNESDAY, NINE), 2: Hour(MONDAY, NINE)}


def test_a_room_holds_one_interview_at_a_time_whoever_receives() -> None:
    two = [wanted(n, counsellor=f"C{n}") for n in (1, 2, 3)]
    busy = [("D", Hour(MONDAY, time(9, 30), "Bureau 2, ici"))]  # until 10:15: meets nine and a quarter to ten
    placed = given(*two, salles=("bureau 1", "bureau 2"), busy=busy)
    assert [(s.heure, s.lieu) for s in placed.values()] == [
        (NINE, "bureau 1, ici"), (QUARTER_TO_TEN, "bureau 1, ici"), (HALF_PAST_TEN, "bureau 1, ici"),
    ]  # fmt: skip
    assert [s.lieu for s in given(*two[:2], salles=("bureau 1", "bureau 2")).values()] == ["bureau 1, ici", "bureau 2, ici"]
