"""What is known: the tables as they stand, or as they stood at a past instant, from the recording instants of
the journal.

A dossier with no entry since that instant is as its rows say. The others are replayed from what was known of
them; their delays, appointments and situations then stand in temporary tables. What is known of persons
(commune, level…) is what is known today: their corrections are kept apart from the journal, and change no
count of acts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column as SqlColumn
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    MetaData,
    Row,
    Select,
    Table,
    insert,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import KeyedColumnElement

from ofworkflow.procedure.replay import replay
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.journal_codec import decode
from ofworkflow.storage.projections import appointment_row, coverage_row, delay_row
from ofworkflow.storage.scope import own

if TYPE_CHECKING:
    Answer = Row[*tuple[Any, ...]]

Question = Select[Any]
"""A question whose answers (`Answer`) are read by the names of their columns."""

Expression = ColumnElement[Any]
"""What a question asks for, of whatever type."""

Columns = ReadOnlyColumnCollection[str, KeyedColumnElement[Any]]
"""The columns of a table, or of an alias of one."""

_AT_ONCE = 5_000  # rows kept before they are written


@dataclass(frozen=True, slots=True)
class Sources:
    """What the figures are counted from. `opened`: the condition that keeps a dossier already recorded."""

    journal: FromClause
    contact: FromClause
    delays: FromClause
    appointments: FromClause
    coverages: FromClause
    opened: ColumnElement[bool]


_STANDING = select(m.contact).where(m.contact.c.annule_a.is_(None)).subquery("contact_qui_tient")
NOW = Sources(m.journal, _STANDING, m.echeance, m.rendez_vous, m.situation, true())
"""Everything as it is known today."""


@contextmanager
def known(connection: Connection, known_at: datetime | None) -> Iterator[Sources]:
    """Give the sources as they were known at that instant; `None`: now."""
    if known_at is None:
        yield NOW
        return
    tables = {table.name: _temporary(table) for table in (m.echeance, m.rendez_vous, m.situation)}
    for table in tables.values():
        table.create(connection)
    _replay_changed(connection, known_at, tables)
    journal = select(m.journal).where(m.journal.c.enregistre_a <= known_at).subquery("journal_su")
    k = m.contact.c
    stood = or_(k.annule_a.is_(None), k.annule_a > known_at)
    contact = select(m.contact).where(k.enregistre_a <= known_at, stood).subquery("contact_su")
    opening = select(m.journal.c.dossier_id).where(m.journal.c.n == 1, m.journal.c.enregistre_a <= known_at)
    delays, appointments, coverages = (
        union_all(
            select(table).where(table.c.dossier_id.not_in(_changed(known_at))), select(tables[table.name])
        ).subquery(f"{table.name}_su")
        for table in (m.echeance, m.rendez_vous, m.situation)
    )
    yield Sources(journal, contact, delays, appointments, coverages, m.dossier.c.id.in_(opening))
    for table in tables.values():  # after an error the transaction ends, and they go with it
        table.drop(connection)


def _changed(known_at: datetime) -> Select[tuple[int]]:
    return select(m.journal.c.dossier_id).where(m.journal.c.enregistre_a > known_at)


def _temporary(table: Table) -> Table:
    columns = (SqlColumn(c.name, c.type) for c in table.c)
    return Table(f"{table.name}_rejouee", MetaData(), *columns, prefixes=["TEMPORARY"])


def _replay_changed(connection: Connection, known_at: datetime, tables: dict[str, Table]) -> None:
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in tables}

    def write(*, least: int) -> None:
        for name, waiting in rows.items():
            if len(waiting) > least:
                connection.execute(insert(tables[name]), waiting)
                waiting.clear()

    j = m.journal.c
    question = (
        select(m.journal)
        .join(m.dossier, m.dossier.c.id == j.dossier_id)
        .where(*own(connection, m.dossier), j.dossier_id.in_(_changed(known_at)), j.enregistre_a <= known_at)
        .order_by(j.dossier_id, j.n)
    )
    lines = connection.execute(question.execution_options(yield_per=_AT_ONCE))
    for number, entries in groupby(lines, key=lambda line: line.dossier_id):
        case = replay(map(decode, entries))
        rows["echeance"] += (delay_row(number, delay) for delay in case.delays)
        rows["rendez_vous"] += (appointment_row(number, appointment) for appointment in case.appointments)
        rows["situation"] += (coverage_row(number, coverage) for coverage in case.coverages)
        write(least=_AT_ONCE)
    write(least=0)
