"""What lies beside the base: the drafts that a person would print, the print runs, and who else may read
it all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from ofworkflow.casework.doctor.kinds import Flaw, Ground
from ofworkflow.casework.dossier.lines import run_name
from ofworkflow.casework.dossier.opened import letter_id
from ofworkflow.errors import LetterError
from ofworkflow.files import base_files, too_open
from ofworkflow.procedure.vocabulary import LetterState
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own
from ofworkflow.text import counted


def drafts(ground: Ground) -> Iterator[Flaw]:
    """Say the letters ready to be posted whose file is no longer in the folder."""
    if ground.letters_folder is None:
        ground.not_checked["fichiers"] = "le dossier des courriers n'a pas été donné"
        return
    c, d = m.courrier.c, m.dossier.c
    question = (
        select(c.id, c.fichier, d.reference)
        .join(m.dossier, d.id == c.dossier_id)
        .where(
            *own(ground.connection, m.courrier), c.etat == str(LetterState.PREPARE), c.fichier.is_not(None)
        )
        .order_by(c.id)
    )
    for number, name, reference in ground.connection.execute(question):
        path = Path(name) if Path(name).is_absolute() else ground.letters_folder / name
        if not path.is_file():
            yield Flaw(
                reference,
                f"{letter_id(number)} est prêt à poster, et son fichier n'est plus là ({path.name})",
            )


def rights(ground: Ground) -> Iterator[Flaw]:
    """Say what others than its owner may read: the base and its journals, the letters, the backups."""
    base = ground.database.location.file
    for path in base_files(base) if base else ():
        if too_open(path):
            yield Flaw(
                path.name, "d'autres que son propriétaire peuvent lire ou écrire la base, ou son journal"
            )
    for folder, what in ((ground.letters_folder, "les courriers"), (ground.backup_folder, "les sauvegardes")):
        if folder is not None and too_open(folder):
            yield Flaw(
                f"{folder.name}/",
                f"d'autres que son propriétaire peuvent entrer dans le dossier où sont {what}",
            )
        if open_ones := [path for path in _below(folder) if too_open(path)]:
            more = (
                f", et {counted(len(open_ones) - 1, 'autre')} sous {folder.name}/"
                if len(open_ones) > 1 and folder
                else ""
            )
            yield Flaw(open_ones[0].name, f"d'autres que son propriétaire peuvent lire {what}{more}")


def _below(folder: Path | None) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder) if folder is not None else ():
        yield from (Path(parent, name) for name in sorted((*folders, *files)))


def run_files(ground: Ground) -> Iterator[Flaw]:
    """Say the print runs whose file is gone from the folder, or no longer holds the words that were sealed.

    One that was printed elsewhere (`--sortie`) is its owner's business.
    """
    if ground.letters_folder is None:
        ground.not_checked["papiers"] = "le dossier des courriers n'a pas été donné"
        return
    t = m.tirage.c
    question = select(t.id, t.fichier).where(
        *own(ground.connection, m.tirage), t.fini_a.is_not(None), t.fichier.is_not(None)
    )
    for number, name in ground.connection.execute(question.order_by(t.id)).all():
        path = ground.letters_folder / name
        if Path(name).is_absolute():
            continue
        if not path.is_file():
            yield Flaw(run_name(number), f"son fichier n'est plus là ({path.name})")
        elif not _is_as_sealed(ground, number, path):
            yield Flaw(run_name(number), f"son fichier ({path.name}) ne porte plus ce qui a été scellé")


def _is_as_sealed(ground: Ground, number: int, path: Path) -> bool:
    from ofworkflow.letters.page_reading import words_by_page

    f, c, s = m.feuille.c, m.courrier.c, m.scelle.c
    sheets = (
        select(f.pages, s.pdf).join(m.courrier, c.id == f.courrier_id).join(m.scelle, s.sha256 == c.sha256)
        .where(f.tirage_id == number).order_by(f.rang.desc())
    )  # fmt: skip
    try:
        there = words_by_page(path.read_bytes())
        end = len(there)  # from the last page back: how many the slip takes is written nowhere
        for pages, pdf in ground.connection.execute(sheets.execution_options(yield_per=50)):
            sealed = words_by_page(pdf)
            if end < pages or there[end - pages :][: len(sealed)] != sealed:
                return False
            end -= pages
    except (LetterError, OSError):
        return False
    return True
