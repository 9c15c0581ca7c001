"""Two people type the same command at the same second: two processes, the real command line, each engine. It is done once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select, text

from cli.conftest import OPEN, Of
from intake.lists import csv_text, row
from ofworkflow.casework.dossier.locking import hold, hold_openings
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

_CHILD = "import sys; from ofworkflow.cli.main import main; main(sys.argv[1:])"


@pytest.fixture
def typed(of: Of, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Of:
    """Return the tool on a base of each engine."""
    monkeypatch.setenv("OFWORKFLOW_BASE_URL", database_url)
    return of


def _twice(folder: Path, base: Database, close: Callable[[Connection], object], words: Sequence[str]) -> list[tuple[int, str]]:
    """Type the same words in two processes that both wait for what `close` holds, then let go of it.

    Return what each ended with and said.
    """
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "OFWORKFLOW_BASE_URL": base.url}
    with base.writing() as connection:
        close(connection)
        both = [
            subprocess.Popen(
                [sys.executable, "-c", _CHILD, *words], cwd=folder, env=environment, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )
            for _ in range(2)
        ]  # fmt: skip
        _until_they_wait(base, both)
    answers = [(*process.communicate(timeout=60), process.returncode) for process in both]
    return sorted((code, out + err) for out, err, code in answers)


def _until_they_wait(base: Database, both: Sequence[subprocess.Popen[str]]) -> None:
    """Return once both wait for the lock that we hold; on SQLite, which tells nobody who waits, once both have opened the base."""
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
    for _ in range(1500):
        ended = [process.communicate() for process in both if process.poll() is not None]
        assert not ended, f"it did not wait for who was writing: {ended}"
        if base.is_sqlite:
            if all(_has_opened(process.pid) for process in both):
                return
        else:
            with base.reading() as connection:
                if connection.execute(waiting).scalar() == len(both):
                    return
        time.sleep(0.02)
    raise AssertionError("they never came to the lock")


def _has_opened(pid: int) -> bool:
    links = Path(f"/proc/{pid}/fd")
    if not links.is_dir():
        pytest.skip("this system does not tell what a process has opened")
    return any(os.path.realpath(link).endswith("ofworkflow.db-shm") for link in links.iterdir())


def test_letters_posted_twice_at_once_leave_once(typed: Of, folder: Path, database: Database) -> None:
    assert typed(*OPEN, "--le", "01/12/2025").code == 0
    assert typed("convoquer", "2025-0001", "--rdv", "15/12/2025 14:00", "--le", "02/12/2025").code == 0
    words = ("courriers", "poster", "2025-0001", "--le", "02/12/2025", "--mode", "simple")
    (done, _), (refused, said) = _twice(folder, database, lambda connection: hold(connection, [1]), words)
    assert (done, refused) == (0, 3), said
    assert "déjà posté" in said
    with database.reading() as connection:
        acts = list(connection.execute(select(m.journal.c.acte).order_by(m.journal.c.n)).scalars())
        posted = connection.execute(select(func.count()).where(m.suivi.c.evenement == "poste")).scalar()
    assert acts == ["ouvrir", "convoquer", "poster"]
    assert posted == 3


def test_a_list_imported_twice_at_once_opens_each_dossier_once(typed: Of, folder: Path, database: Database) -> None:
    people = [row(NOM=nom, INE="") for nom in ("DUPONT", "MARTIN", "LEROY")]
    (folder / "liste.csv").write_text(csv_text(people), encoding="utf-8", newline="")
    words = ("importer", "liste.csv", "--le", "01/12/2025", "--appliquer")
    answers = _twice(folder, database, lambda connection: hold_openings(connection, "ML-EXEMPLE"), words)
    assert [code for code, _ in answers] == [0, 0], answers
    with database.reading() as connection:
        counts = [connection.execute(select(func.count()).select_from(t)).scalar() for t in (m.dossier, m.jeune, m.lot)]
    assert counts == [3, 3, 1]
