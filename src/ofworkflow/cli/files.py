"""What the letters' commands name: letters by their number, their dossier or their run, and files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ofworkflow.errors import OfWorkflowError, UsageError


def nearby(path: str | Path) -> str:
    """Return a path as short as it can be typed from here."""
    full = Path(path)
    return str(full.relative_to(Path.cwd())) if full.is_relative_to(Path.cwd()) else str(path)


def any_letter(connection: Any, dossier_id: int) -> list[int]:
    """Return every letter of a dossier."""
    from ofworkflow.storage import queries

    return [row.id for row in queries.letters(connection, dossier_id=dossier_id)]


def targets(
    connection: Any, texts: Iterable[str], of_dossier: Callable[[Any, int], list[int]], *, only_ids: bool = False
) -> list[int]:
    """Return the numbers of the letters that these texts name: C000123, T0001 for a run, else a dossier."""
    from ofworkflow.casework import mail, runs
    from ofworkflow.casework.view import find_dossier

    numbers: list[int] = []
    for text in texts:
        if match := re.fullmatch(r"[Cc](\d+)", text.strip()):
            numbers.append(int(match[1]))
            continue
        if only_ids:
            raise UsageError(f"« {text} » n'est pas un courrier. Donnez son numéro (C000123) : of courriers les liste.")
        if re.fullmatch(r"[Tt]\d+", text.strip()):
            run = runs.run_number(text)
            found = mail.postable_of_run(connection, run)
            if not found:
                raise UsageError(
                    f"Le lot {runs.run_name(run)} n'a aucun courrier à poster. Voyez les lots (of courriers tirages)."
                )
            numbers += found
            continue
        row = find_dossier(connection, text)
        found = of_dossier(connection, row.id)
        if not found:
            what = "à montrer" if of_dossier is any_letter else "à poster"
            raise UsageError(f"Le dossier {row.reference} n'a aucun courrier {what}. Voyez of voir {row.reference}.")
        numbers += found
    return list(dict.fromkeys(numbers))


def read_file(path: Path) -> bytes:
    """Return what a file holds; raise `UsageError`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"Le fichier {path} est illisible ({error.strerror}). Vérifiez ses droits.") from None


def write_file(path: Path, content: bytes) -> Path:
    """Write a file and return where; raise `OfWorkflowError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise OfWorkflowError(f"Le fichier {path} n'a pas pu être écrit ({error.strerror}). Changez de dossier.") from None
    return path
