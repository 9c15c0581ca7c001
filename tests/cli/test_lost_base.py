"""A base that goes away in the middle of a command: what is told is what it holds (PostgreSQL, its sessions really ended)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event, func, select

from cli.conftest import OPEN, Of
from ofworkflow.storage import failures
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

ADDED = ("--ajouter-representant", "ROUX;Zoé;tuteur;5 rue Neuve;59130;Lambersart")


def end_session(connection: Any) -> None:
    """End the session behind a connection, as a server that stops does."""
    info = connection.connection.driver_connection.info
    with psycopg.connect(f"postgresql://postgres@/postgres?host={info.host}", autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (info.backend_pid,))


@contextmanager
def ended(name: str, when: Callable[[], bool]) -> Iterator[None]:
    """End the session at the first event of that name for which it is time."""
    struck: list[None] = []

    def hook(connection: Any, *_: Any) -> None:
        if not struck and when():
            struck.append(None)
            end_session(connection)

    event.listen(Engine, name, hook)
    try:
        yield
    finally:
        event.remove(Engine, name, hook)
    assert struck


def representatives(database: Database) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(m.representant)).scalar_one()


@pytest.fixture
def typed(of: Of, postgresql_base: Database, monkeypatch: pytest.MonkeyPatch) -> Of:
    monkeypatch.setenv("OFWORKFLOW_BASE_URL", postgresql_base.url)
    assert of(*OPEN, "--le", "01/12/2025").code == 0
    return of


def test_a_base_lost_after_a_commit_is_not_told_as_nothing_written(typed: Of, postgresql_base: Database) -> None:
    committed: list[None] = []

    def note(_: Any) -> None:
        committed.append(None)

    event.listen(Engine, "commit", note)
    try:
        with ended("before_cursor_execute", lambda: len(committed) > 2):  # found, looked at, written: the drafts come next
            answer = typed("modifier", "2025-0001", *ADDED)
    finally:
        event.remove(Engine, "commit", note)
    assert answer.code == 5
    assert "ien n'a été écrit" not in answer.err
    assert "validé avant est écrit" in answer.err
    assert answer.out.strip() == "2025-0001 · Léa DUPONT : représentant n° 3 ajouté."
    assert representatives(postgresql_base) == 3


@pytest.mark.parametrize("statement", [1, 2, 4])
def test_a_base_lost_before_its_commit_has_nothing_of_it(typed: Of, postgresql_base: Database, statement: int) -> None:
    """From its first question, which is not to be told as a base without tables."""
    passed: list[None] = []

    def is_time() -> bool:
        passed.append(None)
        return len(passed) == statement

    with ended("before_cursor_execute", is_time):
        answer = typed("modifier", "2025-0001", *ADDED)
    assert answer.code == 1
    assert "Rien n'a été écrit" in answer.err
    assert representatives(postgresql_base) == 2


def test_a_base_lost_while_it_commits_is_told_as_not_known(postgresql_base: Database) -> None:
    with (
        pytest.raises(failures.UncertainError, match=r"en entier, ou pas du tout.*of voir"),
        ended("commit", lambda: True),
        postgresql_base.writing() as connection,
    ):
        connection.execute(select(1))
    assert postgresql_base.commits == []
