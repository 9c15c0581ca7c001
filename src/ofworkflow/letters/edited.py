"""A letter that was changed by hand in Word or LibreOffice, read back to blocks.

The three lines « Ici commence … » tell the sections apart; styles only tell what a paragraph is, so that one
typed or pasted in any style is still read. What a letter cannot hold (an image, a note, an unaccepted change)
is refused, never dropped.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ofworkflow.errors import LetterError
from ofworkflow.letters import words
from ofworkflow.letters.markdown import Block, Run, plain
from ofworkflow.letters.word_file import W, WordFile, child, is_on, number_of
from ofworkflow.records import dataclass

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MARKS = ("Ici commence le courrier", "Ici commence la signature", "Ici commencent les mentions")
BOX, TABLE, HEAD = "OF Encadré", "OF Tableau", "OF En-tête du courrier"

_NO_BREAK_HYPHEN = "\u2011"
_MOST_COLUMNS = 63  # Word's own limit
_MARK = re.compile(rf"\W*({'|'.join(MARKS)})\W*gardez cette ligne\W*", re.IGNORECASE)
_INLINE = {
    W + tag for tag in ("hyperlink", "smartTag", "fldSimple", "customXml", "sdt", "sdtContent", "bdo", "dir")
}
_WRAPPERS = {W + tag for tag in ("sdt", "sdtContent", "customXml")}


@dataclass(frozen=True, slots=True)
class Edited:
    """The words of a letter as they come back; `courrier` is the letter the document was made from, empty
    if it lost it."""

    objet: list[Run]
    corps: list[Block]
    signature: list[Block]
    mentions: list[Block]
    courrier: str = ""


def from_docx(content: bytes) -> Edited:
    """Return what the document says; raise `LetterError`, one French sentence, when it cannot be a letter."""
    file = WordFile(content)
    top, *sections = _sections(file.body)
    name, _, known = file.keywords.strip().partition(" ")
    if known and known != fingerprint(top):
        raise LetterError(
            "L'en-tête du document Word a été modifié, or il n'est pas relu : corrigez l'adresse dans le "
            "dossier, "
            "et reprenez vos phrases dans un nouveau fichier."
        )
    first, signature, mentions = (_read(file, section) for section in sections)
    if not first or not _is_object(first[0]):
        raise LetterError(
            "Le document Word a perdu l'objet du courrier : remettez, juste sous la ligne « Ici commence le "
            "courrier », "
            "une ligne « Objet : … »."
        )
    headings = [b for b in _inside([first[1:], signature, mentions]) if b.get("kind") == "heading"]
    if any(heading["level"] == 1 for heading in headings):
        raise LetterError(
            "Le document Word a deux objets : gardez une seule ligne en style « Titre 1 », celle de l'objet."
        )
    if not first[1:]:
        raise LetterError(
            "Le document Word n'a plus de texte sous l'objet : remettez les phrases du courrier."
        )
    level = 1
    for heading in (
        headings
    ):  # « Titre 3 » right under the object is a title all the same; an accessible PDF skips no level
        heading["level"] = level = min(heading["level"], level + 1)
    return Edited(first[0]["runs"], first[1:], signature, mentions, name)


def mark(number: int) -> str:
    """Return the line that opens a section."""
    return f"— {MARKS[number]} (gardez cette ligne) —"


def fingerprint(top: list[Element]) -> str:
    """Return what changes when somebody writes in the head of the document, which is not read back."""
    shown = "".join("".join(text.text or "" for text in element.iter(W + "t")) for element in top)
    return hashlib.sha256("".join(words.clean(shown).split()).encode()).hexdigest()[:16]


def head(body: Element) -> list[Element]:
    """Return what stands above the letter: the addresses, the date, the directions for use."""
    return _sections(body)[0]


def scrubbed(text: str) -> str:
    """Return `text` cleaned as `words.clean` does, except that a space at either end stays: the next run
    follows it."""
    return words.clean(f"|{text}|")[1:-1]


def _read(file: WordFile, section: list[Element]) -> list[Block]:
    """Return the blocks of a section, having checked that every word of it is there."""
    blocks = _Reader(file).blocks(section)
    written = _letters(t.text or "" for element in section for t in element.iter(W + "t"))
    if written != _letters(run["text"] for run in _inside(blocks) if "text" in run):
        raise LetterError(
            "Une partie du document Word ne peut pas être relue sans perdre de mots : recopiez son texte, "
            "sans mise en forme, "
            "dans un nouveau fichier."
        )
    return blocks


def _inside(value: object) -> Iterator[Run]:
    """Return every block and every run, however deep, in the order of the page."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _inside(inner)


