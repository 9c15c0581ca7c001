"""A night on a base as large as a country, against the plainest set-based SQL that writes the same rows.

`python benchmarks/night.py [--dossiers 1000000] [--ouverts 120000] [--dus 5000] [--tours 5] [--postgresql]`. The dossiers due are those whose night
holds an act, not only a warning. The floor reads nothing and decides nothing: it only writes, set by set, in one transaction, from tables of
ready-made rows, what the night wrote (journal, delays, letters, warnings, dossiers). Nights and floors alternate on one base, put back
in between. The reconciliation of every open dossier with its journal is timed apart: it grows with what is open, not with what is due.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from common import NOW, desk, keep, ratios, timed
from country import TODAY, empty_base, fill
from ofworkflow.casework.night.reconciliation import disagreements
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.config import NuitSettings
from ofworkflow.storage.database import Database

NIGHT_AT = NOW + timedelta(days=1)
BATCH = NuitSettings().lot
_WRITTEN = ("journal", "alerte", "courrier")


def main() -> None:
    """Fill, alternate nights and floors, tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--dossiers", type=int, default=1_000_000)
    parser.add_argument("--ouverts", type=int, default=120_000)
    parser.add_argument("--dus", type=int, default=5_000)
    parser.add_argument("--tours", type=int, default=5)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    found: dict[str, Any] = {}
    for name, part in (("dixieme", 10), ("entier", 1)):
        with empty_base(postgresql=given.postgresql) as url:
            filled = timed(
                lambda part=part, url=url: fill(
                    url, total=given.dossiers // part, opened=max(given.ouverts // part, given.dus), due=given.dus
                )
            )
            found[name] = _measure(url, given.tours) | {"remplissage_secondes": round(filled)}
            print(name, found[name], file=sys.stderr)
    growth = round(found["entier"]["nuit_secondes"] / found["dixieme"]["nuit_secondes"], 2)
    engine = "postgresql" if given.postgresql else "sqlite"
    targets = {"rapport": 3, "croissance": 1.3, "memoire_mo": 150}
    keep(f"nuit_{engine}", {**vars(given), "cibles": targets, "croissance_pour_dix_fois_plus": growth, **found})


def _measure(url: str, rounds: int) -> dict[str, Any]:
    base = Database(url)
    with base.writing() as connection:
        save_before(connection)
    nights, floors, memory, acts = [], [], 0, 0
    for number in range(rounds + 1):  # the first one warms the caches of both, and says what is written
        with multiprocessing.get_context("spawn").Pool(1) as pool:  # its own process, for its own memory
            seconds, examined, acts, peak = pool.apply(_night, (url,))
        with base.writing() as connection:
            if not number:
                _keep_written(connection)
            put_back(connection)
        tidy(base)
        floor = timed(lambda: _floor(base))
        with base.writing() as connection:
            put_back(connection)
        tidy(base)
        if number:
            nights.append(seconds)
            floors.append(floor)
            memory = max(memory, peak)
    with base.reading() as connection:
        checked = timed(lambda: disagreements(connection))
    base.dispose()
    return {
        "nuit_secondes": round(statistics.median(nights), 3), "plancher_secondes": round(statistics.median(floors), 3),
        "rapport": ratios(nights, floors), "examines": examined, "actes": acts, "memoire_mo": memory,
        "controle_des_journaux_secondes": round(checked, 2),
    }  # fmt: skip


def tidy(base: Database) -> None:
    """Throw away what putting back left behind: each finds the base as the other did."""
    with base.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if base.is_sqlite:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        connection.execute(text("VACUUM (ANALYZE) dossier, journal, echeance, courrier, alerte, prevision, nuit"))
        connection.execute(text("CHECKPOINT"))


def _night(url: str) -> tuple[float, int, int, int]:
    base, the_desk = Database(url), desk(TODAY)
    the_desk = type(the_desk)(**{**{n: getattr(the_desk, n) for n in the_desk.__dataclass_fields__}, "now": NIGHT_AT})
    with base.reading() as connection:  # the connection and the modules are there: a night is long, a start-up is not its work
        connection.execute(text("SELECT 1"))
    start = time.perf_counter()
    result = night_round(base, desk=the_desk, now=lambda: NIGHT_AT, batch=BATCH, check=False)
    seconds = time.perf_counter() - start
    assert not result.failures, result.failures[:3]
    with base.reading() as connection:  # its memory is told with the reconciliation
        disagreements(connection)
    return seconds, result.examined, len(result.acts), _peak()


