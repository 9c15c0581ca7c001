"""Any file becomes rows with their true lines, or one French sentence."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.lists import COLUMNS, base, cells_of, csv_text, look, look_as, read_listing, row
from ofworkflow.errors import ListError, UsageError
from ofworkflow.intake.advice import Advice
from ofworkflow.intake.layout import Listing, ListRow, find_listing
from ofworkflow.intake.readers import read_book, read_bytes
from ofworkflow.intake.sheets import Book


def read(content: bytes) -> Listing:
    return read_listing(Path("liste.csv"), content)


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for line in rows:
        book.worksheets[0].append(line)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "iso8859-15", "mac_roman", "cp850"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_csv_is_read_whatever_its_encoding_separator_and_line_ends(encoding: str, separator: str, end: str) -> None:
    text = f"NOM{separator}PRENOM{end}HERVÉ{separator}Zoé{end}"
    listing = read(text.encode(encoding))
    assert listing.headings == ("NOM", "PRENOM")
    assert [(r.line, r.cells) for r in listing.rows] == [(2, ("HERVÉ", "Zoé"))]


def test_a_line_is_the_one_a_text_editor_shows() -> None:
    listing = read(b'\r\nNOM;ADRESSE\r\nA;"1 rue\r\nau fond"\r\n\r\n;\r\nB;2\r\n')
    assert [(r.line, r.cells) for r in listing.rows] == [(3, ("A", "1 rue au fond")), (7, ("B", "2"))]


def test_a_spreadsheet_s_separator_hint_is_not_the_header() -> None:
    listing = read(b"sep=,\r\nNOM,PRENOM\r\nA,B;C\r\n")
    assert [(r.line, r.cells) for r in listing.rows] == [(3, ("A", "B;C"))]


def test_stray_spaces_and_invisible_signs_are_left_out() -> None:
    [found] = read("NOM;PRENOM\n\u00a0DU  PONT\u200b ;Le\u0301a\n".encode()).rows
    assert found.cells == ("DU PONT", "Léa")


@pytest.mark.parametrize(
    ("cells", "beyond"),
    [
        ("A", ()),  # spreadsheets leave out the empty cells at the end
        ("A;B", ()),
        ("A;B;;", ()),  # empty cells beyond say nothing
        ("A;B;C", ("C",)),  # a remark, or a separator in a value
    ],
)
def test_a_ragged_row_is_told_when_a_value_has_no_column(cells: str, beyond: tuple[str, ...]) -> None:
    [found] = read(f"NOM;PRENOM\n{cells}\n".encode()).rows
    assert found.beyond == beyond


def test_a_quote_never_closed_is_told_on_its_line_and_swallows_nothing() -> None:
    rows = read(b'NOM;PRENOM\nA;B\nC;"D\nE;F\n').rows
    assert [(r.line, bool(r.fault)) for r in rows] == [(2, False), (3, True), (4, False)]
    assert "guillemet" in rows[1].fault


def test_a_pair_of_stray_quotes_gives_no_child_another_s_mother() -> None:
    rows = read(b'NOM;PRENOM;RL1_NOM;RL1_TEL\nA;"B;C;1\nD;E";F;2\nG;H;I;3\n').rows
    assert [(r.line, bool(r.fault)) for r in rows] == [(2, True), (3, True), (4, False)]


def test_one_stray_byte_does_not_change_the_encoding_of_the_others() -> None:
    listing = read("NOM;PRENOM\nHERVÉ;Zoé\nLEBŒUF;Chlo\n".encode() + b"MU\xd1OZ;L\xe9a\n")
    assert [r.cells for r in listing.rows] == [("HERVÉ", "Zoé"), ("LEBŒUF", "Chlo"), ("MUÑOZ", "Léa")]


def test_quotes_inside_a_value_are_text() -> None:
    [found] = read(b'NOM;PRENOM\nDIT "LE GRAND" PAUL;"Jean ""Jo"""\n').rows
    assert found.cells == ('DIT "LE GRAND" PAUL', 'Jean "Jo"')


