"""Hours proposed for several interviews at once: who must be received first is served first, brothers and
sisters together.

Nothing is asked of a base, nothing is decided: a proposal is given like any other appointment, with the same
guards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, time
from typing import NamedTuple

from ofworkflow.law.hours import times_it_strikes
from ofworkflow.law.periods import add_days
from ofworkflow.procedure.appointments import Leave, free_hours, meets, room_of
from ofworkflow.procedure.case import HouseRules
from ofworkflow.records import dataclass


class Slot(NamedTuple):
    """A day, an hour, and where."""

    le: date
    heure: time
    lieu: str = ""


_A_YEAR = 366


@dataclass(frozen=True, slots=True)
class Wanted:
    """An interview to give an hour to: from `from_on` (the notice), before the day `before` (majority), by
    `due_on` (the legal end that comes first) where an hour is left; a `household` is received together."""

    key: int
    household: int
    counsellor: str
    from_on: date
    before: date
    due_on: date


@dataclass(slots=True)
class _Diary:
    """The hours of each counsellor and of each room, filled as they are given."""

    rules: HouseRules
    place: str = ""
    away: Sequence[Leave] = ()
    taken: dict[tuple[str, date], set[time]] = field(default_factory=lambda: defaultdict(set))
    _free: dict[tuple[str, date], frozenset[time]] = field(default_factory=dict)
    _rooms: dict[tuple[str, date], set[time]] = field(default_factory=lambda: defaultdict(set))

    def free(self, counsellor: str, day: date) -> frozenset[time]:
        place = counsellor, day
        if place not in self._free:
            hours = free_hours(self.rules, day, tuple(self.taken[place]))
            mine = [leave for leave in self.away if leave.counsellor == counsellor and leave.covers(day)]
            if mine:
                length = self.rules.duree_entretien
                hours = tuple(at for at in hours if not any(leave.covers(day, at, length) for leave in mine))
            self._free[place] = frozenset(
                at for at in hours if times_it_strikes(day, at, self.rules.fuseau) == 1
            )
        return self._free[place]

    def room(self, day: date, at: time) -> str | None:
        """Return the first room that is free then; empty where the house counts none, `None` where all are
        taken."""
        if not self.rules.salles:
            return ""
        rooms = (r for r in self.rules.salles if not meets(at, self._rooms[r, day], self.rules))
        return next(rooms, None)

    def take(self, counsellors: Iterable[str], slot: Slot) -> None:
        for counsellor in counsellors:
            self.taken[counsellor, slot.le].add(slot.heure)
            self._free.pop((counsellor, slot.le), None)
        if room := room_of(slot.lieu, self.rules):
            self._rooms[room, slot.le].add(slot.heure)

    def first(self, group: Sequence[Wanted]) -> Slot | None:
        """Return the first hour at which all of them may be received, and where."""
        counsellors = sorted({each.counsellor for each in group})
        day = max(each.from_on for each in group)
        last = min(min(each.before for each in group), add_days(day, _A_YEAR))
        while day < last:
            hours = frozenset.intersection(*(self.free(name, day) for name in counsellors))
            for at in sorted(hours):
                if (room := self.room(day, at)) is not None:
                    return Slot(day, at, ", ".join(filter(None, (room, self.place))))
            day = add_days(day, 1)
        return None


def propose(
    wanted: Sequence[Wanted],
    rules: HouseRules,
    *,
    place: str = "",
    busy: Iterable[tuple[str, Slot]] = (),
    away: Sequence[Leave] = (),
    expected: Mapping[int, Sequence[Slot]] | None = None,
) -> dict[int, Slot]:
    """Return an hour for each, by its key; who has none before majority is left out.

    `busy` are the hours already given, by counsellor; `away`, the leaves; `expected`, by household, the hours
    at which a brother or a sister comes already: they are shared.
    """
    diary = _Diary(rules, place, away)
    for counsellor, slot in busy:
        diary.take([counsellor], slot)
    groups: dict[int, list[Wanted]] = defaultdict(list)
    for each in sorted(wanted, key=_urgency):
        groups[each.household].append(each)
    placed: dict[int, Slot] = {}
    for household, group in sorted(groups.items(), key=lambda item: _urgency(item[1][0])):
        theirs = (expected or {}).get(household, ())
        rest = [each for each in group if not _joins(each, theirs, diary, placed)]
        if rest:
            _give(diary, rest, placed)
    return placed


def _urgency(each: Wanted) -> tuple[date, date, int]:
    return each.due_on, each.before, each.key


def _joins(each: Wanted, slots: Sequence[Slot], diary: _Diary, placed: dict[int, Slot]) -> bool:
    """Give the hour of a brother or a sister who is expected already, where it suits."""
    last = min(each.due_on, add_days(each.before, -1))
    mine = [leave for leave in diary.away if leave.counsellor == each.counsellor]
    suiting = (
        slot
        for slot in sorted(slots)
        if each.from_on <= slot.le <= last
        and not any(leave.covers(slot.le, slot.heure, diary.rules.duree_entretien) for leave in mine)
    )
    slot = next(suiting, None)
    if slot:
        placed[each.key] = slot
    return slot is not None


def _give(diary: _Diary, group: list[Wanted], placed: dict[int, Slot]) -> None:
    """Give a family one hour; each its own where waiting for the others would be too late for one."""
    together = diary.first(group)
    alone = diary.first(group[:1]) if len(group) > 1 else None
    due_on = group[0].due_on
    too_late = alone is not None and (together is None or alone.le <= due_on < together.le)
    if together is None or too_late:
        if len(group) == 1:
            return
        _give(diary, group[:1], placed)
        _give(diary, group[1:], placed)
        return
    diary.take({each.counsellor for each in group}, together)
    placed.update({each.key: together for each in group})