def _peak() -> int:
    """Return the most memory held by this process, in Mo."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) // 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def save_before(connection: Connection) -> None:
    """Keep what the night will change, to put it back."""
    day = TODAY.isoformat()
    for statement in (
        f"CREATE TABLE d0 AS SELECT * FROM dossier WHERE nuit_le <= '{day}'",
        "CREATE TABLE e0 AS SELECT * FROM echeance WHERE dossier_id IN (SELECT id FROM d0)",
        "CREATE TABLE p0 AS SELECT * FROM prevision WHERE dossier_id IN (SELECT id FROM d0)",
        "CREATE TABLE j0 AS SELECT dossier_id, max(n) AS n FROM journal WHERE dossier_id IN (SELECT id FROM d0) GROUP BY dossier_id",
        "CREATE UNIQUE INDEX j0_id ON j0 (dossier_id)",
        "CREATE UNIQUE INDEX d0_id ON d0 (id)",
    ):
        connection.execute(text(statement))


_NEW_ENTRY = "n > (SELECT j0.n FROM j0 WHERE j0.dossier_id = journal.dossier_id)"


def _keep_written(connection: Connection) -> None:
    for statement in (
        f"CREATE TABLE journal2 AS SELECT * FROM journal WHERE dossier_id IN (SELECT id FROM d0) AND {_NEW_ENTRY}",
        f"CREATE TABLE alerte2 AS SELECT * FROM alerte WHERE donnee_le = '{TODAY}' AND dossier_id IN (SELECT id FROM d0) AND tombe_le = donnee_le",
        "CREATE TABLE courrier2 AS SELECT * FROM courrier",
        "CREATE TABLE d2 AS SELECT * FROM dossier WHERE id IN (SELECT id FROM d0)",
        "CREATE TABLE e2 AS SELECT e.* FROM echeance e LEFT JOIN e0 ON e0.dossier_id = e.dossier_id AND e0.ouverte_par = e.ouverte_par"
        " AND e0.slug = e.slug WHERE e.dossier_id IN (SELECT id FROM d0) AND (e0.etat IS NULL OR e0.etat <> e.etat)",
    ):
        connection.execute(text(statement))


def put_back(connection: Connection) -> None:
    for statement in (
        "DELETE FROM courrier",
        f"DELETE FROM journal WHERE dossier_id IN (SELECT id FROM d0) AND {_NEW_ENTRY}",
        f"DELETE FROM alerte WHERE donnee_le = '{TODAY}' AND dossier_id IN (SELECT id FROM d0) AND tombe_le = donnee_le",
        "DELETE FROM echeance WHERE dossier_id IN (SELECT id FROM d0)",
        "INSERT INTO echeance SELECT * FROM e0",
        "DELETE FROM prevision WHERE dossier_id IN (SELECT id FROM d0)",
        "INSERT INTO prevision SELECT * FROM p0",
        "UPDATE dossier SET etape = d0.etape, clos_le = d0.clos_le, version = d0.version, prochaine_echeance = d0.prochaine_echeance,"
        " prochaine_le = d0.prochaine_le, nuit_le = d0.nuit_le FROM d0 WHERE d0.id = dossier.id",
        "DELETE FROM nuit",
    ):
        connection.execute(text(statement))


def _floor(base: Database) -> None:
    """Write again, set by set, what the night wrote: same rows, same indexes, one transaction."""
    with base.writing() as connection:
        for table in _WRITTEN:
            connection.execute(text(f"INSERT INTO {table} SELECT * FROM {table}2"))
        for statement in (
            "UPDATE echeance SET etat = e2.etat, close_le = e2.close_le FROM e2 WHERE e2.dossier_id = echeance.dossier_id"
            " AND e2.ouverte_par = echeance.ouverte_par AND e2.slug = echeance.slug",
            "INSERT INTO echeance SELECT * FROM e2 WHERE etat = 'ouverte'",
            "UPDATE dossier SET etape = d2.etape, clos_le = d2.clos_le, version = d2.version, prochaine_echeance = d2.prochaine_echeance,"
            " prochaine_le = d2.prochaine_le, nuit_le = d2.nuit_le FROM d2 WHERE d2.id = dossier.id",
        ):
            connection.execute(text(statement))


if __name__ == "__main__":
    main()
