"""What the annual bilan says, before it is drawn: words, tables, charts; the same for the page, the document
and the workbook.

A number that may not be shown is `None` here already: no renderer ever holds it.
"""

from __future__ import annotations

from enum import StrEnum

from ofworkflow.records import dataclass

HIDDEN = "n. c."
"""What stands for a number that may not be shown (« non communiqué »)."""


class CellKind(StrEnum):
    """What a cell holds."""

    COUNT = "nombre"
    RATE = "taux"
    DAYS = "jours"
    WORDS = "mots"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what people read, and the value for a spreadsheet.

    `value`: a count, a rate from 0 to 1, days; `None` for words, for what is hidden and for what does not
    exist (0/0).
    """

    shown: str
    value: float | int | None = None
    kind: CellKind = CellKind.WORDS


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of a table: its heading, then its cells. `total`: it adds up the others; `detail`: it is part
    of the one above."""

    head: str
    cells: tuple[Cell, ...]
    total: bool = False
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `columns` are the headings, that of the first column included; `note` is printed below."""

    slug: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, or a part of one: its value may be hidden (`None`)."""

    label: str
    value: int | float | None
    shown: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars from zero, each with its label and its number; `share`: values are rates, drawn on
    the whole width."""

    slug: str
    title: str
    says: str
    bars: tuple[Bar, ...]
    share: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """One bar cut in parts that add up to the whole."""

    slug: str
    title: str
    says: str
    parts: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Histogram:
    """Columns side by side, in the order of days; `limit`: the place, in columns from the left, of the
    statutory limit."""

    slug: str
    title: str
    says: str
    bars: tuple[Bar, ...]
    unit: str
    limit: float | None = None
    limit_label: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a curve: a day, the share compliant by then, and the band that holds it 95 times out of
    100."""

    day: int
    share: float
    band: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """How the share of the compliant grows with the days; `stepped`: exact steps, else a line through the
    marks."""

    slug: str
    title: str
    says: str
    points: tuple[Point, ...]
    stepped: bool
    last_day: int


Chart = Bars | Parts | Histogram | Curve
Block = str | Table | Chart
"""A paragraph, a table or a chart."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the bilan."""

    slug: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator, said for people."""

    code: str
    label: str
    sentence: str
    exclusions: str
    maturity: str
    version: int


@dataclass(frozen=True, slots=True)
class AnnualBilan:
    """The annual bilan. `internal`: nothing is hidden, and it must not leave the house."""

    house: str
    place: str
    colour: str
    title: str
    subtitle: str
    made_on: str
    internal: bool
    key: tuple[Bar, ...]
    sentence: str
    warnings: tuple[str, ...]
    sections: tuple[Section, ...]
    definitions: tuple[Definition, ...]
    method: tuple[str, ...]
    year: int
    small: str = ""  # why some numbers are not given, said once, under those that are
