"""Majority and scope: civil days, birth on 29 February included."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofworkflow.law.deadlines import age_on, in_scope, majority_deadline, majority_on

BIRTHS = [
    (date(2008, 5, 14), date(2026, 5, 14), "ordinary"),
    (date(2008, 2, 29), date(2026, 2, 28), "29 February: 28 February in a common year"),
    (date(2008, 2, 28), date(2026, 2, 28), "28 February"),
    (date(2008, 3, 1), date(2026, 3, 1), "1 March, the morrow of a leap day"),
    (date(2010, 2, 28), date(2028, 2, 28), "28 February, of age in a leap year: not on the 29th"),
    (date(2008, 12, 31), date(2026, 12, 31), "last day of the year"),
    (date(2008, 5, 16), date(2026, 5, 16), "a Saturday: no working day moves it"),
    (date(2008, 12, 25), date(2026, 12, 25), "a holiday: nothing moves it"),
]


@pytest.mark.parametrize(("born_on", "major_on", "why"), BIRTHS, ids=[r[-1] for r in BIRTHS])
def test_one_is_of_age_on_the_18th_birthday(born_on: date, major_on: date, why: str) -> None:
    """Code civil 388 and 414: eve, day and morrow."""
    assert majority_on(born_on) == major_on
    eve, morrow = major_on - timedelta(1), major_on + timedelta(1)
    assert [in_scope(born_on, day) for day in (eve, major_on, morrow)] == [True, False, False]
    assert [age_on(born_on, day) for day in (eve, major_on, morrow)] == [17, 18, 18]


@pytest.mark.parametrize(("born_on", "major_on", "why"), BIRTHS, ids=[r[-1] for r in BIRTHS])
def test_majority_as_a_delay_has_three_times_the_same_date(born_on: date, major_on: date, why: str) -> None:
    found = majority_deadline(born_on)
    assert (found.starts_on, found.nominal_on, found.legal_on, found.internal_on) == (born_on, major_on, major_on, major_on)
    assert found.basis == "388 et 414"


SIXTEENTHS = [
    (date(2010, 10, 16), date(2026, 10, 16), "ordinary"),
    (date(2012, 2, 29), date(2028, 2, 29), "29 February, a leap year again sixteen years later"),
    (date(2084, 2, 29), date(2100, 2, 28), "2100 is a common year"),
]


@pytest.mark.parametrize(("born_on", "from_on", "why"), SIXTEENTHS, ids=[r[-1] for r in SIXTEENTHS])
def test_the_scope_begins_on_the_16th_birthday(born_on: date, from_on: date, why: str) -> None:
    """L. 114-1: from 16 to the eve of 18."""
    eve, morrow = from_on - timedelta(1), from_on + timedelta(1)
    assert [in_scope(born_on, day) for day in (eve, from_on, morrow)] == [False, True, True]


@given(born_on=st.dates(date(1990, 1, 1), date(2030, 12, 31)), days=st.integers(0, 9000))
def test_the_scope_is_the_ages_16_and_17(born_on: date, days: int) -> None:
    day = born_on + timedelta(days)
    assert in_scope(born_on, day) is (age_on(born_on, day) in (16, 17))