def _letters(texts: Iterator[str]) -> str:
    """Return what must come back of a text: everything but its spaces, and the hyphens that Word keeps out
    of its texts."""
    return "".join(
        unicodedata.normalize("NFD", words.clean("".join(texts))).replace(_NO_BREAK_HYPHEN, "").split()
    )


def _sections(body: Element) -> list[list[Element]]:
    """Return the elements above the first mark, then those of each section."""
    parts: list[list[Element]] = [[]]
    for element in _elements(body):
        text = "".join(t.text or "" for t in element.iter(W + "t")) if element.tag == W + "p" else ""
        if match := _MARK.fullmatch(words.clean(text)):
            if len(parts) > len(MARKS) or match[1].casefold() != MARKS[len(parts) - 1].casefold():
                raise _lost(MARKS[min(len(parts), len(MARKS)) - 1])
            parts.append([])
        else:
            parts[-1].append(element)
    if len(parts) <= len(MARKS):
        raise _lost(MARKS[len(parts) - 1])
    return parts


def _lost(line: str) -> LetterError:
    return LetterError(
        f"Dans le document Word, la ligne grise « {line} » manque ou n'est plus à sa place : remettez-la "
        "seule sur sa ligne, "
        f"« {mark(MARKS.index(line))} », ou repartez d'un nouveau fichier."
    )


def _elements(parent: Element) -> Iterator[Element]:
    for element in parent:
        if element.tag in _WRAPPERS:
            yield from _elements(element)
        elif element.tag in (W + "p", W + "tbl"):
            yield element


def _is_object(block: Block) -> bool:
    if block["kind"] == "heading":
        return bool(block["level"] == 1)
    return block["kind"] == "paragraph" and plain(block["runs"]).casefold().startswith("objet")


@dataclass(slots=True)
class _OpenList:
    level: int
    number: str
    block: Block


