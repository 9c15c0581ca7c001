"""The processor time of whole processes, in turn with their floor: `python benchmarks/startup.py [runs]`.

Floor of a reading command: a bare Python process that imports click and SQLAlchemy Core and runs one query on the same file.
Floor of `--help` and `--version`: a bare click command.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path

from common import desk, keep, person, ratios, spent
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.installation import prepare_folder
from ofworkflow.storage.database import Database

TOOL = [sys.executable, "-c", "from ofworkflow.cli.main import main; main()"]
QUERY = """
import click
from sqlalchemy import create_engine, text
@click.command()
def go():
    with create_engine("sqlite:///ofworkflow.db").connect() as connection:
        click.echo(str(connection.execute(text("SELECT reference FROM dossier LIMIT 1")).scalar()))
go()
"""
BARE = """
import click
@click.command()
@click.version_option("1")
def go():
    pass
go()
"""
CASES = {
    "voir": (["voir", "2025-0001"], ["-c", QUERY], 1.2),
    "dossiers": (["dossiers"], ["-c", QUERY], 1.2),
    "chercher": (["chercher", "NOM0000003"], ["-c", QUERY], 1.2),
    "--help": (["--help"], ["-c", BARE, "--help"], 1.3),
    "--version": (["--version"], ["-c", BARE, "--version"], 1.3),
}


def main() -> None:
    """Time each command against its floor, interleaved."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    folder = prepare_folder(Path(tempfile.mkdtemp()) / "maison", trial=True)
    base = Database(f"sqlite:///{folder / 'ofworkflow.db'}")
    with base.writing() as connection:
        open_dossiers(connection, [person(i) for i in range(60)], done_on=date(2025, 12, 1), desk=desk(date(2025, 12, 1)))
    base.dispose()
    found = {}
    for name, (arguments, floor, target) in CASES.items():
        ours, theirs = [], []
        for run in range(runs + 2):
            a, b = spent([*TOOL, *arguments], folder), spent([sys.executable, *floor], folder)
            if run >= 2:  # the first two warm the caches
                ours.append(a)
                theirs.append(b)
        found[name] = {
            "cible": target, "rapport": ratios(ours, theirs),
            "secondes": round(statistics.median(ours), 4), "plancher_secondes": round(statistics.median(theirs), 4),
        }  # fmt: skip
    keep("demarrage", {"tours": runs, "commandes": found})


if __name__ == "__main__":
    main()
