"""What an act in bulk changed of persons already known: kept with the act, so that it can be undone exactly.

Rows are looked at before and after: whatever the act writes of these minors, in whatever table names them, is
seen without the act having to say it. A value that was replaced is kept; one that was put is known by its
fingerprint only, which tells whether somebody changed it since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import Boolean, Column, Connection, Date, Table, delete, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from ofworkflow.storage import models as m
from ofworkflow.storage.columns import Instant

Trace = dict[str, object]
"""A row that was added, changed, or taken away: its table, its key, what stood there."""

_Rows = dict[tuple[str, tuple[object, ...]], dict[str, object]]
_AT_ONCE = 500
# Added to and never taken from: they tell both acts.
_JOURNALS = frozenset({"modification"})
# What follows from the others: put back with them, by whoever puts them back.
_FOLLOWS = frozenset({"cle_nom"})


def tables_of_minors() -> tuple[Table, ...]:
    """Return the tables whose rows are of one minor: the minor first, then what names him or her."""
    others = (t for t in m.metadata.sorted_tables if "jeune_id" in t.c and t.name not in _JOURNALS)
    return (m.jeune, *(t for t in others if t is not m.dossier), m.dossier)


def watched(connection: Connection, minors: Collection[int], work: Callable[[], None]) -> list[Trace]:
    """Do some work, and return what it changed of these minors."""
    before = _rows(connection, minors)
    work()
    after = _rows(connection, minors)
    return [*_differences(before, after)]


def undo(connection: Connection, trace: Trace, *, applied: bool) -> str:
    """Put back what stood before one change; return the column that somebody changed since, if any: nothing
    is written then."""
    table = m.metadata.tables[str(trace["table"])]
    where = _where(table, trace["cle"])
    row = connection.execute(select(table).where(*where)).first()
    if trace["fait"] == "ote":
        if row is None and applied:
            connection.execute(insert(table).values(_read(table, trace["avant"])))
        return ""
    if row is None:
        return "ligne"
    now, put = row._asdict(), trace["apres"] if isinstance(trace["apres"], dict) else {}
    if changed := [name for name, kept in put.items() if _print(now[name]) != kept]:
        return "" if table is m.dossier else changed[0]  # its version went on: it stays where it is
    if applied and trace["fait"] == "ajoute":
        connection.execute(delete(table).where(*where))
    elif applied:
        connection.execute(update(table).where(*where).values(_read(table, trace["avant"])))
    return ""


def moved_since(connection: Connection, trace: Trace) -> bool:
    """Tell whether what a change put is no longer what stands there."""
    table = m.metadata.tables[str(trace["table"])]
    row = connection.execute(select(table).where(*_where(table, trace["cle"]))).first()
    put = trace["apres"] if isinstance(trace["apres"], dict) else {}
    return row is None or any(_print(row._asdict()[name]) != kept for name, kept in put.items())


def _rows(connection: Connection, minors: Collection[int]) -> _Rows:
    rows: _Rows = {}
    numbers = sorted(minors)
    for table in (t for t in tables_of_minors() if t.name not in _FOLLOWS):
        whose = table.c.id if table is m.jeune else table.c.jeune_id
        columns = (
            [*table.columns] if table is not m.dossier else [table.c.id, table.c.jeune_id, table.c.version]
        )
        for start in range(0, len(numbers), _AT_ONCE):
            question = select(*columns).where(whose.in_(numbers[start : start + _AT_ONCE]))
            for row in connection.execute(question):
                values = row._asdict()
                rows[table.name, tuple(values[c.name] for c in table.primary_key.columns)] = values
    return rows


def _differences(before: _Rows, after: _Rows) -> Iterable[Trace]:
    for where in dict.fromkeys([*before, *after]):
        old, new = before.get(where), after.get(where)
        if old == new:
            continue
        name, key = where
        trace: Trace = {"table": name, "cle": [_written(part) for part in key]}
        trace["jeune"] = (old or new or {}).get("id" if name == m.jeune.name else "jeune_id")
        if old is None and new is not None:
            yield trace | {"fait": "ajoute", "apres": {c: _print(v) for c, v in new.items()}}
        elif new is None and old is not None:
            yield trace | {"fait": "ote", "avant": {c: _written(v) for c, v in old.items()}}
        elif old is not None and new is not None:
            changed = [c for c in new if new[c] != old[c]]
            yield trace | {
                "fait": "change",
                "avant": {c: _written(old[c]) for c in changed},
                "apres": {c: _print(new[c]) for c in changed},
            }


def _where(table: Table, key: object) -> list[ColumnElement[bool]]:
    parts = key if isinstance(key, list) else [key]
    return [c == _value(c, part) for c, part in zip(table.primary_key.columns, parts, strict=True)]


def _read(table: Table, values: object) -> Mapping[str, object]:
    values_of = values if isinstance(values, dict) else {}
    return {name: _value(table.c[name], value) for name, value in values_of.items()}


def _written(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _value(column: Column[object], value: object) -> object:
    if isinstance(value, str) and isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(value, str) and isinstance(column.type, Instant):
        return datetime.fromisoformat(value)
    return bool(value) if isinstance(column.type, Boolean) and value is not None else value


def _print(value: object) -> str:
    """Return what tells a value again without holding it."""
    return hashlib.sha256(json.dumps(_written(value), ensure_ascii=False).encode()).hexdigest()[:16]
