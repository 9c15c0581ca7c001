"""Where the list is in its file: which sheet, which line is the header, which lines are no persons. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import chain

from ofworkflow.errors import ListError
from ofworkflow.intake.headings import Meaning, key_of, meaning_of
from ofworkflow.intake.sheets import Book, Sheet, SheetLine
from ofworkflow.records import dataclass
from ofworkflow.text import fold

_HEADER_WITHIN = 30  # lines that hold something, before which a header stands
_FEWEST = 2  # headings that are understood, for a line to be a header
_TOTALS = ("total", "sous total", "nombre de", "effectif", "moyenne", "totaux")
_WHO = frozenset({"nom", "prenom", "nom_prenom", "prenom_nom", "naissance", "ine"})
_NAME = re.compile(r"[^\W\d_][^\W\d_]+(?:[ '’-][^\W\d_]+){0,3}")
_REPEATED = 0.7  # of the cells, alike the headings: the header again
_FULL = 3  # cells that a row of a person fills at least, where the list is wider


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of the list: its place, its heading, the heading of its group if any."""

    at: int
    heading: str
    group: str = ""

    @property
    def shown(self) -> str:
        """Return how a sentence names it: its heading, or its place where it has none."""
        return self.heading or f"colonne {_letters(self.at)}, sans titre"


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the list: its line in the file, its cells by place, and what was said beside them."""

    line: int
    cells: tuple[str, ...]
    beyond: tuple[str, ...] = ()  # what stands past the last heading
    remarks: tuple[str, ...] = ()
    fault: str = ""
    continued: int = 0  # the line below, of nobody, that seems to be the rest of this one

    def cell(self, at: int) -> str:
        """Return the text of a cell; empty past the end, which spreadsheets leave out."""
        return self.cells[at] if at < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that is not of a person, or that somebody took out; why, in French words."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it was found: its columns in their order, its rows, and what was left out on the way."""

    columns: tuple[ListColumn, ...]
    rows: tuple[ListRow, ...]
    sheet: str = ""
    header_line: int = 1
    left_out: tuple[LeftOut, ...] = ()
    read_as: Mapping[str, str] = field(default_factory=dict)
    other_sheets: tuple[str, ...] = ()  # those that hold something, and were not read

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings, in their order."""
        return tuple(column.heading for column in self.columns)


@dataclass(frozen=True, slots=True)
class _Header:
    sheet: Sheet
    at: int  # among the lines of the sheet
    understood: int
    has_who: bool
    cells: tuple[str, ...] = ()  # the headings, where they are written on this line and on the one above


def find_listing(book: Book, named: Mapping[str, str] | None = None, sheet: str = "") -> Listing | None:
    """Return the list of a file; `None` when no line of it holds anything.

    The header is the line whose headings are best understood, on a sheet that can be seen; `named` holds the
    columns of a mapping that the house saved, which are understood too. Without any such line the first one
    is taken, so that what is missing can be said of it. `sheet` is the one that a person named, hidden or
    not; raise `ListError` where it is not there.
    """
    sheets = [each for each in book.sheets if each.lines]
    visible = [each for each in sheets if not each.hidden] or sheets
    if sheet:
        visible = [each for each in sheets if fold(each.name) == fold(sheet)]
        if not visible:
            known = ", ".join(f"« {each.name} »" for each in sheets) or "aucune"
            raise ListError(f"La feuille « {sheet} » n'existe pas, ou elle est vide. Feuilles : {known}.")
    if not visible:
        return None
    wanted = {key_of(column) for column in (named or {}).values()}
    headers = [header for each in visible for header in _headers(each, wanted)]
    header = max(headers, key=_fitness, default=None) or _Header(visible[0], 0, 0, has_who=False)
    return _listing(book, header, tuple(s.name for s in sheets if s is not header.sheet))


def _fitness(header: _Header) -> tuple[bool, int, int]:
    return header.has_who, header.understood, -header.at


def _headers(sheet: Sheet, wanted: set[str]) -> Iterator[_Header]:
    for at, line in enumerate(sheet.lines[:_HEADER_WITHIN]):
        meant = [_meant(cell) for cell in line.cells]
        own = sum(bool(cell) and key_of(cell) in wanted for cell in line.cells)
        understood = max(own, sum(m is not None for m in meant))
        if understood >= _FEWEST or (own and own == len(wanted)):
            who = any(m is not None and m.field in _WHO for m in meant) or own > 1
            yield _Header(sheet, at, understood, has_who=who)
        if at and (both := _on_two_lines(sheet.lines[at - 1].cells, line.cells)):
            yield _Header(sheet, at, both[1], has_who=True, cells=both[0])


def _on_two_lines(above: Sequence[str], below: Sequence[str]) -> tuple[tuple[str, ...], int] | None:
    """Return headings written on two lines, « Date de » over « naissance », and how many are understood;
    `None` unless both lines together say more than each, who it is among it."""
    width = max(len(above), len(below))
    pairs = [((*above, *[""] * width)[at], (*below, *[""] * width)[at]) for at in range(width)]
    if sum(bool(one) for one, _ in pairs) * 2 < width or any(
        sum(map(str.isdigit, two)) > 1 for _, two in pairs
    ):
        return None
    cells = tuple(" ".join(filter(None, pair)) for pair in pairs)
    meant = [_meant(cell) for cell in cells]
    apart = [sum(_meant(cell) is not None for cell in line) for line in (above, below)]
    understood = sum(m is not None for m in meant)
    if understood <= max(*apart, _FEWEST) or not any(m is not None and m.field in _WHO for m in meant):
        return None
    return cells, understood


def _meant(cell: str) -> Meaning | None:
    # a value is not a heading: « 19/03/2010 », « 06 39… », a street, an address of mail
    if not cell or len(cell) > 60 or "@" in cell or sum(c.isdigit() for c in cell) > 3:
        return None
    return meaning_of(cell)


def _listing(book: Book, header: _Header, others: tuple[str, ...]) -> Listing:
    lines = header.sheet.lines
    head = lines[header.at]
    if header.cells:
        head = replace(head, cells=header.cells)
    groups = _groups(lines[header.at - 1], head) if header.at and not header.cells else {}
    columns = tuple(ListColumn(at, text, groups.get(at, "")) for at, text in enumerate(head.cells))
    rows: list[ListRow] = []
    left: list[LeftOut] = []
    keys = [key_of(text) for text in head.cells]
    who, below = _Who.of(head.cells), lines[header.at + 1 :]
    for line, after in zip(below, (*below[1:], None), strict=False):
        why = "" if who.names(line) else _no_person(line, keys)
        if rows and rows[-1].line == line.number - 1 and who.continues(line, after):
            rows[-1] = replace(rows[-1], continued=line.number)
            why = f"la suite, sans nom, de la ligne {line.number - 1}"
        if why:
            left.append(LeftOut(line.number, why))
        else:
            rows.append(_row(line, len(columns)))
    return Listing(
        _with_cells_beyond(columns, rows),
        tuple(rows),
        header.sheet.name,
        head.number,
        tuple(left),
        book.read_as,
        others,
    )


@dataclass(frozen=True, slots=True)
class _Who:
    """The columns that say who somebody is, and all those that are understood."""

    both: tuple[int, ...]  # those of the name and of the first name
    all: tuple[int, ...]
    understood: frozenset[int]

    @classmethod
    def of(cls, cells: Sequence[str]) -> _Who:
        meant = {at: meaning.field for at, cell in enumerate(cells) if (meaning := _meant(cell))}
        both = tuple(at for at, field in meant.items() if field in ("nom", "prenom"))
        return cls(both, tuple(at for at, field in meant.items() if field in _WHO), frozenset(meant))

    def names(self, line: SheetLine) -> bool:
        """Tell whether a line holds a name and a first name, and nothing else: somebody of whom all the rest
        lacks, not a remark."""
        if len(line.cells) - line.cells.count("") != len(self.both) or len(self.both) < 2:
            return False
        cells = tuple(line.cells[at] for at in self.both if at < len(line.cells))
        return not (line.hidden or line.struck) and all(map(_NAME.fullmatch, cells)) and len(cells) > 1

    def continues(self, line: SheetLine, after: SheetLine | None) -> bool:
        """Tell whether a line is the rest of that above: nobody is named on it, nor on its left, and the line
        below it is not such a one too."""
        return self._is_of_nobody(line) and (after is None or not self._is_of_nobody(after))

    def _is_of_nobody(self, line: SheetLine) -> bool:
        if not self.all or any(line.cells[at] for at in self.all if at < len(line.cells)):
            return False
        filled = {at for at, cell in enumerate(line.cells) if cell}
        shown = not (line.hidden or line.struck or line.fault)
        return shown and bool(filled & self.understood) and min(filled) > min(self.all)


def _with_cells_beyond(columns: tuple[ListColumn, ...], rows: Sequence[ListRow]) -> tuple[ListColumn, ...]:
    """Return the columns, and one without a heading for each place past the last that holds something in
    more than one row: a column that nobody named, rather than a value that slipped."""
    widest = max((len(columns) + len(row.beyond) for row in rows), default=0)
    return columns + tuple(ListColumn(at, "") for at in range(len(columns), widest))


def _row(line: SheetLine, width: int) -> ListRow:
    beyond = line.cells[width:]
    while beyond and not beyond[-1]:
        beyond = beyond[:-1]
    return ListRow(line.number, line.cells[:width], beyond, line.remarks, line.fault)


def _no_person(line: SheetLine, keys: Sequence[str]) -> str:
    """Return why a line is not that of a person; empty when it is."""
    if line.hidden:
        return "ligne masquée ou filtrée dans le tableur"
    if line.struck:
        return "ligne barrée"
    filled = [cell for cell in line.cells if cell]
    if _are_headings(line.cells, keys, len(filled) * _REPEATED):
        return "l'en-tête, répété"
    if not any(char.isalnum() for cell in filled for char in cell):
        return "une ligne sans lettre ni chiffre"
    wide = len(keys) - keys.count("") > _FULL
    if len(filled) <= max(_FULL, len(keys) // 4) and fold(filled[0]).startswith(_TOTALS):
        return "un total"
    if wide and len(filled) < _FULL and not any(char.isdigit() for cell in filled for char in cell[:2]):
        return "un titre ou une remarque, sans personne"
    if wide and len(filled) == 1:
        return "une seule case remplie"
    return ""


def _are_headings(cells: Sequence[str], keys: Sequence[str], least: float) -> bool:
    """Tell whether more than so many cells are alike their headings; only those that begin alike are folded,
    and none where these are too few."""
    may_be = [
        (cell, key)
        for cell, key in zip(cells, keys, strict=False)
        if cell and not (key and (first := cell[0]).isascii() and first.isalnum() and first.lower() != key[0])
    ]
    return len(may_be) > least and sum(key_of(cell) == key for cell, key in may_be) > least


def _groups(above: SheetLine, head: SheetLine) -> dict[int, str]:
    """Return the heading of each group of columns that the line above names; empty when it names none."""
    named = [(at, cell) for at, cell in enumerate(above.cells) if cell]
    if not named or len(named) * 2 > len(head.cells) or (len(named) == 1 and named[0][0] == 0):
        return {}
    ends = [at for at, _ in named[1:]] + [len(head.cells)]
    spans = ((range(at, end), cell) for (at, cell), end in zip(named, ends, strict=True))
    return dict(chain.from_iterable(((at, cell) for at in places) for places, cell in spans))


def _letters(at: int) -> str:
    """Return the letters of a column, as spreadsheets count: 0 → A, 26 → AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
