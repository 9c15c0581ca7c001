"""Kill a night at each of its statements, and at random instants; after each, a night left to itself gives the same base.

Run as a program of its own (`python killer.py URL INSTANTS`), with one thread: it forks a child for each night it kills.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable

from sqlalchemy import event

from casework.nights import TODAY, copy_of, journals
from house import NOW, desk
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.storage.database import Database

BATCH = 3


def night(base: Database) -> None:
    """Run the night, left alone."""
    # seen by its house: the plans, which this house never made under its rules, are made again first
    report = night_round(base.seen_by("ML-EXEMPLE"), desk=desk(TODAY), now=lambda: NOW, batch=BATCH)
    assert report.failures == [], report.failures


def killed(url: str, at: Callable[[Database], None], wait: float | None) -> bool:
    """Run the night in a child that `at` prepares, killed after `wait` seconds; return whether it died of it."""
    child = os.fork()
    if child == 0:
        base = Database(url)
        at(base)
        night(base)
        os._exit(0)
    if wait is not None:
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), status
    return os.WIFSIGNALED(status)


def counting(base: Database, hook: Callable[[], None]) -> None:
    """Call `hook` before each statement and each commit."""
    event.listen(base.engine, "before_cursor_execute", lambda *_: hook())
    event.listen(base.engine, "commit", lambda *_: hook())


def dies_at(number: int) -> Callable[[Database], None]:
    """Return what makes a base kill its process at that statement."""

    def prepare(base: Database) -> None:
        left = [number]

        def hook() -> None:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        counting(base, hook)

    return prepare


def main(url: str, instants: int) -> None:
    """Say how many nights were killed, and how many of them before their end."""
    source = Database(url)
    sent: list[None] = []
    with copy_of(source) as twin:
        counting(twin, lambda: sent.append(None))
        start = time.perf_counter()
        night(twin)
        lasted, statements = time.perf_counter() - start, len(sent)  # reading the journals asks more of the base
        expected = journals(twin)
    chance = random.Random(20260310)  # noqa: S311 — moments, not secrets
    points: list[tuple[Callable[[Database], None], float | None]] = [(dies_at(k), None) for k in range(1, statements + 1)]
    points += [(lambda base: None, chance.uniform(0, 1.2 * lasted)) for _ in range(instants)]
    died = 0
    for prepare, wait in points:
        with copy_of(source) as twin:
            died += killed(twin.url, prepare, wait)
            night(twin)
            assert journals(twin) == expected, f"killed at {wait}: not the same base"
    print(len(points), died, statements, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
