"""Two hundred minors summoned in one gesture, their letters in one run: against the print run alone.

`python benchmarks/summons.py [mineurs] [tours]`. `of convoquer --lot --appliquer` as a whole process, against `of courriers imprimer` of
the letters of as many minors, summoned one by one before the clock starts; in turn, each on a copy of its own. Then with the posting.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import date
from datetime import time as time_of_day
from pathlib import Path

from common import desk, keep, person, ratios, spent
from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.installation import prepare_folder
from ofworkflow.procedure import requests as ask
from ofworkflow.wiring import App

OPENED, ON = date(2025, 12, 1), date(2025, 12, 2)
TOOL = "from ofworkflow.cli.main import main; main()"
AT_MOST = 300


def main() -> None:
    """Measure the gesture, and the gesture with its posting, against the run alone."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    folder = Path(tempfile.mkdtemp())
    opened = _house(folder / "ouverts", count, summoned=False)
    summoned = _house(folder / "convoques", count, summoned=True)
    runs, lots, posted = [], [], []
    for number in range(rounds + 1):
        lot = ("convoquer", "--lot", "--tous", "--limite", str(min(count, AT_MOST)), "--appliquer")
        runs.append(_typed(summoned, folder / f"t{number}", "courriers", "imprimer"))
        lots.append(_typed(opened, folder / f"l{number}", *lot))
        posted.append(_typed(opened, folder / f"p{number}", *lot, "--poster"))
    keep(
        "convoquer_en_lot",
        {
            "mineurs": count,
            "cible": 1.5,
            "lot_sur_tirage": ratios(lots[1:], runs[1:]),
            "lot_poste_sur_tirage": ratios(posted[1:], runs[1:]),
            "secondes": round(min(lots), 2),
            "tirage": round(min(runs), 2),
        },
    )


def _house(folder: Path, count: int, *, summoned: bool) -> Path:
    prepare_folder(folder, trial=True)
    app = App(config_path=str(folder / "config.toml"), pinned_on=ON)
    with app.database.writing() as connection:
        open_dossiers(connection, [person(i) for i in range(1, count + 1)], done_on=OPENED, desk=desk(OPENED))
        rdv = ask.RendezVous(date(2025, 12, 15), time_of_day(14), "12 rue de l'Exemple")
        for number in range(1, count + 1) if summoned else ():
            perform(connection, number, ask.Convoquer(rdv, malgre="mesure"), done_on=ON, desk=desk(ON))
    app.close()
    return folder


def _typed(house: Path, copy: Path, *words: str) -> float:
    shutil.copytree(house, copy)
    seconds = spent([sys.executable, "-c", TOOL, "--au", str(ON), *words], copy)
    shutil.rmtree(copy)
    return seconds


if __name__ == "__main__":
    main()
