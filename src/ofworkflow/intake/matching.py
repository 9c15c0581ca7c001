"""Who is already known: in the base, or earlier in the same list. Nothing verified is ever overwritten by a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from ofworkflow.procedure.persons import Jeune, Signalement, search_key
from ofworkflow.storage import models as m

BATCH = 500
# Contact fields: a list may fill the ones that are empty, and only those.
FILLABLE = ("tel_fixe", "tel_portable", "courriel", "ine")
# Fields whose difference makes a person decide.
COMPARED = ("tel_fixe", "tel_portable", "courriel", "ine", "naissance")


@dataclass(frozen=True, slots=True)
class Modification:
    """What a list adds to a person whose field was empty."""

    ligne: int
    jeune_id: int
    valeurs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that a person must decide; nothing is written for it."""

    ligne: int
    motif: str


@dataclass(frozen=True, slots=True)
class Matched:
    """What becomes of the rows that are sound."""

    new: tuple[tuple[int, Signalement], ...]
    modified: tuple[Modification, ...]
    unchanged: int
    doubtful: tuple[Doubt, ...]


def match(connection: Connection, found: Sequence[tuple[int, Signalement]]) -> Matched:
    """Tell the new persons from the known ones, by INE, else by name, first name and birth date."""
    known = _Known(_known_rows(connection, [s.jeune for _, s in found]))
    seen: dict[Any, tuple[int, Jeune]] = {}
    new, modified, doubtful, unchanged = [], [], [], 0
    for line, signalement in found:
        minor = signalement.jeune
        twice = next((seen[key] for key in _keys(minor) if key in seen), None)
        for key in _keys(minor):
            seen.setdefault(key, (line, minor))
        if twice is not None:
            if _differences(twice[1], minor):
                doubtful.append(
                    Doubt(line, f"même personne que la ligne {twice[0]}, avec {_said(twice[1], minor)} : gardez la bonne ligne")
                )
            else:
                unchanged += 1
            continue
        row = known.find(minor)
        if row is None:
            new.append((line, signalement))
            continue
        empty = tuple((name, getattr(minor, name)) for name in FILLABLE if getattr(minor, name) and not getattr(row, name))
        if _differences(row, minor):
            doubtful.append(
                Doubt(
                    line,
                    f"{minor.nom} {minor.prenom} est déjà connu(e), avec {_said(row, minor)} : vérifiez, rien n'est remplacé",
                )
            )
        elif empty:
            modified.append(Modification(line, row.id, empty))
        else:
            unchanged += 1
    return Matched(tuple(new), tuple(modified), unchanged, tuple(doubtful))


class _Known:
    """The rows of the base by each of their keys."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.by_key: dict[Any, Any] = {}
        for row in rows:
            for key in _row_keys(row):
                self.by_key.setdefault(key, row)

    def find(self, minor: Jeune) -> Any:
        """Return the row of that person, or `None`."""
        return next((self.by_key[key] for key in _keys(minor) if key in self.by_key), None)


def _keys(minor: Jeune) -> list[Any]:
    named = (search_key(minor.nom, minor.prenom), minor.naissance)
    return [minor.ine, named] if minor.ine else [named]


def _row_keys(row: Any) -> list[Any]:
    return [row.ine, (row.cle, row.naissance)] if row.ine else [(row.cle, row.naissance)]


def _differences(one: Any, other: Any) -> list[str]:
    return [
        name for name in COMPARED if getattr(one, name) and getattr(other, name) and getattr(one, name) != getattr(other, name)
    ]


_NAMES = {
    "tel_fixe": "un autre téléphone", "tel_portable": "un autre portable", "courriel": "un autre courriel", "ine": "un autre INE",
    "naissance": "une autre date de naissance",
}  # fmt: skip


def _said(one: Any, other: Any) -> str:
    return ", ".join(_NAMES[name] for name in _differences(one, other))


def _known_rows(connection: Connection, minors: Sequence[Jeune]) -> Iterable[Any]:
    c = m.jeune.c
    columns = (c.id, c.cle, c.ine, c.naissance, c.tel_fixe, c.tel_portable, c.courriel)
    for start in range(0, len(minors), BATCH):
        batch = minors[start : start + BATCH]
        keys = [search_key(minor.nom, minor.prenom) for minor in batch]
        numbers = [minor.ine for minor in batch if minor.ine]
        yield from connection.execute(select(*columns).where(or_(c.cle.in_(keys), c.ine.in_(numbers))))
