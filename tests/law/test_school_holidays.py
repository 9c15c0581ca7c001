"""School holidays: the official periods of each zone, day by day at their ends; the zone of a département."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from ofworkflow.law.school_holidays import CALENDAR, ZONES, school_holiday, zone_of


@pytest.mark.parametrize(
    ("day", "zones"),
    [
        (date(2026, 2, 6), ""),
        (date(2026, 2, 7), "A"),
        (date(2026, 2, 14), "AB"),
        (date(2026, 2, 22), "ABC"),
        (date(2026, 2, 23), "BC"),  # zone A is back at school
        (date(2026, 3, 8), "C"),
        (date(2026, 3, 9), ""),
        (date(2026, 12, 18), ""),
        (date(2026, 12, 19), "ABC"),
        (date(2027, 1, 3), "ABC"),
        (date(2027, 1, 4), ""),
        (date(2027, 2, 6), "C"),
        (date(2027, 9, 1), ""),
    ],
)
def test_the_zones_that_have_no_school_on_a_day(day: date, zones: str) -> None:
    assert "".join(zone for zone in ZONES if school_holiday(day, zone)) == zones
    assert school_holiday(day, "") == ""


@pytest.mark.parametrize("zone", ZONES)
def test_the_periods_of_a_zone_follow_each_other_begin_on_a_saturday_and_end_on_a_sunday(zone: str) -> None:
    mine = [period for period in CALENDAR if zone in period.zones]
    assert mine == sorted(mine, key=lambda period: period.first)
    assert all(one.last + timedelta(days=20) < other.first for one, other in pairwise(mine) if "pont" not in other.name)
    weeks = [period for period in mine if "vacances" in period.name and "été" not in period.name]
    assert {period.first.weekday() for period in weeks} == {5}
    assert {(period.last - period.first).days + 1 for period in weeks} == {16}
    assert len(mine) == 12  # six a year, two years


@pytest.mark.parametrize(
    ("departements", "zone"),
    [
        ({"59"}, "B"),
        ({"59", "62"}, "B"),
        ({"69"}, "A"),
        ({"75"}, "C"),
        ({"2A"}, ""),
        ({"974"}, ""),
        ({"59", "75"}, ""),
        (set(), ""),
    ],
)
def test_the_zone_is_that_of_all_the_departements(departements: set[str], zone: str) -> None:
    assert zone_of(departements) == zone
