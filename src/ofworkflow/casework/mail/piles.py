"""What waits for the post, pile by pile: a run as it lies on the desk, else the letters of a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from ofworkflow.casework.dossier.lines import run_name
from ofworkflow.casework.dossier.opened import INTERNAL
from ofworkflow.casework.mail.postable import staying
from ofworkflow.procedure.vocabulary import Act, LetterState
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own, waiting


@dataclass(frozen=True, slots=True)
class Pile:
    """Letters that leave together: `name` is what `of courriers poster` takes, a run or a dossier."""

    name: str
    letters: int
    addressees: tuple[str, ...]
    printed: bool  # in a run; else made, and printed by nobody that we know of


def piles(connection: Connection, on: date) -> list[Pile]:
    """Return what waits for the post on a day: the runs first, the oldest first, then the dossiers."""
    c, j = m.courrier.c, m.journal.c
    signed = (j.dossier_id == c.dossier_id) & (j.n == c.acte_n) & (j.acte != str(Act.PREPARER_TRANSMISSION))
    question = (
        select(c.id, c.destinataire, c.etat, c.tirage_id, m.dossier.c.reference)
        .join(m.journal, signed)
        .join(m.dossier, m.dossier.c.id == c.dossier_id)
        .where(*own(connection, m.courrier), waiting(c.etat), c.role != INTERNAL)
        .order_by(c.tirage_id.is_(None), c.tirage_id, m.dossier.c.reference, c.id)
    )
    stay = staying(connection, on=on)
    held: dict[tuple[str, bool], list[str]] = {}
    for row in connection.execute(question):
        if row.id not in stay and row.etat != LetterState.A_PRODUIRE:
            printed = row.tirage_id is not None
            name = run_name(row.tirage_id) if printed else row.reference
            held.setdefault((name, printed), []).append(row.destinataire)
    return [Pile(name, len(whom), _once(whom), printed) for (name, printed), whom in held.items()]


def _once(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
