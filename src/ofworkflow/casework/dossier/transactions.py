"""What a use case that takes several transactions is given: somebody who opens them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection


class Transactions(Protocol):
    """A base, or the switchboard that looks at it first."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a transaction that only reads."""

    def writing(self) -> AbstractContextManager[Connection]:
        """Open a transaction that writes: committed whole, or not at all."""
