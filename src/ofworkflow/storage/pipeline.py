"""What an act sends to PostgreSQL: by libpq itself, one statement after the other, the answers read together.

A cursor of psycopg takes three times as long to send a statement as libpq does, and waits for each answer.
Here a statement is prepared the first time that it goes through a connection, and sent without waiting (a
pipeline, for libpq); the answers are read when one of them is asked for. What values and rows go through, the
errors, the waiting and Ctrl-C are those of psycopg, whose documented way to libpq is `psycopg.pq`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from psycopg import Connection, DatabaseError, generators
from psycopg.abc import Buffer
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

_KEPT = 200
"""Statements that a connection keeps prepared: the base holds a plan of each; others are sent whole."""

_AT_ONCE = 500
"""Rows that are sent before their answers are read: what waits is held in memory."""


Ready = Sequence[Buffer | None]
"""Values, as libpq wants them."""

OrElse = Callable[[], Exception]


class _Write:
    """What was sent for some rows: how many answers are awaited, how many rows they touched, and what is
    raised where it is not as many as there were."""

    __slots__ = ("awaited", "or_else", "rows", "touched")

    def __init__(self, rows: int = 1, or_else: OrElse | None = None) -> None:
        self.awaited = self.rows = rows
        self.touched, self.or_else = 0, or_else


class Pipe:
    """A connection of the driver, what is prepared on it, and the answers that are awaited."""

    def __init__(self, driver: Connection[Any]) -> None:
        self._driver, self._libpq = driver, driver.pgconn
        self._adapters = Transformer(driver)
        self._prepared: dict[str, bytes] = {}
        self._named = 0  # statements ever prepared: a name serves once
        self._awaited: list[_Write] = []  # one for each answer

    def write(
        self, words: str, rows: Sequence[Sequence[Any]], or_else: OrElse | None = None, *, wait: bool = True
    ) -> int:
        """Send a statement for each of these rows; return how many it touched, or -1 where nobody waits for
        that. `or_else` is raised with the answers where it is not as many."""
        write = _Write(len(rows), or_else)
        for ready in [self._ready(values) for values in rows]:  # all of them before the first is sent
            self._send(words, ready, write)
            if len(self._awaited) >= _AT_ONCE:
                self._answers()
        if not wait:
            return -1
        self.settle()
        return write.touched

    def ask(self, words: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Return the rows that answer a question, as psycopg reads them; what was sent before is settled."""
        self._send(words, self._ready(values), _Write())
        answer = self._answers()[-1]
        self._adapters.set_pgresult(answer)
        return self._adapters.load_rows(0, answer.ntuples, tuple)

    def settle(self) -> None:
        """Wait until what was sent is done; raise what psycopg raises, or what a write was to raise where it
        did not touch what it should."""
        if self._awaited:
            self._answers()

    def leave(self) -> None:
        """Await nothing more, after an error: what was sent is undone with the transaction."""
        with suppress(DatabaseError):
            self.settle()

    def _ready(self, values: Sequence[Any]) -> Ready:
        return self._adapters.dump_sequence(values, [PyFormat.TEXT] * len(values))

    def _send(self, words: str, ready: Ready, write: _Write) -> None:
        libpq = self._libpq
        if not self._awaited:
            libpq.enter_pipeline_mode()
            if libpq.transaction_status == TransactionStatus.IDLE and not self._driver.autocommit:
                libpq.send_query_params(self._beginning(), None)
                self._awaited.append(_Write())
        name = self._prepared.get(words)
        if name is None:
            if len(self._prepared) >= _KEPT:
                libpq.send_query_params(words.encode(), ready)
                self._awaited.append(write)
                return
            self._named += 1
            name = self._prepared[words] = b"of_%d" % self._named
            libpq.send_prepare(name, words.encode())
            self._awaited.append(_Write())
        libpq.send_query_prepared(name, ready)
        self._awaited.append(write)

    def _beginning(self) -> bytes:
        level = self._driver.isolation_level
        return b"BEGIN" if level is None else f"BEGIN ISOLATION LEVEL {level.name.replace('_', ' ')}".encode()

    def _answers(self) -> list[PGresult]:
        libpq, wait = self._libpq, self._driver.wait
        awaited, self._awaited = self._awaited, []
        libpq.pipeline_sync()
        wait(generators.send(libpq))
        answers = [result for _ in awaited for result in wait(generators.fetch_many(libpq))]
        wait(generators.fetch_many(libpq))  # the end of the pipeline
        libpq.exit_pipeline_mode()
        for write, answer in zip(awaited, answers, strict=True):
            if answer.status not in _DONE:
                self._prepared.clear()  # nobody knows which of them were: each will have another name
                raise error_from_result(answer, encoding=self._driver.info.encoding)
            write.touched += answer.command_tuples or 0
            write.awaited -= 1
            if write.or_else and not write.awaited and write.touched != write.rows:
                raise write.or_else()
        return answers


_DONE = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)
