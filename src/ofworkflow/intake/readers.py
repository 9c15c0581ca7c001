"""From a file to rows of text with their true line numbers: CSV as spreadsheets write it, and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ofworkflow.errors import ListError

_XLSX_MAGIC = b"PK\x03\x04"
_OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0"  # .xls, and XLSX under a password
_PDF_MAGIC = b"%PDF"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list: its line in the file (1 is the header), its cells by column name."""

    line: int
    cells: dict[str, str]
    overflow: bool = False  # it has more cells than the header


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it was found: its columns in their order, its rows, empty ones left out."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_listing(path: Path, content: bytes) -> Listing:
    """Return the rows of a CSV or XLSX file; raise `ListError` when it is neither."""
    if content.startswith(_XLSX_MAGIC):
        table = list(_xlsx_lines(path, content))
    elif content.startswith(_OLD_EXCEL_MAGIC):
        raise ListError(
            f"{path.name} est un ancien fichier Excel (.xls) ou protégé par un mot de passe. "
            "Enregistrez-le au format .xlsx ou CSV, sans mot de passe."
        )
    elif content.startswith(_PDF_MAGIC) or b"\0" in content[:4096]:
        raise ListError(f"{path.name} n'est pas une liste. Donnez un fichier CSV ou XLSX.")
    else:
        table = list(_csv_lines(path, content))
    if not table:
        raise ListError(f"{path.name} est vide. Vérifiez l'export, puis recommencez.")
    (_, header), *lines = table
    columns = tuple(cell.strip() for cell in header)
    rows = tuple(_row(number, columns, cells) for number, cells in lines if any(cell.strip() for cell in cells))
    return Listing(columns, rows)


def read_bytes(path: Path) -> bytes:
    """Return the content of the file; raise `ListError` when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ListError(f"La liste {path} n'existe pas. Vérifiez le chemin.") from None
    except IsADirectoryError:
        raise ListError(f"{path} est un dossier. Donnez le fichier CSV ou XLSX qu'il contient.") from None
    except OSError as error:
        raise ListError(f"La liste {path} ne peut pas être lue ({error.strerror}). Vérifiez ses droits.") from None


def _row(number: int, columns: tuple[str, ...], cells: list[str]) -> Row:
    kept = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
    return Row(number, kept, overflow=any(cell.strip() for cell in cells[len(columns) :]))


def _csv_lines(path: Path, content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = text[: text.find("\n")] if "\n" in text else text
    separator = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise ListError(f"{path.name}, ligne {start} : le CSV est abîmé ({error}). Exportez la liste de nouveau.") from None


def _xlsx_lines(path: Path, content: bytes) -> Iterator[tuple[int, list[str]]]:
    # a third of a second: only for an XLSX
    from openpyxl import load_workbook

    try:
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_text(cell) for cell in cells]
    except Exception as error:  # noqa: BLE001 — whatever is broken inside, the counsellor gets one sentence
        raise ListError(
            f"{path.name} n'est pas un classeur XLSX lisible ({type(error).__name__}). Enregistrez-le de nouveau."
        ) from None


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
