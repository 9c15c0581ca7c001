"""A letter as a Word document, for the day a sentence must be changed by hand; `from_docx` reads it back.

Only what stands under the line « Ici commence le courrier » is read back: the addresses above are for show.
"""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ofworkflow.letters.edited import BOX, HEAD, TABLE, Edited, fingerprint, from_docx, head, mark, scrubbed
from ofworkflow.letters.markdown import Block, Run
from ofworkflow.letters.page import Page
from ofworkflow.letters.word_file import W
from ofworkflow.letters.word_look import add, dress, element, shade
from ofworkflow.letters.words import typography

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

__all__ = ["Edited", "from_docx", "to_docx"]

_FIRST_LIST = 900  # far from those of python-docx's own sample
_LEVELS = 9  # as deep as Word nests its lists
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date a zip can hold


def to_docx(page: Page, *, name: str, le: date | None = None) -> bytes:
    """Return the letter `name` (« C000123 ») as a Word document, dated `le`; same page, same bytes."""
    import docx

    document = docx.Document()
    dress(document)
    _describe(document, page, le)
    _head(document, page, name)
    writer = _Writer(document)
    writer.mark(0)
    writer.runs(document.add_paragraph(style="Heading 1"), page["objet"])
    for number, (section, style) in enumerate(
        [(page["corps"], "OF Corps"), (page["signature"], "OF Signature"), (page["mentions"], "OF Mentions")]
    ):
        if number:
            writer.mark(number)
        writer.blocks(document, section, style)
    # What Word shows nowhere, and keeps: which letter this is, and what its head was.
    document.core_properties.keywords = f"{name} {fingerprint(head(document.element.body))}"
    return _packed(document)


