"""The rows that were rejected, or are for somebody else, in the shape they came in: to be sent.

Same sheet, same columns in the same order, same separator, same encoding; what stood above the header stays
there, for it may say what the columns are. Nothing in it is a formula for the spreadsheet that opens it.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ofworkflow.errors import UsageError
from ofworkflow.intake.preview import Preview, ReadList
from ofworkflow.intake.sheets import Sheet
from ofworkflow.text import unrun

REASON = "MOTIF_DU_REJET"
RECEIVER = "A_TRANSMETTRE_A"
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
            f"{read.fichier} est un CSV : ce qui en sort aussi. Donnez à {path.name} un nom en .csv."
        )
    if not is_text and path.suffix.lower() != ".xlsx":
        raise UsageError(
            f"{read.fichier} est un classeur : ce qui en sort aussi. Donnez à {path.name} un nom en .xlsx."
        )


def rejects_file(read: ReadList, seen: Preview) -> bytes:
    """Return the file of what was rejected: the header, each row as it was, and why."""
    reasons: dict[int, list[str]] = {}
    for fault in seen.rejets:
        reasons.setdefault(fault.ligne, []).append(f"{fault.champ} : {fault.motif}")
    return _file(read, seen, REASON, {line: " ".join(each) for line, each in reasons.items()})


def transfers_file(read: ReadList, seen: Preview) -> bytes:
    """Return the file of what is for other missions locales: each row as it was, by receiver."""
    receivers = {doubt.ligne: doubt.pour for doubt in seen.douteux if doubt.pour}
    return _file(read, seen, RECEIVER, dict(sorted(receivers.items(), key=lambda each: (each[1], each[0]))))


def _file(read: ReadList, seen: Preview, title: str, notes: Mapping[int, str]) -> bytes:
    """Return the rows of a list that have a note, in the order of the notes, each with its own."""
    header = seen.lecture.listing.header_line if seen.lecture else 1
    sheet = _sheet(read, seen)
    lines = {line.number: line for line in sheet.lines}
    whole = [line for line in sheet.lines if line.number <= header]
    whole += [lines[number] for number in notes if number in lines and number > header]
    width = max((len(line.cells) for line in whole), default=0)
    beside = {header: title, **notes}
    rows = [[*line.cells, *[""] * (width - len(line.cells)), beside.get(line.number, "")] for line in whole]
    if "séparateur" in read.book.read_as:
        return _as_text(rows, read)
    return _as_workbook(rows, sheet.name or "Liste")


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
