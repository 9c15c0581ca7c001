"""A breakdown on a terminal: a line a modality with its bar, or a table crossed by two things; totals that
add up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ofworkflow.cli.charts import Screen
from ofworkflow.cli.figures_data import TOTAL
from ofworkflow.statistics.indicators.catalogue import INDICATORS
from ofworkflow.statistics.indicators.standing import Standing
from ofworkflow.statistics.modalities import LABELS, By, words
from ofworkflow.statistics.tables import Cross, cross, turned
from ofworkflow.text import aligned, clipped

if TYPE_CHECKING:
    from ofworkflow.statistics.figures import FigureLine, Figures
    from ofworkflow.statistics.modalities import Cut

NONE_THERE = "/"
"""What a modality with nobody in it shows."""

_COLUMNS = tuple((indicator.code, indicator.column) for indicator in INDICATORS if indicator.column)
"""The indicators of a breakdown, and the word above each."""

_FIRST = ("I6", "I7a", "I8", "I15", "I1", "I3", "I9", "I5", "I10", "I2", "I12", "I4", "I14", "I13")
"""Those that are kept first where room is short."""

_CROSSED = ("I6", "I7a", "I8")
_LEAST_BAR, _MOST_BAR, _NAME = 8, 24, 24


def show_breakdown(screen: Screen, figures: Figures, cut: Cut) -> None:
    """Write the figures by one thing, or by two crossed."""
    named = " et ".join(LABELS[by] for by in cut)
    screen.write(f"\nPar {named}", bold=True)
    if len(cut) == 1:
        _listed(screen, figures.breakdowns[cut], figures.total, lambda line: words(cut[0], line.modality[0]))
        return
    table = cross(figures, cut)
    if len(table.columns) > len(table.rows):
        table = turned(table)
    if _crossed_width(table) <= screen.width:
        _crossed(screen, table)
        return
    met = [line for line in figures.breakdowns[cut] if line.counts.get(Standing.POPULATION, 0)]
    _listed(screen, met, figures.total, lambda line: " + ".join(map(words, cut, line.modality)))


def _listed(
    screen: Screen, lines: Sequence[FigureLine], total: FigureLine, name: Callable[[FigureLine], str]
) -> None:
    longest = max([len(name(line)) for line in lines] + [len(TOTAL)])
    label = min(longest, max(_NAME, screen.width // 4)) if screen.bars else longest
    columns = _fitting(screen.width - label - len("jeunes") - 2 - (_LEAST_BAR + 1) * screen.bars)
    heads = [("", "jeunes", *(word for _, word in columns)), ("", "", *(code for code, _ in columns))]
    rows = [(clipped(name(line), label), *_cells(line, [code for code, _ in columns])) for line in lines]
    rows.append((TOTAL, *_cells(total, [code for code, _ in columns])))
    drawn = aligned([*heads, *rows])
    width = min(screen.width - max(map(len, drawn)) - 1, _MOST_BAR)
    most = max([line.counts.get(Standing.POPULATION, 0) for line in lines] + [1])
    for i, text in enumerate(drawn):
        at = i - len(heads)
        bar = (
            screen.length(lines[at].counts.get(Standing.POPULATION, 0), most, width)
            if 0 <= at < len(lines)
            else ""
        )
        # the bar lies between the name and its numbers: the eye goes from one to the other
        screen.write(
            _with_bar(text, label, bar, width if screen.bars else 0), bold=at < 0 or at == len(lines)
        )


def _with_bar(text: str, label: int, bar: str, width: int) -> str:
    return f"{text[:label].ljust(label)} {bar.ljust(width)}{text[label:]}".rstrip() if width > 0 else text


def _fitting(room: int) -> list[tuple[str, str]]:
    """Return the columns that room is found for, the most telling ones first, in their order."""
    words_of, kept = dict(_COLUMNS), []
    for code in dict.fromkeys((*_FIRST, *words_of)):
        needed = max(len(code), len(words_of[code])) + 2
        if needed > room:
            break
        room -= needed
        kept.append(code)
    return [(code, word) for code, word in _COLUMNS if code in kept]


def _cells(line: FigureLine, codes: Sequence[str]) -> list[str | int]:
    everyone = line.counts.get(Standing.POPULATION, 0)
    if not everyone and line.modality:
        return [NONE_THERE] * (len(codes) + 1)
    return [everyone, *(line.figure(code).shown for code in codes)]


def _crossed(screen: Screen, table: Cross) -> None:
    """Write one small table for each number: everyone, then what is said of them."""
    rows_by, columns_by = table.cut
    corner = f"{LABELS[rows_by]} × {LABELS[columns_by]}"
    for title, cell in _crossed_numbers(table):
        screen.write(f"\n  {title}", bold=True)
        rows: list[tuple[str, ...]] = [
            (corner, *(_word(columns_by, column) for column in table.columns), TOTAL)
        ]
        rows += [
            (
                _word(rows_by, row),
                *(cell(table.cells[row, column]) for column in table.columns),
                cell(table.of_row[row]),
            )
            for row in table.rows
        ]
        rows.append((TOTAL, *(cell(table.of_column[column]) for column in table.columns), cell(table.total)))
        for i, line in enumerate(aligned(rows)):
            screen.write(f"  {line}", bold=i in (0, len(rows) - 1))


def _crossed_numbers(table: Cross) -> list[tuple[str, Callable[[FigureLine], str]]]:
    def everyone(line: FigureLine) -> str:
        return str(line.counts.get(Standing.POPULATION, 0))

    def rate(code: str) -> Callable[[FigureLine], str]:
        return lambda line: _with_fraction(line, code)

    return [
        ("jeunes", everyone),
        *((f"{table.total.figure(code).indicator.label} ({code})", rate(code)) for code in _CROSSED),
    ]


def _with_fraction(line: FigureLine, code: str) -> str:
    figure = line.figure(code)
    return (
        f"{figure.numerator}/{figure.denominator} {figure.shown:>5}" if figure.denominator else figure.shown
    )


def _crossed_width(table: Cross) -> int:
    corner = f"{LABELS[table.cut[0]]} × {LABELS[table.cut[1]]}"
    label = max([len(corner)] + [len(_word(table.cut[0], row)) for row in table.rows])
    widest = len(_with_fraction(table.total, "I7a"))
    return (
        2
        + label
        + sum(2 + max(len(_word(table.cut[1], column)), widest) for column in (*table.columns, TOTAL))
    )


def _word(by: By, modality: str) -> str:
    return clipped(words(by, modality), _NAME)
