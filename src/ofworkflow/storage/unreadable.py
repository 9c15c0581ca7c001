"""Dossiers that hold a value which the type of its column cannot read: SQLite keeps whatever it is given.

Looked for only once a question stumbled on one: the question is then asked again without them, and they are
named.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import JSON, Column, ColumnElement, Connection, Date, and_, func, or_, select, type_coerce
from sqlalchemy.types import NullType

from ofworkflow.storage import models as m
from ofworkflow.storage.columns import Instant
from ofworkflow.storage.scope import own

STUMBLED: tuple[type[Exception], ...] = (ValueError, TypeError)
"""What a column that cannot read its value raises."""


class Unreadable(NamedTuple):
    """A dossier, and the first of its values that cannot be read."""

    reference: str
    value: str


def unreadable(connection: Connection) -> dict[int, Unreadable]:
    """Return, by number, the dossiers of ours that hold such a value; none on PostgreSQL."""
    unreadables: dict[int, Unreadable] = {}
    if connection.dialect.name != "sqlite":
        return unreadables
    d = m.dossier.c
    for table, joined in _JOINS:
        for column in table.columns:
            if (wrong := _wrong(column)) is None:
                continue
            question = select(d.id, d.reference, type_coerce(column, NullType()).label("valeur")).select_from(
                joined
            )
            for row in connection.execute(question.where(*own(connection, m.dossier), wrong).order_by(d.id)):
                unreadables.setdefault(
                    row.id,
                    Unreadable(row.reference, f"{table.name}.{column.name} : « {_shown(row.valeur)} »"),
                )
    return unreadables


def _wrong(column: Column[Any]) -> ColumnElement[bool] | None:
    stored = type_coerce(column, NullType())
    if isinstance(column.type, Date):
        read = func.date(stored, "+0 days")  # it puts right a day that its month does not have
        return and_(column.is_not(None), or_(read.is_(None), read != stored))
    if isinstance(column.type, Instant):
        read = func.datetime(stored, "+0 days")
        return and_(column.is_not(None), or_(read.is_(None), read != func.substr(stored, 1, 19)))
    if isinstance(column.type, JSON):
        return and_(column.is_not(None), func.json_valid(stored) == 0)
    return None


def _shown(value: object) -> str:
    text = "".join(c if c.isprintable() else "?" for c in str(value))
    return text if len(text) <= 40 else f"{text[:40]}…"


_OF_THE_MINOR = m.dossier.join(m.jeune, m.jeune.c.id == m.dossier.c.jeune_id)
_JOINS: tuple[tuple[Any, Any], ...] = (
    (m.dossier, m.dossier),
    (m.jeune, _OF_THE_MINOR),
    (m.representant, _OF_THE_MINOR.join(m.representant, m.representant.c.jeune_id == m.jeune.c.id)),
    *(
        (table, m.dossier.join(table, table.c.dossier_id == m.dossier.c.id))
        for table in (
            m.journal,
            m.echeance,
            m.situation,
            m.rendez_vous,
            m.courrier,
            m.alerte,
            m.contact,
            m.prevision,
        )
    ),
)
