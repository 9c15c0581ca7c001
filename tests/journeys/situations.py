"""docs/situations.md as its test reads it: each situation with its commands, and what the page expects of each."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs/situations.md"

SAYS, SAYS_NOT, WRITES, WRITES_NOT = "dit", "ne dit pas", "écrit", "n'écrit pas"
_EXPECTED = re.compile(rf"# ({SAYS}|{SAYS_NOT}|{WRITES}|{WRITES_NOT}) : (.+)")
_SETTING = re.compile(r"# réglage : ([a-z_]+) = (.+)")
_CODE = re.compile(r"# code ([0-9])")


class PageError(ValueError):
    """A line of the page that its test cannot play."""


@dataclass
class Command:
    """A command of the page, and what is expected of it: `expected` pairs what (`SAYS` …) with the words."""

    line: int
    arguments: list[str]
    code: int = 0
    expected: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Situation:
    """A section of the page: a life of its own, from an empty base."""

    title: str
    commands: list[Command] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)

    def config(self, words: str) -> str:
        """Return the configuration with the settings of this situation in place of its own; raise `PageError` for a
        setting that it does not have once."""
        for key, value in self.settings.items():
            line = re.compile(rf"(?m)^{key} = (?:\[[^\]]*\]|\"[^\"]*\"|\S+)")
            if len(line.findall(words)) != 1:
                raise PageError(f"« {key} » n'est pas un réglage de la configuration d'origine, ou y est deux fois")
            words = line.sub(lambda _, new=f"{key} = {value}": new, words)
        return words


def plain(text: str) -> str:
    """Return the text with one kind of space and one kind of apostrophe."""
    return re.sub(r"\s+", " ", text).replace("’", "'")


def situations(page: str) -> list[Situation]:
    """Return the situations of a page, in its order; raise `PageError`, which names the line, for what cannot be played."""
    found: list[Situation] = []
    fenced, pending = False, ""
    for number, line in enumerate(page.splitlines(), start=1):
        if line.startswith("```"):
            fenced = line == "```sh" and bool(found)
        elif line.startswith("### "):
            found.append(Situation(line[4:]))
        elif fenced and line.strip():
            pending += line
            if line.endswith("\\"):
                pending = pending[:-1]
                continue
            _read(found[-1], number, pending.strip())
            pending = ""
    titles = [situation.title for situation in found]
    if twice := {title for title in titles if titles.count(title) > 1}:
        raise PageError(f"ces situations ont le même titre : {twice}")
    return found


def _read(situation: Situation, number: int, line: str) -> None:
    if line.startswith("of "):
        arguments = shlex.split(line, comments=True)[1:]
        if "--au" not in arguments:
            raise PageError(f"ligne {number} : sans --au, la commande ne dirait pas la même chose un autre jour")
        situation.commands.append(Command(number, arguments))
    elif (setting := _SETTING.fullmatch(line)) and not situation.commands:
        situation.settings[setting[1]] = setting[2]
    elif not situation.commands:
        raise PageError(f"ligne {number} : « {line} » ne suit aucune commande")
    elif code := _CODE.fullmatch(line):
        situation.commands[-1].code = int(code[1])
    elif expected := _EXPECTED.fullmatch(line):
        situation.commands[-1].expected.append((expected[1], plain(expected[2])))
    else:
        raise PageError(f"ligne {number} : « {line} » n'est ni une commande, ni ce que l'on en attend")
