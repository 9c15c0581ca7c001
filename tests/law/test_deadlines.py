"""The three dates of a delay, at their edges: each row says why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofworkflow.law.calendar import TERRITORIES, WorkCalendar
from ofworkflow.law.deadlines import deadline, fixed_deadline, house_deadline
from ofworkflow.law.periods import Days, Months, Period, WorkingDays
from ofworkflow.law.texts import DEPARTEMENT, PLI_GARDE, PREMIER_ENTRETIEN, Rule

METROPOLE, ALSACE = WorkCalendar("metropole"), WorkCalendar("alsace_moselle")
DAYS = st.dates(date(2020, 9, 1), date(2045, 12, 31))
PLACES = st.sampled_from(sorted(TERRITORIES)).map(WorkCalendar)

TWO_MONTHS = [
    (METROPOLE, date(2026, 1, 5), date(2026, 3, 5), date(2026, 3, 5), date(2026, 3, 5), "same day number"),
    (METROPOLE, date(2025, 12, 31), date(2026, 2, 28), date(2026, 3, 2), date(2026, 2, 27), "no 31 February, a Saturday"),
    (METROPOLE, date(2027, 12, 31), date(2028, 2, 29), date(2028, 2, 29), date(2028, 2, 29), "leap year"),
    (METROPOLE, date(2028, 2, 29), date(2028, 4, 29), date(2028, 5, 2), date(2028, 4, 28), "Saturday, then 1 May"),
    (METROPOLE, date(2025, 10, 25), date(2025, 12, 25), date(2025, 12, 26), date(2025, 12, 24), "Christmas"),
    (ALSACE, date(2025, 10, 25), date(2025, 12, 25), date(2025, 12, 29), date(2025, 12, 24), "and its morrow in Alsace-Moselle"),
    (METROPOLE, date(2026, 2, 6), date(2026, 4, 6), date(2026, 4, 7), date(2026, 4, 3), "Easter Monday, back to Friday"),
    (
        ALSACE,
        date(2026, 2, 6),
        date(2026, 4, 6),
        date(2026, 4, 7),
        date(2026, 4, 2),
        "back to Thursday where Good Friday is kept",
    ),
    (METROPOLE, date(2026, 6, 30), date(2026, 8, 30), date(2026, 8, 31), date(2026, 8, 28), "30 days of June, a Sunday"),
    (METROPOLE, date(2025, 11, 1), date(2026, 1, 1), date(2026, 1, 2), date(2025, 12, 31), "1 January: back to another year"),
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
    assert (found.basis, found.length, found.version_since) == ("R. 114-7", "2 mois", date(2020, 9, 1))


THREE_MONTHS = [
    (date(2025, 12, 1), date(2026, 3, 1), date(2026, 3, 2), date(2026, 2, 27), "a Sunday"),
    (date(2025, 11, 30), date(2026, 2, 28), date(2026, 3, 2), date(2026, 2, 27), "no 30 February, a Saturday"),
    (date(2026, 2, 14), date(2026, 5, 14), date(2026, 5, 15), date(2026, 5, 13), "Ascension Day"),
    (date(2026, 2, 25), date(2026, 5, 25), date(2026, 5, 26), date(2026, 5, 22), "Whit Monday"),
]


@pytest.mark.parametrize(
    ("reported_on", "nominal_on", "legal_on", "internal_on", "why"), THREE_MONTHS, ids=[r[-1] for r in THREE_MONTHS]
)
def test_the_first_interview_is_due_three_months_after_the_school_s_report(
    reported_on: date, nominal_on: date, legal_on: date, internal_on: date, why: str
) -> None:
    """L. 313-8."""
    found = deadline(PREMIER_ENTRETIEN, starts_on=reported_on, calendar=METROPOLE)
    assert (found.nominal_on, found.legal_on, found.internal_on) == (nominal_on, legal_on, internal_on)


@given(rule=st.sampled_from([DEPARTEMENT, PREMIER_ENTRETIEN, PLI_GARDE]), start=DAYS, later=st.integers(0, 400), calendar=PLACES)
def test_a_later_start_never_gives_an_earlier_end(rule: Rule, start: date, later: int, calendar: WorkCalendar) -> None:
    first = deadline(rule, starts_on=start, calendar=calendar)
    second = deadline(rule, starts_on=start + timedelta(later), calendar=calendar)
    assert first.nominal_on <= second.nominal_on
    assert first.legal_on <= second.legal_on
    assert first.internal_on <= second.internal_on


@given(
    length=st.one_of(st.builds(Days, st.integers(0, 60)), st.builds(WorkingDays, st.integers(0, 20)), st.builds(Months, st.integers(0, 24))),
    start=DAYS,
    later=st.integers(0, 60),
)  # fmt: skip
def test_a_later_start_never_gives_an_earlier_end_to_a_habit_of_the_house(length: Period, start: date, later: int) -> None:
    first = house_deadline(length, starts_on=start, calendar=METROPOLE, basis="maison")
    second = house_deadline(length, starts_on=start + timedelta(later), calendar=METROPOLE, basis="maison")
    assert first.legal_on <= second.legal_on


@given(start=DAYS, calendar=PLACES)
def test_the_legal_end_is_worked_and_not_before_the_nominal_one_and_the_internal_one_not_after(
    start: date, calendar: WorkCalendar
) -> None:
    found = deadline(DEPARTEMENT, starts_on=start, calendar=calendar)
    assert found.internal_on <= found.nominal_on <= found.legal_on
    assert calendar.is_working(found.legal_on)
    assert calendar.is_working(found.internal_on)
    if calendar.is_working(found.nominal_on):
        assert found.internal_on == found.nominal_on == found.legal_on


def test_what_the_house_sets_is_moved_by_no_holiday() -> None:
    """30 days after 02/12/2025 is 1 January: a habit of the house, not a term of the law."""
    found = house_deadline(Days(30), starts_on=date(2025, 12, 2), calendar=METROPOLE, basis="maison (accuse_departement)")
    assert found.nominal_on == found.legal_on == found.internal_on == date(2026, 1, 1)
    assert (found.basis, found.version_since) == ("maison (accuse_departement)", None)


def test_a_known_end_is_kept_as_it_is_given() -> None:
    found = fixed_deadline(date(2026, 2, 28), starts_on=date(2025, 12, 16), basis="L. 114-1")
    assert found.nominal_on == found.legal_on == found.internal_on == date(2026, 2, 28)  # a Saturday
    assert found.length == "jusqu'au 28/02/2026"
