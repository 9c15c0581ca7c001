"""Leaves, and who receives an appointment: its dossier's counsellor, or the colleague that it went to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import Column, ColumnElement, Connection, func, insert, select, update

from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own

_c = m.conge.c


class LeaveRow(Protocol):
    """A leave."""

    id: int
    conseiller: str
    du_le: date
    au_le: date
    auteur: str
    enregistre_a: datetime
    retire_a: datetime | None
    de_heure: str | None
    a_heure: str | None


def receiver(dossier_id: Column[int], n: Column[int], counsellor: Column[str]) -> ColumnElement[str]:
    """Return who receives an appointment of these columns."""
    r = m.relais.c
    last = select(r.conseiller).where(r.dossier_id == dossier_id, r.n == n).order_by(r.id.desc()).limit(1)
    return func.coalesce(last.scalar_subquery(), counsellor)


def relays_of(connection: Connection, dossiers: Sequence[int]) -> dict[tuple[int, int], str]:
    """Return who receives the appointments of these dossiers that went to a colleague, by dossier and act."""
    r = m.relais.c
    question = select(r.dossier_id, r.n, r.conseiller).where(r.dossier_id.in_(dossiers)).order_by(r.id)
    return {(row.dossier_id, row.n): row.conseiller for row in connection.execute(question)}


def leaves_between(connection: Connection, first: date, last: date) -> Sequence[LeaveRow]:
    """Return the leaves that stand and meet these days, in order."""
    question = select(m.conge).where(*own(connection, m.conge), _c.retire_a.is_(None))
    meet = (_c.du_le <= last, _c.au_le >= first)
    return connection.execute(question.where(*meet).order_by(_c.du_le, _c.conseiller, _c.id)).all()


def leave_numbered(connection: Connection, number: int) -> LeaveRow | None:
    """Return a leave by its number, standing or not; `None` where there is none."""
    return connection.execute(select(m.conge).where(*own(connection, m.conge), _c.id == number)).first()


def add_leave(connection: Connection, **values: object) -> int:
    """Write a leave, and return its number."""
    number: int = connection.execute(insert(m.conge).values(**values).returning(_c.id)).scalar_one()
    return number


def withdraw_leave(connection: Connection, number: int, *, by: str, at: datetime) -> None:
    """Mark a leave as withdrawn."""
    connection.execute(update(m.conge).where(_c.id == number).values(retire_par=by, retire_a=at))


def give_over(connection: Connection, **values: object) -> None:
    """Write who receives an appointment."""
    connection.execute(insert(m.relais).values(**values))
