"""A hostile or monstrous list is refused before it is opened, in one sentence; small real files that would take a minute."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from intake.lists import read_listing
from ofworkflow.errors import ListError
from ofworkflow.intake.readers import read_bytes

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>NOM</t></is></c></row>'
SHEET = "xl/worksheets/sheet1.xml"


def _sheet(rows: str, *, before: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{HEAD}{rows}</sheetData></worksheet>'


def _workbook(parts: dict[str, str | bytes], *, change: Callable[[zipfile.ZipFile], None] | None = None) -> bytes:
    """Return a workbook whose parts are these, the others being those of openpyxl."""
    plain, made = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0].append(["NOM"])
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in [*source.namelist(), *(set(parts) - set(source.namelist()))]:
            target.writestr(name, parts.get(name, b"") or source.read(name))
        if change:
            change(target)
    return made.getvalue()


def _shared(texts: str) -> str:
    return f'<sst xmlns="{MAIN}">{texts}</sst>'


def _shared_by_all(text: str, rows: int) -> bytes:
    """Return a workbook that writes a text once, and names it in every row."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet().write_column(0, 0, ["NOM", *[text] * rows])
    return made.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "rows as wide as a sheet": (lambda: _workbook({SHEET: _sheet('<row r="2"><c r="XFD2"><v>1</v></c></row>')}), "plus de 500 colonnes"),
    "two million cells": (lambda: _workbook({SHEET: _sheet('<row r="2">' + '<c r="A2"/>' * 2_000_000 + "</row>")}), "a 2000001 cases"),
    "cells without a place": (lambda: _workbook({SHEET: _sheet("<row>" + "<c/>" * 2_400_000 + "</row>")}), "a 2400001 cases"),
    "a value very far below": (lambda: _workbook({SHEET: _sheet('<row r="900000"><c r="A900000"><v>1</v></c></row>')}), "plus de 100000 lignes"),
    "prefixed cells": (
        lambda: _workbook({SHEET: _sheet("").replace("<sheetData>", f'<x:d xmlns:x="{MAIN}"><x:row>' + "<x:c/>" * 2_400_000 + "</x:row></x:d><sheetData>")}),
        "a 2400001 cases",
    ),
    "a wide grid": (
        lambda: _workbook({SHEET: _sheet("".join(f'<row r="{i}"><c r="SF{i}"><v>1</v></c></row>' for i in range(2, 20_002)))}), "cases sur 20001 lignes",
    ),
    "a part that unzips to 150 Mo": (lambda: _workbook({SHEET: _sheet(" " * 150_000_000)}), "démesuré"),
    "styles of 20 Mo": (lambda: _workbook({"xl/styles.xml": b" " * 20_000_000}), "démesuré"),
    "shared texts of 40 Mo": (lambda: _workbook({"xl/sharedStrings.xml": _shared("<si/>" * 8_000_000)}), "démesuré"),
    "a long text named by every cell": (
        lambda: _shared_by_all("x" * 30_000, 5000), "trop de texte",
    ),
    "a text longer than a cell": (
        lambda: _workbook({SHEET: _sheet('<row r="2"><c r="A2" t="inlineStr"><is><t>' + "x" * 40_000 + "</t></is></c></row>")}), "ligne 2 : une cellule",
    ),
    "entities": (
        lambda: _workbook({SHEET: '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + _sheet('<row r="2"><c r="A2" t="inlineStr"><is><t>&b;</t></is></c></row>')}),
        "entités",
    ),
    "entities in UTF-16": (lambda: _workbook({SHEET: ('<!DOCTYPE w [<!ENTITY a "a">]>' + _sheet("")).encode("utf-16")}), "n'est pas un classeur"),
    "two thousand parts": (lambda: _workbook({f"xl/media/{i}.png": b"x" for i in range(2000)}), "démesuré"),
    "a tag of ten megabytes": (lambda: _workbook({SHEET: _sheet('<row a="' + "x" * 10_000_000 + '"/>')}), "n'est pas un classeur"),
    "a cut file": (lambda: _workbook({})[:-200], "n'est pas un classeur"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_monstrous_workbook_is_refused_in_one_sentence(what: str) -> None:
    build, said = HOSTILE[what]
    content = build()
    with pytest.raises(ListError) as caught:
        read_listing(Path("liste.xlsx"), content)
    assert said in str(caught.value)


def test_a_million_empty_rows_cost_nothing() -> None:
    person = '<row r="3"><c r="A3" t="inlineStr"><is><t>DUPONT</t></is></c></row>'
    [found] = read_listing(Path("liste.xlsx"), _workbook({SHEET: _sheet(person + "<row/>" * 1_000_000)})).rows
    assert found.cells == ("DUPONT",)


def test_a_workbook_under_a_password_is_said() -> None:
    content = bytearray(_workbook({}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := content.find(sign, start)) >= 0:
            content[start + at] |= 1
            start += 4
    with pytest.raises(ListError, match="mot de passe"):
        read_listing(Path("liste.xlsx"), bytes(content))


@pytest.mark.parametrize(
    "sheet",
    [
        _sheet('<row r="3"><c r="A3" t="inlineStr"><is><t>DUPONT</t></is></c></row>', before='<dimension ref="A1:XFD1048576"/>'),
        _sheet('<row r="3"><c r="A3" t="inlineStr"><is><t>DUPONT</t></is></c></row>', before='<dimension ref="A1"/>'),
        _sheet('<row/><row><c t="inlineStr"><is><t>DUPONT</t></is></c></row>'),
        _sheet("<row r='3'><c t='inlineStr' s='1' r='A3'><is><t>DUPONT</t></is></c></row>"),
        _sheet('<row r="3"><c r="A3" t="inlineStr"><is><t>DUPONT</t></is></c></row>' + "".join(f'<row r="{i}"><c r="A{i}" s="0"/></row>' for i in range(4, 4000))),
    ],
    ids=["declared immense", "declared tiny", "cells without a place", "single quotes", "styled empty rows"],
)  # fmt: skip
def test_what_a_workbook_declares_is_not_what_it_holds(sheet: str) -> None:
    [found] = read_listing(Path("liste.xlsx"), _workbook({SHEET: sheet})).rows
    assert (found.line, found.cells) == (3, ("DUPONT",))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda: b"NOM;PRENOM\n" + b"x" * 2_000_000, "ligne 2 : elle dépasse 1000000 caractères"),
        (lambda: b";" * 600 + b"\n", "plus de 500 colonnes"),
        (lambda: b"NOM\n" + b"\n" * 100_001, "plus de 100000 lignes"),
        (lambda: b'NOM\n"' + b"x\n" * 100_000 + b'"\n', "plus de 100000 lignes"),
    ],
)
def test_a_monstrous_csv_is_refused_with_its_true_cause(content: Callable[[], bytes], said: str) -> None:
    with pytest.raises(ListError, match=said):
        read_listing(Path("liste.csv"), content())


def test_a_file_of_half_a_gigabyte_or_a_device_without_end_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    with path.open("wb") as file:
        file.truncate(500_000_000)  # a hole: no byte of it is on the disk
    for endless in (path, Path("/dev/zero")):
        if endless.exists():
            with pytest.raises(ListError, match="dépasse 20 Mo"):
                read_bytes(endless)


@pytest.mark.parametrize("place", ["A4294967295", "A99999999999", "A9999999", "a99999999", "ZZZZ4", "ZZZZZZZ4", "A0", "B"])
def test_a_damaged_place_claims_no_memory(place: str) -> None:
    """The fast reader makes the grid up to there, and an allocation that fails ends the process."""
    cells = '<row r="3"><c r="A3"><v>1</v></c></row>' + f'<row r="4"><c r="{place}"><v>1</v></c></row>'
    with pytest.raises(ListError, match=r"liste\.xlsx"):
        read_listing(Path("liste.xlsx"), _workbook({SHEET: _sheet(cells)}))


ODS = Path(__file__).parents[1] / "data" / "abimees" / "x_ods.ods"


def _open_document(change: Callable[[bytes], bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(ODS) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(source.read(name)) if name == "content.xml" else source.read(name))
    return made.getvalue()


@pytest.mark.parametrize("repeated", [b"4000000000", b"99999999999999999999"])
def test_a_cell_repeated_without_end_is_refused_and_ends_nothing(repeated: bytes) -> None:
    def often(text: bytes) -> bytes:
        return text.replace(b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="' + repeated + b'" ', 3)

    with pytest.raises(ListError, match=r"liste\.ods"):
        read_listing(Path("liste.ods"), _open_document(often))


def test_an_old_workbook_that_ends_its_reader_is_said_in_one_sentence() -> None:
    with pytest.raises(ListError, match=r"mot de passe, ou abîmé"):
        read_listing(Path("liste.xls"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20)
