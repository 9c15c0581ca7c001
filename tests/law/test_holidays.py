"""Holidays by two other hands: Easter worked out here and lists copied from the code du travail; a library kept by others."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from ofworkflow.law.calendar import TERRITORIES, WorkCalendar
from ofworkflow.law.deadlines import deadline
from ofworkflow.law.holidays import holidays_of
from ofworkflow.law.texts import DEPARTEMENT

YEARS = range(2020, 2061)
UNDER_THE_CODE = sorted(set(TERRITORIES) - {"nouvelle_caledonie", "polynesie_francaise", "wallis_et_futuna"})
# L. 3422-2: the abolition of slavery, day and month.
ABOLITION = {
    "guadeloupe": (27, 5), "guyane": (10, 6), "martinique": (22, 5), "la_reunion": (20, 12), "mayotte": (27, 4),
    "saint_barthelemy": (9, 10), "saint_martin": (28, 5),
}  # fmt: skip


def easter(year: int) -> date:
    """Return Easter Sunday: the anonymous Gregorian computus, by hand."""
    golden, century = year % 19, year // 100
    leaps = century // 4
    moon = (century - leaps - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (moon // 28) * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + leaps) % 7
    offset = moon - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


def legal(territory: str, year: int, *, good_friday: bool = False) -> set[date]:
    """Return the holidays of L. 3133-1, with L. 3422-2 overseas and L. 3134-13 in Alsace-Moselle."""
    sunday = easter(year)
    days = {date(year, month, day) for day, month in ((1, 1), (1, 5), (8, 5), (14, 7), (15, 8), (1, 11), (11, 11), (25, 12))}
    days |= {sunday + timedelta(after) for after in (1, 39, 50)}
    if territory in ABOLITION:
        day, month = ABOLITION[territory]
        days.add(date(year, month, day))
    if territory == "alsace_moselle":
        days.add(date(year, 12, 26))
        if good_friday:
            days.add(sunday - timedelta(2))
    return days


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]


def test_easter_is_where_almanacs_put_it() -> None:
    assert [easter(year) for year in (2024, 2025, 2038, 2049)] == [
        date(2024, 3, 31), date(2025, 4, 20), date(2038, 4, 25), date(2049, 4, 18),
    ]  # fmt: skip


@pytest.mark.parametrize("territory", UNDER_THE_CODE)
def test_a_day_is_a_legal_holiday_when_the_code_says_so(territory: str) -> None:
    calendar = WorkCalendar(territory)
    for year in YEARS:
        expected = {day for day in legal(territory, year) if day.weekday() < 5}
        found = {day for day in days_of(year) if day.weekday() < 5 and not calendar.is_working(day, by_law=True)}
        assert found == expected, year


def test_good_friday_is_legal_where_the_commune_has_a_protestant_church() -> None:
    with_church = WorkCalendar("alsace_moselle", good_friday=True)
    for year in YEARS:
        expected = {day for day in legal("alsace_moselle", year, good_friday=True) if day.weekday() < 5}
        found = {day for day in days_of(year) if day.weekday() < 5 and not with_church.is_working(day, by_law=True)}
        assert found == expected, year


OF_THE_LIBRARY = {
    "metropole": None, "alsace_moselle": "6AE", "guadeloupe": "971", "martinique": "972", "guyane": "973", "la_reunion": "974",
    "mayotte": "976", "saint_barthelemy": "BL", "saint_martin": "MF", "saint_pierre_et_miquelon": "PM", "nouvelle_caledonie": "NC",
    "polynesie_francaise": "PF", "wallis_et_futuna": "WF",
}  # fmt: skip


@pytest.mark.parametrize("territory", sorted(TERRITORIES))
def test_every_holiday_has_the_day_and_the_name_that_the_library_gives(territory: str) -> None:
    # the Monday of Pentecost, a public holiday all the same, is the day of solidarity from 2005 to 2007: the library leaves it out
    for year in (*range(1996, 2005), *range(2008, 2061)):
        theirs = holidays.country_holidays("FR", subdiv=OF_THE_LIBRARY[territory], years=year, language="fr")
        ours = {day: {one.name for one in kept} for day, kept in holidays_of(territory, year).items()}
        assert ours == {day: set(name.split("; ")) for day, name in theirs.items()}, year


CUSTOM = [
    ("martinique", date(2021, 7, 21), "21 July, Victor Schoelcher"),
    ("guadeloupe", date(2021, 7, 21), "21 July, Victor Schoelcher"),
    ("saint_martin", date(2021, 7, 21), "21 July, Victor Schoelcher"),
    ("guadeloupe", date(2021, 3, 11), "mi-Carême"),
    ("guadeloupe", date(2021, 4, 2), "Good Friday"),
    ("alsace_moselle", date(2021, 4, 2), "Good Friday, no Protestant church"),
]


@pytest.mark.parametrize(("territory", "day", "why"), CUSTOM, ids=[f"{row[0]} {row[-1]}" for row in CUSTOM])
def test_a_customary_day_moves_what_the_house_does_never_a_legal_end(territory: str, day: date, why: str) -> None:
    house = WorkCalendar(territory)
    assert house.is_working(day, by_law=True)
    assert not house.is_working(day)
    assert WorkCalendar(territory, customary=False).is_working(day)
    assert WorkCalendar(territory, customary=False, idle_extends=True).is_working(day, by_law=True), "nobody keeps it there"
    assert not WorkCalendar(territory, idle_extends=True).is_working(day, by_law=True)
    assert house.idle(day)
    assert not house.idle(date(day.year, 7, 14)), "a holiday by a text is not idle by habit"


def test_two_months_end_on_the_21_of_july_in_martinique() -> None:
    end = deadline(DEPARTEMENT, starts_on=date(2021, 5, 21), calendar=WorkCalendar("martinique"))
    assert (end.nominal_on, end.legal_on, end.internal_on) == (date(2021, 7, 21), date(2021, 7, 21), date(2021, 7, 20))
