"""A long answer a screen at a time: Enter turns the page, q leaves the rest."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from ofworkflow.cli.fitting import room
from ofworkflow.cli.output import Pages, WrittenLines, ask, is_plain

_ENOUGH = "q"
_TYPED = 3  # lines: the command, its progress, the question
_LEAST = 5


class _EnoughError(Exception):
    """Nobody wants the rest."""


def turns_pages() -> bool:
    """Tell whether somebody is there to turn the page: a terminal on every side, that is not heard."""
    return sys.stdin.isatty() and not is_plain()


@contextmanager
def paged() -> Iterator[None]:
    """Show what is written inside a screen at a time, the first with what was typed and said before.

    Where nobody turns the page, it is written whole.
    """
    if not turns_pages():
        yield
        return
    height = room()[1]
    left = max(height - _TYPED - WrittenLines.lines, _LEAST)

    def before_a_line() -> None:
        nonlocal left
        if left <= 0:
            left = height - 2
            Pages.before_a_line = None
            try:
                answer = ask("— Entrée : la suite, q : passer", default="")
            except click.Abort:  # what is done is done: it is not read, that is all
                answer = _ENOUGH
            if answer.strip().lower() == _ENOUGH:
                raise _EnoughError
            Pages.before_a_line = before_a_line
        left -= 1

    Pages.before_a_line = before_a_line
    try:
        yield
    except _EnoughError:
        pass
    finally:
        Pages.before_a_line = None
