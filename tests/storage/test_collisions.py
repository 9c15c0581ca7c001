"""A deadlock that the base breaks is not a server that is down: the unit of work is done again, or told as what it is."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, text

from ofworkflow.storage import database as storage
from ofworkflow.storage.database import Database
from ofworkflow.storage.failures import BusyError, CollisionError

_SEED = "INSERT INTO compteur (nom, dernier) VALUES ('a', 0), ('b', 0)"
_ADD = text("UPDATE compteur SET dernier = dernier + 1 WHERE nom = :nom")


def _crossing(barrier: threading.Barrier, *names: str) -> Callable[[Connection], None]:
    """Return a unit of work that takes two rows, and waits between them the first time only."""
    first = [True]

    def work(connection: Connection) -> None:
        connection.execute(_ADD, {"nom": names[0]})
        if first.pop() if first else False:
            barrier.wait(timeout=20)
        connection.execute(_ADD, {"nom": names[1]})

    return work


def _both(run: Callable[[Callable[[Connection], None]], object]) -> list[BaseException]:
    barrier, errors = threading.Barrier(2), []

    def one(*names: str) -> None:
        try:
            run(_crossing(barrier, *names))
        except Exception as error:  # noqa: BLE001 — what a thread raises is looked at below
            errors.append(error)

    threads = [threading.Thread(target=one, args=names) for names in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return errors


def _totals(base: Database) -> list[int]:
    with base.reading() as connection:
        return list(connection.execute(text("SELECT dernier FROM compteur WHERE nom IN ('a', 'b') ORDER BY nom")).scalars())


def test_a_unit_of_work_that_lost_a_deadlock_is_done_again_whole(postgresql_base: Database) -> None:
    with postgresql_base.writing() as connection:
        connection.execute(text(_SEED))
    assert _both(postgresql_base.write) == []
    assert _totals(postgresql_base) == [2, 2]


def test_a_deadlock_that_is_not_retried_says_what_it_is(postgresql_base: Database) -> None:
    with postgresql_base.writing() as connection:
        connection.execute(text(_SEED))

    def once(work: Callable[[Connection], None]) -> None:
        with postgresql_base.writing() as connection:
            work(connection)

    [error] = _both(once)
    assert isinstance(error, CollisionError)
    assert "même instant" in str(error)
    assert "serveur tourne" not in str(error)
    assert _totals(postgresql_base) == [1, 1]


def test_what_can_not_be_put_in_order_is_done_again(postgresql_base: Database) -> None:
    """40001, as a serializable transaction gets it."""
    tries = []

    def work(connection: Connection) -> int:
        tries.append(None)
        if len(tries) < 3:
            connection.execute(text("DO $$ BEGIN RAISE EXCEPTION 'à refaire' USING ERRCODE = '40001'; END $$"))
        return len(tries)

    assert postgresql_base.write(work) == 3
    with pytest.raises(CollisionError):
        postgresql_base.write(lambda c: c.execute(text("DO $$ BEGIN RAISE EXCEPTION 'toujours' USING ERRCODE = '40P01'; END $$")))


def test_a_lock_is_waited_for_again_only_when_asked(sqlite_base: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "BUSY_TIMEOUT_MS", 30)
    hurried, tries = Database(sqlite_base.url), []
    original = hurried.writing
    monkeypatch.setattr(hurried, "writing", lambda: (tries.append(None), original())[1])
    with sqlite_base.writing():
        for patience, expected in ((0, 1), (2, 3)):
            tries.clear()
            with pytest.raises(BusyError, match="occupée"):
                hurried.write(lambda c: None, patience=patience)
            assert len(tries) == expected
    hurried.dispose()
