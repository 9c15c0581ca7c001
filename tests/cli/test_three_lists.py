"""docs/importer.md: three lists from the mail to the dossiers, each command run, each screen as it is shown."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from cli.conftest import Of
from terminals import on_terminal

PAGE = Path(__file__).resolve().parents[2] / "docs" / "importer.md"
FIRST_TIME = ("importer", "lycee.csv", "--source", "autre", "--le", "15/10/2026", "--correspondance", "lycee")
_PASSING = ("Lecture de la liste", "Attention : la nuit", "Date comprise")  # a bar, and what is of the day
_BLOCK = re.compile(r"`(\w+\.csv)` :\n\n```csv\n(.*?)```|```text\n\$ of ([^\n]*)\n(.*?)```", re.DOTALL)


def screen_of(command: str, folder: Path) -> str:
    """Return what a terminal of 130 columns shows of a command, its bar gone by."""
    shown = on_terminal(*shlex.split(command), folder=folder, columns=130, code=None, env={"OFWORKFLOW_AU": "15/10/2026"})
    lines = (line.rpartition("\r")[2].rstrip() for line in shown.split("\n"))
    return "\n".join(line for line in lines if not line.startswith(_PASSING)).strip("\n")


def test_the_three_lists_of_the_page_give_the_screens_of_the_page(of: Of, folder: Path) -> None:
    """`python -m pytest` shows the true screen where the page differs: copy it there."""
    section = PAGE.read_text(encoding="utf-8").partition("## Trois listes")[2]
    blocks = _BLOCK.findall(section)
    assert [name for name, *_ in blocks if name] == ["cfa.csv", "plateforme.csv", "lycee.csv"]
    for name, content, command, screen in blocks:
        if name == "lycee.csv":
            (folder / name).write_text(content, encoding="utf-8")
            on_terminal(*FIRST_TIME, folder=folder, columns=130, typed="3\nclasse\n\n", code=None)
        elif name:
            (folder / name).write_text(content, encoding="utf-8")
        else:
            assert screen_of(command, folder) == screen.rstrip("\n"), command
