"""Breakdowns put together again: lines added up, and a breakdown by two things as a table with its rows,
columns and totals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from ofworkflow.records import dataclass
from ofworkflow.statistics.figures import FigureLine, Figures
from ofworkflow.statistics.indicators.kinds import Duration, Measure
from ofworkflow.statistics.modalities import Cut


@dataclass(frozen=True, slots=True)
class Cross:
    """A breakdown by two things: the modalities of each in their order, a line for each couple, and their
    totals."""

    cut: Cut
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], FigureLine]
    of_row: Mapping[str, FigureLine]
    of_column: Mapping[str, FigureLine]
    total: FigureLine


def cross(figures: Figures, cut: Cut) -> Cross:
    """Return a breakdown by two things as a table; raise `KeyError` when the figures do not hold it."""
    lines = figures.breakdowns[cut]
    rows, columns = (tuple(dict.fromkeys(line.modality[place] for line in lines)) for place in (0, 1))
    return Cross(
        cut,
        rows,
        columns,
        {(line.modality[0], line.modality[1]): line for line in lines},
        {row: added((row,), (line for line in lines if line.modality[0] == row)) for row in rows},
        {
            column: added((column,), (line for line in lines if line.modality[1] == column))
            for column in columns
        },
        figures.total,
    )


def turned(table: Cross) -> Cross:
    """Return the same table, its rows as columns."""
    cells = {(column, row): line for (row, column), line in table.cells.items()}
    return Cross(
        (table.cut[1], table.cut[0]),
        table.columns,
        table.rows,
        cells,
        table.of_column,
        table.of_row,
        table.total,
    )


def added(modality: tuple[str, ...], lines: Iterable[FigureLine]) -> FigureLine:
    """Return the sum of lines: measures added, durations put together."""
    counts: Counter[Measure] = Counter()
    durations: dict[Duration, Counter[int]] = defaultdict(Counter)
    for line in lines:
        counts.update(line.counts)
        for kind, days in line.durations.items():
            durations[kind].update(days)
    return FigureLine(modality, counts, durations)
