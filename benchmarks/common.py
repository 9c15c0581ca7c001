"""What the benchmarks share: a base to read, interleaved timing, results kept as data."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.config import Settings
from ofworkflow.procedure.persons import Adresse, Jeune, RepresentantLegal, Signalement
from ofworkflow.procedure.vocabulary import Quality, Source
from ofworkflow.storage.database import Database
from ofworkflow.storage.migrate import upgrade
from ofworkflow.wiring import house_rules

RESULTS = Path(__file__).parent / "results"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))


def desk(today: date) -> Desk:
    """Return the desk of a day."""
    return Desk(house_rules(Settings()), "Camille Renard", today, NOW, "ML-EXEMPLE", "Camille Renard")


def person(number: int, born_on: date = date(2009, 5, 14)) -> Signalement:
    """Return an invented report."""
    home = Adresse(f"{number} rue des Lilas", "", "59130", "Lambersart")
    minor = Jeune(f"NOM{number:07d}", "Camille", born_on, "F", "Lambersart", home, commune_insee="59328")
    mother = RepresentantLegal(Quality.MERE, f"NOM{number:07d}", "Anne", home, heberge=True)
    return Signalement(minor, (mother,), Source.SIEI, date(2025, 12, 1))


def new_base(url: str) -> Database:
    """Return a migrated base."""
    base = Database(url)
    with base.writing() as connection:
        upgrade(connection)
    return base


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_mo() -> int:
    """Return the most memory that this process held, in Mo, its own: what the system tells of children counts their parents'."""
    status = Path("/proc/self/status")
    if status.is_file():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) // 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run_process(command: Sequence[str], folder: Path) -> float:
    """Return the wall seconds of a whole process; raise when it fails."""
    # an installed package has its bytecode; what is run from the sources must be allowed to keep it too
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return timed(lambda: subprocess.run(command, cwd=folder, check=True, capture_output=True, env=env))


def spent(command: Sequence[str], folder: Path) -> float:
    """Return the seconds of processor that a whole process takes: what its neighbours do to the machine weighs less on it."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run_process(command, folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratios(first: Sequence[float], second: Sequence[float]) -> dict[str, float]:
    """Return the ratio first / second, pair by pair: median, least, most."""
    pairs = sorted(a / b for a, b in zip(first, second, strict=True))
    return {"mediane": round(statistics.median(pairs), 3), "min": round(pairs[0], 3), "max": round(pairs[-1], 3)}


def keep(name: str, data: dict[str, Any]) -> None:
    """Print the results and keep them as data."""
    machine = {"coeurs": os.cpu_count(), "python": platform.python_version(), "systeme": platform.system()}
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps({"machine": machine, **data}, ensure_ascii=False, indent=2)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(text, file=sys.stderr)
