"""What is already given on a day: the other dossiers' appointments, with the same counsellor or another."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time

from sqlalchemy import Connection, Integer, bindparam, func, select

from ofworkflow.casework.dossier.opened import Opened
from ofworkflow.procedure.appointments import Taken
from ofworkflow.procedure.case import RendezVous
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.procedure.vocabulary import Delay, DelayState
from ofworkflow.storage import models as m
from ofworkflow.storage.prepared import Prepared
from ofworkflow.storage.scope import is_whole, own, sees_all
from ofworkflow.text import fold


def taken_on(connection: Connection, opened: Opened, day: date) -> tuple[Taken, ...]:
    """Return the other dossiers' appointments of that day, still expected: those of its counsellor, and those
    of others, which take rooms.

    On PostgreSQL one appointment a day and a mission locale is given at a time: what is read here is what
    will be there when this one is written. SQLite writes one at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        what = zlib.crc32(opened.structure.encode()) - 2**31
        _HOLD_DAY.read(connection, {"what": what, "day": day.toordinal()})
    values = {"day": day, "apart": opened.id}
    if sees_all(connection):
        rows = _ANYWHERE.read(connection, values)
    elif is_whole(connection):  # nearly always: the words are then the same, whoever asks
        rows = _OF_THE_HOUSE.read(connection, values | {"structure": opened.structure})
    else:
        rows = list(connection.execute(_TAKEN.where(*own(connection, m.dossier)), values))
    if not rows:
        return ()
    families: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for row in connection.execute(_FAMILIES, {"minors": [row.jeune_id for row in rows]}):
        families[row.jeune_id].add((row.nom, row.prenom))
    return tuple(
        Taken(
            row.reference,
            RendezVous(day, time.fromisoformat(row.heure), row.lieu),
            family_of(families[row.jeune_id]),
            not row.sien,
        )
        for row in rows
    )


def family_of(names: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return what tells one family from another: its representatives, without case nor accents."""
    return frozenset(fold(f"{nom} {prenom}") for nom, prenom in names)


def family(representants: Iterable[RepresentantLegal]) -> frozenset[str]:
    """Return the same of a dossier in hand."""
    return family_of((r.nom, r.prenom) for r in representants)


_HOLD_DAY = Prepared(
    select(func.pg_advisory_xact_lock(bindparam("what", type_=Integer), bindparam("day", type_=Integer)))
)
_d, _r, _e = m.dossier.c, m.rendez_vous.c, m.echeance.c
_mine = select(_d.conseiller).where(_d.id == bindparam("apart")).scalar_subquery()
_TAKEN = (
    select(_d.reference, _d.jeune_id, _r.heure, _r.lieu, (_d.conseiller == _mine).label("sien"))
    .join(m.rendez_vous, _r.dossier_id == _d.id)
    .join(
        m.echeance,
        (_e.dossier_id == _d.id)
        & (_e.ouverte_par == _r.n)
        & (_e.slug == str(Delay.ISSUE))
        & (_e.etat == str(DelayState.OUVERTE)),
    )
    .where(_r.le == bindparam("day"), _r.issue.is_(None), _d.id != bindparam("apart"))
    .order_by(_r.heure, _d.reference)
)
_ANYWHERE = Prepared(_TAKEN)
_OF_THE_HOUSE = Prepared(_TAKEN.where(_d.structure == bindparam("structure")))
_FAMILIES = select(m.representant.c.jeune_id, m.representant.c.nom, m.representant.c.prenom).where(
    m.representant.c.jeune_id.in_(bindparam("minors", expanding=True))
)
