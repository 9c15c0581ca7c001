"""Random lives by thousands, in the program and in the second model: `python -m tools.lives 1000`.

Each disagreement is told with its seed, its acts, and what each of the two says.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from ofworkflow.storage.database import Database
from ofworkflow.storage.migrate import upgrade


def main() -> int:
    """Play that many lives in each house; return 1 where the two disagree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vies", type=int, help="combien, dans chaque maison")
    parser.add_argument("--graine", type=int, default=0, help="la première")
    parser.add_argument("--maison", help="une seule maison")
    parser.add_argument("--montrer", type=int, default=5, help="combien de désaccords en entier")
    asked = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    lives: Any = importlib.import_module("model.lives")
    started, found = time.monotonic(), list[Any]()
    houses = [asked.maison] if asked.maison else list(lives.HOUSES)
    for house in houses:
        found += _play(lives, house, range(asked.graine, asked.graine + asked.vies))
    print(f"{len(found)} désaccords sur {asked.vies * len(houses)} vies, en {time.monotonic() - started:.0f} s")
    kinds = Counter((one.kind, one.step.act.word, str(one.model)[:60], str(one.program)[:90]) for one in found)
    for kind, number in kinds.most_common(30):
        print(f"{number:5} {' | '.join(kind)}")
    for one in found[: asked.montrer]:
        print(f"\n{one}")
    return 1 if found else 0


def _play(lives: Any, house: str, seeds: range) -> list[Any]:
    comparing: Any = importlib.import_module("model.comparing")
    program: Any = importlib.import_module("model.program")
    with tempfile.TemporaryDirectory() as folder:
        base = Database(f"sqlite:///{folder}/vies.db")
        with base.writing() as connection:
            upgrade(connection)
        scripts = (lives.write_life(seed, house) for seed in seeds)
        played: list[Any] = comparing.compare_all(program.Program(base, lives.HOUSES[house], Path(folder)), scripts)
        base.dispose()
    return played


if __name__ == "__main__":
    sys.exit(main())
