"""Where each value of a card comes from: a list and its day, or a person who typed it, or emptied it.

Nothing is kept for it: it follows from the entry that opened the dossier, from the lots, which say what they
changed, and from the modifications of the card.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import field, replace
from datetime import date, datetime

from sqlalchemy import Connection, and_, select

from ofworkflow.procedure.french import french_day
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own

_AT_ONCE = 500
_Who = tuple[int, int | None]  # a minor, and the row of a representative, if it is one
_ADDED = "representant"  # what stands for a field where a modification says that a representative was added
_ALL = ""  # what stands for every field of a card


@dataclass(frozen=True, slots=True)
class ValueOrigin:
    """Where a value comes from: a list (`source`, `lot`) or a person (`author`), and its day.

    `emptied`: a person took it away. `former`: what persons replaced, or took away, before.
    """

    on: date | None = None
    source: str = ""
    lot: str = ""
    author: str = ""
    emptied: bool = False
    former: tuple[str, ...] = ()

    @property
    def verified(self) -> bool:
        """Tell whether a person typed it, or emptied it; what nobody knows the origin of is not touched."""
        return not self.lot

    @property
    def told(self) -> str:
        """Return where it comes from, in French words."""
        day = f" le {french_day(self.on)}" if self.on else ""
        if self.lot:
            return (
                f"liste {self.source.upper()} du {french_day(self.on)} ({self.lot})" if self.on else self.lot
            )
        if not self.author:
            return "origine inconnue"
        return f"{'vidé' if self.emptied else 'noté'}{day} par {self.author}"


UNKNOWN = ValueOrigin()


@dataclass(slots=True)
class Origins:
    """The origins of the cards of some minors."""

    opened: dict[int, ValueOrigin] = field(default_factory=dict)
    by_card: dict[_Who, dict[str, ValueOrigin]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, minor: int, name: str, representative: int | None = None) -> ValueOrigin:
        """Return where the value of a column comes from."""
        card = self.by_card.get((minor, representative), {})
        return card.get(name) or card.get(_ALL) or self.opened.get(minor, UNKNOWN)

    def former(self, minor: int, name: str, representative: int | None = None) -> tuple[str, ...]:
        """Return what persons replaced there."""
        return self.of(minor, name, representative).former

    def say(self, who: _Who, name: str, origin: ValueOrigin) -> None:
        """Say where a value comes from now; what persons replaced before is not forgotten."""
        known = self.by_card[who].get(name)
        self.by_card[who][name] = replace(origin, former=(*(known.former if known else ()), *origin.former))


def origins_of(connection: Connection, minors: Collection[int]) -> Origins:
    """Return where every value of these minors and of their representatives comes from."""
    origins = Origins()
    numbers = sorted(set(minors))
    if not numbers:
        return origins
    events: list[tuple[datetime, int, _Who, str, ValueOrigin]] = [*_by_lists(connection, frozenset(numbers))]
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        origins.opened |= _openings(connection, some)
        events += _by_persons(connection, some)
    for _, _, who, name, origin in sorted(events, key=lambda each: each[:2]):
        origins.say(who, name, origin)
    return origins


def _openings(connection: Connection, minors: Sequence[int]) -> Iterator[tuple[int, ValueOrigin]]:
    """Yield where the card of each minor comes from as a whole: the list that opened the first dossier, else
    who opened it."""
    d, j, t = m.dossier.c, m.journal.c, m.lot.c
    question = (
        select(d.jeune_id, d.reference, d.ouvert_le, j.auteur, t.numero, t.source, t.liste_le)
        .select_from(m.dossier)
        .outerjoin(m.journal, and_(j.dossier_id == d.id, j.n == 1))
        .outerjoin(m.lot, t.id == d.lot_id)
        .where(d.jeune_id.in_(minors))
    )
    for row in connection.execute(question.order_by(d.id.desc())):  # the first opened is told last
        if row.numero:
            yield row.jeune_id, ValueOrigin(row.liste_le, row.source, row.numero)
        else:
            yield row.jeune_id, ValueOrigin(row.ouvert_le, author=row.auteur or "")


def _by_persons(
    connection: Connection, minors: Sequence[int]
) -> Iterator[tuple[datetime, int, _Who, str, ValueOrigin]]:
    t, f, d = m.modification.c, m.fusion.c, m.dossier.c
    undone = set(  # what undoing a merge takes back, nobody emptied
        connection.execute(
            select(f.annule_a)
            .join(m.dossier, d.id == f.garde_id)
            .where(d.jeune_id.in_(minors), f.annule_a.is_not(None))
        ).scalars()
    )
    question = select(m.modification).where(t.jeune_id.in_(minors)).order_by(t.id)
    for row in connection.execute(question):
        emptied = not row.apres and row.enregistre_a not in undone
        origin = ValueOrigin(
            row.le, author=row.auteur, emptied=emptied, former=(row.avant,) if row.avant else ()
        )
        name = _ALL if row.champ == _ADDED else row.champ
        yield row.enregistre_a, row.id, (row.jeune_id, row.representant_id), name, origin


def _by_lists(
    connection: Connection, minors: frozenset[int]
) -> Iterator[tuple[datetime, int, _Who, str, ValueOrigin]]:
    t = m.lot.c
    question = select(
        t.id, t.numero, t.source, t.liste_le, t.enregistre_a, t.bilan["completes"].label("whom")
    )
    rows = connection.execute(question.where(*own(connection, m.lot)).order_by(t.id)).all()
    for row in rows:
        columns = {each["jeune"]: each["champs"] for each in row.whom or () if each["jeune"] in minors}
        if not columns:
            continue
        origin = ValueOrigin(row.liste_le, row.source, row.numero)
        for minor, names in columns.items():
            yield from ((row.enregistre_a, 0, (minor, None), name, origin) for name in names)
        changes = connection.execute(select(t.bilan["changements"]).where(t.id == row.id)).scalar()
        for change in changes or ():
            if change["table"] == m.representant.name and change["jeune"] in minors:
                who = (change["jeune"], change["cle"][0])
                names = [_ALL] if change["fait"] == "ajoute" else [*change.get("apres", ())]
                yield from ((row.enregistre_a, 0, who, name, origin) for name in names)