class _Writer:
    """Write blocks; each list gets a numbering of its own, so that it is read back as that list and starts
    where it must."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._numbering = document.part.numbering_part.element
        self._lists = 0

    def mark(self, number: int) -> None:
        self._document.add_paragraph(mark(number), style="OF Repère")

    def blocks(self, parent: Document | _Cell, blocks: list[Block], style: str, depth: int = 0) -> None:
        for block in blocks:
            match block["kind"]:
                case "heading":
                    self.runs(_paragraph(parent, f"Heading {min(block['level'], 6)}"), block["runs"])
                case "paragraph":
                    self.runs(_paragraph(parent, style), block["runs"])
                case "list":
                    self._list(parent, block, style, depth)
                case "box":
                    cell = _table(parent, 1, 1, BOX).cell(0, 0)
                    shade(cell)
                    self.blocks(cell, block["blocks"], style)
                    _drop_first(cell)
                    _paragraph(parent, "OF Blanc")  # without it, Word makes one table of two that touch
                case _:
                    self._table(parent, block)

    def runs(self, paragraph: Paragraph, runs: list[Run]) -> None:
        for run in runs:
            if "break" in run:
                paragraph.add_run().add_break()
                continue
            added = paragraph.add_run(scrubbed(run["text"]))
            added.bold = run["strong"] or None
            added.italic = run["em"] or None

    def _list(self, parent: Document | _Cell, block: Block, style: str, depth: int) -> None:
        level = min(depth, _LEVELS - 1)
        number = self._add_number(block["ordered"], level, block["start"])
        named = "List Number" if block["ordered"] else "List Bullet"
        follow = "List Continue" if level == 0 else f"List Continue {min(level + 1, 3)}"
        for first, *rest in (item for item in block["items"] if item):
            paragraph = _paragraph(parent, named)
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = level
            properties.get_or_add_numId().val = number
            others = rest
            if first["kind"] == "paragraph":
                self.runs(paragraph, first["runs"])
            else:
                others = [first, *rest]
            self.blocks(parent, others, follow, depth + 1)

    def _table(self, parent: Document | _Cell, block: Block) -> None:
        rows = [block["head"], *block["rows"]]
        table = _table(parent, len(rows), len(block["head"]), TABLE)
        for i, row in enumerate(rows):
            for j, runs in enumerate(row):
                cell = table.cell(i, j)
                cell.paragraphs[0].style = self._document.styles["OF Case" if i else "OF Colonne"]
                self.runs(cell.paragraphs[0], runs)
                if i == 0:
                    shade(cell)
        add(table.rows[0]._tr.get_or_add_trPr(), "tblHeader")  # its columns are named again on each page
        _paragraph(parent, "OF Blanc")

    def _add_number(self, ordered: bool, level: int, start: int) -> int:
        """Return the number of a new list; its start is its own, for LibreOffice tears apart a list that
        restarts another."""
        self._lists += 1
        shown = "decimal" if ordered else "bullet"
        levels = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="{start if i == level else 1}"/><w:numFmt w:val="{shown}"/>'
            f'<w:lvlText w:val="{f"%{i + 1}." if ordered else "–"}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{360 * (i + 1)}" w:hanging="300"/></w:pPr></w:lvl>'
            for i in range(_LEVELS)
        )
        identity = _FIRST_LIST + self._lists
        kind = '<w:multiLevelType w:val="multilevel"/>'
        self._numbering.insert(
            0, element(f'<w:abstractNum {{}} w:abstractNumId="{identity}">{kind}{levels}</w:abstractNum>')
        )
        return int(self._numbering.add_num(identity).numId)


def _head(document: Document, page: Page, name: str) -> None:
    house, counsel = page["maison"], page["suivi"]
    left = [
        (house["nom"], "OF Maison"),
        *(
            (line, "OF En-tête")
            for line in (*house["adresse"], f"Tél. {house['telephone']}", house["courriel"], "")
        ),
        (f"Nos références : {page['reference']}", "OF En-tête"),
        (f"Dossier suivi par {counsel['nom']}, {counsel['qualite']}", "OF En-tête"),
        (f"Tél. {counsel['telephone']}, {counsel['courriel']}", "OF En-tête"),
    ]
    right = [
        (page["lieu_date"], "OF En-tête"),
        ("", "OF En-tête"),
        *((line, "OF Adresse") for line in page["envoi"]),
    ]
    table = _table(document, 1, 2, HEAD)
    for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
        shade(cell)
        for line, style in lines:
            _paragraph(cell, style).add_run(scrubbed(line))
        _drop_first(cell)
    directions = (
        "L'en-tête ci-dessus n'est pas relu : une adresse se corrige dans le dossier.",
        f"Changez les phrases ci-dessous, enregistrez, puis : of courriers reprendre {name} ce-fichier.docx",
    )
    for line in directions:
        document.add_paragraph(typography(line), style="OF Consigne")


def _describe(document: Document, page: Page, le: date | None) -> None:
    properties, house = document.core_properties, page["maison"]["nom"]
    properties.title, properties.author, properties.last_modified_by = page["titre"], house, house
    properties.language, properties.comments, properties.revision = "fr-FR", "", 1
    core = properties._element
    for dated in [e for e in core if e.tag.endswith(("}created", "}modified"))]:
        core.remove(dated)  # those of python-docx's own sample
    if le is not None:
        properties.created = properties.modified = datetime.combine(le, time(12))


def _paragraph(parent: Document | _Cell, style: str) -> Paragraph:
    return parent.add_paragraph(style=style)  # type: ignore[no-any-return,unused-ignore]


def _table(parent: Document | _Cell, rows: int, columns: int, style: str) -> Table:
    table = parent.add_table(rows, columns)
    table.style = style
    table.autofit = True
    return table


def _drop_first(cell: _Cell) -> None:
    """Drop the empty paragraph a cell is born with, unless it is the last thing there: Word wants one at
    the end."""
    born, *others = list(cell._tc.iterchildren(W + "p", W + "tbl"))
    if others:
        cell._tc.remove(born)


def _packed(document: Document) -> bytes:
    """Return the document, zipped again with fixed dates: same words, same bytes."""
    saved, packed = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = ZipInfo(name, _EPOCH)
            info.compress_type, info.create_system = ZIP_DEFLATED, 0
            target.writestr(info, source.read(name))
    return packed.getvalue()
