"""A whole table, some numbers at a time: what is worked out again of every minor or dossier of a base."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Column, Connection, select

_AT_ONCE = 500


def follow_all(
    connection: Connection, column: Column[int], follow: Callable[[Connection, list[int]], int]
) -> int:
    """Call `follow` with all the numbers of a column, some at a time; return the sum of what it gives."""
    return sum(follow(connection, numbers) for numbers in _numbers(connection, column))


def _numbers(connection: Connection, column: Column[int]) -> Iterator[list[int]]:
    last = 0
    while numbers := list(
        connection.execute(select(column).where(column > last).order_by(column).limit(_AT_ONCE)).scalars()
    ):
        yield numbers
        last = numbers[-1]
