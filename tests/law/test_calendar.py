"""Working days of each territory."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofworkflow.errors import OfWorkflowError
from ofworkflow.law.calendar import TERRITORIES, UnknownTerritoryError, WorkCalendar

DAYS = st.dates(date(2020, 9, 1), date(2045, 12, 31))

LOCAL = [
    ("metropole", date(2026, 4, 6), True, "Easter Monday"),
    ("metropole", date(2026, 5, 25), True, "Whit Monday"),
    ("metropole", date(2026, 7, 14), True, "14 July"),
    ("metropole", date(2026, 11, 11), True, "11 November"),
    ("metropole", date(2026, 5, 15), False, "the bridge after Ascension Day is worked"),
    ("metropole", date(2025, 12, 26), False, "26 December is worked"),
    ("alsace_moselle", date(2025, 12, 26), True, "Saint Stephen's day"),
    ("alsace_moselle", date(2026, 4, 3), True, "Good Friday"),
    ("metropole", date(2026, 4, 3), False, "Good Friday is worked elsewhere"),
    ("la_reunion", date(2027, 12, 20), True, "abolition of slavery, 20 December"),
    ("guadeloupe", date(2026, 5, 27), True, "abolition of slavery, 27 May"),
    ("martinique", date(2026, 5, 22), True, "abolition of slavery, 22 May"),
    ("guyane", date(2026, 6, 10), True, "abolition of slavery, 10 June"),
    ("mayotte", date(2026, 4, 27), True, "abolition of slavery, 27 April"),
    ("metropole", date(2026, 4, 27), False, "and no holiday of another territory"),
]


@pytest.mark.parametrize(("territory", "day", "holiday", "why"), LOCAL, ids=[f"{r[0]} {r[-1]}" for r in LOCAL])
def test_each_territory_keeps_its_own_holidays(territory: str, day: date, holiday: bool, why: str) -> None:
    assert WorkCalendar(territory).is_working(day) is not holiday


@pytest.mark.parametrize("territory", sorted(TERRITORIES))
def test_every_territory_has_a_calendar(territory: str) -> None:
    calendar = WorkCalendar(territory)
    assert not calendar.is_working(date(2026, 5, 1))  # Labour day, everywhere
    assert calendar.is_working(date(2026, 5, 5))  # an ordinary Tuesday, everywhere


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2026, 1, 3), "samedi"), (date(2026, 1, 4), "dimanche"), (date(2026, 1, 1), "Jour de l'an"), (date(2026, 1, 5), None)],
)
def test_a_day_that_is_not_worked_says_why_in_french(day: date, said: str | None) -> None:
    assert WorkCalendar().why_not_working(day) == said


@pytest.mark.parametrize("territory", ["mars", "", "Metropole", "57"])
def test_an_unknown_territory_is_refused_in_french_with_the_known_ones(territory: str) -> None:
    with pytest.raises(UnknownTerritoryError) as refused:
        WorkCalendar(territory)
    said = str(refused.value)
    assert f"Le territoire « {territory} » n'est pas connu." in said
    assert all(known in said for known in TERRITORIES)
    assert isinstance(refused.value, OfWorkflowError)


WALKS = [
    (date(2026, 4, 3), date(2026, 4, 3), date(2026, 4, 3), "a working Friday stays"),
    (date(2026, 4, 4), date(2026, 4, 7), date(2026, 4, 3), "Saturday before Easter: over Monday, back to Friday"),
    (date(2026, 4, 6), date(2026, 4, 7), date(2026, 4, 3), "Easter Monday"),
    (date(2026, 5, 1), date(2026, 5, 4), date(2026, 4, 30), "a Friday holiday and its week-end"),
    (date(2025, 12, 25), date(2025, 12, 26), date(2025, 12, 24), "Christmas on a Thursday"),
    (date(2028, 1, 1), date(2028, 1, 3), date(2027, 12, 31), "over the end of the year"),
]


@pytest.mark.parametrize(("day", "following", "preceding", "why"), WALKS, ids=[r[-1] for r in WALKS])
def test_the_nearest_working_days_are_found_over_week_ends_holidays_and_years(
    day: date, following: date, preceding: date, why: str
) -> None:
    calendar = WorkCalendar()
    assert (calendar.next_working(day), calendar.previous_working(day)) == (following, preceding)


@given(day=DAYS, territory=st.sampled_from(sorted(TERRITORIES)))
def test_no_working_day_is_skipped(day: date, territory: str) -> None:
    calendar = WorkCalendar(territory)
    first, last = calendar.previous_working(day), calendar.next_working(day)
    assert first <= day <= last
    assert calendar.is_working(first)
    assert calendar.is_working(last)
    between = [first + timedelta(i) for i in range(1, (last - first).days)]
    assert not any(calendar.is_working(x) for x in between)


def test_every_territory_has_a_name_for_people() -> None:
    assert all(TERRITORIES.values())
    assert len(set(TERRITORIES.values())) == len(TERRITORIES)
