"""What is already given on a day: the other dossiers' appointments, with the same counsellor or another."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time

from sqlalchemy import Connection, Integer, Select, bindparam, func, select, true

from ofworkflow.casework.dossier.opened import Opened
from ofworkflow.procedure.appointments import Leave, Taken
from ofworkflow.procedure.case import RendezVous
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.procedure.vocabulary import Delay, DelayState
from ofworkflow.storage import models as m
from ofworkflow.storage.leaves import receiver
from ofworkflow.storage.prepared import Prepared
from ofworkflow.storage.scope import is_whole, own, sees_all
from ofworkflow.text import fold


def day_of(connection: Connection, opened: Opened, day: date) -> tuple[tuple[Taken, ...], tuple[Leave, ...]]:
    """Return the other dossiers' appointments of that day, still expected, those of the counsellor of this
    one and those of others, which take rooms; and the leaves of its counsellor on that day.

    On PostgreSQL one appointment a day and a mission locale is given at a time: what is read here is what
    will be there when this one is written. SQLite writes one at a time anyway.
    """
    hold_day(connection, opened.structure, day)
    wanted = {"day": day, "apart": opened.id}
    if sees_all(connection):
        rows = _ANYWHERE.read(connection, wanted)
    elif is_whole(connection):  # nearly always: the words are then the same, whoever asks
        rows = _OF_THE_HOUSE.read(connection, wanted | {"structure": opened.structure})
    else:
        rows = list(connection.execute(_with_leaves(_TAKEN.where(*own(connection, m.dossier))), wanted))
    leaves = {
        Leave.of_row(row.absent, row.du_le, row.au_le, row.de_heure, row.a_heure): None
        for row in rows
        if row.absent
    }
    taken = {row.reference: row for row in rows if row.reference}.values()
    if not taken:
        return (), tuple(leaves)
    families: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for row in connection.execute(_FAMILIES, {"minors": [row.jeune_id for row in taken]}):
        families[row.jeune_id].add((row.nom, row.prenom))
    return tuple(
        Taken(
            row.reference,
            RendezVous(day, time.fromisoformat(hour), row.lieu),
            family_of(families[row.jeune_id]),
            not row.sien,
        )
        for row in taken
        for hour in (row.heure, row.aussi)
        if hour
    ), tuple(leaves)


def hold_day(connection: Connection, structure: str, day: date) -> None:
    """Have the appointments of that day given by nobody else until this transaction ends."""
    if connection.dialect.name == "postgresql":
        what = zlib.crc32(structure.encode()) - 2**31
        _HOLD_DAY.read(connection, {"what": what, "day": day.toordinal()})


def family_of(names: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return what tells one family from another: its representatives, without case nor accents."""
    return frozenset(fold(f"{nom} {prenom}") for nom, prenom in names)


def family(representants: Iterable[RepresentantLegal]) -> frozenset[str]:
    """Return the same of a dossier in hand."""
    return family_of((r.nom, r.prenom) for r in representants)


_HOLD_DAY = Prepared(
    select(func.pg_advisory_xact_lock(bindparam("what", type_=Integer), bindparam("day", type_=Integer)))
)
_d, _r, _e, _n = m.dossier.c, m.rendez_vous.c, m.echeance.c, m.journal.c
_mine = select(_d.conseiller).where(_d.id == bindparam("apart")).scalar_subquery()
_TAKEN = (
    select(
        _d.reference,
        _d.jeune_id,
        _r.heure,
        _r.lieu,
        _n.donnees["demande", "aussi"].as_string().label("aussi"),  # of two who must not meet, the other's
        (receiver(_r.dossier_id, _r.n, _d.conseiller) == _mine).label("sien"),
    )
    .join(m.rendez_vous, _r.dossier_id == _d.id)
    .join(m.journal, (_n.dossier_id == _d.id) & (_n.n == _r.n))
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
_c, _me = m.conge.c, m.dossier.alias("sien_propre")


def _with_leaves(taken: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    """Return the question of both at once: a statement less in every act that gives an appointment."""
    there = taken.order_by(None).subquery("pris")
    away = (
        (_c.conseiller == _me.c.conseiller)
        & (_c.structure == _me.c.structure)
        & _c.retire_a.is_(None)
        & (_c.du_le <= bindparam("day"))
        & (_c.au_le >= bindparam("day"))
    )
    both = _me.outerjoin(m.conge, away).outerjoin(there, true())
    return (
        select(_c.conseiller.label("absent"), _c.du_le, _c.au_le, _c.de_heure, _c.a_heure, *there.c)
        .select_from(both)
        .where(_me.c.id == bindparam("apart"))
        .order_by(there.c.heure, there.c.reference, _c.id)
    )


_ANYWHERE = Prepared(_with_leaves(_TAKEN))
_OF_THE_HOUSE = Prepared(_with_leaves(_TAKEN.where(_d.structure == bindparam("structure"))))
_FAMILIES = select(m.representant.c.jeune_id, m.representant.c.nom, m.representant.c.prenom).where(
    m.representant.c.jeune_id.in_(bindparam("minors", expanding=True))
)
