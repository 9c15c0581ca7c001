"""What the system is asked to do with files, and the base: the real calls, seen on their way."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Engine, event


def file_calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list where « fsync file », « fsync folder », « replace » and « link » are noted from now on."""
    calls: list[str] = []

    def spied(name: str) -> None:
        real = getattr(os, name)

        def spy(*arguments: object, **more: object) -> object:
            what = name
            if name == "fsync":
                what += " folder" if stat.S_ISDIR(os.fstat(arguments[0]).st_mode) else " file"  # type: ignore[arg-type]
            calls.append(what)
            return real(*arguments, **more)

        monkeypatch.setattr(os, name, spy)

    for name in ("fsync", "replace", "link"):
        spied(name)
    return calls


@dataclass
class Sent:
    """What left for the base: `BEGIN` is a statement of SQLite."""

    transactions: int = 0
    statements: list[str] = field(default_factory=list)


@contextmanager
def counted() -> Iterator[Sent]:
    """Count what leaves for any base."""
    sent = Sent()

    def begin(_: object) -> None:
        sent.transactions += 1

    def execute(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.statements.append(statement)

    event.listen(Engine, "begin", begin)
    event.listen(Engine, "before_cursor_execute", execute)
    try:
        yield sent
    finally:
        event.remove(Engine, "begin", begin)
        event.remove(Engine, "before_cursor_execute", execute)


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """Give the statements sent while it lasts, each with its values: their plans can be asked for."""
    sent: list[tuple[str, Any]] = []

    def execute(_connection: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        sent.append((statement, values))

    event.listen(Engine, "before_cursor_execute", execute)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", execute)
