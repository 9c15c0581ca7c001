"""How long each minor reported in a period waited for compliance, and what ended it: what `survival` draws
its curves from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Protocol

from sqlalchemy import Connection, case, func, or_, select

from ofworkflow.procedure.case import EXEMPTION
from ofworkflow.procedure.vocabulary import Closing
from ofworkflow.statistics.population import population
from ofworkflow.statistics.sources import Question, Sources, known
from ofworkflow.statistics.survival import Spell, SpellEnd

_AT_ONCE = 5_000  # rows fetched at a time
_LEFT = {
    str(Closing.MAJORITE): SpellEnd.MAJORITE,
    str(Closing.DEMENAGEMENT): SpellEnd.DEMENAGEMENT,
    str(Closing.DEPART_ETRANGER): SpellEnd.DEMENAGEMENT,
    str(Closing.HORS_CHAMP): SpellEnd.HORS_CHAMP,
}


class Wait(Protocol):
    """What is known of a wait."""

    reported_on: date
    compliant_on: date | None
    exempt_on: date | None
    exit_on: date | None
    exit_reason: str
    majority: date


def spells(
    connection: Connection, *, first: date, last: date, known_at: datetime | None = None
) -> tuple[Spell, ...]:
    """Return the wait of each minor reported from `first` to `last`, followed to `last` at most; as known at
    that instant.

    Compliance is the first day that a situation covers (L. 114-1); what else ends the wait is an exemption,
    the 18th birthday, or a closing that still holds on `last`. Dossiers closed as errors, duplicates or
    deaths are left out, as from every figure.
    """
    kept = cache(Spell)  # thousands wait as long for the same reason: one object serves them all
    with known(connection, known_at) as sources:
        rows = connection.execute(
            _question(connection, sources, first, last).execution_options(yield_per=_AT_ONCE)
        )
        return tuple(kept(row.reported_on, *ended(row, last)) for row in rows)


def ended(row: Wait, last: date) -> tuple[date, SpellEnd]:
    """Return the day that ended a wait, and how; at the same day compliance comes first, then exemption."""
    return min(_endings(row, last), key=lambda ending: ending[0])


def _endings(row: Wait, last: date) -> Iterator[tuple[date, SpellEnd]]:
    if row.compliant_on is not None:
        yield (
            max(row.compliant_on, row.reported_on),
            SpellEnd.EN_REGLE,
        )  # covered since before the signalement: no wait at all
    if row.exempt_on is not None:
        yield max(row.exempt_on, row.reported_on), SpellEnd.EXEMPTION
    if row.majority <= last:
        yield row.majority, SpellEnd.MAJORITE
    if row.exit_on is not None and _LEFT[row.exit_reason] is not SpellEnd.MAJORITE:
        yield row.exit_on, _LEFT[row.exit_reason]
    yield last, SpellEnd.OUVERT


def _question(connection: Connection, sources: Sources, first: date, last: date) -> Question:
    s = sources.coverages.c
    exempt = s.nature == EXEMPTION
    cover = (
        select(
            s.dossier_id,
            func.min(case((~exempt, s.debut_le))).label("compliant_on"),
            func.min(case((exempt, s.debut_le))).label("exempt_on"),
        )
        .where(s.debut_le <= last, or_(s.rompue_le.is_(None), s.rompue_le > s.debut_le))
        .group_by(s.dossier_id)
        .subquery("cover")
    )
    who = population(connection, sources, first, last).subquery("who")
    return (
        select(
            who.c.reported_on,
            who.c.majority,
            who.c.exit_on,
            who.c.exit_reason,
            cover.c.compliant_on,
            cover.c.exempt_on,
        )
        .select_from(who.outerjoin(cover, cover.c.dossier_id == who.c.dossier_id))
        .where(who.c.reported_on >= first)
        .order_by(who.c.reported_on)
    )
