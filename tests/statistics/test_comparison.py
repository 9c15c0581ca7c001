"""Two periods side by side: the difference in numbers, in points, in days; nothing where there is nothing to compare."""

from __future__ import annotations

from datetime import date

import pytest

from ofworkflow.statistics.comparison import FigureGap, compare
from ofworkflow.statistics.figures import FigureLine, Figures
from ofworkflow.statistics.indicators.catalogue import BY_MEASURE, INDICATORS
from ofworkflow.statistics.indicators.kinds import Duration


def figures(days: dict[int, int] | None = None, **counts: int) -> Figures:
    total = FigureLine(
        (), {BY_MEASURE[name].measure: count for name, count in counts.items()}, {Duration.INTERVIEW_DAYS: days or {}}
    )
    return Figures(date(2026, 1, 1), date(2026, 12, 31), total, {})


def changes(now: Figures, before: Figures) -> dict[str, FigureGap]:
    return {change.indicator.code: change for change in compare(now, before)}


@pytest.mark.parametrize(
    ("now", "before", "gap", "shown", "arrow"),
    [
        (12, 0, 12, "+12", "↗"),
        (3, 12, -9, "−9", "↘"),
        (5, 5, 0, "=", "="),
        (0, 0, 0, "=", "="),
    ],
)
def test_a_count_differs_by_a_number(now, before, gap, shown, arrow):
    change = changes(figures(opened=now), figures(opened=before))["I1"]
    assert (change.difference, change.shown, change.arrow) == (gap, shown, arrow)


@pytest.mark.parametrize(
    ("now", "before", "gap", "shown"),
    [
        ((97, 198), (80, 180), 4.5, "+4,5 points"),
        ((1, 3), (1, 2), -16.7, "−16,7 points"),
        ((11, 100), (10, 100), 1.0, "+1 point"),
        ((12, 100), (10, 100), 2.0, "+2 points"),
        ((1, 2), (2, 4), 0.0, "="),
        ((9999, 20000), (10000, 20000), 0.0, "="),  # less than a tenth of a point is none, and never « −0 »
        ((0, 0), (1, 2), None, "–"),  # no rate at all on one side
        ((1, 2), (0, 0), None, "–"),
    ],
)
def test_a_rate_differs_by_points(now, before, gap, shown):
    both = [figures(professional=part, followed=whole) for part, whole in (now, before)]
    change = changes(*both)["I8"]
    assert (change.difference, change.shown) == (gap, shown)
    assert str(change.difference) != "-0.0"


def test_a_median_differs_by_days_and_not_when_nothing_was_measured():
    change = changes(figures({40: 3}), figures({35: 1}))["I11-mediane"]
    assert (change.difference, change.shown, change.arrow) == (5, "+5 j", "↗")
    change = changes(figures({40: 3}), figures())["I11-mediane"]
    assert (change.difference, change.shown, change.arrow) == (None, "–", "")


def test_every_indicator_is_compared_in_its_order():
    assert [change.indicator for change in compare(figures(), figures())] == list(INDICATORS)
