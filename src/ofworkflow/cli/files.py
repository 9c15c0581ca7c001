"""What commands name: letters by their number, their dossier or their run; files to read, and where to write one."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from ofworkflow.cli.output import confirm
from ofworkflow.errors import AlreadyNotedError, UsageError
from ofworkflow.files import Destination, already_there
from ofworkflow.outside.reading import TooLargeError, read_at_most
from ofworkflow.procedure.french import french_day
from ofworkflow.wiring import App

_LARGEST = 20_000_000  # bytes of a file that comes back

replace_option = click.option("--remplacer", is_flag=True, help="Remplacer le fichier s'il existe, sans le demander.")


def output_options(help_text: str = "Le fichier à écrire.") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add where a file for people goes, and the leave to replace the one that stands there."""
    where = click.option("--sortie", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False), help=help_text)
    return lambda function: where(replace_option(function))


_DIGITS = 9  # of the longest number of a letter: a database counts no further


def nearby(path: str | Path) -> str:
    """Return a path as short as it can be typed from here."""
    full = Path(path)
    try:
        here = Path.cwd()
    except OSError:  # the folder we are in was removed
        return str(path)
    return str(full.relative_to(here)) if full.is_relative_to(here) else str(path)


def stored_place(folder: Path, stored: str | None) -> str | None:
    """Return where a file lies that the base knows relative to the letters' folder; `None` when it knows none."""
    return str(folder / stored) if stored else None


def any_letter(connection: Any, dossier_id: int) -> list[int]:
    """Return every letter of a dossier."""
    from ofworkflow.storage import queries

    return [row.id for row in queries.letters(connection, dossier_id=dossier_id)]


def targets(
    connection: Any, texts: Iterable[str], of_dossier: Callable[[Any, int], list[int]], *, only_ids: bool = False
) -> list[int]:
    """Return the numbers of the letters that these texts name: C000123, T0001 for a run, else a dossier."""
    from ofworkflow.casework.mail import posting, runs
    from ofworkflow.casework.registry.view import find_dossier

    numbers: list[int] = []
    for text in texts:
        if match := re.fullmatch(r"[Cc]([0-9]+)", text.strip()):
            if len(match[1]) > _DIGITS:
                raise UsageError(f"Courrier inconnu : {text}. Voyez la liste (of courriers).")
            numbers.append(int(match[1]))
            continue
        if only_ids:
            raise UsageError(f"« {text} » n'est pas un courrier. Donnez son numéro (C000123) : of courriers les liste.")
        if re.fullmatch(r"[Tt][0-9]+", text.strip()):
            run = runs.run_number(text)
            postable = posting.postable_of_run(connection, run)
            if not postable:
                _refuse_all_left(connection, f"du lot {runs.run_name(run)}", run_id=run)
                raise UsageError(
                    f"Le lot {runs.run_name(run)} n'a aucun courrier à poster. Voyez les lots (of courriers tirages)."
                )
            numbers += postable
            continue
        row = find_dossier(connection, text)
        postable = of_dossier(connection, row.id)
        if not postable:
            _refuse_all_left(connection, f"du dossier {row.reference}", dossier_id=row.id)
            what = "à montrer" if of_dossier is any_letter else "à poster"
            raise UsageError(f"Le dossier {row.reference} n'a aucun courrier {what}. Voyez of voir {row.reference}.")
        numbers += postable
    return list(dict.fromkeys(numbers))


def _refuse_all_left(connection: Any, whose: str, **which: int) -> None:
    from ofworkflow.casework.mail.postable import last_left

    if left_on := last_left(connection, **which):
        raise AlreadyNotedError(
            f"Déjà noté : les courriers {whose} sont partis, les derniers le {french_day(left_on)}. "
            "Rien n'a été écrit de plus ; voyez ce qu'ils sont devenus (of courriers)."
        )


def read_file(path: Path) -> bytes:
    """Return what a file holds; raise `UsageError`, for one of more than 20 Mo too."""
    try:
        return read_at_most(path, _LARGEST)
    except TooLargeError:
        raise UsageError(f"Le fichier {path} dépasse {_LARGEST // 1_000_000} Mo. Vérifiez que c'est bien celui-là.") from None
    except OSError as error:
        raise UsageError(f"Le fichier {path} est illisible ({error.strerror}). Vérifiez ses droits.") from None


def destination(app: App, path: Path, *, replaces: bool) -> Destination:
    """Return where a file that somebody named is written, asked for before any work is done.

    What stands there is replaced with `--remplacer`, or after a question on a terminal. Raise what `Destination.check` raises,
    `UsageError` for a file that nobody asked to replace.
    """
    from ofworkflow.storage.queries import run_files
    from ofworkflow.workbench import sweep

    with app.reading() as connection:
        runs = tuple((app.letters_folder / name, "un lot déjà enregistré") for name in run_files(connection))
    place = Destination(path, replace(app.protected, files=app.protected.files + runs), replaces)
    if place.check() and not replaces:
        if not sys.stdin.isatty():
            raise already_there(path)
        confirm(f"Le fichier {nearby(path)} existe déjà. Le remplacer ?")
        place = replace(place, replaces=True)
    sweep(path.parent)
    return place


def own_place(app: App, path: Path) -> Destination:
    """Return where a file that the program names itself is written, over the one before: made again, it says the same.

    What a program killed meanwhile had begun there is swept; below the letters' folder everything is begun in that folder itself.
    """
    from ofworkflow.workbench import sweep

    letters = app.letters_folder
    home = letters if path.is_relative_to(letters) else path.parent
    sweep(home)
    return Destination(path, app.protected, via=home if home == letters else None)
