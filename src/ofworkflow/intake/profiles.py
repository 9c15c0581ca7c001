"""Lists that everybody gets, each a file under `resources/profils`: which column of it means what, and by
which headings it is known. A mapping of the house with the same name comes first."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from ofworkflow.intake.headings import key_of
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """A list that ships: what it is, field → heading, and the headings by which it is known."""

    title: str
    columns: Mapping[str, str]
    known_by: frozenset[str]

    def present(self, headings: Sequence[str]) -> Mapping[str, str]:
        """Return the columns of it that a list has: an export leaves out what nobody filled."""
        there = {key_of(heading) for heading in headings}
        return {name: heading for name, heading in self.columns.items() if key_of(heading) in there}


@cache
def profiles() -> Mapping[str, Profile]:
    """Return the lists that ship, by name."""
    folder = files("ofworkflow") / "resources" / "profils"
    return {
        entry.name.removesuffix(".toml"): _profile(entry.read_text(encoding="utf-8"))
        for entry in sorted(folder.iterdir(), key=lambda each: each.name)
        if entry.name.endswith(".toml")
    }


def _profile(text: str) -> Profile:
    table = tomllib.loads(text)
    columns = table["colonnes"]
    return Profile(
        table["titre"], columns, frozenset(key_of(columns[name]) for name in table.get("reconnu_a", ()))
    )


def known_profile(headings: Sequence[str]) -> str:
    """Return the name of the one list that ships whose headings are all there; empty when there is none, or
    several."""
    there = {key_of(heading) for heading in headings}
    fitting = {
        name: len(each.known_by)
        for name, each in profiles().items()
        if each.known_by and each.known_by <= there
    }
    best = [name for name, size in fitting.items() if size == max(fitting.values())]
    return best[0] if len(best) == 1 else ""
