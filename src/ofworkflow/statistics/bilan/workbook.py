"""The annual bilan as a workbook: the content of the page, its numbers as numbers, its charts as a
spreadsheet draws them.

Nothing in it is a formula: every word is written as a word, whatever it begins with, so that no name can run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from ofworkflow.records import dataclass
from ofworkflow.statistics.bilan.content import (
    AnnualBilan,
    Bar,
    Bars,
    Cell,
    CellKind,
    Chart,
    Curve,
    Histogram,
    Parts,
    Section,
    Table,
    TableRow,
)

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart as DrawnChart
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_Drawer = Callable[["Workbook", str, int, int, int], "DrawnChart"]
_BLUE, _LIGHT, _GREY = "#0072B2", "#9CC9E3", "#4a5360"
_WIDE, _NARROW = 58, 16  # characters
_SYNTHESIS, _DEFINITIONS = "Synthèse", "Définitions"
_CHART_ROWS = 17  # rows of a sheet that a chart stands on
_LINE = 15.0  # points, the height of a line
_SIZE = {"width": 620, "height": 320}  # pixels


def as_workbook(bilan: AnnualBilan) -> bytes:
    """Return the XLSX file; the same bilan gives the same bytes."""
    import xlsxwriter

    target = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    created = datetime(bilan.year, 12, 31)  # noqa: DTZ001 — no clock
    book.set_properties({"title": bilan.title, "author": bilan.house, "created": created})
    writer = _Writer(book, bilan, _Formats.of(book))
    writer.synthesis()
    for section in bilan.sections:
        writer.section(section)
    writer.definitions()
    book.close()
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class _Formats:
    title: Format
    heading: Format
    words: Format
    strong: Format
    head: Format
    number_head: Format
    alarm: Format
    cells: dict[tuple[CellKind, bool], Format]

    @classmethod
    def of(cls, book: Workbook) -> _Formats:
        head = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2, "font_color": _GREY}
        numbers = {CellKind.COUNT: "#,##0", CellKind.RATE: "0 %", CellKind.DAYS: '0" j"', CellKind.WORDS: "@"}
        return cls(
            title=book.add_format({"bold": True, "font_size": 16}),
            heading=book.add_format({"bold": True, "font_size": 12}),
            words=book.add_format({"text_wrap": True, "valign": "top"}),
            strong=book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            head=book.add_format({**head, "align": "left"}),
            number_head=book.add_format({**head, "align": "right"}),
            alarm=book.add_format(
                {"bold": True, "font_color": "#a3231a", "border": 1, "border_color": "#a3231a"}
            ),
            cells={
                (kind, bold): book.add_format(
                    {"num_format": shown, "bold": bold, "align": "right", "valign": "top"}
                )
                for kind, shown in numbers.items()
                for bold in (False, True)
            },
        )


@dataclass(slots=True)
class _Writer:
    book: Workbook
    bilan: AnnualBilan
    formats: _Formats
    names: set[str] = field(default_factory=set)

    def synthesis(self) -> None:
        """Write the first sheet: the sentence, the key figures, what to know before reading, how numbers
        are given."""
        r, f, sheet = self.bilan, self.formats, self._sheet(_SYNTHESIS)
        lines: list[tuple[str, Format]] = [
            (r.title, f.title),
            (f"{r.house}, {r.place}" if r.place else r.house, f.words),
        ]
        lines += [(f"{r.subtitle}. Établi le {r.made_on}.", f.words)]
        lines += [("Document interne : ne pas diffuser.", f.alarm)] if r.internal else []
        lines += [("", f.words), (r.sentence, f.strong), ("", f.words)]
        for place, (text, look) in enumerate(lines):
            self._words(sheet, place, text, look)
        at = len(lines)
        for bar in r.key:
            sheet.write_string(at, 0, bar.label, f.words)
            kind = CellKind.RATE if isinstance(bar.value, float) else CellKind.COUNT
            self._cell(sheet, at, 1, Cell(bar.shown, bar.value, kind), bold=True)
            at += 1
        for heading, sentences in (
            ("À savoir avant de lire", r.warnings),
            ("Comment ces chiffres sont donnés", (*([r.small] if r.small else []), *r.method)),
        ):
            at = self._list(sheet, at + 1, heading, sentences)

    def section(self, section: Section) -> None:
        """Write a sheet for a part of the bilan: its words, its tables, its charts, one below the other."""
        sheet, at = self._sheet(section.title), 0
        sheet.write_string(at, 0, section.title, self.formats.title)
        sheet.freeze_panes(1, 0)
        at += 2
        for block in section.blocks:
            if isinstance(block, str):
                self._words(sheet, at, block, self.formats.words)
                at += 2
            elif isinstance(block, Table):
                at = self._table(sheet, at, block) + 1
            else:
                at = self._chart(sheet, at, block) + 1

    def definitions(self) -> None:
        """Write the last sheet: what each indicator counts."""
        sheet, f = self._sheet(_DEFINITIONS, widths=(40, 70, 50, 40, 10)), self.formats
        for place, head in enumerate(
            ("Indicateur", "Ce qui est compté", "Exclusions", "Maturité", "Version")
        ):
            sheet.write_string(0, place, head, f.head)
        for at, d in enumerate(self.bilan.definitions, start=1):
            for place, text in enumerate((d.label, d.sentence, d.exclusions, d.maturity)):
                sheet.write_string(at, place, text, f.words)
            sheet.set_row(
                at,
                max(
                    _height(d.sentence, 70),
                    _height(d.exclusions, 50),
                    _height(d.label, 40),
                    _height(d.maturity, 40),
                ),
            )
            sheet.write_number(at, 4, d.version, f.cells[CellKind.COUNT, False])
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)

    def _sheet(self, title: str, *, widths: Sequence[int] = (_WIDE, *[_NARROW] * 7)) -> Worksheet:
        sheet = self.book.add_worksheet(self._name(title))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{self.bilan.title.replace('&', '&&')}&R&P / &N")
        if self.bilan.internal:
            sheet.set_header("&CDocument interne : ne pas diffuser")
        sheet.hide_gridlines(2)
        return sheet

    def _name(self, title: str) -> str:
        """Return a name that a spreadsheet accepts: 31 characters, none of []:*?/\\, given once."""
        kept = "".join(" " if char in "[]:*?/\\'" else char for char in title).strip()[:31] or "Feuille"
        name, number = kept, 2
        while name.casefold() in self.names:
            name, number = f"{kept[:28]} {number}", number + 1
        self.names.add(name.casefold())
        return name

    def _list(self, sheet: Worksheet, at: int, heading: str, sentences: Sequence[str]) -> int:
        if not sentences:
            return at
        sheet.write_string(at, 0, heading, self.formats.heading)
        for place, text in enumerate(sentences, start=at + 1):
            self._words(sheet, place, text, self.formats.words)
        return at + 1 + len(sentences)

    def _words(self, sheet: Worksheet, at: int, text: str, look: Format) -> None:
        """Write words in the first column, on as many lines as they take: not every spreadsheet counts
        them itself."""
        sheet.write_string(at, 0, text, look)
        if len(text) > _WIDE:
            sheet.set_row(at, _height(text, _WIDE))

    def _table(self, sheet: Worksheet, at: int, table: Table) -> int:
        sheet.write_string(at, 0, table.title, self.formats.heading)
        for place, head in enumerate(table.columns):
            sheet.write_string(at + 1, place, head, self.formats.number_head if place else self.formats.head)
        sheet.set_row(at + 1, _height(max(table.columns[1:], key=len, default=""), _NARROW))
        at += 2
        for row in table.rows:
            self._row(sheet, at, row)
            at += 1
        if table.note:
            self._words(sheet, at, table.note, self.formats.words)
            at += 1
        return at

    def _row(self, sheet: Worksheet, at: int, row: TableRow) -> None:
        head = f"    {row.head}" if row.detail else row.head
        self._words(sheet, at, head, self.formats.strong if row.total else self.formats.words)
        for place, cell in enumerate(row.cells, start=1):
            self._cell(sheet, at, place, cell, bold=row.total)

    def _cell(self, sheet: Worksheet, at: int, place: int, cell: Cell, *, bold: bool) -> None:
        if cell.value is None or cell.kind is CellKind.WORDS:
            sheet.write_string(at, place, cell.shown, self.formats.cells[CellKind.WORDS, bold])
        else:
            sheet.write_number(at, place, cell.value, self.formats.cells[cell.kind, bold])

    def _chart(self, sheet: Worksheet, at: int, chart: Chart) -> int:
        """Write what a chart draws as a small table, and the chart below it."""
        columns, rows = _data(chart)
        below = self._table(sheet, at, Table(chart.slug, chart.title, columns, rows)) + 1
        if rows:
            drawn = _DRAWN[type(chart)](self.book, sheet.get_name(), at + 2, at + 1 + len(rows), len(columns))
            drawn.set_title({"name": chart.title, "name_font": {"size": 11}, "overlay": False})
            drawn.set_size(_SIZE)
            sheet.insert_chart(
                below, 0, drawn, {"description": f"{chart.title}. {chart.says}", "object_position": 1}
            )
        return below + _CHART_ROWS * bool(rows)


def _height(text: str, width: int) -> float:
    return _LINE * (1 + len(text) // width)


def _of_bars(bars: Sequence[Bar]) -> tuple[TableRow, ...]:
    return tuple(TableRow(bar.label, (Cell(bar.shown, bar.value, CellKind.COUNT),)) for bar in bars)


def _of_curve(chart: Curve) -> tuple[tuple[str, ...], tuple[TableRow, ...]]:
    return ("", "Jour", "Part mise en règle", "Borne basse", "Borne haute"), tuple(_of_points(chart))


def _of_points(chart: Curve) -> Iterator[TableRow]:
    for point in chart.points:
        low, high = point.band or (None, None)
        shares = (Cell("", share, CellKind.RATE) for share in (point.share, low, high))
        yield TableRow(f"{point.day} jours", (Cell(str(point.day), point.day, CellKind.COUNT), *shares))


def _one_series(kind: str) -> _Drawer:
    def drawn(book: Workbook, sheet: str, first: int, last: int, columns: int) -> DrawnChart:
        chart = book.add_chart({"type": kind})
        chart.add_series(
            {
                "categories": [sheet, first, 0, last, 0],
                "values": [sheet, first, 1, last, 1],
                "fill": {"color": _BLUE},
                "gap": 60,
                "data_labels": {"value": True},
            }
        )
        chart.set_legend({"none": True})
        if kind == "bar":  # the first line on top, as in the table
            chart.set_y_axis({"reverse": True})
            chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
        else:
            chart.set_y_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
        return chart

    return drawn


def _curve(book: Workbook, sheet: str, first: int, last: int, columns: int) -> DrawnChart:
    chart = book.add_chart({"type": "scatter", "subtype": "straight"})
    for place, name, colour, width in (
        (2, "Part mise en règle", _BLUE, 2.5),
        (3, "Borne basse", _LIGHT, 1),
        (4, "Borne haute", _LIGHT, 1),
    ):
        chart.add_series(
            {
                "name": name,
                "categories": [sheet, first, 1, last, 1],
                "values": [sheet, first, place, last, place],
                "line": {"color": colour, "width": width},
            }
        )
    chart.set_x_axis({"name": "jours depuis le signalement", "min": 0})
    chart.set_y_axis({"min": 0, "max": 1, "num_format": "0 %"})
    chart.set_legend({"position": "bottom"})
    return chart


def _data(chart: Chart) -> tuple[tuple[str, ...], tuple[TableRow, ...]]:
    """Return what a chart draws, as the columns and the rows of a table."""
    match chart:
        case Bars():
            return ("", "Nombre"), _of_bars(chart.bars)
        case Parts():
            return ("", "Jeunes"), _of_bars(chart.parts)
        case Histogram():
            return (f"Durée ({chart.unit})", "Nombre"), _of_bars(chart.bars)
        case Curve():
            return _of_curve(chart)


_DRAWN: dict[type[Chart], _Drawer] = {
    Bars: _one_series("bar"),
    Parts: _one_series("bar"),
    Histogram: _one_series("column"),
    Curve: _curve,
}
