"""Workbooks of every spreadsheet (XLSX, XLSM, XLSB, XLS, ODS): their sheets, what is merged, hidden or
struck."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from ofworkflow.errors import ListError
from ofworkflow.intake.bounds import (
    MOST_CELLS,
    MOST_CHARS,
    MOST_COLUMNS,
    MOST_GRID,
    MOST_LINES,
    MOST_TEXT,
    REMEDY,
    check_bounds,
)
from ofworkflow.intake.cells import clean_cell, text_of
from ofworkflow.intake.sheets import Book, Sheet, SheetLine
from ofworkflow.outside.archives import BROKEN, ArchiveError, Limits, Trouble, checked, grid_of, opened
from ofworkflow.outside.marks import Marks, marks_of
from ofworkflow.outside.spreadsheets import sheets_apart, unmerged

if TYPE_CHECKING:
    from zipfile import ZipFile

ZIP_MAGIC = b"PK\x03\x04"
OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0"  # .xls, and XLSX under a password

_SHEETS = "xl/worksheets/"
_LIMITS = Limits(
    120_000_000,
    {
        "": 10_000_000, _SHEETS: 100_000_000, "xl/sharedStrings": 30_000_000, "xl/media/": 100_000_000,
        "content.xml": 60_000_000, "Pictures/": 100_000_000,
    },
)  # fmt: skip
_TROUBLES = {
    Trouble.ENCRYPTED: "est protégé par un mot de passe. Enregistrez-le sans mot de passe.",
    Trouble.IMMENSE: f"est démesuré une fois décompressé. {REMEDY}",
    Trouble.ENTITIES: "définit des entités XML, ce qu'aucun tableur n'écrit. "
    "Enregistrez-le de nouveau depuis le tableur.",
}
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')
_EMPTY_REPEATED = re.compile(
    rb"<table:table-row[^>]*>\s*(?:<table:(?:covered-)?table-cell[^>]*/>\s*)*</table:table-row>"
)


def read_workbook(path: Path, content: bytes) -> Book:
    """Return the sheets of a workbook; raise `ListError` when it is none, or out of proportion."""
    try:
        marks = _measured(path, content) if content.startswith(ZIP_MAGIC) else None
        return Book(tuple(_sheets(path, content, marks)))
    except ListError:
        raise
    except ArchiveError as error:
        if error.trouble in _TROUBLES:
            raise ListError(f"{path.name} {_TROUBLES[error.trouble]}") from None
        raise _unreadable(path, content) from None
    except Exception:  # noqa: BLE001 — whatever is broken inside, the counsellor gets one sentence
        raise _unreadable(path, content) from None


def _measured(path: Path, content: bytes) -> dict[str, Marks] | None:
    """Return what a workbook says beside its values, having measured it; `None` for one that is to be read
    apart. Raise `ListError`, `ArchiveError`."""
    with opened(content, _LIMITS) as archive:
        names = archive.namelist()
        if "content.xml" in names:
            _measure_open_document(path, archive)
            return None
        if any(name.startswith(_SHEETS) and name.endswith(".bin") for name in names):
            checked(archive)
            return None
        grid = grid_of(archive, _SHEETS)
        if grid.last_column > MOST_COLUMNS:
            raise ListError(f"{path.name} a plus de {MOST_COLUMNS} colonnes, vides comprises. {REMEDY}")
        if max(grid.rows, grid.last_row) > MOST_LINES:
            raise ListError(f"{path.name} a plus de {MOST_LINES} lignes remplies. {REMEDY}")
        if grid.cells > MOST_CELLS or grid.last_row * grid.last_column > MOST_GRID:
            raise ListError(
                f"{path.name} a {grid.cells} cases sur {grid.rows} lignes, bien plus qu'une liste. {REMEDY}"
            )
        try:
            return marks_of(archive)
        except (*BROKEN, ParseError, KeyError):
            return {}  # the values are read all the same


def _measure_open_document(path: Path, archive: ZipFile) -> None:
    """Raise `ListError` for an OpenDocument whose repeated cells make more than a list."""
    checked(archive)
    rows = _EMPTY_REPEATED.sub(b"", archive.read("content.xml"))
    most = max((int(count) for count in _REPEATED.findall(rows)), default=0)
    if sum(int(count) for count in _REPEATED.findall(rows) if int(count) < MOST_LINES) > MOST_CELLS:
        raise ListError(f"{path.name} a bien plus de cases qu'une liste. {REMEDY}")
    if MOST_LINES < most < 1_000_000:  # the last empty row of a sheet reaches its million
        raise ListError(f"{path.name} a plus de {MOST_LINES} lignes, vides comprises. {REMEDY}")


def _sheets(path: Path, content: bytes, marks: dict[str, Marks] | None) -> Iterator[Sheet]:
    """Return the sheets; `marks` is what a workbook that was measured says beside its values."""
    if marks is None:
        for name, hidden, rows in sheets_apart(content):
            yield Sheet(name, tuple(_lines(path, rows, Marks())), hidden=hidden)
        return
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for number, about in enumerate(book.sheets_metadata):
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(number)
        merged = getattr(sheet, "merged_cell_ranges", None)
        cells: Iterable[Sequence[object]] = unmerged(sheet) if merged else sheet.iter_rows()
        lines = tuple(_lines(path, cells, marks.get(about.name, Marks())))
        yield Sheet(about.name, lines, hidden=about.visible is not SheetVisibleEnum.Visible)


def _lines(path: Path, rows: Iterable[Sequence[object]], marks: Marks) -> Iterator[SheetLine]:
    """Return the rows that hold something; raise `ListError` past what a list holds."""
    total = filled = 0
    for number, row in enumerate(rows, start=1):
        if wrong := marks.errors.get(number):
            row = [wrong.get(at, cell) for at, cell in enumerate(row)]
        last = next((i for i in range(len(row) - 1, -1, -1) if row[i] not in ("", None)), -1)
        if last < 0:
            continue
        check_bounds(path, columns=last + 1)
        cells = [text_of(cell) for cell in row[: last + 1]]
        filled += 1
        total += sum(map(len, cells))
        if max(map(len, cells)) > MOST_CHARS:
            raise ListError(
                f"{path.name}, ligne {number} : une cellule dépasse {MOST_CHARS} caractères. Corrigez cette "
                "ligne."
            )
        if total > MOST_TEXT or filled > MOST_LINES:
            raise ListError(f"{path.name} a trop de texte pour une liste de jeunes. {REMEDY}")
        cleaned = tuple(map(clean_cell, cells))
        if any(cleaned):
            yield SheetLine(
                number, cleaned, hidden=number in marks.hidden, struck=number in marks.struck,
                remarks=tuple(map(clean_cell, marks.comments.get(number, ()))),
            )  # fmt: skip


def _unreadable(path: Path, content: bytes) -> ListError:
    if content.startswith(OLD_EXCEL_MAGIC):
        return ListError(
            f"{path.name} est un classeur protégé par un mot de passe, ou abîmé. Ouvrez-le dans le tableur "
            "et enregistrez-le au format .xlsx ou CSV, sans mot de passe."
        )
    return ListError(
        f"{path.name} n'est pas un classeur lisible : il est abîmé, ou d'un autre format. "
        "Ouvrez-le dans le tableur et enregistrez-le de nouveau en .xlsx ou en CSV."
    )
