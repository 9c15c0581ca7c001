"""Breakdowns put together again: a crossed table adds up both ways, turned or not."""

from __future__ import annotations

from datetime import date

from ofworkflow.statistics.figures import FigureLine, Figures
from ofworkflow.statistics.indicators.kinds import Duration
from ofworkflow.statistics.indicators.standing import Standing
from ofworkflow.statistics.modalities import By
from ofworkflow.statistics.tables import added, cross, turned

CUT = (By.SEXE, By.AGE)


def line(sexe: str, age: str, population: int, days: dict[int, int]) -> FigureLine:
    return FigureLine((sexe, age), {Standing.POPULATION: population}, {Duration.INTERVIEW_DAYS: days})


LINES = (line("F", "16", 1, {5: 1}), line("F", "17", 2, {}), line("M", "16", 3, {5: 2, 9: 1}), line("M", "17", 4, {}))
FIGURES = Figures(date(2026, 1, 1), date(2026, 12, 31), added((), LINES), {CUT: LINES})


def people(found: FigureLine) -> int:
    return found.counts[Standing.POPULATION]


def test_lines_are_added_measure_by_measure_and_their_durations_put_together():
    total = added((), LINES)
    assert people(total) == 10
    assert total.durations[Duration.INTERVIEW_DAYS] == {5: 3, 9: 1}
    assert total.figure("I11-mediane").value == 5


def test_a_crossed_table_adds_up_by_row_and_by_column():
    table = cross(FIGURES, CUT)
    assert (table.rows, table.columns) == (("F", "M"), ("16", "17"))
    assert {row: people(table.of_row[row]) for row in table.rows} == {"F": 3, "M": 7}
    assert {column: people(table.of_column[column]) for column in table.columns} == {"16": 4, "17": 6}
    assert people(table.cells["M", "16"]) == 3


def test_a_table_turned_says_the_same():
    table = cross(FIGURES, CUT)
    other = turned(table)
    assert (other.cut, other.rows, other.columns) == ((By.AGE, By.SEXE), table.columns, table.rows)
    assert other.cells["16", "M"] is table.cells["M", "16"]
    assert (other.of_row, other.of_column, turned(other)) == (table.of_column, table.of_row, table)
