"""CSV as spreadsheets, exports and hands write it: the separator found, a stray quote kept to its line."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ofworkflow.errors import ListError
from ofworkflow.intake.bounds import check_bounds
from ofworkflow.intake.cells import clean_cell
from ofworkflow.intake.sheets import Sheet, SheetLine

SEPARATORS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}

_LONGEST_LINE = 1_000_000  # characters of a line
_ENDS = re.compile(r"\r\n|\r|\n")
_SAMPLE = 40  # lines among which the separator is looked for
_FEWEST_CUTS = 2  # separators of a header, for another to be taken for the same
_ANSWERED = re.compile(r"(?:>\s?)+")
_MOST_CONTINUED = 12  # lines that one cell may be written on
_HINT = re.compile(r"sep=([;,\t|])\s*\Z", re.IGNORECASE)
_STRAY = (
    "Un guillemet ouvert sur cette ligne n'est pas refermé : ses cases ne se distinguent plus. "
    "Corrigez la ligne, ou exportez la liste de nouveau."
)


def read_delimited(path: Path, text: str, separator: str = "") -> tuple[Sheet, str]:
    """Return the lines of a text, and the separator found, or the one given; raise `ListError` for what is no
    list."""
    lines = _ENDS.split(text)
    longest = next((n for n, line in enumerate(lines, 1) if len(line) > _LONGEST_LINE), 0)
    if longest:
        raise ListError(
            f"{path.name}, ligne {longest} : elle dépasse {_LONGEST_LINE} caractères, ce n'est pas une "
            "liste. Vérifiez l'export."
        )
    lines = _unquoted(_unwrapped(lines))
    hint = _HINT.match(lines[0])
    separator = separator or (hint[1] if hint else separator_of(lines))
    if hint:
        lines[0] = ""
    check_bounds(path, lines=len(lines))
    return Sheet("", tuple(_lines(path, _of_one_separator(lines, separator), separator))), separator


def _unwrapped(lines: list[str]) -> list[str]:
    """Return lines of which each was made one cell, « "NOM;PRENOM" », as they were before; the same lines
    where one of the first is not."""
    sample = [line for line in lines[: 4 * _SAMPLE] if line.strip()][:_SAMPLE]
    if not sample or not all(
        len(line) > 1 and line[0] == line[-1] == '"' and '"' not in line[1:-1].replace('""', "")
        for line in sample
    ):
        return lines
    if not any(sign in sample[0] for sign in SEPARATORS):
        return lines
    return [line[1:-1].replace('""', '"') if line[:1] == line[-1:] == '"' else line for line in lines]


def _unquoted(lines: list[str]) -> list[str]:
    """Return lines without the « > » that a mail puts before what it answers to, where all of the first have
    it."""
    sample = [line for line in lines[: 4 * _SAMPLE] if line.strip()][:_SAMPLE]
    if not sample or not all(line.startswith(">") for line in sample):
        return lines
    return [_ANSWERED.sub("", line) for line in lines]


def _of_one_separator(lines: list[str], separator: str) -> list[str]:
    """Return lines of which each is cut by one separator: one that another cuts into as many cells as the
    header has, and this one not at all, was pasted from elsewhere."""
    width = next((line.count(separator) for line in lines if separator in line), 0)
    if width < _FEWEST_CUTS:
        return lines
    others = [sign for sign in SEPARATORS if sign != separator]
    made = lines
    for at, line in enumerate(lines):
        if line and separator not in line and '"' not in line:
            sign = next((other for other in others if line.count(other) == width), "")
            if sign:
                made = made if made is not lines else list(lines)
                made[at] = line.replace(sign, separator)
    return made


def separator_of(lines: list[str]) -> str:
    """Return the separator that cuts most of the first lines alike; the semicolon when nothing does."""
    sample = [line for line in lines[: 4 * _SAMPLE] if line.strip()][:_SAMPLE]

    def fitness(separator: str) -> tuple[int, int]:
        widths = Counter(width for line in sample if (width := len(_cut(line, separator))) > 1)
        if not widths:
            return 0, 0
        width, lines_alike = max(widths.items(), key=lambda each: (each[1], each[0]))
        return lines_alike * (width - 1), width

    return max(SEPARATORS, key=fitness)


def _lines(path: Path, lines: list[str], separator: str) -> Iterator[SheetLine]:
    at = 0
    while at < len(lines):
        cells, last, fault = _record(lines, at, separator)
        check_bounds(path, columns=len(cells))
        if at == last and (over := next((c for c in cells if len(c) > csv.field_size_limit()), "")):
            raise ListError(
                f"{path.name}, ligne {at + 1} : une cellule dépasse {len(over) - 1} caractères. Corrigez "
                "cette ligne."
            )
        cleaned = tuple(map(clean_cell, cells))
        if any(cleaned):
            yield SheetLine(at + 1, cleaned, fault=fault)
        at = last + 1


def _record(lines: list[str], at: int, separator: str) -> tuple[list[str], int, str]:
    """Return the cells of the record that begins on a line, the line where it ends, and what is wrong.

    A quote that stays open past what one cell is written on, or swallows separators on its way, is a stray
    sign: it stays on its line, or it would give one child another's mother.
    """
    line = lines[at]
    if '"' not in line:
        return line.split(separator), at, ""
    taken = line
    for last in range(at, min(at + _MOST_CONTINUED, len(lines))):
        if last > at:
            taken += "\n" + lines[last]
        cells = _strict(taken, separator)
        if cells is None:
            continue
        if any("\n" in cell and cell.count(separator) > 1 for cell in cells):
            break
        stray = (
            last == at and line.count('"') % 2 and any(c.startswith('"') or c.endswith('"') for c in cells)
        )
        return cells, last, _STRAY if stray else ""
    return line.replace('"', "").split(separator), at, _STRAY


def _strict(text: str, separator: str) -> list[str] | None:
    try:
        [cells] = csv.reader([text], delimiter=separator, strict=True)
    except (csv.Error, ValueError):
        return None
    return cells


def _cut(line: str, separator: str) -> list[str]:
    return (_strict(line, separator) if '"' in line else None) or line.split(separator)
