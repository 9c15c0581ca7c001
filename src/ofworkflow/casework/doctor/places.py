"""What lies beside the base: the drafts that a person would print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from ofworkflow.casework.doctor.kinds import Flaw, Ground
from ofworkflow.casework.dossier.opened import letter_id
from ofworkflow.procedure.vocabulary import LetterState
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own


def drafts(ground: Ground) -> Iterator[Flaw]:
    """Say the letters ready to be posted whose file is no longer in the folder."""
    if ground.letters_folder is None:
        ground.not_checked["fichiers"] = "le dossier des courriers n'a pas été donné"
        return
    c, d = m.courrier.c, m.dossier.c
    question = (
        select(c.id, c.fichier, d.reference).join(m.dossier, d.id == c.dossier_id)
        .where(*own(ground.connection, m.courrier), c.etat == str(LetterState.PREPARE), c.fichier.is_not(None)).order_by(c.id)
    )  # fmt: skip
    for number, name, reference in ground.connection.execute(question):
        path = Path(name) if Path(name).is_absolute() else ground.letters_folder / name
        if not path.is_file():
            yield Flaw(reference, f"{letter_id(number)} est prêt à poster, et son fichier n'est plus là ({path.name})")
