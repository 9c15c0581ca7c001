"""Whether an appointment may be given on that day, at that hour: what stands in its way, said before anything
is made.

Nothing here is law: the articles set neither hours nor days. The house may go beyond, and says why.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import field
from datetime import date, time
from functools import lru_cache
from typing import TYPE_CHECKING

from ofworkflow.law.periods import add_days
from ofworkflow.procedure.french import french_day, french_hour
from ofworkflow.records import dataclass
from ofworkflow.text import fold

if TYPE_CHECKING:
    from ofworkflow.procedure.case import HouseRules, RendezVous

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
OPENING = re.compile(
    rf"({'|'.join(WEEKDAYS)})(?:-({'|'.join(WEEKDAYS)}))? +(\d{{1,2}}):(\d{{2}}) *- *(\d{{1,2}}):(\d{{2}})"
)
"""« lundi-vendredi 9:00-12:00 »: days, then from when to when."""
_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """A range of hours on some days of the week; an appointment may begin from `start` until before `end`."""

    days: frozenset[int]
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Taken:
    """An appointment of another dossier, still expected; `family` names its representatives. `by_another`:
    not the same counsellor, so that it takes its room only."""

    reference: str
    rdv: RendezVous
    family: frozenset[str] = field(default=frozenset())
    by_another: bool = False


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which a counsellor receives nobody, both included; from and until some hour of each of them,
    where it is not whole days."""

    counsellor: str
    first: date
    last: date
    since: time | None = None
    until: time | None = None

    def covers(self, day: date, at: time | None = None, minutes: int = 0) -> bool:
        """Tell whether the counsellor is away that day; at some hour, for an interview of so many minutes."""
        if not self.first <= day <= self.last:
            return False
        if at is None:
            return True
        early = self.since is not None and _minutes(at) + minutes <= _minutes(self.since)
        return not early and not (self.until is not None and at >= self.until)

    @property
    def hours(self) -> str:
        """Return its hours in words; empty for whole days."""
        since = f", à partir de {french_hour(self.since)}" if self.since else ""
        until = f", jusqu'à {french_hour(self.until)}" if self.until else ""
        return since + until

    @property
    def span(self) -> str:
        """Return its days and its hours in words, as they follow « est en congé »."""
        first, last = french_day(self.first), french_day(self.last)
        return (f"le {first}" if self.first == self.last else f"du {first} au {last}") + self.hours

    @classmethod
    def of_row(cls, counsellor: str, first: date, last: date, since: str | None, until: str | None) -> Leave:
        """Return a leave as it is stored."""
        from_, to = (time.fromisoformat(text) if text else None for text in (since, until))
        return cls(counsellor, first, last, from_, to)


@lru_cache(maxsize=64)
def opening_hours(lines: tuple[str, ...]) -> tuple[OpeningHours, ...]:
    """Return the opening hours that the house wrote; raise `ValueError` for a line that is not one."""
    return tuple(map(_opening, lines))


def _opening(line: str) -> OpeningHours:
    match = OPENING.fullmatch(line.strip().lower())
    if match is None:
        raise ValueError(line)
    first = WEEKDAYS.index(match[1])
    last = WEEKDAYS.index(match[2]) if match[2] else first
    days = frozenset((first + i) % 7 for i in range((last - first) % 7 + 1))
    hours = OpeningHours(days, time(int(match[3]), int(match[4])), time(int(match[5]), int(match[6])))
    if hours.start >= hours.end:
        raise ValueError(line)
    return hours


def obstacles(
    rdv: RendezVous,
    rules: HouseRules,
    taken: Sequence[Taken] = (),
    *,
    family: frozenset[str] = frozenset(),
    leaves: Sequence[Leave] = (),
) -> tuple[str, ...]:
    """Return what stands in the way of an appointment, each as a sentence without its full stop; empty where
    nothing does.

    `taken` are the other dossiers' of that day; those of the same `family` (brothers and sisters) may be
    received together. A counsellor receives one family at a time wherever it is, and nobody while on leave; a
    room holds one.
    """
    away = (
        f"{each.counsellor} est en congé {each.span}"
        for each in leaves
        if each.covers(rdv.le, rdv.heure, rules.duree_entretien)
    )
    return (*_obstacles(rdv, rules, taken, family), *away)


