"""A base with work for the night, copies of it, and nights in processes of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, select

from house import appointment, desk, minor, reported
from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import PostMode
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database, sqlite_path

TODAY = date(2026, 3, 10)
TESTS = Path(__file__).resolve().parents[1]
_CHILD = """
import sys
from datetime import date
from house import NOW, desk
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.storage.database import Database
base, day, batch = Database(sys.argv[1]), date.fromisoformat(sys.argv[2]), int(sys.argv[3])
the_desk = desk(day)
the_desk.rules.calendar.is_working(day)
print("prêt", flush=True)
sys.stdin.readline()
report = night_round(base, desk=the_desk, now=lambda: NOW, batch=batch)
print(len(report.acts), len(report.failures), flush=True)
"""
_numbers = count(1)


def fill(database: Database, count: int) -> None:
    """Open dossiers whose notice is to be prepared by 23/02/2026, some of whom turn 18 before TODAY."""
    people = [
        reported(minor(f"NOM{i:03d}", born_on=date(2008, 3, 1 + i % 20) if i % 3 == 0 else date(2009, 5, 14)))
        for i in range(count)
    ]
    with database.writing() as connection:
        open_dossiers(connection, people, done_on=date(2025, 12, 1), desk=desk(date(2025, 12, 1)))
        ids = list(connection.execute(select(m.dossier.c.id).order_by(m.dossier.c.id)).scalars())
        story: list[tuple[ask.Request, date]] = [
            (ask.Convoquer(appointment(date(2025, 12, 15))), date(2025, 12, 2)),
            (ask.Poster(2, (), PostMode.SIMPLE), date(2025, 12, 2)),
            (ask.ConstaterAbsence(), date(2025, 12, 15)),
            (ask.Convoquer(appointment(date(2026, 1, 30))), date(2026, 1, 5)),
            (ask.Poster(5, (), PostMode.SIMPLE), date(2026, 1, 5)),
            (ask.ConstaterAbsence(), date(2026, 1, 30)),
        ]
        for dossier_id in ids:
            for request, on in story:
                perform(connection, dossier_id, request, done_on=on, desk=desk(on))


def journals(database: Database) -> dict[str, list[Any]]:
    """Return all that a base tells, table by table: recording instants apart, and on which day a late warning was given."""
    apart = {"enregistre_a", "donnee_le", "version", "rang"}
    with database.reading() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(
                    select(*(c for c in table.c if c.name not in apart and (c.name != "id" or table is m.dossier))).order_by(
                        *_ORDER[table.name]
                    )
                )
            ]
            for table in (m.journal, m.dossier, m.echeance, m.situation, m.rendez_vous, m.courrier, m.alerte, m.prevision)
        }


_ORDER = {
    "journal": ("dossier_id", "n"), "dossier": ("id",), "echeance": ("dossier_id", "ouverte_par", "slug"),
    "situation": ("dossier_id", "n"), "rendez_vous": ("dossier_id", "n"),
    "courrier": ("dossier_id", "acte_n", "modele", "destinataire"), "alerte": ("dossier_id", "tombe_le", "ouverte_par", "slug"),
    "prevision": ("dossier_id", "rang"),
}  # fmt: skip


@contextmanager
def copy_of(database: Database) -> Iterator[Database]:
    """Give a base of one's own, the same as this one."""
    path = sqlite_path(database.url)
    if path is not None:
        with database.writing() as connection:
            connection.exec_driver_sql("SELECT 1")  # nobody writes meanwhile
            twin = path.with_name(f"copie{next(_numbers)}.db")
            for suffix in ("", "-wal"):
                if path.with_name(path.name + suffix).exists():
                    shutil.copyfile(path.with_name(path.name + suffix), twin.with_name(twin.name + suffix))
        base = Database(f"sqlite:///{twin}")
        try:
            yield base
        finally:
            base.dispose()
            for suffix in ("", "-wal", "-shm"):
                twin.with_name(twin.name + suffix).unlink(missing_ok=True)
        return
    url = make_url(database.url)
    name = f"copie_{os.getpid()}_{next(_numbers)}"
    database.dispose()
    _administer(url, f"CREATE DATABASE {name} TEMPLATE {url.database}")
    base = Database(url.set(database=name).render_as_string(hide_password=False))
    try:
        yield base
    finally:
        base.dispose()
        _administer(url, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(url: Any, statement: str) -> None:
    import psycopg

    given = url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(statement)


def start_night(url: str, *, batch: int) -> subprocess.Popen[str]:
    """Start a process that is ready to run the night, and waits for a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", _CHILD, url, TODAY.isoformat(), str(batch)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "prêt"
    return process


def let_go(process: subprocess.Popen[str]) -> None:
    """Tell a ready process to begin."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
