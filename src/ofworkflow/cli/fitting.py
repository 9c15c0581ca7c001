"""Tables as wide as the terminal: columns that matter less go first, a text is cut between two words, no row
wraps."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from ofworkflow.cli.output import echo, is_read_aloud, read_rows
from ofworkflow.text import NO_LIMIT, aligned, one_line


def room() -> tuple[int, int]:
    """Return the columns and the lines of the terminal; no limit where stdout is none, nor to be read
    aloud."""
    if not sys.stdout.isatty() or is_read_aloud():
        return NO_LIMIT, NO_LIMIT
    size = shutil.get_terminal_size((80, 24))
    return size.columns, size.lines


def between_words(text: str, width: int) -> str:
    """Return a text in that many columns, cut between two words; one word too long is cut where it must."""
    if len(text) <= width:
        return text
    kept = text[:width].rpartition(" ")[0].rstrip(" ,;:·")
    return f"{kept}…" if kept else f"{text[: max(width - 1, 0)]}…"


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def show_fitted(
    headings: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    width: int = 0,
    optional: Sequence[int] = (),
    flexible: Sequence[int] = (),
) -> int:
    """Write a table within `width`, else within the terminal, and return its lines.

    The columns `optional` go first, in that order, then the texts of `flexible` are cut between words; a word
    is cut only where no cut between two makes room.
    """
    if is_read_aloud():
        return read_rows(headings, rows)
    width = width or room()[0]
    kept = list(range(len(headings)))
    cells = [[one_line(cell) for cell in row] for row in (headings, *rows)]

    def excess() -> int:
        return sum(max(len(row[i]) for row in cells) + 2 for i in kept) - 2 - width

    for column in optional:
        if excess() <= 0:
            break
        kept.remove(column)
    whole_words = [(column, max(_longest_word(row[column]) for row in cells) + 1) for column in flexible]
    for column, least in (*whole_words, *((column, 0) for column in flexible)):
        over = excess()
        if over > 0 and column in kept:
            wide = max(max(len(row[column]) for row in cells) - over, len(headings[column]), least)
            for row in cells:
                row[column] = between_words(row[column], wide)
    lines = aligned([[row[i] for i in kept] for row in cells], left=range(len(kept)))
    for number, line in enumerate(lines):
        echo(line, bold=number == 0)
    return len(lines)