def _obstacles(
    rdv: RendezVous, rules: HouseRules, taken: Sequence[Taken], family: frozenset[str]
) -> Iterator[str]:
    hours = opening_hours(rules.ouverture)
    weekday = rdv.le.weekday()
    open_that_day = [each for each in hours if weekday in each.days]
    if holiday := rules.calendar.holiday(rdv.le):
        yield f"le {french_day(rdv.le)} est férié ({holiday})"
    elif weekday == _SUNDAY and not open_that_day:
        yield f"le {french_day(rdv.le)} est un dimanche"
    elif hours and not any(each.start <= rdv.heure < each.end for each in open_that_day):
        yield f"{french_hour(rdv.heure)}, le {french_day(rdv.le)}, est hors des heures d'ouverture"
    room = room_of(rdv.lieu, rules)
    for other in taken:
        if family & other.family or not overlap(rdv, other.rdv, rules):
            continue
        at = french_hour(other.rdv.heure)
        which = f"dossier {other.reference}, entretiens de {rules.duree_entretien} minutes"
        if not other.by_another:
            yield f"une autre famille est attendue à {at} par le même conseiller ({which})"
        elif room and room == room_of(other.rdv.lieu, rules):
            yield f"« {room} » est pris à {at} par une autre famille ({which})"


def room_of(place: str, rules: HouseRules) -> str:
    """Return the room of the house that a place begins with (« bureau 2, dans nos locaux »); empty where it
    names none."""
    head = fold(place.partition(",")[0])
    return next((room for room in rules.salles if fold(room) == head), "")


def overlap(one: RendezVous, other: RendezVous, rules: HouseRules) -> bool:
    """Tell whether two interviews of the house's length would be held at the same time."""
    apart = abs(_minutes(one.heure) - _minutes(other.heure))
    return one.le == other.le and apart < rules.duree_entretien


def meets(at: time, others: Collection[time], rules: HouseRules, *, minutes: int = 0) -> bool:
    """Tell whether an interview of the house's length, or of so many `minutes`, begun then, would meet one of
    the others."""
    return any(abs(_minutes(at) - _minutes(other)) < (minutes or rules.duree_entretien) for other in others)


def first_open(rules: HouseRules, day: date) -> tuple[date, time]:
    """Return the first day from `day` on which the house receives, and an hour of it: two in the afternoon
    where it is open then."""
    hours = opening_hours(rules.ouverture)
    for ahead in range(_A_YEAR):
        on = add_days(day, ahead)
        that_day = [each for each in hours if on.weekday() in each.days]
        if (
            rules.calendar.holiday(on)
            or (hours and not that_day)
            or (on.weekday() == _SUNDAY and not that_day)
        ):
            continue
        usual = not hours or any(each.start <= _USUAL < each.end for each in that_day)
        return on, _USUAL if usual else min(each.start for each in that_day)
    return day, _USUAL


def free_hours(rules: HouseRules, day: date, taken: Sequence[time]) -> tuple[time, ...]:
    """Return the hours of a day at which an interview of the house's length may begin, end before closing,
    and meet no other; none where the house wrote no opening hours."""
    if rules.calendar.holiday(day):
        return ()
    busy = [_minutes(at) for at in taken]
    hours: list[time] = []
    for each in opening_hours(rules.ouverture):
        if day.weekday() not in each.days:
            continue
        at, end = _minutes(each.start), _minutes(each.end)
        while at + rules.duree_entretien <= end:
            clash = [other for other in busy if abs(other - at) < rules.duree_entretien]
            if clash:  # the next interview begins when that one ends
                at = max(clash) + rules.duree_entretien
            else:
                hours.append(time(at // 60, at % 60))
                at += rules.duree_entretien
    return tuple(sorted(hours))


_USUAL = time(14)
_A_YEAR = 366


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
