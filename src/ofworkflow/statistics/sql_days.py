"""Days in SQL: the few computations on dates that the two bases write differently."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class eve_of(FunctionElement[date]):  # noqa: N801 — reads as the SQL function it stands for
    """The day before a day."""

    type = Date()
    inherit_cache = True
    name = "eve_of"


class days_from(FunctionElement[int]):  # noqa: N801 — idem
    """How many calendar days from the first day to the second."""

    type = Integer()
    inherit_cache = True
    name = "days_from"


class months_after(FunctionElement[date]):  # noqa: N801 — idem
    """The same day number so many months later, else the last day of that month, as
    `law.periods.add_months`."""

    type = Date()
    inherit_cache = True
    name = "months_after"


def _compiled(
    element: FunctionElement[date] | FunctionElement[int], compiler: SQLCompiler, **kw: object
) -> list[str]:
    return [compiler.process(clause, **kw) for clause in element.clauses]


@compiles(eve_of, "sqlite")
def _eve_on_sqlite(element: eve_of, compiler: SQLCompiler, **kw: object) -> str:
    [day] = _compiled(element, compiler, **kw)
    return f"date({day}, '-1 day')"


@compiles(eve_of)
def _eve_elsewhere(element: eve_of, compiler: SQLCompiler, **kw: object) -> str:
    [day] = _compiled(element, compiler, **kw)
    return f"({day} - 1)"


@compiles(days_from, "sqlite")
def _days_on_sqlite(element: days_from, compiler: SQLCompiler, **kw: object) -> str:
    first, last = _compiled(element, compiler, **kw)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


@compiles(days_from)
def _days_elsewhere(element: days_from, compiler: SQLCompiler, **kw: object) -> str:
    first, last = _compiled(element, compiler, **kw)
    return f"({last} - {first})"


@compiles(months_after, "sqlite")
def _months_on_sqlite(element: months_after, compiler: SQLCompiler, **kw: object) -> str:
    day, count = _compiled(element, compiler, **kw)
    # SQLite lets 31 January plus a month run into March: the last day of the wanted month is then the earlier
    # of the two
    last_one = f"date({day}, 'start of month', '+' || ({count} + 1) || ' months', '-1 day')"
    return f"min(date({day}, '+' || {count} || ' months'), {last_one})"


@compiles(months_after)
def _months_elsewhere(element: months_after, compiler: SQLCompiler, **kw: object) -> str:
    day, count = _compiled(element, compiler, **kw)
    return f"CAST({day} + make_interval(months => CAST({count} AS INTEGER)) AS DATE)"
