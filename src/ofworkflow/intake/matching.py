"""Who is already known: in the base, or earlier in the same list. Nothing that is stored is ever replaced
by a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from ofworkflow.procedure.fields import MINOR, differences
from ofworkflow.procedure.persons import Jeune, Signalement
from ofworkflow.storage import models as m
from ofworkflow.storage.person_rows import minor_from
from ofworkflow.storage.scope import own
from ofworkflow.text import fold

BATCH = 500
"""Rows looked for in one question."""

_Key = str | tuple[str, date]  # an INE, or a folded name with a birth date

_FILLABLE = tuple(f for f in MINOR if f.fillable)
_ADDRESS = tuple(f for f in MINOR if f.line)  # filled as a whole, where it is empty


class Doubt(NamedTuple):
    """A row that a person must decide; nothing is written for it."""

    ligne: int
    motif: str


@dataclass(frozen=True, slots=True)
class Modification:
    """What a list adds to a person: columns of `jeune` that were empty."""

    ligne: int
    jeune_id: int
    valeurs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """What becomes of the rows that are sound."""

    new: tuple[tuple[int, Signalement], ...]
    modified: tuple[Modification, ...]
    unchanged: int
    doubtful: tuple[Doubt, ...]


def match(connection: Connection, sound: Sequence[tuple[int, Signalement]]) -> Matched:
    """Tell the new persons from the known ones, by INE, else by name, first name and birth date."""
    known = _Known(_known_minors(connection, [signalement.jeune for _, signalement in sound]))
    seen: dict[_Key, tuple[int, Signalement]] = {}
    new: list[tuple[int, Signalement]] = []
    modified: list[Modification] = []
    doubtful: list[Doubt] = []
    unchanged = 0
    for line, signalement in sound:
        keys = _keys(signalement.jeune)
        earlier = next((seen[key] for key in keys if key in seen), None)
        for key in keys:
            seen.setdefault(key, (line, signalement))
        outcome = (
            known.compare(line, signalement.jeune)
            if earlier is None
            else _compare_twice(line, signalement, *earlier)
        )
        if outcome == "nouveau":
            new.append((line, signalement))
        elif isinstance(outcome, Modification):
            modified.append(outcome)
        elif isinstance(outcome, Doubt):
            doubtful.append(outcome)
        else:
            unchanged += 1
    return Matched(tuple(new), tuple(modified), unchanged, tuple(doubtful))


class _Known:
    """The persons of the base, by INE and by name with birth date."""

    def __init__(self, minors: Iterable[tuple[int, Jeune]]) -> None:
        self.by_key: dict[_Key, dict[int, Jeune]] = defaultdict(dict)
        for number, minor in minors:
            for key in _keys(minor):
                self.by_key[key][number] = minor

    def compare(self, line: int, minor: Jeune) -> Doubt | Modification | str:
        """Return what a row is to the base: « nouveau », « inchange », what it adds, or why it is
        doubtful."""
        alike = next((list(self.by_key[key].items()) for key in _keys(minor) if key in self.by_key), [])
        if not alike:
            return "nouveau"
        who = f"{minor.nom} {minor.prenom}"
        if len(alike) > 1:
            return Doubt(
                line,
                f"{who} : {len(alike)} personnes de la base lui ressemblent. Vérifiez laquelle, rien n'est "
                "écrit.",
            )
        [(number, known)] = alike
        if told := differences(known, minor):
            return Doubt(
                line, f"{who} est déjà connu(e), avec {told}. Vérifiez sa fiche, rien n'est remplacé."
            )
        added = _added(known, minor)
        return Modification(line, number, added) if added else "inchange"


def _compare_twice(line: int, signalement: Signalement, first_line: int, first: Signalement) -> Doubt | str:
    """Return what a row is to an earlier one on the same person: « inchange » when both say the same."""
    if _folded(signalement) == _folded(first):
        return "inchange"
    told = differences(first.jeune, signalement.jeune) or "d'autres renseignements"
    return Doubt(
        line,
        f"Même personne que la ligne {first_line}, avec {told}. Gardez la bonne ligne, rien n'est écrit ici.",
    )


def _keys(minor: Jeune) -> list[_Key]:
    named = (fold(minor.nom, minor.prenom), minor.naissance)
    return [minor.ine, named] if minor.ine else [named]


def _folded(signalement: Signalement) -> str:
    return fold(str(astuple(signalement)))


def _added(known: Jeune, minor: Jeune) -> tuple[tuple[str, str], ...]:
    filled = [f for f in _FILLABLE if not f.of(known)]
    if not any(f.of(known) for f in _ADDRESS):
        filled += _ADDRESS
    return tuple((f.name, str(value)) for f in filled if (value := f.of(minor)))


def _known_minors(connection: Connection, minors: Sequence[Jeune]) -> Iterator[tuple[int, Jeune]]:
    c = m.jeune.c
    for start in range(0, len(minors), BATCH):
        batch = minors[start : start + BATCH]
        keys = {fold(minor.nom, minor.prenom) for minor in batch}
        numbers = {minor.ine for minor in batch if minor.ine}
        question = select(m.jeune).where(or_(c.cle.in_(keys), c.ine.in_(numbers)))
        if whose := own(connection, m.dossier):  # another mission locale's minors are nobody's business here
            question = question.where(
                select(m.dossier.c.id).where(m.dossier.c.jeune_id == c.id, *whose).exists()
            )
        yield from ((row.id, minor_from(row)) for row in connection.execute(question))
