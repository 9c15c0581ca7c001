"""The meetings of the platform, read from the delays that they are in the dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from sqlalchemy import Connection, case, func, select

from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own

MEETING = "reunion"
_e, _d = m.echeance.c, m.dossier.c


class MeetingRow(Protocol):
    """A day on which dossiers are spoken of."""

    le: date
    dossiers: int
    attendus: int


class SpokenOfRow(Protocol):
    """A dossier that is spoken of."""

    id: int
    conseiller: str


def meeting_days(connection: Connection) -> Sequence[MeetingRow]:
    """Return the days of the meetings, the last one first."""
    waiting = func.count(func.distinct(case((_e.etat == "ouverte", _e.dossier_id))))
    question = select(
        _e.legale_le.label("le"),
        func.count(func.distinct(_e.dossier_id)).label("dossiers"),
        waiting.label("attendus"),
    ).join(m.dossier, _d.id == _e.dossier_id)
    mine = question.where(*own(connection, m.dossier), _e.slug == MEETING)
    return connection.execute(mine.group_by(_e.legale_le).order_by(_e.legale_le.desc())).all()


def spoken_of(connection: Connection, day: date) -> Sequence[SpokenOfRow]:
    """Return the dossiers that the meeting of that day speaks of."""
    question = select(_d.id, _d.conseiller).join(m.echeance, _d.id == _e.dossier_id)
    mine = question.where(*own(connection, m.dossier), _e.slug == MEETING, _e.legale_le == day)
    return connection.execute(mine.distinct().order_by(_d.id)).all()
