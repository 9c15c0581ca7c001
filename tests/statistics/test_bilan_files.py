"""The bilan as a document and as a workbook, read back from the files themselves: the same numbers, and nothing that runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pypdf
import pytest

from ofworkflow.errors import OfWorkflowError
from ofworkflow.statistics.bilan.content import (
    HIDDEN,
    AnnualBilan,
    Bar,
    Bars,
    Cell,
    CellKind,
    Curve,
    Definition,
    Histogram,
    Parts,
    Point,
    Section,
    Table,
    TableRow,
)
from ofworkflow.statistics.bilan.document import as_pdf
from ofworkflow.statistics.bilan.workbook import as_workbook

LE = date(2026, 3, 10)
HOSTILE = (
    "=CMD|'/C calc'!A0",
    "+33 1 99 00 00 00",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "#set page(fill: red) $x$ *gras* // fin",
    "{{ 7*7 }}",
)


def sample(*, internal: bool = False, names: tuple[str, ...] = HOSTILE) -> AnnualBilan:
    """Return an invented bilan with every kind of block, hidden numbers, and names that would like to run."""
    bars = (Bar("Repérés", 1234, "1 234"), Bar("Absents", None, HIDDEN), Bar("Informés", 0, "0"))
    rows = [TableRow(name, (Cell("12", 12, CellKind.COUNT), Cell("49 %", 97 / 198, CellKind.RATE))) for name in names]
    rows += [TableRow("Cachée", (Cell(HIDDEN, None, CellKind.COUNT), Cell("–", None, CellKind.RATE)), detail=True)]
    rows += [TableRow("Ensemble", (Cell("96", 96, CellKind.COUNT), Cell("49 %", 97 / 198, CellKind.RATE)), total=True)]
    blocks = (
        "Un paragraphe, avec *des étoiles*.",
        Table("t1", "Par commune", ("Commune", "Accompagnés", "Part"), tuple(rows), "Une note."),
        Table("t2", "Vide", ("Commune", "Accompagnés"), ()),
        Bars("b1", "Du repérage à l'information", "Repérés : 1 234.", bars),
        Parts("p1", "Où en est chacun", "En règle : 3.", (Bar("En règle", 3, "3"), Bar("Inconnus", 2, "2"))),
        Parts("p2", "Où en est chacun, caché", "n. c.", (Bar("En règle", 3, "3"), Bar("Inconnus", None, HIDDEN))),
        Histogram("h1", "Délais", "0 à 29 : 5.", (Bar("0 à 29", 5, "5"), Bar("30 et plus", None, HIDDEN)), "jours", 1, "3 mois"),
        Curve("c1", "Part mise en règle", "…", (Point(30, 0.25, (0.1, 0.4)), Point(60, 0.5)), True, 90),
        Curve("c2", "Par repères", "…", (Point(30, 0.25, (0.1, 0.4)),), False, 360),
    )
    definition = Definition("I8", "en situation professionnelle", "jeunes accompagnés en emploi / I6", "", "", 1)
    return AnnualBilan(
        house=names[0] if names else "Maison", place="Lambersart", colour="#1f3a5f", title="Obligation de formation : bilan 2025",
        subtitle="Du 1er janvier au 31 décembre 2025", made_on="10 mars 2026", internal=internal,
        key=(Bar("jeunes accompagnés", 198, "198"), Bar("en règle", 1.0, "100 %"), Bar("caché", None, HIDDEN)),
        sentence="198 mineurs accompagnés.", warnings=("Des situations sont inconnues.",),
        sections=(Section("s", "Par commune : [tout] / rien ?", blocks), Section("s2", "Par commune : [tout] / rien !", ())),
        definitions=(definition,), method=("Un nombre de 1 à 4 n'est pas communiqué.",), year=2025,
    )  # fmt: skip


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def test_no_cell_is_a_formula_and_every_name_is_kept_as_it_is():
    """Injection : « = », « + », « - », « @ » et la tabulation font une formule dans un tableur qui les lit ainsi."""
    book = opened(as_workbook(sample()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    words = [cell.value for cell in cells if cell.data_type == "s"]
    assert all(name in words for name in HOSTILE)


def test_numbers_are_numbers_and_what_is_hidden_is_no_number():
    book = opened(as_workbook(sample()))
    rows = {row[0].value: row[1:] for sheet in book.worksheets[1:2] for row in sheet.iter_rows() if row[0].value}
    count, share = rows["Ensemble"][:2]
    assert (count.value, share.value, share.number_format) == (96, pytest.approx(97 / 198), "0 %")
    assert rows["    Cachée"][0].value == HIDDEN
    assert rows["Absents"][0].value == HIDDEN  # beside the chart too


def test_the_charts_are_those_of_the_spreadsheet():
    content = as_workbook(sample())
    charts = [name for name in ZipFile(BytesIO(content)).namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 6
    texts = [ZipFile(BytesIO(content)).read(name).decode() for name in charts]
    assert any("scatterChart" in text for text in texts)
    assert all("<c:v>Part" in text or "c:dLbls" in text for text in texts)  # labelled where they are read


def test_sheets_have_names_that_a_spreadsheet_takes_each_once():
    names = opened(as_workbook(sample())).sheetnames
    assert names[0] == "Synthèse"
    assert names[-1] == "Définitions"
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_a_workbook_made_twice_is_the_same_to_the_byte():
    assert as_workbook(sample()) == as_workbook(sample())


@pytest.mark.parametrize("internal", [True, False])
def test_the_document_says_the_same_words_and_nothing_is_taken_for_markup(internal):
    pdf = pypdf.PdfReader(BytesIO(as_pdf(sample(internal=internal), le=LE)))
    text = "\n".join(page.extract_text() for page in pdf.pages)
    for name in HOSTILE:
        assert "".join(name.split()) in "".join(text.split()), name
    assert "Un paragraphe, avec *des étoiles*." in text
    assert f"page 1 sur {len(pdf.pages)}" in text
    assert ("ne pas diffuser" in text) is internal
    assert pdf.metadata is not None
    assert str(pdf.metadata.title).startswith("Obligation de formation : bilan 2025")
    assert pdf.trailer["/Root"]["/Lang"] == "fr-FR"
    assert bool(pdf.trailer["/Root"]["/MarkInfo"]["/Marked"])


def test_a_document_made_twice_is_the_same_to_the_byte():
    assert as_pdf(sample(), le=LE) == as_pdf(sample(), le=LE)


def test_a_character_without_a_font_is_named_in_one_sentence():
    with pytest.raises(OfWorkflowError, match=r"« 漢 » \(U\+6F22\)"):
        as_pdf(replace(sample(), house="Maison 漢"), le=LE)
