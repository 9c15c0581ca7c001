"""The birth date of a card, which follows from the journal: written with the entry that corrects it, and with
the one that voids the correction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, insert, select, update

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.procedure.step_letters import SAY_BIRTH
from ofworkflow.procedure.vocabulary import LetterState
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.name_keys import follow_names

BIRTH = "naissance"
"""The column of the card."""


@dataclass(frozen=True, slots=True)
class BirthNoted:
    """What the journal of a dossier says of a birth, from one entry on."""

    dossier_id: int
    jeune_id: int
    before: date
    after: date
    desk: Desk


def write_birth(connection: Connection, noted: BirthNoted) -> None:
    """Have the card say it, with what it said before; drafts are made again, and lists find the minor by
    both dates."""
    j, c, desk = m.jeune.c, m.courrier.c, noted.desk
    connection.execute(update(m.jeune).where(j.id == noted.jeune_id).values(naissance=noted.after))
    connection.execute(
        insert(m.modification).values(
            jeune_id=noted.jeune_id, representant_id=None, champ=BIRTH, avant=noted.before.isoformat(),
            apres=noted.after.isoformat(), le=desk.today, auteur=desk.author, enregistre_a=desk.now,
        )
    )  # fmt: skip
    follow_names(connection, [noted.jeune_id])
    drafts = (c.dossier_id == noted.dossier_id, c.etat == str(LetterState.PREPARE), c.sha256.is_(None))
    connection.execute(update(m.courrier).where(*drafts).values(etat=str(LetterState.A_PRODUIRE)))


def printed_with_a_birth(connection: Connection, dossier_id: int) -> Iterator[tuple[int, int]]:
    """Yield the printed letters of a dossier that say the birth date and have not left, each with the entry
    that wrote it."""
    c = m.courrier.c
    question = select(c.id, c.acte_n).where(
        c.dossier_id == dossier_id,
        c.etat == str(LetterState.IMPRIME),
        c.modele.in_(sorted(map(str, SAY_BIRTH))),
    )
    yield from ((row.id, row.acte_n) for row in connection.execute(question.order_by(c.id)))
