"""A progress bar on a real terminal, and nothing of it elsewhere."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from ofworkflow.cli.output import progress_bar

_WORK = """
from ofworkflow.cli.output import progress_bar
with progress_bar("Courriers") as progress:
    for done, total in {steps}:
        progress(done, total)
print("fait")
"""


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        ([(1, 3), (2, 3), (3, 3)], "100%"),
        ([(0, 0)], "Courriers"),  # nothing waits: no part of nothing is worked out
    ],
)
def test_a_bar_moves_on_a_terminal(steps: list[tuple[int, int]], shown: str) -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run([sys.executable, "-c", _WORK.format(steps=steps)], stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.close(theirs)
    said = os.read(ours, 65_536).decode()
    os.close(ours)
    assert done.stdout == b"fait\n"
    assert shown in said


def test_a_bar_is_nothing_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("Courriers") as progress:
        progress(1, 3)
    assert capsys.readouterr() == ("", "")
