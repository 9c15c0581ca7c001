"""Tables that programs write as HTML or as « XML Spreadsheet 2003 », often under the name of an XLS."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from ofworkflow.intake.bounds import MOST_COLUMNS, check_bounds
from ofworkflow.intake.cells import clean_cell
from ofworkflow.intake.sheets import Sheet, SheetLine

_ROWS, _CELLS, _TABLES = (
    frozenset({"tr", "row"}),
    frozenset({"td", "th", "cell"}),
    frozenset({"table", "worksheet"}),
)
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?")


def is_markup(text: str) -> bool:
    """Tell whether a text is such a table."""
    start = text[:2000].lstrip().casefold()
    return start.startswith(("<html", "<!doctype html", "<table", "<?xml", "<meta", "<style"))


def read_markup(path: Path, text: str) -> tuple[Sheet, ...]:
    """Return the tables of a text, one sheet each, its lines numbered within; raise `ListError` for what no
    list is."""
    reader = _Tables(path)
    reader.feed(text)
    reader.close()
    reader.end_table()
    return tuple(reader.sheets)


class _Tables(HTMLParser):
    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.sheets: list[Sheet] = []
        self.lines: list[SheetLine] = []
        self.number = 0
        self.name = ""
        self.cells: list[str] | None = None
        self.text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        kind, values = tag.rpartition(":")[2], {name.rpartition(":")[2]: value or "" for name, value in attrs}
        if kind == "worksheet":
            self.end_table()
            self.name = values.get("name", "")
        elif kind in _ROWS:
            self.end_row()
            self.number = int(values["index"]) if values.get("index", "").isdecimal() else self.number + 1
            check_bounds(self.path, lines=self.number)
            self.cells = []
        elif kind in _CELLS and self.cells is not None:
            self.end_cell()
            if values.get("index", "").isdecimal():
                self.cells += [""] * (min(int(values["index"]), MOST_COLUMNS + 1) - 1 - len(self.cells))
            check_bounds(self.path, columns=len(self.cells) + 1)
            self.text = []
        elif kind == "br" and self.text is not None:
            self.text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        kind = tag.rpartition(":")[2]
        if kind in _CELLS:
            self.end_cell()
        elif kind in _ROWS:
            self.end_row()
        elif kind in _TABLES:
            self.end_table()

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def end_cell(self) -> None:
        if self.text is not None and self.cells is not None:
            text = clean_cell("".join(self.text).strip())
            self.cells.append(midnight[1] if (midnight := _MIDNIGHT.fullmatch(text)) else text)
        self.text = None

    def end_row(self) -> None:
        self.end_cell()
        if self.cells and any(self.cells):
            self.lines.append(SheetLine(self.number, tuple(self.cells)))
        self.cells = None

    def end_table(self) -> None:
        self.end_row()
        if self.lines:
            self.sheets.append(Sheet(self.name, tuple(self.lines)))
        self.lines, self.number = [], 0
