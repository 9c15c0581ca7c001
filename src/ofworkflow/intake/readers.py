"""From a file to rows of text with their true line numbers: CSV as spreadsheets write it, and XLSX.

Nothing is opened before it is measured: a list has some thousands of lines, and whatever claims more is said
so at once.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ofworkflow.errors import ListError
from ofworkflow.outside.archives import ArchiveError, Limits, Trouble, grid_of, opened
from ofworkflow.outside.reading import TooLargeError, read_at_most
from ofworkflow.text import clean_line

_XLSX_MAGIC = b"PK\x03\x04"
_OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0"  # .xls, and XLSX under a password
_PDF_MAGIC = b"%PDF"
_DAMAGED = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd]")
_SEPARATORS = ";,\t"

_LARGEST = 20_000_000  # bytes of the file
_MOST_LINES = 100_000
_MOST_COLUMNS = 500
_MOST_CELLS = 300_000  # five to ten seconds of reading; empty ones too
_MOST_GRID = 5_000_000  # rows × columns: each row is filled up to the last column
_MOST_CHARS = 32_767  # of a cell: a spreadsheet has no more
_MOST_TEXT = (
    50_000_000  # characters of the whole list: a workbook writes a long one once and names it everywhere
)
_LONGEST_LINE = 1_000_000  # characters of a line of CSV
_SHEETS = "xl/worksheets/"
_WORKBOOK = Limits(
    120_000_000,
    {"": 10_000_000, _SHEETS: 100_000_000, "xl/sharedStrings": 30_000_000, "xl/media/": 100_000_000},
)
_REMEDY = (
    "Gardez la seule feuille de la liste, supprimez les lignes et colonnes vides autour, et enregistrez-la "
    "de nouveau."
)
_TROUBLES = {
    Trouble.ENCRYPTED: "est protégé par un mot de passe. Enregistrez-le sans mot de passe.",
    Trouble.IMMENSE: f"est démesuré une fois décompressé. {_REMEDY}",
    Trouble.ENTITIES: "définit des entités XML, ce qu'aucun tableur n'écrit. "
    "Enregistrez-le de nouveau depuis le tableur.",
}

_Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the list: its line in the file (the header is usually 1), its cells by column name."""

    line: int
    cells: dict[str, str]
    overflow: bool = False  # it has more cells than the header


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it was found: its columns in their order, its rows, empty ones left out."""

    columns: tuple[str, ...]
    rows: tuple[ListRow, ...]


def read_bytes(path: Path) -> bytes:
    """Return the content of the file; raise `ListError` when it cannot be read."""
    try:
        if path.is_dir():
            raise ListError(f"{path} est un dossier. Donnez le fichier CSV ou XLSX qu'il contient.")
        return read_at_most(path, _LARGEST)
    except TooLargeError:
        raise ListError(
            f"{path} dépasse {_LARGEST // 1_000_000} Mo, ce qu'aucune liste de jeunes n'atteint. "
            "Vérifiez le fichier, ou coupez-le en plusieurs."
        ) from None
    except FileNotFoundError:
        raise ListError(f"La liste {path} n'existe pas. Vérifiez le chemin.") from None
    except ValueError:
        raise ListError("Ce nom de fichier ne peut pas exister. Vérifiez le chemin de la liste.") from None
    except OSError:
        raise ListError(
            f"La liste {path} ne peut pas être lue. Fermez-la dans le tableur, et vérifiez ses droits."
        ) from None


def read_listing(path: Path, content: bytes) -> Listing:
    """Return the rows of a CSV or XLSX file, told by its content; raise `ListError` when it is neither."""
    if content.startswith(_XLSX_MAGIC):
        table = _xlsx_lines(path, content)
    elif content.startswith(_OLD_EXCEL_MAGIC):
        raise ListError(
            f"{path.name} est un ancien classeur Excel (.xls), ou un classeur protégé par un mot de passe. "
            "Enregistrez-le au format .xlsx ou CSV, sans mot de passe."
        )
    elif content.startswith(_PDF_MAGIC):
        raise ListError(
            f"{path.name} n'est pas une liste mais un PDF. Demandez le même tableau en CSV ou XLSX."
        )
    else:
        table = _csv_lines(path, _decode(path, content))
    if not table:
        raise ListError(f"{path.name} est vide. Vérifiez l'export, puis recommencez.")
    (_, columns), *lines = table
    return Listing(tuple(columns), tuple(_row(number, columns, cells) for number, cells in lines))


def _row(number: int, columns: Sequence[str], cells: list[str]) -> ListRow:
    # A short row is no fault: spreadsheets leave out the empty cells at its end. What it lacks is checked
    # field by field.
    return ListRow(number, dict(zip(columns, cells, strict=False)), overflow=any(cells[len(columns) :]))


def _decode(path: Path, content: bytes) -> str:
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # « Texte Unicode » of spreadsheets
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        # five bytes mean nothing in cp1252: the cells that hold one are reported, not the whole list
        text = "\0" if wide else content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise ListError(f"{path.name} n'est pas une liste lisible. Donnez un fichier CSV ou XLSX.")
    return text


def _csv_lines(path: Path, text: str) -> list[_Line]:
    if longest := next((n for n, line in enumerate(text.splitlines(), 1) if len(line) > _LONGEST_LINE), 0):
        raise ListError(
            f"{path.name}, ligne {longest} : elle dépasse {_LONGEST_LINE} caractères, ce n'est pas une "
            "liste. Vérifiez l'export."
        )
    separator, hinted = _separator(text)
    # strict: a quote that is never closed would swallow all the rows below without a word
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[_Line] = []
    start = 1
    try:
        for cells in reader:
            _bounded(path, reader.line_num, len(cells))
            if not (hinted and start == 1):
                lines.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            raise ListError(
                f"{path.name}, ligne {start} : une cellule dépasse {csv.field_size_limit()} caractères. "
                "Corrigez cette ligne."
            ) from None
        raise ListError(
            f"{path.name}, ligne {start} : un guillemet est ouvert et mal refermé, la suite de la liste "
            "serait perdue. "
            "Corrigez cette ligne, ou exportez la liste de nouveau."
        ) from None
    return _cleaned(lines)


def _separator(text: str) -> tuple[str, bool]:
    """Return the separator, and whether a first line « sep=; » gives it."""
    if hint := re.match(r"sep=([;,\t])\r?\n", text, re.IGNORECASE):
        return hint[1], True
    head = text.lstrip("\r\n").partition("\n")[0]
    return max(_SEPARATORS, key=head.count), False


def _xlsx_lines(path: Path, content: bytes) -> list[_Line]:
    # a third of a second: only for an XLSX
    from openpyxl import load_workbook

    try:
        with opened(content, _WORKBOOK) as archive:
            grid = grid_of(archive, _SHEETS)
        _bounded(path, grid.rows, grid.last_column)
        if grid.cells > _MOST_CELLS or grid.rows * grid.last_column > _MOST_GRID:
            raise ListError(
                f"{path.name} a {grid.cells} cases sur {grid.rows} lignes, bien plus qu'une liste. {_REMEDY}"
            )
        with warnings.catch_warnings(
            action="ignore"
        ):  # about styles and extensions, nothing a counsellor can act on
            sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
            sheet.reset_dimensions()  # some tools write « A1:A1 », and the rest would be left out
            rows = enumerate(
                sheet.iter_rows(values_only=True, max_col=grid.last_column or _MOST_COLUMNS), start=1
            )
            return _cleaned(_sheet_lines(path, rows))
    except ListError:
        raise
    except ArchiveError as error:
        if error.trouble in _TROUBLES:
            raise ListError(f"{path.name} {_TROUBLES[error.trouble]}") from None
        raise _unreadable_workbook(path) from None
    except Exception:  # noqa: BLE001 — whatever is broken inside, the counsellor gets one sentence
        raise _unreadable_workbook(path) from None


def _sheet_lines(path: Path, rows: Iterable[tuple[int, Sequence[object]]]) -> Iterator[_Line]:
    """Return the rows that hold something, without the empty cells at their end; raise `ListError` past
    what a list holds."""
    text = 0
    for number, cells in rows:
        if not any(cells):
            continue
        last = max(i for i, cell in enumerate(cells) if cell is not None)
        line = [_text(cell) for cell in cells[: last + 1]]
        text += sum(map(len, line))
        if max(map(len, line)) > _MOST_CHARS:
            raise ListError(
                f"{path.name}, ligne {number} : une cellule dépasse {_MOST_CHARS} caractères. Corrigez cette "
                "ligne."
            )
        if text > _MOST_TEXT:
            raise ListError(f"{path.name} a trop de texte pour une liste de jeunes. {_REMEDY}")
        yield number, line


def _unreadable_workbook(path: Path) -> ListError:
    return ListError(
        f"{path.name} n'est pas un classeur XLSX lisible : il est abîmé, ou d'un autre format. "
        "Ouvrez-le dans le tableur et enregistrez-le de nouveau en .xlsx ou en CSV."
    )


def _bounded(path: Path, lines: int, columns: int) -> None:
    """Raise `ListError` for more lines or columns than a list has."""
    if lines > _MOST_LINES:
        raise ListError(f"{path.name} a plus de {_MOST_LINES} lignes, vides comprises. {_REMEDY}")
    if columns > _MOST_COLUMNS:
        raise ListError(f"{path.name} a plus de {_MOST_COLUMNS} colonnes, vides comprises. {_REMEDY}")


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "O" if cell else "N"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _cleaned(lines: Iterable[_Line]) -> list[_Line]:
    """Return the lines that hold something, their cells without stray spaces nor invisible signs."""
    cleaned = ((number, [_clean(cell) for cell in cells]) for number, cells in lines)
    return [(number, cells) for number, cells in cleaned if any(cells)]


def _clean(cell: str) -> str:
    # a control sign within a cell is a damaged list, told as such (`cleaning.check_text`), never turned into
    # a space
    return " ".join(cell.split()) if _DAMAGED.search(cell) else clean_line(cell)
