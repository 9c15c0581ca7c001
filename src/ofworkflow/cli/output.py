"""What is shown: data on stdout, talk on stderr; no colour when piped; colour never alone."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

SCHEMA = 1
# What a spreadsheet would run: kept as text by an apostrophe (the way spreadsheets themselves mark text).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-\d+(,\d+)?")  # a spreadsheet reads it as a number, and runs nothing


def say(text: str) -> None:
    """Talk to the person: stderr, so that data can be piped."""
    click.echo(text, err=True)


def warn(text: str) -> None:
    """Say something that deserves a look."""
    click.echo(click.style("Attention : ", fg="yellow", bold=True) + text, err=True)


def show_json(data: dict[str, Any]) -> None:
    """Write an object with its schema number first."""
    click.echo(json.dumps({"schema": SCHEMA, **data}, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))


def show_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a table for a spreadsheet, in which no text can be a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([_as_text(cell) for cell in row] for row in rows)
    click.echo(buffer.getvalue(), nl=False)


def show_table(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write a table: columns aligned, the last one free to run on."""
    cells = [[_one_line(cell) for cell in row] for row in rows]
    widths = [max(len(line[i]) for line in [list(headings), *cells]) for i in range(len(headings))]
    for number, line in enumerate([list(headings), *cells]):
        padded = "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        click.echo(click.style(padded, bold=True) if number == 0 else padded)


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give what moves a progress bar, shown on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr, show_eta=False) as bar:

        def move(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield move


def title(text: str) -> None:
    """Write a heading."""
    click.echo(click.style(text, bold=True))


def _one_line(cell: Any) -> str:
    # A name is never given the means to act on the terminal.
    return "".join(c if c.isprintable() else " " for c in str("" if cell is None else cell))


def _as_text(cell: Any) -> Any:
    runs = isinstance(cell, str) and cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if runs else cell
