"""The processor time and the memory of one night, against the same night by older sources, both trees in turn in one run.

`python benchmarks/night_cost.py --old DOSSIER [--dossiers N --ouverts N --dus N --tours N] [--postgresql]`, `DOSSIER` being a checkout of the
older commit. The older tree fills two bases with the same lives (`country.py`), each tree brings its own up to date, works through the night
in a new process, and has its base put back before the next. What is counted is the process of the night (`time.process_time`), not the
server of PostgreSQL.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Fill both bases, alternate the nights, tell."""
    words = argparse.ArgumentParser()
    words.add_argument("--old", required=True, type=Path)
    words.add_argument("--dossiers", type=int, default=3_000)
    words.add_argument("--ouverts", type=int, default=1_500)
    words.add_argument("--dus", type=int, default=500)
    words.add_argument("--tours", type=int, default=9)
    words.add_argument("--postgresql", action="store_true")
    given = words.parse_args()
    from common import keep, ratios
    from country import empty_base

    trees = {"ancien": given.old.resolve(), "nouveau": HERE.parent}
    nights: dict[str, list[dict[str, Any]]] = {name: [] for name in trees}
    with ExitStack() as bases:
        urls = {name: bases.enter_context(empty_base(postgresql=given.postgresql)) for name in trees}
        for name, tree in trees.items():
            _in(trees["ancien"], "live", urls[name], given.dossiers, given.ouverts, given.dus)
            _in(tree, "prepare", urls[name])
        for turn in range(given.tours + 1):
            # whoever begins changes each time: what a neighbour does to the machine falls on both
            for name in sorted(trees, reverse=bool(turn % 2)):
                found = _in(trees[name], "night", urls[name])
                if turn:  # the first one warms the caches of both
                    nights[name].append(found)
    new, old = nights["nouveau"], nights["ancien"]
    engine = "postgresql" if given.postgresql else "sqlite"
    told = {name: {"examines": all_[0]["examined"], "actes": all_[0]["acts"]} for name, all_ in nights.items()}
    keep(
        f"nuit_calcul_{engine}",
        {
            **{name: value for name, value in vars(given).items() if name not in ("old", "postgresql")},
            "calcul_sur_l_ancien": ratios([one["spent"] for one in new], [one["spent"] for one in old]),
            "memoire_mo": max(one["peak"] for one in new), "memoire_ancien_mo": max(one["peak"] for one in old),
            "secondes": min(one["spent"] for one in new), "secondes_ancien": min(one["spent"] for one in old), **told,
        },
    )  # fmt: skip


def _in(tree: Path, what: str, *given: object) -> dict[str, Any]:
    """Do a part in a process of one tree; return what it says."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPATH"] = os.pathsep.join(map(str, (tree / "src", tree / "benchmarks")))
    command = [sys.executable, "-c", f"import runpy; runpy.run_path({str(__file__)!r})[{what!r}](*{list(given)!r})"]
    told = subprocess.run(command, cwd=tree / "benchmarks", env=env, text=True, stdout=subprocess.PIPE, check=True).stdout
    said: dict[str, Any] = json.loads(told or "{}")
    return said


def live(url: str, total: int, opened: int, due: int) -> None:
    """Fill a base."""
    from country import fill

    fill(url, total=total, opened=opened, due=due)


def prepare(url: str) -> None:
    """Bring a base up to date, and keep what its night will change."""
    import night as story  # the one of the tree
    from common import new_base

    base = new_base(url)
    with base.writing() as connection:
        story.save_before(connection)
    story.tidy(base)
    base.dispose()


def night(url: str) -> None:
    """Work through the night, say what it took, and put the base back."""
    import night as story  # the one of the tree
    import ofworkflow.cli.main  # noqa: F401 — it sets the process as its commands run

    base, desk = story.Database(url), story.desk(story.TODAY)
    with base.reading() as connection:  # the connection and the modules are there: a night is long, a start-up is not its work
        connection.execute(story.text("SELECT 1"))
    start = time.process_time()
    result = story.night_round(base, desk=desk, now=lambda: story.NIGHT_AT, batch=story.BATCH, check=False)
    spent = time.process_time() - start
    peak = story._peak()
    assert not result.failures, result.failures[:3]
    with base.writing() as connection:
        story.put_back(connection)
    story.tidy(base)
    base.dispose()
    print(json.dumps({"spent": round(spent, 4), "examined": result.examined, "acts": len(result.acts), "peak": peak}))


if __name__ == "__main__":
    main()
