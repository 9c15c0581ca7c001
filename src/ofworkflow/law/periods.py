"""Lengths of time, each with the way its days are counted (code de procédure civile, articles 640 to 642).

The day of departure never counts. Months and years keep the day number, or end on the last day of the month.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ofworkflow.law.calendar import WorkCalendar
from ofworkflow.records import dataclass
from ofworkflow.text import counted

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Days:
    """A number of calendar days; may be negative, to count back."""

    count: int

    def after(self, day: date, calendar: WorkCalendar) -> date:
        """Return the day that ends the period started on `day`."""
        return day + timedelta(days=self.count)

    def __str__(self) -> str:
        return counted(self.count, "jour")


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A day met while counting working days: its rank, or why it is skipped."""

    on: date
    rank: int | None
    why_skipped: str | None


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A number of working days of the territory."""

    count: int

    def after(self, day: date, calendar: WorkCalendar) -> date:
        """Return the working day that ends the period started on `day`."""
        for _ in range(self.count):
            day = calendar.next_working(day + timedelta(days=1))
        return day

    def counted(self, day: date, calendar: WorkCalendar) -> Iterator[CountedDay]:
        """Yield each day from the morrow of `day` to the one that ends the period, with its rank or why it
        is skipped."""
        rank = 0
        while rank < self.count:
            day += timedelta(days=1)
            why = calendar.why_not_working(day)
            rank += why is None
            yield CountedDay(day, None if why else rank, why)

    def __str__(self) -> str:
        return counted(self.count, "jour ouvré")


@dataclass(frozen=True, slots=True)
class Months:
    """A number of months: same day number, else the last day of the month (CPC 641)."""

    count: int

    def after(self, day: date, calendar: WorkCalendar) -> date:
        """Return the day that ends the period started on `day`."""
        return add_months(day, self.count)

    def __str__(self) -> str:
        return f"{self.count} mois"


@dataclass(frozen=True, slots=True)
class Years:
    """A number of years; 29 February becomes 28 February in a common year."""

    count: int

    def after(self, day: date, calendar: WorkCalendar) -> date:
        """Return the day that ends the period started on `day`."""
        return add_months(day, self.count * _MONTHS_A_YEAR)

    def __str__(self) -> str:
        return counted(self.count, "an")


Period = Days | WorkingDays | Months | Years

_SPELLED = {2: "deux", 3: "trois", 15: "quinze", 16: "seize", 18: "dix-huit", 40: "quarante"}


def in_words(length: Period) -> str:
    """Return a period as a sentence says it, « deux mois » or « dix-huit ans »; in figures where it has no
    word here."""
    return str(length).replace(str(length.count), _SPELLED.get(length.count, str(length.count)), 1)


_UNITS: tuple[tuple[str, type[Period]], ...] = (
    ("jour ouvré", WorkingDays), ("jours ouvrés", WorkingDays), ("jour", Days), ("jours", Days),
    ("mois", Months), ("an", Years), ("ans", Years),
)  # fmt: skip


def read_period(text: str) -> Period | None:
    """Return the period that was written, as « 5 jours ouvrés » in a journal; `None` when it is none."""
    count, _, unit = text.partition(" ")
    kind = dict(_UNITS).get(unit)
    return kind(int(count)) if kind and count.removeprefix("-").isdecimal() else None


def add_days(day: date, count: int) -> date:
    """Return the day `count` calendar days after `day` (before it, when negative)."""
    return day + timedelta(days=count)


def days_between(first: date, last: date) -> int:
    """Return the number of calendar days from `first` to `last`; negative when `last` comes first."""
    return (last - first).days


def add_years(day: date, count: int) -> date:
    """Return the anniversary of `day`; 28 February in a common year for 29 February."""
    return add_months(day, count * _MONTHS_A_YEAR)


def add_months(day: date, count: int) -> date:
    """Return the same day number `count` months later, else the last day of that month (CPC 641)."""
    years, month0 = divmod(day.month - 1 + count, _MONTHS_A_YEAR)
    year, month = day.year + years, month0 + 1
    return date(year, month, min(day.day, _last_day(year, month)))


def _last_day(year: int, month: int) -> int:
    # by hand: the standard `calendar` costs more to import than all the rest of law/
    following = date(year + month // _MONTHS_A_YEAR, month % _MONTHS_A_YEAR + 1, 1)
    return (following - timedelta(days=1)).day
