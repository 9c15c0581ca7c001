"""Statements that every act sends: compiled once for each kind of base, then given straight to the driver.

Core builds the same words again at each execution, looks up what each value goes through and makes a result
of every answer: half of what an act cost. Here it is done once. The transaction, what values go through and
what an error becomes stay those of SQLAlchemy; where somebody listens to what is sent
(`before_cursor_execute`) a statement takes its road, with the same words.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from sqlalchemy import Connection, Dialect, Insert, Select, UpdateBase
from sqlalchemy.exc import DBAPIError

Given = Mapping[str, object]
Values = Any  # a tuple or a dictionary, as the driver wants it
Statement = Select[Any] | UpdateBase
Answers = list[Any]  # rows, their columns by name


class Prepared:
    """A statement whose words never change, whatever it is given; an `INSERT` gives back no key."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement.inline() if isinstance(statement, Insert) else statement
        self._forms: dict[tuple[str, ...], _Form] = {}

    def write(self, connection: Connection, *rows: Given) -> int:
        """Send it for each of these rows, all of the same columns; return how many it touched (-1: the
        driver does not know)."""
        if not rows:
            return 0
        form = self._form(connection, rows[0])
        if len(rows) == 1:
            return send(connection, form.words, form.values(rows[0]))
        return send(connection, form.words, [form.values(row) for row in rows], many=True)

    def read(self, connection: Connection, given: Given) -> Answers:
        """Return the rows that answer a question."""
        form = self._form(connection, given)
        values = form.values(given)
        if connection.dispatch.before_cursor_execute:
            return form.answers(connection.exec_driver_sql(form.words, values).all())
        cursor = connection.connection.cursor()
        try:
            cursor.execute(form.words, values)
            found = cursor.fetchall()
        except BaseException as error:  # noqa: BLE001 — an interruption leaves a connection half way too
            _fail(connection, form.words, error)
        cursor.close()
        return form.answers(found)

    def _form(self, connection: Connection, given: Given) -> _Form:
        key = (connection.dialect.name, *given)
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = _Form(self._statement, connection.dialect, list(given))
        return form


class _Form:
    """The words of a statement on one kind of base, and what its values and its answers go through."""

    def __init__(self, statement: Statement, dialect: Dialect, given: list[str]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=given)
        stated = compiled.construct_expanded_state(dict.fromkeys(given))
        self.words = stated.statement
        self._by_place = stated.positiontup is not None
        self._fixed = {name: value for name, value in stated.parameters.items() if name not in given}
        kinds = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
        names = stated.positiontup or stated.parameters
        self._values = [(name, kinds[name].bind_processor(dialect)) for name in names]
        columns = list(statement.selected_columns) if isinstance(statement, Select) else []
        self._answers = [
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns
        ]
        self._answer: Any = namedtuple("_answer", [str(column.key) for column in columns], rename=True)  # type: ignore[misc]

    def values(self, given: Given) -> Values:
        """Return what the driver is given."""
        if self._fixed:
            given = {**self._fixed, **given}
        if self._by_place:
            return tuple([clean(given[name]) if clean else given[name] for name, clean in self._values])
        return {name: clean(given[name]) if clean else given[name] for name, clean in self._values}

    def answers(self, found: Sequence[Sequence[object]]) -> Answers:
        """Return the rows of the driver, as their columns read them."""
        reads, make = self._answers, self._answer._make
        return [
            make([read(value) if read else value for read, value in zip(reads, row, strict=True)])
            for row in found
        ]


def send(connection: Connection, words: str, values: Values = (), *, many: bool = False) -> int:
    """Give words to the driver as they are, in the transaction of the connection; return how many rows
    they touched."""
    if connection.dispatch.before_cursor_execute:
        return connection.exec_driver_sql(words, values).rowcount
    cursor = connection.connection.cursor()
    try:
        if many:
            cursor.executemany(words, values)
        else:
            cursor.execute(words, values)
    except BaseException as error:  # noqa: BLE001 — an interruption leaves a connection half way too
        _fail(connection, words, error)
    touched: int = cursor.rowcount
    cursor.close()
    return touched


def _fail(connection: Connection, words: str, error: BaseException) -> NoReturn:
    """Raise what SQLAlchemy would raise of an error of the driver; a connection that is lost or cut short
    serves no more."""
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
