"""What every table is made of: the metadata and its names, instants that are the same on every database,
and words without a sign that hides or acts.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData, String, Text, TypeDecorator
from sqlalchemy.sql.operators import OperatorType, add, concat_op

from ofworkflow.text import clean_line

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC whatever the database: SQLite has no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC instant."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _kept(value: str | None) -> str | None:
    return None if value is None else clean_line(value)


class Words(TypeDecorator[str]):
    """Words that somebody typed or that a list held, on one line (`ofworkflow.text.clean_line`).

    Cleaned when they are stored, whatever face of the program they come by; and when they are read, for a
    base that was written before they were.
    """

    impl = String
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        """Store what is kept."""
        return _kept  # no driver wants more of words

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], str | None]:
        """Give back what is kept."""
        return _kept

    def coerce_compared_value(self, op: OperatorType | None, value: Any) -> Any:
        """Compare with words, but join with any text: the space between a first name and a name is not to
        be tidied away."""
        return String() if op in (add, concat_op) else self


class Kept(TypeDecorator[Any]):
    """JSON asked for as the text that it is: rows are compared before it is read."""

    impl = Text
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], Any]:
        """Read it."""
        return lambda kept: None if kept is None else _read_json(kept)


_read_json = json.JSONDecoder().decode


class LongWords(Words):
    """The same, kept as `TEXT`."""

    impl = Text
    cache_ok = True
