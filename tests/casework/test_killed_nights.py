"""Trap 21: a night killed at any instruction loses nothing and repeats nothing.

`OFWORKFLOW_INSTANTS=400 pytest tests/casework/test_killed_nights.py` kills it at that many random instants, on each base.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from casework.nights import TESTS, fill
from ofworkflow.storage.database import Database

INSTANTS = int(os.environ.get("OFWORKFLOW_INSTANTS", "25"))


def test_a_night_killed_at_any_statement_or_instant_loses_nothing_and_repeats_nothing(database: Database) -> None:
    fill(database, 7)
    database.dispose()
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    killer = [sys.executable, str(Path(__file__).with_name("killer.py")), database.url, str(INSTANTS)]
    done = subprocess.run(killer, env=env, capture_output=True, text=True, timeout=500 + 5 * INSTANTS)
    assert done.returncode == 0, done.stderr[-3000:]
    points, died, statements = map(int, done.stdout.split())
    assert points == statements + INSTANTS
    assert died >= statements  # each of those at a statement, and some of the others
