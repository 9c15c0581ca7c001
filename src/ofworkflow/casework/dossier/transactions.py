"""What a use case that takes several transactions is given: somebody who opens them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")


class Transactions(Protocol):
    """A base, or the switchboard that looks at it first."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a transaction that only reads."""

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do a unit of work in a transaction that writes, committed whole or not at all.

        It is done again from its beginning when the base has it give way to another program.
        """
