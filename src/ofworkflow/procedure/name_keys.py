"""Under what a minor is found though the name is not written alike. Pure.

Two minors whose names may be one (`intake.likeness`) share a key, so that nobody is compared with everybody:
the base keeps the keys of each (`cle_nom`), of the names that somebody corrected too. A key is no proof: who
shares one is compared then. A letter mistyped spoils one end of a name, and leaves the other; how it sounds
spoils neither. What the base keeps is computed again by a migration whenever this changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from ofworkflow.text import fold

PARTICLES = frozenset("de du des la le les d l von van der den ben bel el al".split())  # noqa: SIM905 — a list of words
_VOWELS = frozenset("aeiouy")
_WORDS = {"st": "saint", "ste": "sainte"}
_SOUNDS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"ph", "f"), (r"[ckq]u?(?=[aou]|$|[^eiy])", "k"), (r"qu", "k"), (r"y", "i"),
        (r"eau|au", "o"), (r"ai|ei", "e"),
        (r"ss|sc|c(?=[eiy])|z", "s"),
        (r"h", ""), (r"(.)\1", r"\1"), (r"(?<=\w\w)[esxtd]$", ""),
    )
)  # fmt: skip


class NameForm(NamedTuple):
    """A name that a minor bears or bore; `usage` is the name of use, where there is one."""

    nom: str
    prenom: str
    usage: str = ""


def forms_of(now: NameForm, names: Iterable[str] = (), first_names: Iterable[str] = ()) -> list[NameForm]:
    """Return the forms under which a minor is known: the card's first, then those with a name or a first
    name that stood there before somebody corrected it."""
    both = product(dict.fromkeys((now.nom, *names)), dict.fromkeys((now.prenom, *first_names)))
    return [NameForm(nom, prenom, now.usage) for nom, prenom in both]


def keys_of(forms: Iterable[NameForm], born_on: date) -> frozenset[str]:
    """Return the keys of a minor: of the birth date with the ends of both names, and of the whole name
    whatever the birth date."""
    day, keys = born_on.isoformat(), set[str]()
    for form in forms:
        keys.update(f"{day} {ends}" for ends in _ends_of(form))
        keys.update(_same_name(form.nom, form.prenom))
    return frozenset(keys)


def keys_asked(form: NameForm, born_on: date) -> frozenset[str]:
    """Return the keys under which a minor is looked for: his or her own, and those of both names inverted."""
    return keys_of([form], born_on) | _same_name(form.prenom, form.nom)


def keys_of_name(name: str) -> tuple[str, str]:
    """Return a name in one piece, and without its particles: « DE LA TOUR » → « delatour », « tour »."""
    whole, bare, _ = _pieces(name)
    return whole, bare


def sound_of(name: str) -> str:
    """Return how a name sounds, roughly: « Philippe » and « Filipe » → « filip »."""
    return _sound("".join(_WORDS.get(word, word) for word in fold(name).split()))


@lru_cache(maxsize=8192)  # names and first names come again and again
def _sound(sound: str) -> str:
    for pattern, plain in _SOUNDS:
        sound = pattern.sub(plain, sound)
    return sound


@lru_cache(maxsize=8192)
def _pieces(name: str) -> tuple[str, str, tuple[str, ...]]:
    words = [_WORDS.get(word, word) for word in fold(name).split()]
    own = tuple(word for word in words if word not in PARTICLES)
    whole = "".join(words)
    return whole, "".join(own) or whole, own


def _ends_of(form: NameForm) -> tuple[str, ...]:
    """Return an end of the name with one of the first name, in every way."""
    last = _last_ends(form.nom) | _last_ends(form.usage) if form.usage else _last_ends(form.nom)
    return tuple(f"{one} {two}" for one, two in product(last, _first_ends(form.prenom)))


def _same_name(nom: str, prenom: str) -> frozenset[str]:
    first = "".join(fold(prenom).split())
    return frozenset(f"{name}{first}" for name in keys_of_name(nom))


@lru_cache(maxsize=8192)
def _last_ends(name: str) -> frozenset[str]:
    whole, _, words = _pieces(name)
    return frozenset(end for word in {whole, *words} for end in _ends(_sound(word)))


@lru_cache(maxsize=8192)
def _first_ends(name: str) -> frozenset[str]:
    words = fold(name).split()
    return frozenset(end for word in {"".join(words), *words[:1]} for end in _ends(_sound(word)))


def _ends(sound: str) -> tuple[str, str]:
    first = (
        "a" if sound[:1] in _VOWELS else sound[:1]
    )  # « Amine », « Aine »: a letter lost makes another vowel
    return f"{first}-", f"-{sound[-2:]}"
