"""The keys of names that the base keeps (`procedure.name_keys`): written with what they follow from, and
worked out again where they do not say it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, delete, insert, select, text, tuple_

from ofworkflow.procedure.name_keys import NameForm, forms_of, keys_of
from ofworkflow.procedure.persons import Jeune
from ofworkflow.storage import models as m
from ofworkflow.storage.whole_tables import follow_all

_AT_ONCE = 500
_NAMES = ("nom", "prenom", "naissance")
OF_A_NAME = frozenset({*_NAMES, "nom_usage"})
"""The columns of a card that the keys follow."""
Former = Mapping[str, Sequence[str]]  # « nom », « prenom », « naissance » → what stood there before


def new_keys(minors: Sequence[int], cards: Iterable[Jeune]) -> list[dict[str, object]]:
    """Return the rows of minors who are new: no name of theirs was corrected yet."""
    return [
        {"cle": key, "jeune_id": number}
        for number, card in zip(minors, cards, strict=True)
        for key in sorted(keys_of([form_of(card)], card.naissance))
    ]


def form_of(card: Jeune) -> NameForm:
    """Return the form of a card."""
    return NameForm(card.nom, card.prenom, card.nom_usage)


def follow_names(connection: Connection, minors: Collection[int]) -> int:
    """Have the keys of these minors say what their cards and their corrections say; return how many rows
    were wrong or missing."""
    numbers, wrong = sorted(set(minors)), 0
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        due = set(_expected(connection, some))
        c = m.cle_nom.c
        kept = {
            (row.cle, row.jeune_id)
            for row in connection.execute(select(m.cle_nom).where(c.jeune_id.in_(some)))
        }
        gone, missing = sorted(kept - due), sorted(due - kept)
        for at in range(0, len(gone), _AT_ONCE):
            connection.execute(
                delete(m.cle_nom).where(tuple_(c.cle, c.jeune_id).in_(gone[at : at + _AT_ONCE]))
            )
        if missing:
            connection.execute(
                insert(m.cle_nom), [{"cle": key, "jeune_id": number} for key, number in missing]
            )
        wrong += len(gone) + len(missing)
    return wrong


def follow_all_names(connection: Connection) -> int:
    """Do the same of every minor of the base."""
    return follow_all(connection, m.jeune.c.id, follow_names)


def former_names(connection: Connection, minors: Collection[int]) -> dict[int, Former]:
    """Return, of these minors, the names, first names and birth dates that somebody corrected since."""
    t, numbers = m.modification.c, sorted(set(minors))
    former: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for start in range(0, len(numbers), _AT_ONCE):
        question = select(t.jeune_id, t.champ, t.avant).where(
            t.jeune_id.in_(numbers[start : start + _AT_ONCE]),
            t.champ.in_(_NAMES),
            t.representant_id.is_(None),
            t.avant.is_not(None),
        )
        for minor, name, before in connection.execute(question.order_by(t.id)):
            former[minor][name].append(before)
    return dict(former)


def sharing(connection: Connection, keys: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the minors who have one of these keys, each with the key: thousands of them go as one value,
    which no statement has to be written again for."""
    kind = connection.dialect.name
    value = json.dumps(keys) if kind == "sqlite" else list(keys)
    rows = connection.execute(_SHARING[kind], {"keys": value}).all()
    yield from ((number, key) for number, key in rows)


_SHARING = {
    "sqlite": text("SELECT jeune_id, cle FROM cle_nom WHERE cle IN (SELECT value FROM json_each(:keys))"),
    "postgresql": text("SELECT jeune_id, cle FROM cle_nom WHERE cle = ANY(:keys)"),
}


def known_forms(card: NameForm, former: Former) -> list[NameForm]:
    """Return the forms under which somebody is known."""
    return forms_of(card, former.get("nom", ()), former.get("prenom", ()))


def known_keys(card: NameForm, born_on: date, former: Former) -> frozenset[str]:
    """Return the keys of a minor: of every name and birth date under which he or she is known."""
    forms = known_forms(card, former)
    return frozenset[str]().union(*(keys_of(forms, day) for day in known_births(born_on, former)))


def known_births(born_on: date, former: Former) -> list[date]:
    """Return the birth date of a card, then those that stood there before somebody corrected it."""
    days = (date.fromisoformat(day) for day in former.get("naissance", ()))
    return list(dict.fromkeys((born_on, *days)))


def _expected(connection: Connection, minors: Sequence[int]) -> Iterator[tuple[str, int]]:
    j, former = m.jeune.c, former_names(connection, minors)
    question = select(j.id, j.nom, j.prenom, j.nom_usage, j.naissance).where(j.id.in_(minors))
    for number, nom, prenom, usage, born_on in connection.execute(question):
        keys = known_keys(NameForm(nom, prenom, usage or ""), born_on, former.get(number, {}))
        yield from ((key, number) for key in keys)
