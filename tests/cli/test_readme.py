"""README.md: one dossier from the report to the notice, each command typed in its order, each screen as the program shows it."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from cli.conftest import Of
from terminals import on_terminal

ROOT = Path(__file__).resolve().parents[2]
_PASSING = ("La nuit  [", "Attention : la nuit")  # a bar, and what is of the day
_BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_SCREEN = re.compile(r"^\$ of ([^\n]*)\n(.*?)(?=^\$ |\Z)", re.DOTALL | re.MULTILINE)


def screen_of(command: str, folder: Path) -> str:
    """Return what a terminal of 100 columns shows of a command, its bar gone by."""
    shown = on_terminal(*shlex.split(command), folder=folder, columns=100, code=None)
    lines = (line.rpartition("\r")[2].rstrip() for line in shown.split("\n"))
    return "\n".join(line for line in lines if not line.startswith(_PASSING)).strip("\n")


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is not a Windows thing")
def test_the_dossier_of_the_readme_can_be_followed_and_its_screens_are_true(of: Of, folder: Path) -> None:
    """Where the page differs, the true screen is in the failure: copy it there."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Un dossier")[2].partition("\n## ")[0]
    typed = 0
    for kind, text in _BLOCK.findall(section):
        if kind == "text":
            for command, screen in _SCREEN.findall(text):
                assert screen_of(command, folder) == screen.strip("\n"), command
                typed += 1
            continue
        for line in text.splitlines():
            words = shlex.split(line, comments=True)
            if not words or words[0] != "of" or "init" in words:  # the folder is made by the very same command
                continue
            arguments = [word.replace("../main/", f"{ROOT}/") for word in words[1:]]
            answer = of(*arguments)
            assert answer.code == 0 or (answer.code == 5 and "importer" in arguments), (arguments, answer)  # 5: rejects are said
            typed += 1
    assert typed > 12
