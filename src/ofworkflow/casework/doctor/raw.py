"""Rows as they are stored, whatever is stored: a value that is not of its column's kind is kept aside and
stops nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    LargeBinary,
    Table,
    Text,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.types import NullType

from ofworkflow.storage.columns import Instant

_AT_ONCE = 2000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class StoredRow(SimpleNamespace):
    """A row; `unreadable` says, for each column whose value is not of its kind, what stands there."""

    unreadable: dict[str, str]


def rows(
    connection: Connection,
    table: Table,
    *where: ColumnElement[bool],
    order: Sequence[ColumnElement[object]] = (),
    without: frozenset[str] = frozenset(),
) -> Iterator[StoredRow]:
    """Yield the rows of a table, read in batches; columns named in `without` are not even read, and stand
    as `None`."""
    columns, readers = _plan(table, connection.dialect.name, without)
    question = (
        select(*columns).select_from(table).where(*where).order_by(*(order or table.primary_key.columns))
    )
    for row in connection.execute(question.execution_options(yield_per=_AT_ONCE)):
        kept: dict[str, object] = {}
        unreadable: dict[str, str] = {}
        for (name, read), value in zip(readers, row, strict=True):
            if value is None:
                kept[name] = None
                continue
            try:
                kept[name] = read(value)
            except (ValueError, TypeError, OverflowError):
                kept[name], unreadable[name] = None, _shown(value)
        yield StoredRow(**kept, unreadable=unreadable)


@contextmanager
def any_text(connection: Connection) -> Iterator[None]:
    """Read texts that are not UTF-8 as well: SQLite keeps whatever bytes it was given."""
    raw = connection.connection.dbapi_connection if connection.dialect.name == "sqlite" else None
    if raw is None:
        yield
        return
    raw.text_factory = lambda stored: stored.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = str


Stored = ColumnElement[Any]
Readers = list[tuple[str, Callable[[object], object]]]


@cache
def _plan(table: Table, dialect: str, without: frozenset[str]) -> tuple[list[Stored], Readers]:
    columns, readers = [], []
    for column in table.columns:
        left_out = column.name in without
        columns.append(literal_column("NULL").label(column.name) if left_out else _as_stored(column, dialect))
        readers.append((column.name, _reader(column)))
    return columns, readers


def _as_stored(column: Column[object], dialect: str) -> Stored:
    if dialect == "sqlite":
        return type_coerce(column, NullType()).label(column.name)
    if isinstance(column.type, Date | Instant | JSON):
        return sql_cast(column, Text).label(column.name)
    return column


def _reader(column: Column[object]) -> Callable[[object], object]:
    kind = column.type
    for known, read in _READERS:
        if isinstance(kind, known):
            return read
    return _text


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode("utf-8")  # what is not UTF-8 was read with surrogates: ValueError
    return value


def _day(value: object) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError
    return date.fromisoformat(value)


def _instant(value: object) -> datetime:
    if not isinstance(value, str):
        raise TypeError
    read = datetime.fromisoformat(value)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def _boolean(value: object) -> bool:
    if value not in (0, 1):
        raise ValueError
    return bool(value)


def _integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _json(value: object) -> object:
    return json.loads(_text(value))


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes | memoryview):
        raise TypeError
    return bytes(value)


_READERS: tuple[tuple[type[object], Callable[[object], object]], ...] = (
    (Date, _day),
    (Instant, _instant),
    (Boolean, _boolean),
    (Integer, _integer),
    (JSON, _json),
    (LargeBinary, _bytes),
)


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    text = "".join(c if c.isprintable() else "?" for c in text)
    return f"« {text[:40]}… »" if len(text) > 40 else f"« {text} »"
