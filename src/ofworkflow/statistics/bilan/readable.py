"""The bilan as it leaves the house: what may not be shown is said once, and nothing is printed that says
nothing.

A cell, a column, a chart, a tile wholly hidden is left out; it says no more than « n. c. » said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ofworkflow.statistics.bilan.content import (
    HIDDEN,
    AnnualBilan,
    Bar,
    Bars,
    Block,
    Cell,
    Definition,
    Histogram,
    Parts,
    Section,
    Table,
    TableRow,
)
from ofworkflow.statistics.indicators.catalogue import BY_CODE


def readable(bilan: AnnualBilan) -> AnnualBilan:
    """Return the bilan without what says nothing; the internal one hides nothing, and loses only what is
    empty."""
    sections = [replace(each, blocks=tuple(_blocks(each))) for each in bilan.sections]
    kept = tuple(each for each in sections if any(not isinstance(block, str) for block in each.blocks))
    heads = {row.head for each in kept for t in each.blocks if isinstance(t, Table) for row in t.rows}
    return replace(
        bilan,
        key=tuple(bar for bar in bilan.key if bar.shown != HIDDEN),
        sections=kept,
        small=bilan.small if _hides(bilan) else "",
        definitions=tuple(_in_words(d) for d in bilan.definitions if capitalised(d.label) in heads),
    )


def _in_words(definition: Definition) -> Definition:
    """Return a definition that names the other indicators, where it is divided by them, not their codes."""
    return replace(
        definition, sentence=_CODE.sub(lambda code: f"« {BY_CODE[code[0]].label} »", definition.sentence)
    )


_CODE = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, BY_CODE), key=len, reverse=True)) + r")(?![\w-])"
)


def capitalised(label: str) -> str:
    """Return the label of an indicator as it heads a row."""
    return label[0].upper() + label[1:]


def _hides(bilan: AnnualBilan) -> bool:
    tables = (block for each in bilan.sections for block in each.blocks if isinstance(block, Table))
    cells = (cell for table in tables for row in table.rows for cell in row.cells)
    return any(cell.shown == HIDDEN for cell in cells) or any(bar.shown == HIDDEN for bar in bilan.key)


def _blocks(section: Section) -> Iterator[Block]:
    for block in section.blocks:
        if isinstance(block, Table):
            if table := _table(block):
                yield table
        elif isinstance(block, Bars | Histogram):
            if any(bar.value for bar in block.bars):
                yield block
        elif isinstance(block, Parts):
            if any(bar.value for bar in block.parts) and not _lacks(block.parts):
                yield block
        else:
            yield block


def _lacks(parts: tuple[Bar, ...]) -> bool:
    """Tell whether a whole cannot be drawn: a part of it is hidden, and nothing else is left to compare."""
    return sum(part.shown != HIDDEN and bool(part.value) for part in parts) < 2 and any(
        part.shown == HIDDEN for part in parts
    )


def _table(table: Table) -> Table | None:
    """Return a table without the columns and the rows that are hidden whole; `None` where nothing is left
    that is said: zeros alone, beside what is hidden, would only tell who the few are."""
    lists = table.columns[0] == INDICATOR  # quantities, not a whole cut in parts: each line stands alone
    columns_of = [[row.cells[at] for row in table.rows] for at in range(len(table.columns) - 1)]
    kept = [at for at, cells in enumerate(columns_of) if (_says if lists else _says_of_parts)(cells)]
    is_cut = len(kept) < len(columns_of)
    if not kept or (is_cut and not lists and not any(cell.value for at in kept for cell in columns_of[at])):
        return None
    rows = [
        TableRow(row.head, tuple(row.cells[at] for at in kept), row.total, row.detail) for row in table.rows
    ]
    if lists:
        rows = [row for row in rows if any(cell.shown not in ("", HIDDEN) for cell in row.cells)]
    columns = (table.columns[0], *(table.columns[at + 1] for at in kept))
    return replace(table, columns=columns, rows=tuple(rows))


def _says(cells: Sequence[Cell]) -> bool:
    return any(cell.shown not in ("", HIDDEN) for cell in cells)


def _says_of_parts(cells: Sequence[Cell]) -> bool:
    """Tell whether a whole cut in parts says something: its total, the last, or one part that is not zero."""
    return _says(cells) and (cells[-1].shown != HIDDEN or any(cell.value for cell in cells))


INDICATOR = "Indicateur"
"""The first heading of a table whose every line is a quantity of its own."""