def test_a_workbook_gives_text_with_iso_days_and_whole_numbers() -> None:
    seen_at = datetime(2026, 9, 1, 10, 30)  # noqa: DTZ001 — a cell has no zone
    content = workbook(
        ["NOM", "LE", "A", "CODE", "INE", "QPV", "VIDE", "FIN"],
        ["HERVÉ", date(2010, 3, 19), seen_at, 59130, 59130.0, True, None, "x"],
    )
    [found] = read(content).rows
    assert found.cells == ("HERVÉ", "2010-03-19", "2026-09-01T10:30:00", "59130", "59130", "O", "", "x")


def test_a_workbook_row_keeps_its_number_across_gaps() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A4"], sheet["A9"] = "NOM", "A", "B"
    assert [(r.line, r.cells) for r in read(saved(book)).rows] == [(4, ("A",)), (9, ("B",))]


def test_a_workbook_that_lies_about_its_size_is_read_whole() -> None:
    """Some tools write the dimension « A1 » whatever the sheet holds."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["NOM", "PRENOM"], ["A", "B"]))) as book, zipfile.ZipFile(file, "w") as copy:
        for name in book.namelist():
            copy.writestr(name, book.read(name).replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1:A1"'))
    assert cells_of(read(file.getvalue())) == {"NOM": "A", "PRENOM": "B"}


def test_a_formula_in_a_workbook_is_not_run_nor_shown() -> None:
    found = cells_of(read(workbook(["NOM", "PRENOM"], ["=1+1", "Léa"])))
    assert found == {"NOM": "", "PRENOM": "Léa"}  # never computed by a spreadsheet: no value to take


OTHER_ZIP = io.BytesIO()
with zipfile.ZipFile(OTHER_ZIP, "w") as other:
    other.writestr("word/document.xml", "<document/>")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "est vide"),
        (b"\r\n \r\n", "est vide"),
        (b"\xef\xbb\xbf", "est vide"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 .xls, ou classeur chiffre", "mot de passe"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "n'est pas une liste"),
        (b"\xff\xfe\x00", "n'est pas une liste"),  # cut in the middle of a sign
        (b"\0\1\2\3" * 500, "n'est pas une liste"),
        (OTHER_ZIP.getvalue(), "n'est pas un classeur"),
        (b"PK\x03\x04", "n'est pas un classeur"),
        (workbook(["NOM"], ["A"])[:400], "n'est pas un classeur"),
        (b"NOM\n" + b"A" * 200_000, "une cellule dépasse"),  # longer than a CSV cell can be
    ],
)
def test_what_is_no_list_is_said_in_one_sentence(content: bytes, said: str) -> None:
    with pytest.raises(ListError, match=said) as refusal:
        read(content)
    assert "liste.csv" in str(refusal.value)


def test_a_file_that_cannot_be_opened_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="n'existe pas"):
        read_bytes(tmp_path / "absente.csv")
    with pytest.raises(ListError, match="est un dossier"):
        read_bytes(tmp_path)
    with pytest.raises(ListError, match="chemin"):
        read_bytes(Path("li\0ste.csv"))


HEADER = (";".join(COLUMNS) + "\r\n").encode()


@given(content=st.binary(max_size=400))
@example(b'"')
@example(b"\xff\xfe\x00\xd8")
def test_no_bytes_raise_anything_but_a_list_error(tmp_path: Path, content: bytes) -> None:
    assert_read_or_refused(tmp_path, content)


@given(
    start=st.sampled_from([b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"sep=;\n", b"%PDF", workbook(["NOM"])]),
    content=st.binary(max_size=200),
)
def test_no_bytes_after_a_known_beginning_raise_anything_but_a_list_error(tmp_path: Path, start: bytes, content: bytes) -> None:
    assert_read_or_refused(tmp_path, start + content)


@given(content=st.binary(max_size=300))
def test_no_bytes_under_a_sound_header_raise_anything_but_a_list_error(tmp_path: Path, content: bytes) -> None:
    assert_read_or_refused(tmp_path, HEADER + content)


HARD = st.sampled_from(
    [*"09/;,+-.@ ", "31/12/9999", "0001-01-01", "1E5", "²", "٣", "\x1b[2J", "\0", "\ufffd", "\u2028", "E" * 300]
)


@given(changes=st.dictionaries(st.sampled_from(COLUMNS), st.one_of(HARD, st.text(max_size=20)), max_size=6))
@example({"DATE_NAISSANCE": "31/12/9999"})  # its 18th birthday is in no calendar
@example({"DATE_NAISSANCE": "0001-01-01"})
def test_no_value_in_a_row_raises_anything_but_a_list_error(tmp_path: Path, changes: dict[str, str]) -> None:
    text = csv_text([row(**changes)]).encode("utf-8", errors="replace")
    assert_read_or_refused(tmp_path, text)


def assert_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    with base() as connection, suppress(ListError):
        seen = look(path, connection)
        assert all(fault.motif.endswith(".") and fault.motif.isprintable() for fault in seen.rejets)


@pytest.mark.parametrize(
    ("told", "content", "cells"),
    [
        (Advice(encoding="cp850"), "NOM;PRENOM\nLEPRÊTRE;Zoé\n".encode("cp850"), ("LEPRÊTRE", "Zoé")),
        (Advice(encoding="mac"), "NOM;PRENOM\nROY;Ünal\n".encode("mac_roman"), ("ROY", "Ünal")),
        (Advice(encoding="iso-8859-15"), "NOM;PRENOM\nŒUVRARD;Zoé\n".encode("iso8859-15"), ("ŒUVRARD", "Zoé")),
        (Advice(encoding="utf-8"), "NOM;PRENOM\nROY;Zoé\n".encode("utf-8-sig"), ("ROY", "Zoé")),
        (Advice(encoding="utf-16"), "NOM;PRENOM\nROY;Zoé\n".encode("utf-16-be"), ("ROY", "Zoé")),
        (Advice(encoding="cp1252"), "NOM;PRENOM\nROY;Zoé\n".encode(), ("ROY", "ZoÃ©")),  # she said so: seen at once
        (Advice(separator="virgule"), b"NOM;X,PRENOM\nROY;B,Luc\n", ("ROY;B", "Luc")),
        (Advice(separator="tabulation"), b"sep=;\nNOM\tPRENOM\nROY\tLuc\n", ("ROY", "Luc")),
    ],
)
def test_what_was_found_wrong_is_corrected_by_who_reads(told: Advice, content: bytes, cells: tuple[str, ...]) -> None:
    [found] = find_rows(read_book(Path("liste.csv"), content, told))
    assert found.cells == cells


def find_rows(book: Book) -> tuple[ListRow, ...]:
    listing = find_listing(book)
    assert listing is not None
    return listing.rows


def test_a_sheet_is_chosen_by_its_name_even_hidden(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, who in (("Sept", "DUPONT"), ("Oct", "MARTIN")):
        sheet = book.create_sheet(name)
        sheet.append(["NOM", "PRENOM", "DATE_NAISSANCE"])
        sheet.append([who, "Léa", "14/05/2009"])
    book["Oct"].sheet_state = "hidden"
    path = tmp_path / "liste.xlsx"
    path.write_bytes(saved(book))
    names = [
        [s.jeune.nom for _, s in look_as(path, told).a_creer] for told in (Advice(), Advice(sheet="sept"), Advice(sheet="Oct"))
    ]
    assert names == [["DUPONT"], ["DUPONT"], ["MARTIN"]]
    with pytest.raises(ListError, match=r"« Nov » n'existe pas, ou elle est vide\. Feuilles : « Sept », « Oct »"):
        look_as(path, Advice(sheet="Nov"))


@pytest.mark.parametrize(
    ("name", "content", "told", "said"),
    [
        ("liste.csv", b"NOM;PRENOM\nA;B\n", Advice(sheet="Oct"), "--feuille"),
        ("liste.xlsx", workbook(["NOM"], ["A"]), Advice(encoding="cp850"), "--encodage"),
        ("liste.xlsx", workbook(["NOM"], ["A"]), Advice(separator="virgule"), "--separateur"),
    ],
)
def test_what_is_told_of_another_kind_of_file_is_refused(name: str, content: bytes, told: Advice, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_book(Path(name), content, told)
