"""Whether two minors may be one person though their names are not written alike; why, in words. Pure.

Nothing here decides: what is alike waits for a person. Twins share a name, a birth date and an address, and
have two first names that nobody would take for each other.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ofworkflow.procedure.name_keys import PARTICLES, keys_of_name, sound_of
from ofworkflow.procedure.persons import Jeune
from ofworkflow.records import dataclass
from ofworkflow.text import fold, similarity

_SLIP = 86  # of a hundred: one letter of seven
_SHORTEST = 4  # letters below which a slip is another name


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two minors may be one: French words, and whether the likeness is strong."""

    why: str
    strong: bool = True


def likeness(known: Jeune, other: Jeune) -> Likeness | None:
    """Return why two minors of different spelling may be one person; `None` when they are two."""
    if known.ine and other.ine and known.ine != other.ine and not _same_names_and_birth(known, other):
        return None
    if known.naissance == other.naissance:
        return _named_alike(known, other)
    if not _same_names(known, other):
        return None
    return _born_alike(known.naissance, other.naissance)


def _named_alike(known: Jeune, other: Jeune) -> Likeness | None:
    if _swapped(known, other):
        return Likeness("nom et prénom inversés")
    first = _first_alike(known.prenom, other.prenom)
    if not first:
        return None
    last = _last_alike(known, other)
    if not last:
        return None
    why = ", ".join(dict.fromkeys(filter(None, (last.strip(), first.strip())))) or "même nom, écrit autrement"
    return Likeness(f"né(e) le même jour, {why}")


def _same_names(known: Jeune, other: Jeune) -> bool:
    return _first(known) == _first(other) and _same_name(known.nom, other.nom)


def _same_name(one: str, two: str) -> bool:
    return any(mine == theirs for mine, theirs in zip(keys_of_name(one), keys_of_name(two), strict=True))


def _same_names_and_birth(known: Jeune, other: Jeune) -> bool:
    return known.naissance == other.naissance and _same_names(known, other)


def _born_alike(one: date, other: date) -> Likeness | None:
    if abs(one.toordinal() - other.toordinal()) == 1:
        return Likeness("même nom, et un jour d'écart à la naissance")
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return Likeness("même nom, et le jour et le mois de naissance inversés")
    parts = zip((one.year, one.month, one.day), (other.year, other.month, other.day), strict=True)
    if sum(mine != theirs for mine, theirs in parts) == 1:
        return Likeness("même nom, et une naissance qui ne diffère que d'un nombre", strong=False)
    return None


def _swapped(known: Jeune, other: Jeune) -> bool:
    nom = _read(known.nom).folded
    return bool(nom) and nom == _read(other.prenom).folded and fold(known.prenom) == fold(other.nom)


def _last_alike(known: Jeune, other: Jeune) -> str:
    """Return why two family names may be one, a space where they are the same; empty when they are two."""
    if _same_name(known.nom, other.nom):
        return " "
    one, two = keys_of_name(known.nom)[0], keys_of_name(other.nom)[0]
    usage = {keys_of_name(known.nom_usage)[0], keys_of_name(other.nom_usage)[0]} - {""}
    if one in usage or two in usage:
        return "un nom de naissance et un nom d'usage"
    if _is_part(known.nom, other.nom):
        return "un nom double dont un seul est écrit"
    return _slip(_read(one), _read(two), "nom")


class _Read(NamedTuple):
    """A name as it is compared: folded, its words, these in one piece, its letters, how it sounds."""

    folded: str
    words: tuple[str, ...]
    whole: str
    letters: frozenset[str]
    sound: str


@lru_cache(maxsize=2048)  # first names come again and again
def _read(name: str) -> _Read:
    folded = fold(name)
    words = tuple(folded.split())
    whole = "".join(words)
    return _Read(folded, words, whole, frozenset(whole), sound_of(whole))


def _first_alike(one: str, two: str) -> str:
    first, second = _read(one), _read(two)
    if first.words == second.words:
        return " "
    if first.words and second.words and first.words[0] == second.words[0]:
        return "un prénom de plus"
    if first.whole == second.whole:
        return "un prénom écrit en un mot"
    return _slip(first, second, "prénom")


def _slip(first: _Read, second: _Read, what: str) -> str:
    one, two = first.whole, second.whole
    if min(len(one), len(two)) < _SHORTEST:
        return ""
    # each letter that only one of them has is one that they do not share
    apart = len(first.letters ^ second.letters)
    if 100 * apart <= (100 - _SLIP) * (len(one) + len(two)) and similarity(one, two) >= _SLIP:
        return f"une faute de frappe possible dans le {what}"
    return f"un {what} qui se prononce pareil" if first.sound == second.sound else ""


def _is_part(one: str, two: str) -> bool:
    first, second = set(fold(one).split()) - PARTICLES, set(fold(two).split()) - PARTICLES
    return bool(first and second) and (first < second or second < first)


def _first(minor: Jeune) -> str:
    return _read(minor.prenom).whole
