"""Every measure and every indicator, in their order, and what the rows must say for the masks to hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ofworkflow.statistics.indicators import judging, leaving, meeting, noticing, reaching, standing
from ofworkflow.statistics.indicators.kinds import REPORT_CUTS, Duration, Indicator, Measure, MeasureRow
from ofworkflow.statistics.modalities import Cut

_PARTS = (reaching, standing, noticing, judging, leaving, meeting)

ROWS: tuple[MeasureRow, ...] = tuple(row for part in _PARTS for row in part.MEASURES)
"""What each measure says of itself."""

MEASURES: tuple[Measure, ...] = tuple(row.measure for row in ROWS)
"""Every measure."""

BY_MEASURE: Mapping[str, MeasureRow] = {row.measure: row for row in ROWS}
"""Each row by its measure, or by its name in the base."""

INDICATORS: tuple[Indicator, ...] = tuple(
    sorted((one for part in _PARTS for one in part.INDICATORS), key=lambda one: one.number)
)
"""Every indicator, in the order of their numbers."""

BY_CODE: Mapping[str, Indicator] = {indicator.code: indicator for indicator in INDICATORS}
"""Each indicator by its code."""

CUTS: Mapping[Cut, tuple[Measure, ...]] = {
    cut: tuple(row.measure for row in ROWS if cut in row.by) for cut in REPORT_CUTS
}
"""The tables of the bilan that break down, and what each counts."""


def sums(rows: Iterable[MeasureRow] = ROWS) -> Iterator[tuple[Measure, tuple[Measure, ...]]]:
    """Yield what adds up to what, at the grand total."""
    return ((row.measure, parts) for row in rows for parts in row.sums)


def links(rows: Sequence[MeasureRow] = ROWS) -> tuple[tuple[Measure, Measure], ...]:
    """Return which measure counts a part of which, near or far: of what it is a part of, and of what that
    is a part of."""
    near: dict[Measure, list[Measure]] = {row.measure: [*row.part_of, *row.rest_shown] for row in rows}
    for total, parts in sums(rows):
        for part in parts:
            near.setdefault(part, []).append(total)

    def above(measure: Measure, met: frozenset[Measure]) -> Iterator[Measure]:
        for base in near.get(measure, ()):
            if base not in met:
                yield base
                yield from above(base, met | {base})

    return tuple(
        (row.measure, base) for row in rows for base in dict.fromkeys(above(row.measure, frozenset()))
    )


def unlinked(rows: Sequence[MeasureRow] = ROWS, indicators: Iterable[Indicator] = INDICATORS) -> list[str]:
    """Return what would leave a masked cell open: a measure without a link, a rate whose numbers are not
    linked."""
    linked = set(links(rows))
    tied = {row.measure for row in rows if row.sums} | {part for part, _ in linked}
    faults = [f"{row.measure} n'est lié à rien" for row in rows if row.measure not in tied and not row.apart]
    faults += [
        f"{row.measure} dit être à part, et est lié" for row in rows if row.measure in tied and row.apart
    ]
    known = {row.measure for row in rows}
    for one in indicators:
        if isinstance(one.numerator, Duration):
            continue
        faults += [
            f"{one.code} : {m} n'est pas déclaré"
            for m in (one.numerator, one.denominator)
            if m and m not in known
        ]
        if one.denominator and (one.numerator, one.denominator) not in linked:
            faults.append(f"{one.code} : {one.numerator} n'est pas dit part de {one.denominator}")
    return faults
