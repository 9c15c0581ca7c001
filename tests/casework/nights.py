"""A base with work for the night, and a night in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from house import appointment, desk, minor, reported
from ofworkflow.casework.acts import perform
from ofworkflow.casework.opening import open_dossiers
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import PostMode
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

TODAY = date(2026, 3, 10)
TESTS = Path(__file__).resolve().parents[1]
_CHILD = """
import sys
from datetime import date
from house import NOW, desk
from ofworkflow.casework.nightly import night_round
from ofworkflow.storage.database import Database
base, day, batch = Database(sys.argv[1]), date.fromisoformat(sys.argv[2]), int(sys.argv[3])
the_desk = desk(day)
the_desk.rules.calendar.is_working(day)
print("prêt", flush=True)
sys.stdin.readline()
report = night_round(base, desk=the_desk, now=lambda: NOW, batch=batch)
print(len(report.acts), len(report.failures), flush=True)
"""


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
        ]
        for dossier_id in ids:
            for request, on in story:
                perform(connection, dossier_id, request, done_on=on, desk=desk(on))


def journals(database: Database) -> list[Any]:
    """Return all that a base tells, recording instants apart."""
    j, d, e = m.journal.c, m.dossier.c, m.echeance.c
    with database.reading() as connection:
        entries = connection.execute(
            select(j.dossier_id, j.n, j.acte, j.de, j.vers, j.fait_le, j.auteur, j.donnees).order_by(j.dossier_id, j.n)
        )
        rows = connection.execute(
            select(d.id, d.etape, d.prochaine_echeance, d.prochaine_le, d.nuit_le, d.clos_le).order_by(d.id)
        )
        delays = connection.execute(
            select(e.dossier_id, e.ouverte_par, e.slug, e.legale_le, e.etat, e.close_le).order_by(
                e.dossier_id, e.ouverte_par, e.slug
            )
        )
        letters = connection.execute(
            select(m.courrier.c.dossier_id, m.courrier.c.acte_n, m.courrier.c.modele, m.courrier.c.etat).order_by(
                m.courrier.c.dossier_id, m.courrier.c.acte_n
            )
        )
        return [[tuple(row) for row in found] for found in (entries, rows, delays, letters)]


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
