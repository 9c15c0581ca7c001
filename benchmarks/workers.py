"""Several machines share one night on PostgreSQL: `python workers.py [--dossiers 100000] [--tours 5]`.

One, two and four processes run the same night at once, on one base put back in between; no act is done twice. What claiming costs is the same
night by one process, with and without `FOR UPDATE SKIP LOCKED`. The processor time of the clients and that of the server are told apart: on a machine of
two cores that also runs the server, more processes cannot be faster; what follows for separate machines is the clients' share.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from common import NOW, desk, keep, ratios
from country import TODAY, empty_base, fill
from night import put_back, save_before, tidy
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.storage.database import Database

BATCH = 250
COUNTS = (1, 2, 4)


def main() -> None:
    """Fill, then run the night by one, two, four; then with and without claiming."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--dossiers", type=int, default=100_000)
    parser.add_argument("--dus", type=int, default=5_000)
    parser.add_argument("--tours", type=int, default=5)
    given = parser.parse_args()
    with empty_base(postgresql=True) as url:
        fill(url, total=given.dossiers, opened=max(given.dossiers * 12 // 100, given.dus), due=given.dus)
        base = Database(url)
        with base.writing() as connection:
            save_before(connection)
        found: dict[str, Any] = {}
        rounds = [{count: _together(base, count) for count in COUNTS} for _ in range(given.tours + 1)][1:]  # the first warms
        for count in COUNTS:
            runs = [each[count] for each in rounds]
            assert all(sum(run["actes_par_processus"]) == given.dus for run in runs)
            found[f"processus_{count}"] = {
                name: round(statistics.median(run[name] for run in runs), 2)
                for name in ("secondes", "cpu_clients", "cpu_serveur")
            } | {"actes_par_processus": runs[-1]["actes_par_processus"]}
            print(count, found[f"processus_{count}"], file=sys.stderr)
        alone = found["processus_1"]
        found["part_des_clients_dans_le_calcul"] = round(alone["cpu_clients"] / (alone["cpu_clients"] + alone["cpu_serveur"]), 2)
        claimed, plain = [], []
        for number in range(given.tours + 1):
            pair = [_together(base, 1)["secondes"], _together(base, 1, claiming=False)["secondes"]]
            if number:
                claimed.append(pair[0])
                plain.append(pair[1])
        found["prise_sur_sans_prise"] = ratios(claimed, plain) | {"cible": 1.1}
        base.dispose()
    keep("nuit_a_plusieurs", {**vars(given), **found})


def _together(base: Database, count: int, *, claiming: bool = True) -> dict[str, Any]:
    context = multiprocessing.get_context("spawn")
    ready, go = context.Barrier(count + 1), context.Event()
    answers = context.Queue()
    workers = [context.Process(target=_work, args=(base.url, ready, go, answers, claiming)) for _ in range(count)]
    for worker in workers:
        worker.start()
    ready.wait()
    postmaster = _postmaster(base)
    server, start = _server_seconds(postmaster), time.perf_counter()
    go.set()
    told = [answers.get() for _ in workers]
    seconds, used = time.perf_counter() - start, _server_seconds(postmaster) - server
    for worker in workers:
        worker.join()
    with base.writing() as connection:
        twice = connection.execute(text("SELECT count(*) - count(DISTINCT (dossier_id, n)) FROM journal")).scalar()
        assert twice == 0
        put_back(connection)
    tidy(base)
    return {
        "secondes": seconds, "cpu_clients": sum(cpu for _, cpu in told), "cpu_serveur": used,
        "actes_par_processus": sorted(acts for acts, _ in told),
    }  # fmt: skip


def _work(url: str, ready: Any, go: Any, answers: Any, claiming: bool) -> None:
    base, the_desk = Database(url), desk(TODAY)
    if not claiming:  # the same questions, without taking the rows

        def bare(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> tuple[str, Any]:
            return statement.replace(" FOR UPDATE SKIP LOCKED", "").replace(" FOR UPDATE", ""), parameters

        event.listen(base.engine, "before_cursor_execute", bare, retval=True)
    with base.reading() as connection:
        connection.execute(text("SELECT 1"))
    ready.wait()
    go.wait()
    before = time.process_time()
    result = night_round(base, desk=the_desk, now=lambda: NOW, batch=BATCH, check=False)
    answers.put((len(result.acts), time.process_time() - before))


def _postmaster(base: Database) -> int:
    with base.reading() as connection:
        folder = connection.execute(text("SHOW data_directory")).scalar_one()
    return int(Path(folder, "postmaster.pid").read_text().split()[0])


def _server_seconds(postmaster: int) -> float:
    """Return the processor seconds of every process of this PostgreSQL server, ended ones included."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile: its parent counts it from now on
            continue
        if postmaster in (int(stat.parent.name), int(fields[1])):
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
