"""The rows that were rejected, in the shape they came in, with a reason each: to be sent back.

Same sheet, same columns in the same order, same separator, same encoding; what stood above the header stays
there, for it may say what the columns are. Nothing in it is a formula for the spreadsheet that opens it.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from ofworkflow.errors import UsageError
from ofworkflow.intake.preview import Preview, ReadList
from ofworkflow.intake.sheets import Sheet
from ofworkflow.text import unrun

REASON = "MOTIF_DU_REJET"
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
_SEPARATORS = {"point-virgule": ";", "virgule": ",", "tabulation": "\t", "barre verticale": "|"}
_CODECS = {
    "UTF-8": "utf-8",
    "UTF-16": "utf-16",
    "UTF-16, sans marque": "utf-16",
    "Windows (cp1252)": "cp1252",
    "ISO-8859-15": "iso8859-15",
    "Mac Roman": "mac_roman",
    "DOS (cp850)": "cp850",
}


def check_name(read: ReadList, path: Path) -> None:
    """Raise `UsageError` when the name of the file says another format than what will be in it."""
    is_text = "séparateur" in read.book.read_as
    if is_text and path.suffix.lower() in _WORKBOOKS:
        raise UsageError(
            f"{read.fichier} est un CSV : ses rejets aussi. Donnez à {path.name} un nom en .csv."
        )
    if not is_text and path.suffix.lower() != ".xlsx":
        raise UsageError(
            f"{read.fichier} est un classeur : ses rejets aussi. Donnez à {path.name} un nom en .xlsx."
        )


def rejects_file(read: ReadList, seen: Preview) -> bytes:
    """Return the file of what was rejected: the header, each row as it was, and why."""
    reasons: dict[int, list[str]] = {}
    for fault in seen.rejets:
        reasons.setdefault(fault.ligne, []).append(f"{fault.champ} : {fault.motif}")
    header = seen.lecture.listing.header_line if seen.lecture else 1
    sheet = _sheet(read, seen)
    whole = [line for line in sheet.lines if line.number <= header or line.number in reasons]
    width = max((len(line.cells) for line in whole), default=0)
    rows = [
        [*line.cells, *[""] * (width - len(line.cells)), _beside(line.number, header, reasons)]
        for line in whole
    ]
    if "séparateur" in read.book.read_as:
        return _as_text(rows, read)
    return _as_workbook(rows, sheet.name or "Liste")


def _beside(line: int, header: int, reasons: dict[int, list[str]]) -> str:
    return REASON if line == header else " ".join(reasons.get(line, ()))


def _sheet(read: ReadList, seen: Preview) -> Sheet:
    name = seen.lecture.listing.sheet if seen.lecture else ""
    return next((sheet for sheet in read.book.sheets if sheet.name == name), read.book.sheets[0])


def _as_text(rows: Iterable[Sequence[str]], read: ReadList) -> bytes:
    text = io.StringIO()
    separator = _SEPARATORS[read.book.read_as["séparateur"]]
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerows([unrun(cell) for cell in row] for row in rows)
    codec = _CODECS.get(read.book.read_as.get("encodage", ""), "utf-8")
    if codec == "utf-8":  # with the mark by which a spreadsheet knows it
        return codecs.BOM_UTF8 + text.getvalue().encode()
    return text.getvalue().encode(
        codec, errors="replace"
    )  # the rows came from it; a sign of a reason may not


def _as_workbook(rows: Iterable[Sequence[str]], name: str) -> bytes:
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    book = xlsxwriter.Workbook(target, options)
    sheet = book.add_worksheet(name[:31])
    words = book.add_format({"num_format": "@"})
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(at, column, cell, words)
    book.close()
    return target.getvalue()
