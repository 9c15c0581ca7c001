"""Statements that every act sends: compiled once for each kind of base, then given straight to the driver.

Core builds the same words again at each execution, looks up what each value goes through and makes a result
of every answer: half of what an act cost. Here it is done once. The transaction, what values go through and
what an error becomes stay those of SQLAlchemy; where somebody listens to what is sent
(`before_cursor_execute`) a statement takes its road, with the same words.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import UTC
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from sqlalchemy import Connection, Date, Dialect, Insert, Select, Update, UpdateBase, null
from sqlalchemy.exc import DBAPIError

from ofworkflow.storage.columns import Instant
from ofworkflow.text import iso

if TYPE_CHECKING:
    from ofworkflow.storage.pipeline import Pipe

Given = Mapping[str, object]
Values = Any  # a tuple or a dictionary, as the driver wants it
Statement = Select[Any] | UpdateBase
Answers = list[Any]  # rows, their columns by name
Clean = Callable[[Any], Any]
OrElse = Callable[[], Exception]

_HEARD = ", heard"  # what is sent takes the road of SQLAlchemy, with the same words
_AT_ONCE = 32
"""Rows that one statement of PostgreSQL writes: more of them go one by one, in as many words as there are."""

_PLACE = re.compile(r"\$(\d+)")


class Wire:
    """The driver's side of one transaction: its cursor, and whether somebody listens to what is sent.

    It is found out at the first statement, and kept by the transaction (`of_wire`, an option of its
    connection).
    """

    __slots__ = ("cursor", "gathers", "kind", "pipe")

    def __init__(self) -> None:
        self.kind = ""
        self.cursor: Any = None  # of SQLite
        self.pipe: Pipe | None = None  # of PostgreSQL
        self.gathers = False  # what is written does not wait for its answer

    def opened(self, connection: Connection) -> Wire:
        """Return it once it is known how to send."""
        self.kind = connection.dialect.name
        if connection.dispatch.before_cursor_execute:
            self.kind += _HEARD
        elif self.kind == "postgresql":
            self.pipe = connection.info.get("of_pipe")
            if self.pipe is None:
                from ofworkflow.storage.pipeline import Pipe

                driver: Any = connection.connection.dbapi_connection
                self.pipe = connection.info["of_pipe"] = Pipe(driver)
        else:
            self.cursor = connection.connection.cursor()
        return self


class Prepared:
    """A statement whose words follow from the columns that it is given and those that say nothing; an
    `INSERT` gives back no key, and writes over the row that has the same `key` already, where it has one.

    What says nothing is NULL in the words, and is not given to the driver: that of SQLite looks for a way to
    write each `None`, one column after the other, for longer than the row takes.
    """

    def __init__(self, statement: Statement, key: Sequence[str] = ()) -> None:
        self._statement = statement.inline() if isinstance(statement, Insert) else statement
        self._key = key
        self._forms: dict[tuple[str, int, tuple[str, ...]], _Form] = {}

    def write(self, connection: Connection, *rows: Given, or_else: OrElse | None = None) -> int:
        """Send it for each of these rows, all of the same columns; return how many it touched (-1: that is
        not known, or not yet). `or_else` is raised where it is not as many as there are."""
        if not rows:
            return 0
        wire = _wire(connection)
        first, more = rows[0], rows[1:]
        columns = tuple(
            [name for name in first if first[name] is not None or any(row[name] is not None for row in more)]
        )
        at_once = wire.kind == "postgresql" and len(rows) <= _AT_ONCE
        if more and at_once and isinstance(self._statement, Insert):
            form = self._form(connection, wire, columns, first, len(rows))
            return _send(connection, wire, form.words, [[v for row in rows for v in form.values(row)]])
        form = self._form(connection, wire, columns, first)
        touched = _send(connection, wire, form.words, list(map(form.values, rows)), or_else)
        if or_else is not None and touched not in (-1, len(rows)):
            raise or_else()
        return touched

    def read(self, connection: Connection, values: Given) -> Answers:
        """Return the rows that answer a question."""
        rows, convert = self.rows(connection, values)
        return convert(rows)

    def rows(
        self, connection: Connection, parameters: Given
    ) -> tuple[Sequence[Sequence[Any]], Callable[[Sequence[Sequence[Any]]], Answers]]:
        """Return the rows that answer a question as the driver gives them, and what reads them."""
        wire = _wire(connection)
        form = self._form(connection, wire, tuple(parameters), parameters)
        values = form.values(parameters)
        if wire.pipe is not None:
            try:
                return wire.pipe.ask(form.words, values), form.answers
            except BaseException as error:  # noqa: BLE001 — an interruption leaves a connection half way too
                _fail(connection, form.words, error)
        if wire.cursor is None:
            return [tuple(row) for row in connection.exec_driver_sql(form.words, values)], form.answers
        try:
            wire.cursor.execute(form.words, values)
            rows = wire.cursor.fetchall()
        except BaseException as error:  # noqa: BLE001 — an interruption leaves a connection half way too
            _fail(connection, form.words, error)
        return rows, form.answers

    def _form(
        self, connection: Connection, wire: Wire, columns: tuple[str, ...], row: Given, rows: int = 1
    ) -> _Form:
        form = self._forms.get((wire.kind, rows, columns))
        if form is None:
            dialect = _numbered(connection.dialect) if wire.kind == "postgresql" else connection.dialect
            statement = self._statement
            if isinstance(statement, Update):  # an insertion says nothing of a column by leaving it out
                statement = statement.values({name: null() for name in row if name not in columns})
            form = self._forms[wire.kind, rows, columns] = _Form(statement, dialect, columns, rows, self._key)
        return form


class _Form:
    """The words of a statement on one kind of base, and what its values and its answers go through."""

    def __init__(
        self, statement: Statement, dialect: Dialect, names: tuple[str, ...], rows: int, key: Sequence[str]
    ) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(names))
        stated = compiled.construct_expanded_state(dict.fromkeys(names))
        places = list(stated.positiontup or stated.parameters)
        cleaned = [_cleaner(compiled.binds[place].type.dialect_impl(dialect), dialect) for place in places]
        sources = [f"row[{place!r}]" if place in names else f"fixed[{place!r}]" for place in places]
        self.values: Callable[[Given], Values] = _at_once(
            sources, cleaned, None if stated.positiontup is not None else places, fixed=stated.parameters
        )
        self.words = stated.statement if rows == 1 else _repeated(stated.statement, len(places), rows)
        if key and isinstance(statement, Insert):
            self.words += _over(key, [column.name for column in statement.table.c])
        columns = list(statement.selected_columns) if isinstance(statement, Select) else []
        read = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        answer: Any = namedtuple("_answer", [str(column.key) for column in columns], rename=True)  # type: ignore[misc]
        self._answer = _at_once(
            [f"row[{place}]" for place in range(len(columns))], read, None, into=answer._make
        )

    def answers(self, rows: Sequence[Sequence[object]]) -> Answers:
        """Return the rows of the driver, as their columns read them."""
        return list(map(self._answer, rows))


def _at_once(
    sources: Sequence[str],
    cleaners: Sequence[Clean | None],
    names: Sequence[str] | None,
    *,
    fixed: Given | None = None,
    into: Clean | None = None,
) -> Clean:
    """Return what turns a row into the values of its places, each through what it goes through: one
    function, written and compiled once, for it is called for every row of every act."""
    scope: dict[str, object] = {"fixed": fixed, "into": into, "iso": iso}
    parts = []
    for place, (source, clean) in enumerate(zip(sources, cleaners, strict=True)):
        part = source
        if clean is _day:
            part = f"((day := {source}) and iso(day))"
        elif clean is not None:
            scope[f"clean_{place}"] = clean
            part = f"clean_{place}({source})"
        parts.append(f"{names[place]!r}: {part}" if names is not None else part)
    body = ", ".join(parts)
    whole = f"{{{body}}}" if names is not None else f"({body}{',' if parts else ''})"
    made: Clean = eval(f"lambda row: {f'into({whole})' if into else whole}", scope)  # noqa: S307 — our own words
    return made


def send(connection: Connection, words: str, values: Values = ()) -> int:
    """Give words to the driver as they are, in the transaction of the connection; return how many rows
    they touched."""
    return _send(connection, _wire(connection), words, [values])


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """Send what is written here without waiting, on PostgreSQL, for the answer of each; they are all known at
    the end. What goes another road than `Prepared` has no place here."""
    wire = _wire(connection)
    pipe = wire.pipe
    if pipe is None:
        yield
        return
    wire.gathers = True
    try:
        yield
        try:
            pipe.settle()
        except BaseException as error:  # noqa: BLE001 — an interruption leaves a connection half way too
            _fail(connection, "", error)
    finally:
        wire.gathers = False
        pipe.leave()


def _wire(connection: Connection) -> Wire:
    wire: Wire | None = connection.get_execution_options().get("of_wire")
    if wire is None:
        return Wire().opened(connection)
    return wire if wire.kind else wire.opened(connection)


def _send(
    connection: Connection, wire: Wire, words: str, rows: Sequence[Values], or_else: OrElse | None = None
) -> int:
    """Send the same words for each of these rows, as the driver wants their values."""
    try:
        if wire.pipe is not None:
            return wire.pipe.write(words, rows, or_else, wait=not wire.gathers)
        many = len(rows) > 1
        if wire.cursor is None:
            return connection.exec_driver_sql(words, list(rows) if many else rows[0]).rowcount
        if many:
            wire.cursor.executemany(words, rows)
        else:
            wire.cursor.execute(words, rows[0])
    except BaseException as error:  # noqa: BLE001 — an interruption leaves a connection half way too
        _fail(connection, words, error)
    touched: int = wire.cursor.rowcount
    return touched


@cache
def _numbered(dialect: Dialect) -> Dialect:
    """Return the same dialect, that writes the places of values as PostgreSQL itself does (`$1`)."""
    numbered = copy(dialect)
    numbered.paramstyle, numbered.positional = "numeric_dollar", True
    numbered.identifier_preparer = numbered.preparer(numbered)
    return numbered


def _repeated(words: str, places: int, rows: int) -> str:
    """Return an `INSERT` of one row as one of several, its places numbered on."""
    head, values, row = words.partition(" VALUES ")
    following = (
        _PLACE.sub(lambda place, past=past: f"${int(place[1]) + past}", row)  # type: ignore[misc]
        for past in range(0, places * rows, places)
    )
    return head + values + ", ".join(following)


def _over(key: Sequence[str], columns: Sequence[str]) -> str:
    """Return what an `INSERT` does of a row of the same key: all of it becomes that one."""
    kept = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    return f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {kept}"


def _cleaner(kind: Any, dialect: Dialect) -> Clean | None:
    """Return what a value goes through on its way to the driver: what Core gives, or less where that says
    the same."""
    if dialect.name == "sqlite" and isinstance(kind, Date):
        return _day
    if dialect.name == "sqlite" and isinstance(kind, Instant):
        return _instant
    clean: Clean | None = kind.bind_processor(dialect)
    return clean


def _day(day: Any) -> Any:
    return day and iso(day)


def _instant(instant: Any) -> Any:
    return instant and instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _fail(connection: Connection, words: str, error: BaseException) -> NoReturn:
    """Raise what SQLAlchemy would raise of an error of the driver; a connection that is lost or cut short
    serves no more."""
    if isinstance(error, DBAPIError):
        raise error  # SQLAlchemy itself said it
    dialect = connection.dialect
    base = dialect.loaded_dbapi.Error
    if not isinstance(error, base):
        if not isinstance(error, Exception):
            connection.invalidate(error)
        raise error
    lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if lost:
        connection.invalidate(error)
        connection.engine.dispose(close=False)  # the others of the pool went with it
    raise DBAPIError.instance(
        words, None, error, base, hide_parameters=True, connection_invalidated=lost, dialect=dialect
    ) from error
