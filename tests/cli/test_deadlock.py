"""An act that the base gave up, to break a deadlock with another program, is done all the same: once, and nothing is said of it."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import func, select, text

from cli.conftest import OPEN, Of, Typed
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from ofworkflow.storage.migrate import mark_trial

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
_BROKEN = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


@pytest.fixture
def two(postgresql_base: Database, monkeypatch: pytest.MonkeyPatch, of: Of) -> Of:
    """Return the tool on PostgreSQL, a dossier opened there and its letters made."""
    monkeypatch.setenv("OFWORKFLOW_BASE_URL", postgresql_base.url)
    with postgresql_base.writing() as connection:
        mark_trial(connection)
    of(*OPEN, "--le", "01/12/2025")
    of("convoquer", "2025-0001", "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    return of


def _until(database: Database, question: str) -> None:
    for _ in range(1500):
        with database.reading() as connection:
            if connection.execute(text(question)).scalar():
                return
        time.sleep(0.02)
    raise AssertionError(question)


@pytest.mark.parametrize(("words", "act"), [
    (("clore", "2025-0001", "--motif", "demenagement", "--le", "03/12/2025"), "cloturer"),
    (("courriers", "poster", "2025-0001", "--mode", "suivi", "--le", "03/12/2025"), "poster"),
])  # fmt: skip
def test_an_act_that_lost_a_deadlock_is_done_once(two: Of, postgresql_base: Database, words: tuple[str, ...], act: str) -> None:
    """Each holds what the other wants: the letters here, the dossier there. The act gives way, comes back, and is done."""
    answers: list[Typed] = []
    person = threading.Thread(target=lambda: answers.append(two("--au", "03/12/2025", *words)))
    with postgresql_base.writing() as other:
        other.execute(text("SET LOCAL deadlock_timeout = '60s'"))  # it is the act that the base has give way, whoever was first
        other.execute(select(m.courrier.c.id).order_by(m.courrier.c.id).with_for_update())
        person.start()
        _until(postgresql_base, _WAITING)
        other.execute(select(m.dossier.c.id).with_for_update())
    person.join(60)
    assert [(answer.code, answer.err.count("recommencez")) for answer in answers] == [(0, 0)], answers
    assert _count(postgresql_base, act) == 1
    _until(postgresql_base, _BROKEN)  # there was one indeed


def _count(database: Database, act: str) -> int:
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).where(m.journal.c.acte == act)).scalar_one())
