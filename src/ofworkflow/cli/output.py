"""What is shown: data on stdout, talk on stderr; no colour when piped; colour never alone.

The one door to the screen: nothing else prints. What comes from outside is made harmless here, whoever quotes
it (`ofworkflow.text`); that a stream fails is dealt with in `ofworkflow.cli.streams`.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import ClassVar, TextIO

import click

from ofworkflow.cli.wrapping import wrapped
from ofworkflow.text import aligned, one_line, printable, unrun

SCHEMA = 1
_BOM = "\ufeff"


def echo(
    text: object = "",
    *,
    err: bool = False,
    bold: bool = False,
    dim: bool = False,
    nl: bool = True,
    hang: int | None = None,
) -> None:
    """Write a text: its lines stay, no sign of it acts on the terminal; `--lecture` unmakes its columns.

    On a terminal a line too long goes on below between two words, `hang` columns in.
    """
    shown = printable(str(text))
    if is_read_aloud():
        shown = "\n".join(map(without_columns, shown.split("\n")))
    else:
        shown = _within(shown, err=err, hang=hang)
    _write(click.style(shown, bold=bold or None, dim=dim or None) if bold or dim else shown, err=err, nl=nl)


def is_read_aloud() -> bool:
    """Tell whether the screen is heard, or read on a Braille line: `--lecture`, or OFWORKFLOW_LECTURE."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.find_root().params.get("lecture"))


_COLUMN = re.compile(r" {2,}")
_BAR = re.compile(r"[#.M=+*%_█▓▒░▁▂▃▄▅▆▇-]{4,}")


def without_columns(line: str) -> str:
    """Return a line of aligned columns as « label : value ; value », without its bars."""
    cells = [cell for cell in _COLUMN.split(line.strip()) if cell and not _BAR.fullmatch(cell)]
    first, rest = (cells[0].removesuffix(" :"), cells[1:]) if cells else ("", [])
    return f"{first} : {' ; '.join(rest)}" if rest else first


def say(text: str) -> None:
    """Talk to the person: stderr, so that data can be piped."""
    echo(text, err=True)


def warn(text: str) -> None:
    """Say something that deserves a look."""
    shown = _within(_CAUTION + printable(text), err=True).removeprefix(_CAUTION)
    _write(click.style(_CAUTION, fg="yellow", bold=True) + shown, err=True)


_CAUTION = "Attention : "


def _within(text: str, *, err: bool, hang: int | None = None) -> str:
    """Return a text as wide as the terminal it is written on, where it is written on one."""
    if len(text) < _NARROWEST or not (sys.stderr if err else sys.stdout).isatty() or is_read_aloud():
        return text
    width = shutil.get_terminal_size((80, 24)).columns
    return "\n".join(wrapped(line, width, hang) for line in text.split("\n"))


_NARROWEST = 20  # no terminal is narrower: what is shorter fits


def tell_shell(answer: str) -> None:
    """Write what a shell asked, value and explanation apart by a tab; nothing of it acts on the terminal."""
    _write("\t".join(map(printable, answer.split("\t"))))


def title(text: str) -> None:
    """Write a heading."""
    echo(text, bold=True)


def confirm(question: str) -> None:
    """Go on only when the person says yes, « o » or « oui »; raise `click.Abort`."""
    if not agrees(question, by_default=False):
        raise click.Abort


def agrees(question: str, *, by_default: bool) -> bool:
    """Return whether the person says yes: « o », « oui », « n », « non », Enter for the one in capitals;
    asked again for another word."""
    shown = _within(f"{printable(question)} [{'O/n' if by_default else 'o/N'}] :", err=True)
    answer = click.prompt(
        shown,
        default="o" if by_default else "n",
        show_default=False,
        value_proc=_yes_or_no,
        prompt_suffix=_ANSWER,
        err=True,
    )
    return answer in _YES


_ANSWER = " "  # where the answer is typed: never lost at the end of a line
_YES = ("o", "oui", "y", "yes")
_ANSWERS = (*_YES, "n", "non", "no")


def _yes_or_no(typed: str) -> str:
    """Return one of the answers; raise `click.UsageError`, after which the question is asked again."""
    if (answer := typed.strip().lower()) not in _ANSWERS:
        raise click.UsageError(f"« {printable(typed)} » n'est pas une réponse. Tapez o (oui) ou n (non).")
    return answer


