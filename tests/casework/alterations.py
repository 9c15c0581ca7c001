"""Single alterations of a base: every table, every column, one row at a time, as somebody could make them with any tool."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Date, Integer, LargeBinary, Table, delete, func, select, update

from ofworkflow.casework.doctor.words import WORDS
from ofworkflow.storage import models as m
from ofworkflow.storage.columns import Instant

ROWS = 2
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Alteration:
    """One row removed (`column` is empty), or one value put in place of another."""

    table: Table
    column: str
    key: Mapping[str, Any]
    kind: str
    value: Any = None

    def make(self, connection: Connection) -> None:
        """Do it."""
        where = [self.table.c[name] == value for name, value in self.key.items()]
        if not self.column:
            connection.execute(delete(self.table).where(*where))
            return
        connection.execute(update(self.table).where(*where).values({self.column: self.value}))

    @property
    def place(self) -> str:
        """« table.colonne », or the table whose row goes."""
        return f"{self.table.name}.{self.column}" if self.column else self.table.name

    def __str__(self) -> str:
        return f"{self.place} {self.kind} {dict(self.key)} → {str(self.value)[:60]}"


def alterations(connection: Connection, table: Table, *, rows: int = ROWS) -> Iterator[Alteration]:
    """Yield the alterations of a table: rows removed, each column changed, emptied, filled, put out of its words."""
    stored = [row._asdict() for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
    for row in _spread(stored, rows + 1):
        yield Alteration(table, "", _key(table, row), "ligne effacée")
    for column in table.columns:
        filled = [row for row in stored if row[column.name] is not None]
        empty = [row for row in stored if row[column.name] is None]
        for row in _spread(filled, rows):
            key, value = _key(table, row), row[column.name]
            other = _another(column, value, [r[column.name] for r in filled])
            yield Alteration(table, column.name, key, "autre valeur", other)
            if column.name in WORDS.get(table, {}):
                yield Alteration(table, column.name, key, "hors vocabulaire", "zzz")
            if isinstance(column.type, Date | Instant):
                yield Alteration(table, column.name, key, "déplacée", value + timedelta(days=400))
            if column.nullable:
                yield Alteration(table, column.name, key, "vidée")
        for row in _spread(empty, 1 if filled else 0):
            yield Alteration(table, column.name, _key(table, row), "remplie", filled[0][column.name])


def count_of_rows(connection: Connection, table: Table) -> int:
    """Return how many rows a table has."""
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _spread(rows: list[Any], many: int) -> list[Any]:
    if len(rows) <= many:
        return rows
    step = (len(rows) - 1) / max(many - 1, 1)
    return [rows[round(i * step)] for i in range(many)]


def _key(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {column.name: row[column.name] for column in table.primary_key.columns}


def _another(column: Any, value: Any, known: list[Any]) -> Any:
    """Return another value that could stand there: that of another row, else one of the same make."""
    kind = column.type
    if not (column.primary_key or column.unique or column.name == "auteur" or isinstance(kind, JSON | LargeBinary | Instant)):
        other = next((x for x in known if x != value), None)
        if other is not None:
            return other
    for made_for, make in _OTHERS:
        if isinstance(kind, made_for):
            return make(value)
    if column.name == "auteur":
        return "Quelqu'un d'autre"
    if column.name in WORDS.get(column.table, {}):
        return next(iter(WORDS[column.table][column.name] - {value, ""}))
    return _another_text(value)


def _another_text(value: str) -> str:
    if re.fullmatch(r"[0-9a-f]{16,64}", value):
        return value[:-1] + ("0" if value[-1] != "0" else "1")
    return value[:-1] + str((int(value[-1]) + 1) % 10) if re.search(r"\d$", value) else value + "x"


def _another_json(value: Any) -> Any:
    text = json.dumps(value)
    if found := _DAY.search(text):
        other = (date.fromisoformat(found.group()) + timedelta(days=1)).isoformat()
        return json.loads(text.replace(found.group(), other, 1))
    if isinstance(value, dict):
        return {name: kept + 1 if isinstance(kept, int) else kept for name, kept in value.items()}
    return [{"reference": "2025-0001", "motif": "x"}]


_OTHERS: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (Boolean, lambda value: not value),
    (Integer, lambda value: value + 1000),
    ((Date, Instant), lambda value: value + timedelta(days=1)),
    (LargeBinary, lambda value: value[:-1] + bytes([value[-1] ^ 1])),
    (JSON, _another_json),
)
EVERY_TABLE = tuple(m.metadata.sorted_tables)
