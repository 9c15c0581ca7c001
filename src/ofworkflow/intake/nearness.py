"""Who of the base, or of the same list, a minor may be: found by the keys of names, then looked at one by
one.

Nobody is compared with everybody: who shares no key (`procedure.name_keys`) is not even read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from itertools import product
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, select

from ofworkflow.intake.likeness import Likeness, likeness
from ofworkflow.procedure.name_keys import keys_asked
from ofworkflow.procedure.persons import Adresse, Jeune
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.name_keys import (
    Former,
    form_of,
    former_names,
    known_births,
    known_forms,
    sharing,
)
from ofworkflow.storage.person_rows import minor_from
from ofworkflow.storage.scope import own_of_minors
from ofworkflow.text import fold

_AT_ONCE = 500
_NOWHERE = Adresse()
Marks = tuple[int, ...]
"""What the keys of a name are known by, within one process."""


class NamedMinor(Protocol):
    """A minor of the base, by name."""

    id: int
    ine: str | None
    nom: str
    prenom: str
    nom_usage: str | None
    naissance: date


class Near:
    """Minors by the keys of their names, to find who may be one of them."""

    def __init__(self) -> None:
        self.minors: list[tuple[int, Jeune, Jeune]] = []
        self.by_key: dict[int, tuple[int, ...]] = {}  # the mark of a key → places among the minors

    def add(self, number: int, minor: Jeune, marks: Marks, shown: Jeune | None = None) -> None:
        """Keep a minor, under a number or a line; `shown` is the card where this one is of a former name."""
        place = len(self.minors)
        self.minors.append((number, minor, shown or minor))
        for mark in marks:
            self.by_key[mark] = (*self.by_key.get(mark, ()), place)

    def alike(self, minor: Jeune, marks: Marks) -> tuple[int, Jeune, Likeness] | None:
        """Return who may be this minor: the number or the line, the card, and why."""
        near = {place for mark in marks for place in self.by_key.get(mark, ())}
        for number, other, shown in sorted((self.minors[place] for place in near), key=_place):
            if why := _why(other, minor, shown):
                return number, shown, why
        return None


@dataclass(slots=True)
class People:
    """Minors of the base: their cards, the names that were corrected, and who of them is only alike."""

    alike: set[int] = field(default_factory=set)
    cards: dict[int, Jeune] = field(default_factory=dict)
    former: dict[int, Former] = field(default_factory=dict)

    def read(self, connection: Connection, numbers: Iterable[int]) -> None:
        """Read the cards of these too."""
        wanted = sorted(numbers)
        for start in range(0, len(wanted), _AT_ONCE):
            rows = connection.execute(
                select(m.jeune).where(m.jeune.c.id.in_(wanted[start : start + _AT_ONCE]))
            )
            self.cards |= {row.id: minor_from(row) for row in rows}
        self.former |= former_names(connection, wanted)

    def former_cards(self, number: int) -> list[Jeune]:
        """Return the card of one of them as it was, with the names and birth dates that were corrected."""
        return former_cards(self.cards[number], self.former.get(number, {}))


def former_cards(card: Jeune, former: Former) -> list[Jeune]:
    """Return a card with each name and birth date under which the minor was known before, its own apart."""
    pairs = product(known_forms(form_of(card), former), known_births(card.naissance, former))
    return [replace(card, nom=form.nom, prenom=form.prenom, naissance=day) for form, day in pairs][1:]


def marks_of(minor: Jeune) -> Marks:
    """Return the marks of the keys under which a minor is looked for."""
    return tuple(map(hash, keys_asked(form_of(minor), minor.naissance)))


def who_may_be(connection: Connection, minors: Sequence[Jeune]) -> tuple[People, list[Marks]]:
    """Return the minors of the base who may be some of these: by INE, by name, by a spelling or a birth date
    that is nearly theirs, by a name that they bore; and the marks of each of these."""
    pupils = list(_by_number_of_pupil(connection, minors))
    by_ine, exact = {ine for ine, _ in pupils}, {number for _, number in pupils}
    people, marks = People(), list[Marks]()
    for start in range(0, len(minors), _AT_ONCE):
        some = minors[start : start + _AT_ONCE]
        same = _named_so(connection, some)
        places = [_place_of(minor) for minor in some]
        exact.update(*(same[place] for place in places if place in same))
        keys = [keys_asked(form_of(minor), minor.naissance) for minor in some]
        marks += [tuple(map(hash, each)) for each in keys]
        rows: dict[str, list[Jeune]] = defaultdict(list)
        for minor, place, theirs in zip(some, places, keys, strict=True):
            if minor.ine not in by_ine and place not in same:  # who is known is looked for no further
                for key in theirs:
                    rows[key].append(minor)
        people.alike |= {*_those_alike(connection, rows)}
    people.read(connection, exact | people.alike)
    return people, marks


def _place_of(minor: Jeune) -> tuple[str, date]:
    return fold(minor.nom, minor.prenom), minor.naissance


def _named_so(connection: Connection, minors: Sequence[Jeune]) -> dict[tuple[str, date], list[int]]:
    """Return the minors of the base who bear one of these names, by the name with the birth date."""
    j, same = m.jeune.c, defaultdict[tuple[str, date], list[int]](list)
    names = sorted({fold(minor.nom, minor.prenom) for minor in minors})
    question = select(j.id, j.cle, j.naissance).where(j.cle.in_(names), *_of_ours(connection))
    for number, name, born_on in connection.execute(question):
        same[name, born_on].append(number)
    return same


def _by_number_of_pupil(connection: Connection, minors: Sequence[Jeune]) -> Iterator[tuple[str, int]]:
    j, numbers = m.jeune.c, sorted({minor.ine for minor in minors if minor.ine})
    for start in range(0, len(numbers), _AT_ONCE):
        some = j.ine.in_(numbers[start : start + _AT_ONCE])
        for row in connection.execute(select(j.ine, j.id).where(some, *_of_ours(connection))):
            yield row.ine, row.id


def _names_of(connection: Connection, numbers: Iterable[int]) -> list[NamedMinor]:
    """Return the names of these minors, no more."""
    j, wanted, names = m.jeune.c, sorted(numbers), list[NamedMinor]()
    columns = (j.id, j.ine, j.nom, j.prenom, j.nom_usage, j.naissance)
    for start in range(0, len(wanted), _AT_ONCE):
        some = j.id.in_(wanted[start : start + _AT_ONCE])
        names += connection.execute(select(*columns).where(some, *_of_ours(connection))).all()
    return names


def _those_alike(connection: Connection, minors: Mapping[str, Sequence[Jeune]]) -> Iterator[int]:
    """Yield those of the base who are alike one of these minors, given by their keys: by their name, or by
    one that was corrected."""
    rows: dict[int, dict[int, Jeune]] = defaultdict(dict)
    for number, key in sharing(connection, list(minors)):
        rows[number].update((id(minor), minor) for minor in minors[key])
    unlike: dict[int, Jeune] = {}
    for row in _names_of(connection, rows):
        pupil, usage = row.ine or "", row.nom_usage or ""
        card = Jeune(row.nom, row.prenom, row.naissance, "", "", _NOWHERE, ine=pupil, nom_usage=usage)
        if any(likeness(card, minor) for minor in rows[row.id].values()):
            yield row.id
        else:
            unlike[row.id] = card
    for number, former in former_names(connection, unlike).items():
        card = unlike[number]
        before = former_cards(card, former)
        if any(_was(one, minor) for one in before for minor in rows[number].values()):
            yield number


def _was(before: Jeune, minor: Jeune) -> bool:
    return bool(likeness(before, minor)) or _place_of(before) == _place_of(minor)


def _why(other: Jeune, minor: Jeune, shown: Jeune) -> Likeness | None:
    why = likeness(other, minor)
    if why is None or other is shown:
        return why
    return Likeness(f"s'appelait {other.prenom} {other.nom} avant une correction", strong=why.strong)


def _place(near: tuple[int, Jeune, Jeune]) -> tuple[int, str, str]:
    return near[0], near[1].nom, near[1].prenom


def _of_ours(connection: Connection) -> tuple[ColumnElement[bool], ...]:
    """Return the condition of the minors of our dossiers: another mission locale's are nobody's business
    here."""
    d, whose = m.dossier.c, own_of_minors(connection)
    return (select(d.id).where(d.jeune_id == m.jeune.c.id, *whose).exists(),) if whose else ()
