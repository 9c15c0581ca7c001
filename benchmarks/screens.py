"""The morning's screens of one mission locale on a base as large as a country, against a base of its own: `python screens.py [tours] [--postgresql]`.

Whole processes, in turn: `of jour` and `of dossiers` of one of 440 mission locales (1,000,000 dossiers), and the same on a base that holds 1,000
dossiers of one mission locale. One of 440 holds 2,270 dossiers: more than twice what the other lists.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from common import keep, ratios, run_process
from country import STRUCTURES, TODAY, code, empty_base, fill
from ofworkflow.installation import prepare_folder

TOOL = [sys.executable, "-c", "from ofworkflow.cli.main import main; main()", "--au", TODAY.isoformat()]
CASES = {"jour": ["jour"], "dossiers": ["dossiers"], "dossiers_a_convoquer": ["dossiers", "--etape", "reperage"]}


def main() -> None:
    """Time each command on both, interleaved."""
    parser = argparse.ArgumentParser()
    parser.add_argument("tours", type=int, nargs="?", default=15)
    parser.add_argument("--dossiers", type=int, default=1_000_000)
    parser.add_argument("--structures", type=int, default=STRUCTURES)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    with ExitStack() as stack:
        places = []
        for total, structures in ((given.dossiers, given.structures), (1_000, 1)):
            url = stack.enter_context(empty_base(postgresql=given.postgresql))
            fill(url, total=total, opened=total * 12 // 100, due=total // 200, structures=structures)
            places.append(_house(Path(stack.enter_context(TemporaryDirectory())), url))
        found: dict[str, dict[str, float]] = {}
        for name, arguments in CASES.items():
            country, alone = [], []
            for run in range(given.tours + 2):
                pair = [run_process([*TOOL, *arguments], place) for place in places]
                if run >= 2:  # the first two warm the caches
                    country.append(pair[0])
                    alone.append(pair[1])
            found[name] = ratios(country, alone) | {"pays_secondes": round(statistics.median(country), 3), "cible": 1.5}
            print(name, found[name], file=sys.stderr)
    engine = "postgresql" if given.postgresql else "sqlite"
    each = given.dossiers // given.structures
    keep(f"ecrans_{engine}", {**vars(given), "dossiers_par_structure": each, "commandes": found})


def _house(folder: Path, url: str) -> Path:
    """Return a folder whose configuration is that of the first mission locale of this base."""
    place = prepare_folder(folder / "maison", trial=True)
    config = place / "config.toml"
    text = config.read_text(encoding="utf-8").replace('"ML-EXEMPLE"', f'"{code(0)}"')
    config.write_text(text.replace("sqlite:///ofworkflow.db", url), encoding="utf-8")
    return place


if __name__ == "__main__":
    main()