class _Reader:
    """Read the elements of one section, or of one cell, to blocks."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._counts: dict[tuple[str, int], int] = {}

    def blocks(self, elements: list[Element]) -> list[Block]:
        blocks: list[Block] = []
        opened: list[_OpenList] = []
        for element in elements:
            if element.tag == W + "tbl":
                opened.clear()
                blocks.append(self._table(element))
            elif runs := self._runs(element):
                self._paragraph(element, runs, blocks, opened)
        return blocks

    def _paragraph(
        self, element: Element, runs: list[Run], blocks: list[Block], opened: list[_OpenList]
    ) -> None:
        names = self._file.styles_of(element)
        if level := next((int(n[-1]) for n in names if re.fullmatch(r"(heading|titre) [1-6]", n)), 0):
            opened.clear()
            blocks.append({"kind": "heading", "level": level, "runs": runs})
        elif numbering := self._file.numbering_of(element):
            self._item(*numbering, runs, blocks, opened)
        elif opened and (match := next((n for n in names if n.startswith("list continue")), "")):
            depth = int(match.removeprefix("list continue").strip() or 1)
            del opened[depth:]
            opened[-1].block["items"][-1].append({"kind": "paragraph", "runs": runs})
        else:
            opened.clear()
            blocks.append({"kind": "paragraph", "runs": runs})

    def _item(
        self, number: str, level: int, runs: list[Run], blocks: list[Block], opened: list[_OpenList]
    ) -> None:
        """Add an item to the list it continues, or to a new one: inside the last item when it is deeper."""
        for key in [k for k in self._counts if k[0] == number and k[1] > level]:
            del self._counts[key]  # a deeper level counts anew below each item
        while opened and (
            opened[-1].level > level or (opened[-1].level == level and opened[-1].number != number)
        ):
            opened.pop()
        ordered, start = self._file.format_of(number, level)
        rank = self._counts.get((number, level), start)
        self._counts[number, level] = rank + 1
        if not opened or opened[-1].level < level:
            block: Block = {"kind": "list", "ordered": ordered, "start": rank if ordered else 1, "items": []}
            (opened[-1].block["items"][-1] if opened else blocks).append(block)
            opened.append(_OpenList(level, number, block))
        opened[-1].block["items"].append([{"kind": "paragraph", "runs": runs}])

    def _table(self, table: Element) -> Block:
        own = [row for row in table.iter(W + "tr") if _owner(row) is table]
        rows = [[cell for cell in row.iter(W + "tc") if _owner(cell) is row] for row in own]
        style = next(iter(self._file.styles_of(table)), "")
        cells = [cell for row in rows for cell in row]
        if style == BOX.casefold() or (len(cells) == 1 and style != TABLE.casefold()):
            return {
                "kind": "box",
                "blocks": [b for cell in cells for b in self.blocks(list(_elements(cell)))],
            }
        if any(True for cell in cells for _ in cell.iter(W + "tbl")):
            raise LetterError("Le document Word a un tableau dans un tableau : sortez-le de sa case.")
        grid = [[runs for cell in row for runs in self._cell(cell)] for row in rows]
        width = max((len(row) for row in grid), default=0)
        head, *rest = [row + [[]] * (width - len(row)) for row in grid] or [[]]
        return {"kind": "table", "head": head, "rows": rest}

    def _cell(self, cell: Element) -> list[list[Run]]:
        """Return the runs of a cell, then nothing for each further column it was merged over."""
        lines = [runs for p in _elements(cell) if (runs := self._runs(p))]
        joined = [run for i, line in enumerate(lines) for run in ([{"break": True}] if i else []) + line]
        span = min(number_of(child(cell, "tcPr", "gridSpan"), 1), _MOST_COLUMNS)
        return [joined] + [[]] * (span - 1)

    def _runs(self, paragraph: Element) -> list[Run]:
        merged: list[Run] = []
        for run in self._raw_runs(paragraph):
            last = merged[-1] if merged else {"break": True}
            if (
                "text" in run
                and "text" in last
                and (run["strong"], run["em"]) == (last["strong"], last["em"])
            ):
                last["text"] += run["text"]
            else:
                merged.append(dict(run))
        return _tidied(merged)

    def _raw_runs(self, parent: Element) -> Iterator[Run]:
        for element in parent:
            if element.tag in _INLINE:
                yield from self._raw_runs(element)
            elif element.tag == W + "r":
                strong, em = self._is(element, "b"), self._is(element, "i")
                for piece in element:
                    match piece.tag.removeprefix(W) if isinstance(piece.tag, str) else "":
                        case "t":
                            yield {"text": piece.text or "", "strong": strong, "em": em}
                        case "tab" | "ptab":
                            yield {"text": " ", "strong": strong, "em": em}
                        case "noBreakHyphen":
                            yield {"text": _NO_BREAK_HYPHEN, "strong": strong, "em": em}
                        case "cr" | "br" if piece.get(W + "type") in (None, "textWrapping"):
                            yield {"break": True}

    def _is(self, run: Element, flag: str) -> bool:
        direct = child(run, "rPr", flag)
        return is_on(direct) if direct is not None else self._file.character_style_has(run, flag)


def _owner(element: Element) -> Element | None:
    """Return the row of a cell or the table of a row, whatever wraps it."""
    parent = element.getparent()
    while parent.tag in _WRAPPERS:
        parent = parent.getparent()
    return parent


def _tidied(runs: list[Run]) -> list[Run]:
    """Return runs without double spaces, nor spaces at the ends of lines, nor empty lines at the ends."""
    tidied: list[Run] = []
    for i, run in enumerate(runs):
        if "break" in run:
            tidied.append(run)
            continue
        text = scrubbed(run["text"])
        _refuse_unprintable(text)
        if not tidied or "break" in tidied[-1] or tidied[-1]["text"].endswith(" "):
            text = text.lstrip(" ")
        if i + 1 == len(runs) or "break" in runs[i + 1]:
            text = text.rstrip(" ")
        if text:
            tidied.append(run | {"text": text})
    while tidied and "break" in tidied[0]:
        tidied.pop(0)
    while tidied and "break" in tidied[-1]:
        tidied.pop()
    return tidied


def _refuse_unprintable(text: str) -> None:
    for char in text:
        if unicodedata.category(char) in ("Cn", "Co", "Cs"):
            raise LetterError(
                f"Le document Word a un caractère que rien ne désigne (U+{ord(char):04X}), dans « "
                f"{text[:40]} » : effacez-le "
                "ou remplacez-le par un caractère du clavier."
            )
