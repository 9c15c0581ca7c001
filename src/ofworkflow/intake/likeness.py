"""Whether two minors may be one person though their names are not written alike; why, in words. Pure.

Nothing here decides: what is alike waits for a person. Twins share a name, a birth date and an address, and
have two first names that nobody would take for each other.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

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
    first = _first_alike(known.prenom, other.prenom)
    if _swapped(known, other):
        return Likeness("nom et prénom inversés")
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
    nom = fold(known.nom)
    return bool(nom) and nom == fold(other.prenom) and fold(known.prenom) == fold(other.nom)


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
    return _slip(one, two, "nom")


@lru_cache(maxsize=8192)  # first names come again and again
def _first_alike(one: str, two: str) -> str:
    first, second = _words(one), _words(two)
    if first == second:
        return " "
    if first and second and first[0] == second[0]:
        return "un prénom de plus"
    if "".join(first) == "".join(second):
        return "un prénom écrit en un mot"
    return _slip("".join(first), "".join(second), "prénom")


def _slip(one: str, two: str, what: str) -> str:
    if min(len(one), len(two)) < _SHORTEST:
        return ""
    # each letter that only one of them has is one that they do not share
    apart = len(set(one) ^ set(two))
    if 100 * apart <= (100 - _SLIP) * (len(one) + len(two)) and similarity(one, two) >= _SLIP:
        return f"une faute de frappe possible dans le {what}"
    if sound_of(one) == sound_of(two):
        return f"un {what} qui se prononce pareil"
    return ""


def _is_part(one: str, two: str) -> bool:
    first, second = set(fold(one).split()) - PARTICLES, set(fold(two).split()) - PARTICLES
    return bool(first and second) and (first < second or second < first)


def _first(minor: Jeune) -> str:
    return "".join(_words(minor.prenom))


def _words(text: str) -> list[str]:
    return fold(text).split()
