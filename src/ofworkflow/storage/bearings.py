"""What a call must know of a base before anything else, asked in one statement: its tables, its name, the
numbers it gave."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    String,
    cast,
    column,
    func,
    literal,
    select,
    table,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import UserDefinedType

from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.numbering import BY_ROW, IDENTITY


class _Regclass(UserDefinedType[object]):
    """The type of PostgreSQL that names a relation; its own dialect is not loaded for that on SQLite."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "REGCLASS"


@dataclass(frozen=True, slots=True)
class Bearings:
    """A base as it stands: at which migration, which one it is, on trial or not, the last number given of
    each kind."""

    schema: str
    identity: str
    is_trial: bool
    marks: Mapping[str, int]
    answer: bool = False
    """The answer to what was asked besides."""


def bearings_of(connection: Connection, besides: ColumnElement[bool] | None = None) -> Bearings | None:
    """Return what there is to know of a base, and the answer to one more question; `None` when its tables are
    not ours.

    The transaction is then over.
    """
    version = table("alembic_version", column("version_num", String))
    counted = func.aggregate_strings(m.compteur.c.nom + "=" + cast(m.compteur.c.dernier, String), "|")
    question = select(
        select(version.c.version_num).scalar_subquery(),
        _noted(IDENTITY),
        _noted("essai"),
        select(counted).where(m.compteur.c.dernier > 0).scalar_subquery(),
        literal(False) if besides is None else besides,
        *(_last_of(connection.dialect.name, each.name) for each in BY_ROW),
    )
    try:
        version_num, identity, trial, counters, answer, *lasts = connection.execute(question).one()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise  # the server went away: nothing is known of its tables
        connection.rollback()
        return None
    marks = {
        name: int(last)
        for name, _, last in (each.rpartition("=") for each in (counters or "").split("|") if each)
    }
    marks |= {each.name: int(last) for each, last in zip(BY_ROW, lasts, strict=True) if last}
    return Bearings(version_num or "", identity or "", trial == "oui", marks, bool(answer))


def _noted(key: str) -> ColumnElement[str]:
    return select(m.meta.c.valeur).where(m.meta.c.cle == key).scalar_subquery()


def _last_of(dialect: str, name: str) -> ColumnElement[int]:
    """Return the last number that a table gave its rows, whether they are still there or not."""
    rows = m.metadata.tables[name].c.id
    highest = select(func.coalesce(func.max(rows), 0)).scalar_subquery()
    if dialect == "sqlite":
        sequence = table("sqlite_sequence", column("name", String), column("seq", BigInteger))
        highest_given = (
            select(func.coalesce(func.max(sequence.c.seq), 0))
            .where(sequence.c.name == name)
            .scalar_subquery()
        )
        return func.max(highest, highest_given)
    last = func.pg_sequence_last_value(cast(func.pg_get_serial_sequence(name, "id"), _Regclass()))
    return func.greatest(highest, func.coalesce(last, 0))
