"""Who may be summoned, and the hours that are given already: what a plan for many is made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from ofworkflow.procedure.vocabulary import LetterState
from ofworkflow.storage import models as m
from ofworkflow.storage.queries import DossierFilter, conditions
from ofworkflow.storage.scope import own

_AT_ONCE = 200
_d, _j = m.dossier.c, m.journal.c


class CandidateRow(Protocol):
    """A dossier that may be summoned: its counsellor, its minor."""

    id: int
    jeune_id: int
    conseiller: str
    prochaine_le: date | None
    reference: str


def candidates(
    connection: Connection,
    kept: DossierFilter,
    *,
    stages: Collection[str],
    triggered: Collection[str],
    by: Collection[str],
) -> Iterator[Sequence[CandidateRow]]:
    """Yield, some at a time, the dossiers of these `stages`, and those of the `triggered` ones of which an
    act of `by` says why; the nearest delay first."""
    reason = exists().where(_j.dossier_id == _d.id, _j.acte.in_(by))
    open_to_it = or_(_d.etape.in_(stages), _d.etape.in_(triggered) & reason)
    order = (_d.prochaine_le.is_(None), _d.prochaine_le, _d.reference)
    question = (
        select(_d.id, _d.jeune_id, _d.conseiller, _d.prochaine_le, _d.reference)
        .join(m.jeune, m.jeune.c.id == _d.jeune_id)
        .where(*own(connection, m.dossier), *conditions(connection, kept), open_to_it)
        .order_by(*order)
    )
    rows = connection.execute(question).all()
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]


def letters_of_acts(connection: Connection, acts: Collection[tuple[int, int]]) -> list[int]:
    """Return the letters of these acts, each a dossier and the number of its entry, that still wait to be
    printed."""
    c, dossiers = m.courrier.c, sorted({number for number, _ in acts})
    letters: list[int] = []
    for start in range(0, len(dossiers), _AT_ONCE):
        some = dossiers[start : start + _AT_ONCE]
        question = select(c.id, c.dossier_id, c.acte_n).where(c.dossier_id.in_(some), *_unprinted())
        rows = connection.execute(question.where(*own(connection, m.courrier)).order_by(c.id))
        letters += [row.id for row in rows if (row.dossier_id, row.acte_n) in acts]
    return letters


def unprinted(connection: Connection) -> int:
    """Return how many letters wait to be printed."""
    question = select(func.count()).select_from(m.courrier).where(*own(connection, m.courrier), *_unprinted())
    count: int = connection.execute(question).scalar_one()
    return count


def _unprinted() -> tuple[ColumnElement[bool], ...]:
    c = m.courrier.c
    waiting = (str(LetterState.A_PRODUIRE), str(LetterState.PREPARE))
    return c.etat.in_(waiting), c.sha256.is_(None)
