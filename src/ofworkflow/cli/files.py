"""Files that commands name: to read, and where to write one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click

from ofworkflow.cli.output import confirm
from ofworkflow.errors import UsageError
from ofworkflow.files import Destination, already_there
from ofworkflow.outside.reading import TooLargeError, read_at_most
from ofworkflow.wiring import App

F = TypeVar("F", bound=Callable[..., object])

_LARGEST = 20_000_000  # bytes of a file that comes back

replace_option = click.option(
    "--remplacer", is_flag=True, help="Remplacer le fichier s'il existe, sans le demander."
)


def output_options(help_text: str = "Le fichier à écrire.") -> Callable[[F], F]:
    """Add where a file for people goes, and the leave to replace the one that stands there."""
    where = click.option(
        "--sortie", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False), help=help_text
    )
    return lambda function: where(replace_option(function))


def nearby(path: str | Path) -> str:
    """Return a path as short as it can be typed from here."""
    full = Path(path)
    try:
        here = Path.cwd()
    except OSError:  # the folder we are in was removed
        return str(path)
    return str(full.relative_to(here)) if full.is_relative_to(here) else str(path)


def stored_place(folder: Path, stored: str | None) -> str | None:
    """Return where a file lies that the base knows relative to the letters' folder; `None` when it knows
    none."""
    return str(folder / stored) if stored else None


def read_file(path: Path) -> bytes:
    """Return what a file holds; raise `UsageError`, for one of more than 20 Mo too."""
    try:
        return read_at_most(path, _LARGEST)
    except TooLargeError:
        raise UsageError(
            f"Le fichier {path} dépasse {_LARGEST // 1_000_000} Mo. Vérifiez que c'est bien celui-là."
        ) from None
    except OSError as error:
        raise UsageError(
            f"Le fichier {path} est illisible ({error.strerror}). Vérifiez ses droits."
        ) from None


def destination(app: App, path: Path, *, replaces: bool) -> Destination:
    """Return where a file that somebody named is written, asked for before any work is done.

    What stands there is replaced with `--remplacer`, or after a question on a terminal. Raise what
    `Destination.check` raises, `UsageError` for a file that nobody asked to replace.
    """
    from ofworkflow.workbench import sweep

    place = app.named_destination(path, replaces=replaces)
    if place.check() and not replaces:
        if not sys.stdin.isatty():
            raise already_there(path)
        confirm(f"Le fichier {nearby(path)} existe déjà. Le remplacer ?")
        place = replace(place, replaces=True)
    sweep(path.parent)
    return place


def own_place(app: App, path: Path) -> Destination:
    """Return where a file that the program names itself is written, over the one before: made again, it says
    the same.

    What a program killed meanwhile had begun there is swept; below the letters' folder everything is begun in
    that folder itself.
    """
    from ofworkflow.workbench import sweep

    letters = app.letters_folder
    home = letters if path.is_relative_to(letters) else path.parent
    sweep(home)
    return replace(app.destination(path, replaces=True), via=home if home == letters else None)
