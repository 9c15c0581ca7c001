"""The tool killed at any moment loses no confirmed act, does none twice, leaves nothing behind (docs/reliability.md).

A sample of what `python -m tools.reliability` does a thousand times; `OFWORKFLOW_MORTS=500` makes it longer.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tools.kills.story import YEAR

from ofworkflow.cli.letters import letters_group
from ofworkflow.cli.main import command_names

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("OFWORKFLOW_MORTS", "12"))


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_sample_of_kills(engine: str, request: pytest.FixtureRequest) -> None:
    command = [sys.executable, "-m", "tools.reliability", "--moteur", engine, "--lignes", "16", "--tuees", "1"]
    command += ["--morts", str(KILLS), "--migrations", "2"]
    if engine == "postgresql":
        command += ["--serveur", request.getfixturevalue("postgresql_server")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300 + 5 * KILLS)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    tried, died, missed, confirmed, _ = map(int, done.stdout.splitlines()[-1].split())
    assert tried >= KILLS + 2
    assert (died > 0, missed, confirmed > 0) == (True, 0, True)  # a counted point kills on any machine, a moment only on some


def test_the_whole_year_is_typed_and_says_done_only_what_is_written() -> None:
    """Every line of the story is accepted, and none that is whole writes on its standard output before it writes in the base."""
    command = [sys.executable, "-m", "tools.reliability", "--morts", "0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout) == (0, "0 0 0 0 0\n"), done.stdout[-3000:] + done.stderr[-3000:]


def test_every_command_that_writes_is_in_the_story() -> None:
    """The others write nothing, or are killed apart: the base itself, and the nights that come one after the other."""
    read = {
        "jour",
        "chercher",
        "dossiers",
        "voir",
        "pourquoi",
        "nuits",
        "rapport",
        "docteur",
        "stats",
        "procedure",
        "lots",
        "guide",
        "config",
        "completion",  # a file of the person's own, outside the base
        "agenda",
        "faire",  # what it runs is killed under its own name
        "issues",  # each key is the act of that name
    }
    apart = {"init", "demo", "base", "planifier"}
    assert {step.words[0] for step in YEAR} | read | apart == set(command_names())
    of_letters = {"modeles", "tirages", "verifier"}  # they read
    typed = {step.words[1] for step in YEAR if step.words[0] == "courriers"}
    assert typed | of_letters == set(letters_group.commands)
