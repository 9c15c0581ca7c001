"""Who of the base, or of the same list, a minor may be: found by the keys of names, then looked at one by
one.

Nobody is compared with everybody: who shares no key (`procedure.name_keys`) is not even read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from sqlalchemy import ColumnElement, Connection, select

from ofworkflow.intake.likeness import Likeness, likeness
from ofworkflow.procedure.name_keys import NameForm, keys_asked, keys_of
from ofworkflow.procedure.persons import Adresse, Jeune
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.name_keys import Former, form_of, former_names, known_forms
from ofworkflow.storage.person_rows import minor_from
from ofworkflow.storage.scope import own_of_minors
from ofworkflow.text import fold

KEYS_AT_ONCE = 4_000
"""Keys looked for in one question."""
_AT_ONCE = 500
_NOWHERE = Adresse()


class Near:
    """Minors by the keys of their names, to find who may be one of them."""

    def __init__(self) -> None:
        self.by_key: dict[str, list[tuple[int, Jeune, Jeune]]] = defaultdict(list)

    def add(self, number: int, minor: Jeune, shown: Jeune | None = None) -> None:
        """Keep a minor, under a number or a line; `shown` is the card where this one is of a former name."""
        for key in keys_of([form_of(minor)], minor.naissance):
            self.by_key[key].append((number, minor, shown or minor))

    def alike(self, minor: Jeune) -> tuple[int, Jeune, Likeness] | None:
        """Return who may be this minor: the number or the line, the card, and why."""
        near: dict[tuple[int, str, str], tuple[Jeune, Jeune]] = {}
        for key in keys_asked(form_of(minor), minor.naissance):
            near |= {
                (n, other.nom, other.prenom): (other, shown) for n, other, shown in self.by_key.get(key, ())
            }
        for (number, _, _), (other, shown) in sorted(near.items(), key=_place):
            if why := _why(other, minor, shown):
                return number, shown, why
        return None


@dataclass(slots=True)
class People:
    """Minors of the base: their cards, and the names that were corrected."""

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

    def forms(self, number: int) -> list[NameForm]:
        """Return the forms under which one of them is known, that of the card first."""
        return known_forms(form_of(self.cards[number]), self.former.get(number, {}))


def who_may_be(connection: Connection, minors: Sequence[Jeune]) -> People:
    """Return the minors of the base who may be some of these: by INE, by name, by a spelling or a birth date
    that is nearly theirs, by a name that they bore."""
    rows: dict[str, list[Jeune]] = defaultdict(list)
    for minor in minors:
        for key in keys_asked(form_of(minor), minor.naissance):
            rows[key].append(minor)
    near: dict[int, list[Jeune]] = defaultdict(list)
    keys, c = list(rows), m.cle_nom.c
    for start in range(0, len(keys), KEYS_AT_ONCE):
        question = select(c.jeune_id, c.cle).where(c.cle.in_(keys[start : start + KEYS_AT_ONCE]))
        for number, key in connection.execute(question):
            near[number] += rows[key]
    people = People()
    people.read(connection, {*_by_number_of_pupil(connection, minors), *_those_alike(connection, near)})
    return people


def _by_number_of_pupil(connection: Connection, minors: Sequence[Jeune]) -> Iterator[int]:
    j, numbers = m.jeune.c, sorted({minor.ine for minor in minors if minor.ine})
    for start in range(0, len(numbers), _AT_ONCE):
        some = j.ine.in_(numbers[start : start + _AT_ONCE])
        yield from connection.execute(select(j.id).where(some, *_of_ours(connection))).scalars()


def _those_alike(connection: Connection, near: Mapping[int, Sequence[Jeune]]) -> Iterator[int]:
    """Yield those who are alike; of the others, only the name was read."""
    j, numbers, ours = m.jeune.c, sorted(near), _of_ours(connection)
    columns = (j.id, j.ine, j.nom, j.prenom, j.nom_usage, j.naissance)
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        unlike = []
        for row in connection.execute(select(*columns).where(j.id.in_(some), *ours)):
            card = Jeune(
                row.nom,
                row.prenom,
                row.naissance,
                "",
                "",
                _NOWHERE,
                ine=row.ine or "",
                nom_usage=row.nom_usage or "",
            )
            if any(_is_alike(card, minor) for minor in near[row.id]):
                yield row.id
            else:
                unlike.append((row.id, card))
        former = former_names(connection, [number for number, _ in unlike])
        for number, card in unlike:
            forms = known_forms(form_of(card), former[number])[1:] if number in former else ()
            if any(_bore(form, card, minor) for form in forms for minor in near[number]):
                yield number


def _is_alike(card: Jeune, minor: Jeune) -> bool:
    return bool(likeness(card, minor)) or _same(card, minor)


def _bore(form: NameForm, card: Jeune, minor: Jeune) -> bool:
    return _is_alike(replace(card, nom=form.nom, prenom=form.prenom), minor)


def _same(card: Jeune, minor: Jeune) -> bool:
    return card.naissance == minor.naissance and fold(card.nom, card.prenom) == fold(minor.nom, minor.prenom)


def _why(other: Jeune, minor: Jeune, shown: Jeune) -> Likeness | None:
    why = likeness(other, minor)
    if why is None or other is shown:
        return why
    return Likeness(f"s'appelait {other.prenom} {other.nom} avant une correction", strong=why.strong)


def _place(near: tuple[tuple[int, str, str], object]) -> tuple[int, str, str]:
    return near[0]


def _of_ours(connection: Connection) -> tuple[ColumnElement[bool], ...]:
    """Return the condition of the minors of our dossiers: another mission locale's are nobody's business
    here."""
    d, whose = m.dossier.c, own_of_minors(connection)
    return (select(d.id).where(d.jeune_id == m.jeune.c.id, *whose).exists(),) if whose else ()
