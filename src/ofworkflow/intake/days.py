"""The days of a column, read together: which order, which century, which calendar of numbers. Pure.

A day alone may be read in two ways; the other rows of its column, and what a birth date can be, tell which. What
nothing tells is a doubt, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ofworkflow.records import dataclass
from ofworkflow.text import fold

_PARIS = ZoneInfo("Europe/Paris")
_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "january": 1, "fevrier": 2, "fevr": 2, "fev": 2, "feb": 2, "february": 2, "mars": 3,
    "mar": 3, "march": 3, "avril": 4, "avr": 4, "apr": 4, "april": 4, "mai": 5, "may": 5, "juin": 6, "jun": 6, "june": 6,
    "juillet": 7, "juil": 7, "jul": 7, "july": 7, "aout": 8, "aug": 8, "august": 8, "septembre": 9, "sept": 9, "sep": 9,
    "september": 9, "octobre": 10, "oct": 10, "october": 10, "novembre": 11, "nov": 11, "november": 11, "decembre": 12,
    "dec": 12, "december": 12,
}  # fmt: skip
_THREE = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})(?:[ T]0{1,2}:00(?::00)?)?")
_ISO = re.compile(
    r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ T](\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?"
)
_COMPACT = re.compile(r"\d{8}")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_NUMBERED = re.compile(r"\d{1,6}(?:[.,]\d+)?")
_EPOCHS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
_YEARS = range(1900, 2200)
_LATE = range(22, 24)  # hours of the evening that midnight in Paris is, in universal time


@dataclass(frozen=True, slots=True)
class ReadDay:
    """A day that was read: `swapped` is the other one that it may be, `how` what had to be supposed."""

    on: date
    swapped: date | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class DayOrder:
    """How a column of days is read: the order that its rows prove (« jour », « mois », or nothing)."""

    order: str = ""
    why: str = ""

    def read(self, text: str, plausible: Callable[[date], bool]) -> ReadDay | None:
        """Return the day of a cell; `None` for what is no day. `plausible` tells what the day can be."""
        for reader in (_iso, self._three, _written, _compact, _serial):
            day = reader(text, plausible)
            if day is not None:
                return day
        return None

    def _three(self, text: str, plausible: Callable[[date], bool]) -> ReadDay | None:
        match = _THREE.fullmatch(text)
        if match is None:
            return None
        first, second, year = int(match[1]), int(match[2]), match[3]
        years = [int(year)] if len(year) == 4 else [2000 + int(year), 1900 + int(year)]
        usual = [d for y in years if (d := _day(y, second, first))]
        other = [d for y in years if (d := _day(y, first, second))]
        usual, other = _likely(usual, plausible), _likely(other, plausible)
        if self.order == "mois":
            usual, other = other, usual
        if not usual:
            return ReadDay(other[0], how="mois avant le jour") if other and not self.order else None
        if self.order or not other or other[0] == usual[0] or not plausible(other[0]):
            return ReadDay(usual[0])
        if not plausible(usual[0]):
            return ReadDay(other[0], how="mois avant le jour")
        return ReadDay(usual[0], swapped=other[0])


def order_of(texts: Iterable[str]) -> DayOrder:
    """Return the order that the days of a column prove: one above twelve in first or in second place."""
    first = second = 0
    for text in texts:
        if match := _THREE.fullmatch(text):
            first += int(match[1]) > 12 >= int(match[2])
            second += int(match[2]) > 12 >= int(match[1])
    if first and not second:
        return DayOrder("jour", "le jour d'abord, comme d'autres lignes le prouvent")
    if second and not first:
        return DayOrder("mois", "le mois d'abord (ordre américain), comme d'autres lignes le prouvent")
    return DayOrder()


def epoch_shifted(texts: Sequence[str]) -> bool:
    """Tell whether the days of a column are midnights of Paris written in universal time, an evening before."""
    timed = [match for text in texts if (match := _ISO.fullmatch(text)) and match[4]]
    return bool(timed) and all(int(match[4]) in _LATE and match[5] == "00" for match in timed)


def _likely(days: list[date], plausible: Callable[[date], bool]) -> list[date]:
    return [d for d in days if plausible(d)] or days


def _iso(text: str, plausible: Callable[[date], bool]) -> ReadDay | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    on = _day(int(match[1]), int(match[2]), int(match[3]))
    if on is None:
        return None
    hour = int(match[4] or 0)
    if hour in _LATE and match[5] == "00":
        instant = datetime(on.year, on.month, on.day, hour, tzinfo=UTC).astimezone(_PARIS)
        if instant.hour == 0:  # an export in universal time: the day has not begun there
            return ReadDay(instant.date(), how="heure universelle ramenée au jour de Paris")
    return ReadDay(on)


def _written(text: str, plausible: Callable[[date], bool]) -> ReadDay | None:
    words = [
        word
        for word in re.findall(r"[a-z]+|\d+", fold(text))
        if word not in {"er", "st", "nd", "rd", "th", "le"}
    ]
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    numbers = [word for word in words if word.isdigit()]
    if len(months) != 1 or len(numbers) != 2 or len(words) > 4:
        return None
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) == 4 else numbers
    years = [int(year)] if len(year) == 4 else [2000 + int(year), 1900 + int(year)]
    days = _likely([d for y in years if (d := _day(y, months[0], int(day)))], plausible)
    return ReadDay(days[0]) if days else None


def _compact(text: str, plausible: Callable[[date], bool]) -> ReadDay | None:
    if not _COMPACT.fullmatch(text):
        return None
    readings = (
        _day(int(text[:4]), int(text[4:6]), int(text[6:])),
        _day(int(text[4:]), int(text[2:4]), int(text[:2])),
    )
    days = [d for d in readings if d is not None and plausible(d)]
    return ReadDay(days[0]) if len(days) == 1 else None


def _serial(text: str, plausible: Callable[[date], bool]) -> ReadDay | None:
    if not _SERIAL.fullmatch(text):
        return None
    # the calendar of 1900 is that of all but some workbooks of a Mac: the other is read only where it alone can be
    days = int(re.split("[.,]", text)[0])
    for name, start in _EPOCHS.items():
        on = date.fromordinal(start.toordinal() + days)
        if plausible(on):
            return ReadDay(on, how=f"nombre de jours d'un tableur (calendrier {name})")
    return None


def _day(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
