"""What she types all day, on 1,000 and on 100,000 dossiers: `python sizes.py [tours] [--dossiers N …] [--ouverts N]`.

Whole processes, in turn with their floor, a bare Python that imports click and SQLAlchemy Core and runs one query on the same base. A base is
one mission locale's, `--ouverts` dossiers running and the rest closed over the years, their names drawn from syllables.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from common import keep, ratios, spent
from country import TODAY, code, fill
from ofworkflow.casework.registry.keys import make_keys_again
from ofworkflow.installation import prepare_folder
from ofworkflow.storage.database import Database
from startup import QUERY, TOOL

_SYLLABLES = [
    a + b
    for a in ("b", "ch", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v")
    for b in ("a", "e", "i", "o", "ou", "an", "in", "eau")
]
_AT = ["--au", TODAY.isoformat()]
_EXACT, _SLIP = "Bouchamin", "Bouchammin"
CASES = {
    "of": (_AT, 1.3),
    "voir": ([*_AT, "voir", "{first}"], 1.3),
    "chercher": ([*_AT, "chercher", _EXACT], 1.3),
    "chercher_presque": ([*_AT, "chercher", _SLIP], 1.5),  # of the exact one, measured apart
}
_COMPLETED = {"COMP_WORDS": "of voir 2025-00", "COMP_CWORD": "2", "_OF_COMPLETE": "bash_complete"}


def main() -> None:
    """Measure each command on each size, interleaved with its floor."""
    parser = argparse.ArgumentParser()
    parser.add_argument("tours", type=int, nargs="?", default=11)
    parser.add_argument("--dossiers", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--ouverts", type=int, default=300)
    given = parser.parse_args()
    found = {}
    for total in given.dossiers:
        with TemporaryDirectory() as place:
            found[total] = _measured(_house(Path(place), total, given.ouverts), given.tours)
            print(total, found[total], file=sys.stderr)
    keep("tailles", {**vars(given), "mesures": found})


def _house(place: Path, total: int, running: int) -> Path:
    folder = prepare_folder(place / "maison", trial=True)
    (folder / "ofworkflow.db").unlink()
    config = folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('"ML-EXEMPLE"', f'"{code(0)}"'), encoding="utf-8")
    fill(f"sqlite:///{folder / 'ofworkflow.db'}", total=total, opened=running, due=running // 20, structures=1)
    chance = random.Random(7)
    with sqlite3.connect(folder / "ofworkflow.db") as base:
        names = ["".join(chance.choice(_SYLLABLES) for _ in range(3)) for _ in range(total)]
        names[total // 2] = _EXACT.lower()
        base.executemany(
            "UPDATE jeune SET nom = ?, cle = ? WHERE id = ?",
            [(name.upper(), f"{name} camille", number) for number, name in enumerate(names, start=1)],
        )
    base.close()
    known = Database(f"sqlite:///{folder / 'ofworkflow.db'}")
    with known.writing() as connection:
        make_keys_again(connection)
        connection.exec_driver_sql("ANALYZE")
    known.dispose()
    return folder


def _measured(folder: Path, runs: int) -> dict[str, dict[str, float]]:
    os.environ["XDG_STATE_HOME"] = str(folder / "etat")
    with sqlite3.connect(folder / "ofworkflow.db") as base:
        [first] = base.execute("SELECT reference FROM dossier WHERE clos_le IS NULL LIMIT 1").fetchone()
    base.close()
    asked = {name: [*TOOL, *(word.format(first=first) for word in words)] for name, (words, _) in CASES.items()}
    asked["completion"] = TOOL
    seconds: dict[str, list[float]] = {name: [] for name in (*asked, "plancher")}
    for run in range(runs + 2):
        for name, command in (*asked.items(), ("plancher", [sys.executable, "-c", QUERY])):
            os.environ |= _COMPLETED if name == "completion" else {}
            taken = spent(command, folder)
            for variable in _COMPLETED:
                os.environ.pop(variable, None)
            if run >= 2:  # the first two warm the caches
                seconds[name].append(taken)
    against = {name: "chercher" if name == "chercher_presque" else "plancher" for name in asked}
    targets = {**{name: target for name, (_, target) in CASES.items()}, "completion": 1.2}
    return {
        name: ratios(seconds[name], seconds[against[name]])
        | {"cible": targets[name], "secondes": round(statistics.median(seconds[name]), 3)}
        for name in asked
    }


if __name__ == "__main__":
    main()
