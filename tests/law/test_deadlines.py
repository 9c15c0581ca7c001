"""The three dates of a delay, at their edges: each row says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofworkflow.law.calendar import TERRITORIES, UnknownTerritoryError, WorkCalendar
from ofworkflow.law.deadlines import age_on, deadline, in_scope, majority_on
from ofworkflow.law.periods import Days, Months, WorkingDays
from ofworkflow.law.texts import DEPARTEMENT, PREMIER_ENTRETIEN, R114_7, NotInForceError, Version

METROPOLE, ALSACE = WorkCalendar("metropole"), WorkCalendar("alsace_moselle")
DAYS = st.dates(date(2020, 9, 1), date(2045, 12, 31))

TWO_MONTHS = [
    (METROPOLE, date(2026, 1, 5), date(2026, 3, 5), date(2026, 3, 5), date(2026, 3, 5), "same day number"),
    (METROPOLE, date(2025, 12, 31), date(2026, 2, 28), date(2026, 3, 2), date(2026, 2, 27), "no 31 February, a Saturday"),
    (METROPOLE, date(2027, 12, 31), date(2028, 2, 29), date(2028, 2, 29), date(2028, 2, 29), "leap year"),
    (METROPOLE, date(2028, 2, 29), date(2028, 4, 29), date(2028, 5, 2), date(2028, 4, 28), "Saturday, then 1 May"),
    (METROPOLE, date(2025, 10, 25), date(2025, 12, 25), date(2025, 12, 26), date(2025, 12, 24), "Christmas"),
    (ALSACE, date(2025, 10, 25), date(2025, 12, 25), date(2025, 12, 29), date(2025, 12, 24), "and its morrow in Alsace-Moselle"),
    (METROPOLE, date(2026, 2, 6), date(2026, 4, 6), date(2026, 4, 7), date(2026, 4, 3), "Easter Monday, back to Friday"),
    (METROPOLE, date(2026, 6, 30), date(2026, 8, 30), date(2026, 8, 31), date(2026, 8, 28), "30 days of June, a Sunday"),
]


@pytest.mark.parametrize(
    ("calendar", "posted_on", "nominal_on", "legal_on", "internal_on", "why"), TWO_MONTHS, ids=[r[-1] for r in TWO_MONTHS]
)
def test_the_notice_is_due_two_months_after_the_convocation(
    calendar: WorkCalendar, posted_on: date, nominal_on: date, legal_on: date, internal_on: date, why: str
) -> None:
    """R. 114-7, counted as CPC 641 and 642 say."""
    found = deadline(DEPARTEMENT, starts_on=posted_on, calendar=calendar)
    assert (found.nominal_on, found.legal_on, found.internal_on) == (nominal_on, legal_on, internal_on)


@pytest.mark.parametrize("rule", [DEPARTEMENT, PREMIER_ENTRETIEN])
@given(start=DAYS, later=st.integers(0, 400))
def test_a_later_start_never_gives_an_earlier_end(rule: object, start: date, later: int) -> None:
    first = deadline(rule, starts_on=start, calendar=METROPOLE)  # type: ignore[arg-type]
    second = deadline(rule, starts_on=start + timedelta(later), calendar=METROPOLE)  # type: ignore[arg-type]
    assert first.nominal_on <= second.nominal_on
    assert first.legal_on <= second.legal_on
    assert first.internal_on <= second.internal_on


@given(start=DAYS, territory=st.sampled_from(sorted(TERRITORIES)))
def test_the_legal_and_internal_ends_are_the_nearest_working_days(start: date, territory: str) -> None:
    calendar = WorkCalendar(territory)
    found = deadline(DEPARTEMENT, starts_on=start, calendar=calendar)
    assert found.internal_on <= found.nominal_on <= found.legal_on
    for day in (found.internal_on, found.legal_on):
        assert calendar.is_working(day)
    between = [found.internal_on + timedelta(i) for i in range(1, (found.legal_on - found.internal_on).days)]
    assert all(not calendar.is_working(day) for day in between)


WORKING = [
    (date(2025, 12, 15), 5, date(2025, 12, 22), "Monday to the next Monday"),
    (date(2025, 12, 19), 5, date(2025, 12, 29), "Christmas and a week-end are not counted"),
    (date(2026, 4, 30), 1, date(2026, 5, 4), "1 May, a Friday, then a week-end"),
    (date(2026, 5, 9), 1, date(2026, 5, 11), "from a Saturday, Monday is the first day"),
]


@pytest.mark.parametrize(("start", "count", "end", "why"), WORKING, ids=[r[-1] for r in WORKING])
def test_working_days_are_neither_week_end_nor_holiday(start: date, count: int, end: date, why: str) -> None:
    assert WorkingDays(count).after(start, METROPOLE) == end


def test_a_running_delay_keeps_the_version_in_force_on_its_departure() -> None:
    changed = replace(
        DEPARTEMENT, versions=(*DEPARTEMENT.versions, Version(since=date(2027, 1, 1), length=Months(1), basis=R114_7))
    )  # an invented change of law
    eve = deadline(changed, starts_on=date(2026, 12, 31), calendar=METROPOLE)
    day = deadline(changed, starts_on=date(2027, 1, 1), calendar=METROPOLE)
    assert (eve.nominal_on, eve.version_since) == (date(2027, 2, 28), date(2020, 9, 1))
    assert (day.nominal_on, day.version_since) == (date(2027, 2, 1), date(2027, 1, 1))


def test_before_the_procedure_existed_no_delay_is_computed() -> None:
    with pytest.raises(NotInForceError, match="01/09/2020"):
        deadline(DEPARTEMENT, starts_on=date(2020, 8, 31), calendar=METROPOLE)


BIRTHS = [
    (date(2008, 5, 14), date(2026, 5, 14), "ordinary"),
    (date(2008, 2, 29), date(2026, 2, 28), "29 February: 28 February in a common year"),
    (date(2008, 2, 28), date(2026, 2, 28), "28 February"),
    (date(2008, 12, 31), date(2026, 12, 31), "last day of the year"),
]


@pytest.mark.parametrize(("born_on", "major_on", "why"), BIRTHS, ids=[r[-1] for r in BIRTHS])
def test_one_is_of_age_on_the_18th_birthday(born_on: date, major_on: date, why: str) -> None:
    assert majority_on(born_on) == major_on
    eve = major_on - timedelta(1)
    assert (in_scope(born_on, eve), in_scope(born_on, major_on)) == (True, False)
    assert age_on(born_on, eve) == 17


def test_the_scope_begins_on_the_16th_birthday() -> None:
    assert not in_scope(date(2010, 10, 16), date(2026, 10, 15))
    assert in_scope(date(2010, 10, 16), date(2026, 10, 16))


@pytest.mark.parametrize("territory", sorted(TERRITORIES))
def test_every_territory_has_its_own_holidays(territory: str) -> None:
    assert WorkCalendar(territory).why_not_working(date(2026, 5, 1))
    assert WorkCalendar(territory).is_working(date(2026, 5, 5))


def test_an_unknown_territory_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownTerritoryError, match="alsace_moselle"):
        WorkCalendar("mars")


def test_days_may_be_counted_back() -> None:
    assert Days(-10).after(date(2026, 3, 5), METROPOLE) == date(2026, 2, 23)
