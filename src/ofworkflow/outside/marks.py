"""What a workbook says beside its values: rows that nobody sees, rows struck through, comments of cells.

Fast readers leave it out, and a list carries decisions there: « décédée » in a comment, a row struck out. It
is read from the parts of the XLSX themselves, once they were checked (`outside.archives`).
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import field
from xml.etree import ElementTree as Xml  # the parts were checked: no entity of their own
from zipfile import ZipFile

from ofworkflow.records import dataclass

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FALSE = frozenset({"0", "false"})
_STYLED_ROWS = re.compile(rb"hidden=|\bs=")
_ERROR = re.compile(
    rb"""<(?:\w+:)?c (?=[^>]{0,200}?\bt="e")[^>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"[^>]{0,200}>"""
    rb"(?:<(?:\w+:)?f\b[^>]{0,200}(?:/>|>[^<]{0,8192}</(?:\w+:)?f>))?<(?:\w+:)?v>(#[^<]{1,20})<"
)


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one sheet, by row number, the first being 1."""

    hidden: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()
    comments: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    errors: Mapping[int, Mapping[int, str]] = field(default_factory=dict)  # row → column from 0 → « #N/A »


def marks_of(archive: ZipFile) -> dict[str, Marks]:
    """Return the marks of each sheet, by its name; a sheet without any may be missing. Raise what `zipfile`
    and the parser raise for a damaged part."""
    names = set(archive.namelist())
    struck_styles = _struck_styles(archive) if "xl/styles.xml" in names else frozenset()
    marks: dict[str, Marks] = {}
    for title, part in _sheets(archive, names):
        hidden, struck = _rows(archive, part, struck_styles)
        comments, errors = _comments(archive, part, names), _errors(archive.read(part))
        if hidden or struck or comments or errors:
            marks[title] = Marks(frozenset(hidden), frozenset(struck), comments, errors)
    return marks


def _sheets(archive: ZipFile, names: set[str]) -> Iterator[tuple[str, str]]:
    if "xl/workbook.xml" not in names:
        return
    targets = {name: target for name, target, _ in _relations(archive, "xl/workbook.xml", names)}
    for sheet in _elements(archive, "xl/workbook.xml", "sheet"):
        part = targets.get(sheet.get(_RELATION, ""), "")
        if part in names:
            yield sheet.get("name", ""), part


def _relations(archive: ZipFile, part: str, names: set[str]) -> Iterator[tuple[str, str, str]]:
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations in names:
        for relation in _elements(archive, relations, "Relationship"):
            target = relation.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            yield relation.get("Id", ""), posixpath.normpath(whole), relation.get("Type", "")


def _struck_styles(archive: ZipFile) -> frozenset[str]:
    """Return the numbers of the cell styles whose font is struck through."""
    root = Xml.fromstring(archive.read("xl/styles.xml"))  # noqa: S314 — checked before
    fonts = root.find("{*}fonts")
    struck = {
        str(number)
        for number, font in enumerate(fonts if fonts is not None else ())
        if (strike := font.find("{*}strike")) is not None and strike.get("val", "1") not in _FALSE
    }
    styles = root.find("{*}cellXfs")
    return frozenset(
        str(number)
        for number, style in enumerate(styles if styles is not None else ())
        if style.get("fontId") in struck
    )


def _rows(archive: ZipFile, part: str, struck_styles: frozenset[str]) -> tuple[set[int], set[int]]:
    """Return the rows that are hidden, and those whose filled cells are mostly struck through."""
    hidden: set[int] = set()
    struck: set[int] = set()
    content = archive.read(part)
    if b"hidden=" not in content and not struck_styles:
        return hidden, struck
    number = 0
    for row in re.finditer(rb"<(?:\w+:)?row\b([^>]*?)(/>|>)", content):
        own = row[1]
        place = re.search(rb"""\br=["'](\d+)""", own)
        number = int(place[1]) if place else number + 1
        if re.search(rb"""\bhidden=["'](?:1|true)""", own):
            hidden.add(number)
        if struck_styles and row[2] == b">":
            end = content.find(b"row>", row.end())
            if _is_struck(content[row.end() : end], struck_styles):
                struck.add(number)
    return hidden, struck


def _is_struck(cells: bytes, styles: frozenset[str]) -> bool:
    filled = crossed = 0
    for cell in re.finditer(rb"<(?:\w+:)?c\b([^>]*[^/>])>", cells):
        filled += 1
        style = re.search(rb"""\bs=["'](\d+)""", cell[1])
        crossed += style is not None and style[1].decode() in styles
    return bool(filled) and crossed * 2 > filled


def _errors(content: bytes) -> dict[int, dict[int, str]]:
    """Return what the cells in error show: a fast reader takes them for empty ones."""
    errors: dict[int, dict[int, str]] = {}
    if b't="e"' not in content:
        return errors
    for cell in _ERROR.finditer(content):
        column = 0
        for letter in cell[1]:
            column = column * 26 + letter - 64
        errors.setdefault(int(cell[2]), {})[column - 1] = cell[3].decode("utf-8", "replace")
    return errors


def _comments(archive: ZipFile, part: str, names: set[str]) -> dict[int, tuple[str, ...]]:
    notes: dict[int, list[str]] = defaultdict(list)
    for _, target, kind in _relations(archive, part, names):
        if not kind.endswith("/comments") or target not in names:
            continue
        for comment in _elements(archive, target, "comment"):
            row = re.search(r"\d+", comment.get("ref", ""))
            text = "".join(comment.itertext()).strip()
            if row and text:
                notes[int(row[0])].append(text)
    return {number: tuple(texts) for number, texts in notes.items()}


def _elements(archive: ZipFile, part: str, tag: str) -> list[Xml.Element]:
    return Xml.fromstring(archive.read(part)).findall(f".//{{*}}{tag}")  # noqa: S314 — checked before
