"""How days are counted: code de procédure civile, articles 640 to 642."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofworkflow.law.calendar import WorkCalendar
from ofworkflow.law.periods import Days, Months, Period, WorkingDays, Years, add_months, days_between, read_period

METROPOLE, ALSACE = WorkCalendar("metropole"), WorkCalendar("alsace_moselle")
DAYS = st.dates(date(2020, 9, 1), date(2045, 12, 31))

MONTHS = [
    (date(2026, 1, 5), 2, date(2026, 3, 5), "same day number"),
    (date(2025, 12, 31), 2, date(2026, 2, 28), "31 + two months: last day of a common February"),
    (date(2027, 12, 31), 2, date(2028, 2, 29), "31 + two months: last day of a leap February"),
    (date(2027, 12, 29), 2, date(2028, 2, 29), "29 stays 29 in a leap year"),
    (date(2026, 12, 29), 2, date(2027, 2, 28), "29 becomes 28 in a common year"),
    (date(2026, 2, 28), 2, date(2026, 4, 28), "the end of February is not the end of April"),
    (date(2028, 2, 29), 2, date(2028, 4, 29), "from 29 February"),
    (date(2026, 8, 31), 3, date(2026, 11, 30), "31 + three months: 30 November"),
    (date(2026, 11, 30), 3, date(2027, 2, 28), "over the end of the year"),
    (date(2026, 10, 31), 2, date(2026, 12, 31), "31 stays 31 where the month has one"),
    (date(2026, 3, 31), -1, date(2026, 2, 28), "counted back"),
]


@pytest.mark.parametrize(("start", "count", "end", "why"), MONTHS, ids=[r[-1] for r in MONTHS])
def test_months_keep_the_day_number_or_end_with_the_month(start: date, count: int, end: date, why: str) -> None:
    assert Months(count).after(start, METROPOLE) == add_months(start, count) == end


@given(start=DAYS, count=st.integers(1, 24))
def test_the_month_asked_for_is_the_month_found(start: date, count: int) -> None:
    end = add_months(start, count)
    assert (end.year - start.year) * 12 + end.month - start.month == count
    assert end.day == start.day or (end.day < start.day and (end + timedelta(1)).day == 1)


WORKING = [
    (METROPOLE, date(2025, 12, 15), 5, date(2025, 12, 22), "Monday to the next Monday"),
    (METROPOLE, date(2025, 12, 19), 5, date(2025, 12, 29), "Christmas and a week-end are not counted"),
    (ALSACE, date(2025, 12, 19), 5, date(2025, 12, 30), "one day more in Alsace-Moselle"),
    (METROPOLE, date(2026, 4, 30), 1, date(2026, 5, 4), "1 May, a Friday, then a week-end"),
    (METROPOLE, date(2026, 4, 3), 1, date(2026, 4, 7), "Good Friday to the morrow of Easter Monday"),
    (METROPOLE, date(2026, 5, 9), 1, date(2026, 5, 11), "from a Saturday, Monday is the first day"),
    (METROPOLE, date(2026, 5, 11), 0, date(2026, 5, 11), "none: the day itself"),
]


@pytest.mark.parametrize(("calendar", "start", "count", "end", "why"), WORKING, ids=[r[-1] for r in WORKING])
def test_working_days_are_neither_week_end_nor_holiday(
    calendar: WorkCalendar, start: date, count: int, end: date, why: str
) -> None:
    assert WorkingDays(count).after(start, calendar) == end


@given(start=DAYS, count=st.integers(1, 30))
def test_a_window_of_working_days_holds_that_many_of_them(start: date, count: int) -> None:
    end = WorkingDays(count).after(start, METROPOLE)
    days = [start + timedelta(i) for i in range(1, days_between(start, end) + 1)]
    assert sum(METROPOLE.is_working(day) for day in days) == count
    assert METROPOLE.is_working(end)


def test_the_day_of_departure_never_counts_and_days_may_be_counted_back() -> None:
    assert Days(1).after(date(2026, 2, 28), METROPOLE) == date(2026, 3, 1)
    assert Days(-10).after(date(2026, 3, 5), METROPOLE) == date(2026, 2, 23)
    assert days_between(date(2026, 2, 23), date(2026, 3, 5)) == 10


@pytest.mark.parametrize("start", [date(2026, 3, 28), date(2026, 10, 24)], ids=["spring forward", "fall back"])
def test_a_change_of_clock_moves_no_civil_day(start: date) -> None:
    assert days_between(start, Days(2).after(start, METROPOLE)) == 2


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (Days(1), "1 jour"),
        (Days(15), "15 jours"),
        (WorkingDays(1), "1 jour ouvré"),
        (WorkingDays(5), "5 jours ouvrés"),
        (Months(2), "2 mois"),
        (Years(1), "1 an"),
        (Years(18), "18 ans"),
    ],
)
def test_a_length_is_said_in_french(period: Period, said: str) -> None:
    assert str(period) == said


@pytest.mark.parametrize("count", [1, 5, 18])
@pytest.mark.parametrize("unit", [Days, WorkingDays, Months, Years])
def test_a_written_period_is_read_back(unit: type[Period], count: int) -> None:
    assert read_period(str(unit(count))) == unit(count)


@pytest.mark.parametrize("text", ["jusqu'au 31/08/2026", "", "mois", "deux mois", "2 lunes"])
def test_what_is_no_period_is_read_as_none(text: str) -> None:
    assert read_period(text) is None


@given(start=DAYS, count=st.integers(1, 30), calendar=st.sampled_from([METROPOLE, ALSACE]))
def test_working_days_counted_one_by_one_end_where_the_period_ends(start: date, count: int, calendar: WorkCalendar) -> None:
    days = list(WorkingDays(count).counted(start, calendar))
    assert days[-1].on == WorkingDays(count).after(start, calendar)
    assert [day.on for day in days] == [start + timedelta(i) for i in range(1, len(days) + 1)]
    assert [day.rank for day in days if day.rank] == list(range(1, count + 1))
    assert all((day.rank is None) == (day.why_skipped is not None) for day in days)