def ask(question: str, default: str | None = None) -> str:
    """Return what the person answers; `default` when only Enter is pressed."""
    shown = _within(f"{printable(question)} :", err=True)
    answer: str = click.prompt(shown, default=default, show_default=False, prompt_suffix=_ANSWER, err=True)
    WrittenLines.lines += shown.count("\n") + 1
    return answer


def iso(value: date | None) -> str | None:
    """Return a day, or an instant, as JSON writes it; nothing for none."""
    return value.isoformat() if value else None


def show_json(data: Mapping[str, object]) -> None:
    """Write an object with its schema number first; what a terminal could obey is escaped, as JSON allows."""
    import json  # here, as `csv` below: what is shown to people needs neither

    text = json.dumps(
        {"schema": SCHEMA, **data},
        ensure_ascii=not _is_unicode(sys.stdout),
        indent=2 if sys.stdout.isatty() else None,
    )
    if not text.replace("\n", "").isprintable():
        text = "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
    _write(text)


def show_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table for a spreadsheet, in which no text can be a formula.

    To a file or a pipe it begins with a BOM, by which a spreadsheet knows UTF-8; on a terminal nothing hides.
    """
    import csv

    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([_as_text(cell) for cell in row] for row in rows)
    marked = _is_unicode(sys.stdout) and not sys.stdout.isatty()
    _write((_BOM if marked else "") + buffer.getvalue(), nl=False)


_BETWEEN = 2  # columns between two columns of a table


def show_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write a table: columns aligned, the last one free to run on; one line a cell, with `--lecture`."""
    if is_read_aloud():
        read_rows(headings, rows)
        return
    left = range(len(headings))
    before = aligned([row[:-1] for row in (headings, *rows)], left=left)
    last = max(map(len, before)) + _BETWEEN if len(headings) > 1 else None
    for number, line in enumerate(aligned([headings, *rows], left=left)):
        echo(line, bold=number == 0, hang=last)


def read_rows(headings: Sequence[object], rows: Sequence[Sequence[object]]) -> int:
    """Write a table for the ear: each row by its number, then each cell after its heading; return its
    lines."""
    lines = 0
    for number, row in enumerate(rows, start=1):
        cells = [
            f"{label or 'à savoir'} : {text}"
            for label, text in zip(map(one_line, headings), map(one_line, row), strict=True)
            if text and not _BAR.fullmatch(text)
        ]
        echo(f"ligne : {number} sur {len(rows)}")
        for cell in cells:
            echo(cell)
        lines += 1 + len(cells)
    return lines


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give what moves a progress bar, shown on a terminal only."""
    if not sys.stderr.isatty() or is_read_aloud():
        yield lambda done, total: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr, show_eta=False) as bar:

        def move(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield move
        bar.update((bar.length or 0) - bar.pos)  # nothing to go through is done too


class WrittenLines:
    """What this command wrote on its screen so far: a screen too short keeps its top for what counts."""

    lines: ClassVar[int] = 0


def is_plain() -> bool:
    """Tell whether what is written is no screen that is looked at: piped, heard, or a terminal that only
    types."""
    at_terminal = sys.stdout.isatty() and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    return not at_terminal or is_read_aloud()


def next_page(needed: int, since: int) -> bool:
    """Begin on an empty screen where `needed` lines more, after those written `since`, would not fit on it;
    tell whether it did."""
    if is_plain():
        return False
    lines = shutil.get_terminal_size((80, 24)).lines
    if WrittenLines.lines - since + needed < lines:
        return False
    click.clear()
    return True


class Pages:
    """What is done before each line, where a long answer is shown a screen at a time (`cli.paging`)."""

    before_a_line: ClassVar[Callable[[], None] | None] = None


def _write(text: str, *, err: bool = False, nl: bool = True) -> None:
    if Pages.before_a_line and "\n" in text:
        for line in text.split("\n"):
            _write(line, err=err, nl=nl)
        return
    if Pages.before_a_line:
        Pages.before_a_line()
    WrittenLines.lines += text.count("\n") + nl
    # the stream is named: left to itself, click may go round ours to the bytes below
    click.echo(text, file=sys.stderr if err else sys.stdout, nl=nl)


def _is_unicode(stream: TextIO) -> bool:
    return (stream.encoding or "utf-8").lower().replace("-", "").replace("_", "").startswith("utf8")


def _as_text(cell: object) -> object:
    return unrun(cell) if isinstance(cell, str) else cell
