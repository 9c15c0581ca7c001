"""A breakdown on a terminal: a line a modality with its bar, or a table crossed by two things; totals that
add up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ofworkflow.cli.charts import Screen
from ofworkflow.cli.figures_data import TOTAL
from ofworkflow.cli.fitting import between_words
from ofworkflow.cli.output import is_read_aloud, read_rows
from ofworkflow.statistics.indicators.catalogue import BY_CODE, INDICATORS
from ofworkflow.statistics.indicators.standing import Standing
from ofworkflow.statistics.modalities import LABELS, By, words
from ofworkflow.statistics.tables import Cross, cross, turned
from ofworkflow.text import aligned

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
_MOST = 110
"""The columns of a table where there is no terminal to fill."""


def show_breakdown(screen: Screen, figures: Figures, cut: Cut, *, every: bool) -> None:
    """Write the figures by one thing, or by two crossed; `every` column, in as many tables as it takes, or
    those that there is room for."""
    named = " et ".join(LABELS[by] for by in cut)
    screen.write(f"\nPar {named}", bold=True)
    if len(cut) == 1:
        _listed(screen, figures, cut, figures.breakdowns[cut], every=every)
        return
    table = cross(figures, cut)
    if len(table.columns) > len(table.rows):
        table = turned(table)
    if _crossed_width(table) <= min(screen.width, _MOST):
        _crossed(screen, table)
        return
    met = [line for line in figures.breakdowns[cut] if line.counts.get(Standing.POPULATION, 0)]
    _listed(screen, figures, cut, met, every=every)


def _listed(screen: Screen, figures: Figures, cut: Cut, lines: Sequence[FigureLine], *, every: bool) -> None:
    names = [" + ".join(map(words, cut, line.modality)) for line in lines]
    if is_read_aloud():
        codes = [code for code, _ in _COLUMNS]
        heads = (" et ".join(LABELS[by] for by in cut), "jeunes", *(BY_CODE[code].label for code in codes))
        read_rows(
            heads,
            [
                (name, *_cells(line, codes))
                for name, line in zip((*names, TOTAL), (*lines, figures.total), strict=True)
            ],
        )
        return
    width = screen.width if screen.bars else min(screen.width, _MOST)
    label = min(max(map(len, (*names, TOTAL))), max(_NAME, width // 4, *map(_longest_word, names)))
    shown = [between_words(name, label) for name in names]
    tables = _fitting(
        width - label - len("jeunes") - 2, bar=(_LEAST_BAR + 1) if screen.bars else 0, every=every
    )
    for i, columns in enumerate(tables):
        if i:
            screen.write()
        # the bars tell how many each is: once
        drawn_on = replace(screen, width=width, bars=screen.bars and not i)
        _table(drawn_on, shown, (*lines, figures.total), label, columns)
    if not every and len(tables[0]) < len(_COLUMNS):
        screen.write(f"Toutes les colonnes : of stats --par {'+'.join(cut)} --tout")


def _table(
    screen: Screen,
    names: Sequence[str],
    lines: Sequence[FigureLine],
    label: int,
    columns: Sequence[tuple[str, str]],
) -> None:
    """Write one table: a line a modality, its bar between its name and its numbers, the total last."""
    codes = [code for code, _ in columns]
    heads = [("", "jeunes", *(word for _, word in columns)), ("", "", *codes)]
    rows = [(name, *_cells(line, codes)) for name, line in zip((*names, TOTAL), lines, strict=True)]
    drawn = aligned([*heads, *rows])
    width = min(screen.width - max(map(len, drawn)) - 1, _MOST_BAR)
    most = max([line.counts.get(Standing.POPULATION, 0) for line in lines[:-1]] + [1])
    for i, text in enumerate(drawn):
        at = i - len(heads)
        bar = (
            screen.length(lines[at].counts.get(Standing.POPULATION, 0), most, width)
            if 0 <= at < len(names)
            else ""
        )
        # the bar lies between the name and its numbers: the eye goes from one to the other
        screen.write(
            _with_bar(text, label, bar, width if screen.bars else 0), bold=at < 0 or at == len(names)
        )


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _with_bar(text: str, label: int, bar: str, width: int) -> str:
    return f"{text[:label].ljust(label)} {bar.ljust(width)}{text[label:]}".rstrip() if width > 0 else text


def _fitting(room: int, *, bar: int, every: bool) -> list[list[tuple[str, str]]]:
    """Return the columns of each table, the first with room for a bar: all of them, table after table, or in
    one table those that room is found for, the most telling ones first; in their order."""
    words_of = dict(_COLUMNS)
    tables: list[list[str]] = [[]]
    left = room - bar
    for code in words_of if every else dict.fromkeys((*_FIRST, *words_of)):
        needed = max(len(code), len(words_of[code])) + 2
        if needed > left and tables[-1]:
            if not every:
                break
            tables.append([])
            left = room
        left -= needed
        tables[-1].append(code)
    return [[(code, word) for code, word in _COLUMNS if code in table] for table in tables]


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
        if is_read_aloud():
            read_rows(rows[0], rows[1:])
            continue
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
    word = words(by, modality)
    return between_words(word, max(_NAME, _longest_word(word)))
