"""Who is already known: in the base, or earlier in the same list. Nothing that is stored is ever replaced by a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, or_, select

from ofworkflow.procedure.persons import Jeune, Signalement
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own
from ofworkflow.text import fold

BATCH = 500
"""Rows looked for in one question."""

# Fields that a list may fill where they are empty; an empty address is filled as a whole.
_FILLABLE = ("ine", "tel_fixe", "tel_portable", "courriel")
_ADDRESS = ("adresse1", "adresse2", "code_postal", "ville", "pays")

# What makes a person decide when the list and the base both say something, and differ.
_LABELS = {
    "nom": "un autre nom", "naissance": "une autre date de naissance", "sexe": "un autre sexe", "ine": "un autre INE",
    "adresse": "une autre adresse", "commune": "une autre commune", "tel_fixe": "un autre téléphone fixe",
    "tel_portable": "un autre portable", "courriel": "un autre courriel", "uai": "un autre établissement",
    "sortie_le": "une autre date de sortie",
}  # fmt: skip


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


def match(connection: Connection, found: Sequence[tuple[int, Signalement]]) -> Matched:
    """Tell the new persons from the known ones, by INE, else by name, first name and birth date."""
    known = _Known(_known_rows(connection, [signalement.jeune for _, signalement in found]))
    seen: dict[Any, tuple[int, Signalement]] = {}
    new: list[tuple[int, Signalement]] = []
    modified: list[Modification] = []
    doubtful: list[Doubt] = []
    unchanged = 0
    for line, signalement in found:
        keys = _keys(signalement.jeune)
        earlier = next((seen[key] for key in keys if key in seen), None)
        for key in keys:
            seen.setdefault(key, (line, signalement))
        outcome = known.compare(line, signalement.jeune) if earlier is None else _compare_twice(line, signalement, *earlier)
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

    def __init__(self, rows: Iterable[Any]) -> None:
        self.by_key: dict[Any, dict[int, Any]] = defaultdict(dict)
        for row in rows:
            for key in filter(None, (row.ine, (row.cle, row.naissance))):
                self.by_key[key][row.id] = row

    def compare(self, line: int, minor: Jeune) -> Doubt | Modification | str:
        """Return what a row is to the base: « nouveau », « inchange », what it adds, or why it is doubtful."""
        rows = next((list(self.by_key[key].values()) for key in _keys(minor) if key in self.by_key), [])
        if not rows:
            return "nouveau"
        who = f"{minor.nom} {minor.prenom}"
        if len(rows) > 1:
            return Doubt(line, f"{who} : {len(rows)} personnes de la base lui ressemblent. Vérifiez laquelle, rien n'est écrit.")
        (row,) = rows
        if differences := _differences(_row_facts(row), _facts(minor)):
            return Doubt(line, f"{who} est déjà connu(e), avec {differences}. Vérifiez sa fiche, rien n'est remplacé.")
        added = _added(row, minor)
        return Modification(line, row.id, added) if added else "inchange"


def _compare_twice(line: int, signalement: Signalement, first_line: int, first: Signalement) -> Doubt | str:
    """Return what a row is to an earlier one on the same person: « inchange » when both say the same."""
    if _folded(signalement) == _folded(first):
        return "inchange"
    said = _differences(_facts(first.jeune), _facts(signalement.jeune)) or "d'autres renseignements"
    return Doubt(line, f"Même personne que la ligne {first_line}, avec {said}. Gardez la bonne ligne, rien n'est écrit ici.")


def _keys(minor: Jeune) -> list[Any]:
    named = (fold(minor.nom, minor.prenom), minor.naissance)
    return [minor.ine, named] if minor.ine else [named]


def _folded(signalement: Signalement) -> str:
    return fold(str(astuple(signalement)))


def _facts(minor: Jeune) -> dict[str, Any]:
    """Return what is compared of a minor, spelling put aside; empty when it is not said."""
    a = minor.adresse
    return {
        "nom": fold(minor.nom, minor.prenom), "naissance": minor.naissance, "sexe": minor.sexe, "ine": minor.ine,
        "adresse": fold(a.ligne1, a.ligne2, a.code_postal, a.pays), "commune": fold(minor.commune),
        "tel_fixe": _digits(minor.tel_fixe), "tel_portable": _digits(minor.tel_portable),
        "courriel": minor.courriel.casefold(), "uai": minor.uai.casefold(), "sortie_le": minor.sortie_le,
    }  # fmt: skip


def _row_facts(row: Any) -> dict[str, Any]:
    return {
        "nom": row.cle, "naissance": row.naissance, "sexe": row.sexe, "ine": row.ine,
        "adresse": fold(*(getattr(row, name) or "" for name in ("adresse1", "adresse2", "code_postal", "pays"))),
        "commune": fold(row.commune),
        "tel_fixe": _digits(row.tel_fixe), "tel_portable": _digits(row.tel_portable),
        "courriel": (row.courriel or "").casefold(), "uai": (row.uai or "").casefold(), "sortie_le": row.sortie_le,
    }  # fmt: skip


def _differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    names = [label for name, label in _LABELS.items() if one[name] and other[name] and one[name] != other[name]]
    return ", ".join(names)


def _added(row: Any, minor: Jeune) -> tuple[tuple[str, str], ...]:
    values = [(name, getattr(minor, name)) for name in _FILLABLE if not getattr(row, name)]
    if not any(getattr(row, name) for name in _ADDRESS):
        a = minor.adresse
        values += zip(_ADDRESS, (a.ligne1, a.ligne2, a.code_postal, a.ville, a.pays), strict=True)
    return tuple((name, value) for name, value in values if value)


def _digits(phone: str | None) -> str:
    return re.sub(r"\D", "", phone or "")[-9:]  # « 06 39 98 01 01 » and « +33 6 39 98 01 01 » are one number


def _known_rows(connection: Connection, minors: Sequence[Jeune]) -> Iterable[Any]:
    c = m.jeune.c
    columns = (c.id, c.cle, c.naissance, c.sexe, c.commune, c.uai, c.sortie_le, *(c[name] for name in (*_FILLABLE, *_ADDRESS)))
    for start in range(0, len(minors), BATCH):
        batch = minors[start : start + BATCH]
        keys = {fold(minor.nom, minor.prenom) for minor in batch}
        numbers = {minor.ine for minor in batch if minor.ine}
        question = select(*columns).where(or_(c.cle.in_(keys), c.ine.in_(numbers)))
        if whose := own(connection, m.dossier):  # another mission locale's minors are nobody's business here
            question = question.where(select(m.dossier.c.id).where(m.dossier.c.jeune_id == c.id, *whose).exists())
        yield from connection.execute(question)
