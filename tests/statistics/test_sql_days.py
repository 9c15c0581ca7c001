"""The few computations on dates left to the base say what the law says, on both."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Date, Integer, literal, select

from ofworkflow.law.periods import add_days, add_months, days_between
from ofworkflow.statistics.sql_days import days_from, eve_of, months_after

DAYS = st.dates(date(2019, 1, 1), date(2041, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28)),  # no 30 February
        (date(2027, 11, 30), 3, date(2028, 2, 29)),  # a leap year has its 29th
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2026, 2, 28), 6, date(2026, 8, 28)),  # the day number, not the end of the month
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_months_end_on_the_last_day_of_a_short_month(database, day, months, expected):
    with database.reading() as connection:
        asked = months_after(literal(day, Date), literal(months, Integer))
        assert connection.execute(select(asked)).scalar() == expected


@given(days=st.lists(st.tuples(DAYS, DAYS, st.integers(0, 24)), min_size=1, max_size=40))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_base_counts_days_and_months_as_the_law_does(database, days):
    with database.reading() as connection:
        for first, last, months in days:
            day, other = literal(first, Date), literal(last, Date)
            asked = select(eve_of(day), days_from(day, other), months_after(day, literal(months, Integer)))
            found = connection.execute(asked).one()
            assert tuple(found) == (add_days(first, -1), days_between(first, last), add_months(first, months))
