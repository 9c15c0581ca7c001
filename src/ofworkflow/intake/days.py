"""The days of a column, read together: which order, which century, which calendar of numbers. Pure.

A day alone may be read in two ways; the other rows of its column, and what a birth date can be, tell which.
What nothing tells is a doubt, never a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ofworkflow.records import dataclass
from ofworkflow.text import fold

_PARIS = ZoneInfo("Europe/Paris")
_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "january": 1,
    "fevrier": 2, "fevr": 2, "fev": 2, "feb": 2, "february": 2,
    "mars": 3, "mar": 3, "march": 3,
    "avril": 4, "avr": 4, "apr": 4, "april": 4,
    "mai": 5, "may": 5,
    "juin": 6, "jun": 6, "june": 6,
    "juillet": 7, "juil": 7, "jul": 7, "july": 7,
    "aout": 8, "aug": 8, "august": 8,
    "septembre": 9, "sept": 9, "sep": 9, "september": 9,
    "octobre": 10, "oct": 10, "october": 10,
    "novembre": 11, "nov": 11, "november": 11,
    "decembre": 12, "dec": 12, "december": 12,
}  # fmt: skip
_CLOCK = r"(?:[ T,àa]+\s*(\d{1,2})\s*[:hH]\s*(\d{2})(?:\s*:\s*\d{2})?(?:[.,]\d+)?\s*(?:([AaPp])\.?[Mm]\.?)?)?"
_WEEK = frozenset(
    ["lun", "mar", "mer", "jeu", "ven", "sam", "dim", "mon", "tue", "wed", "thu", "fri", "sat", "sun"]
)
_DAYS_OF_WEEK = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAY_OF_WEEK = re.compile(rf"({'|'.join(_DAYS_OF_WEEK)})\b[ ,]+(?=\d)", re.IGNORECASE)
_THREE = re.compile(r"(\d{1,2})\s*[/.,\\|\- ]{1,2}\s*(\d{1,2})\s*[/.,\\|\- ]{1,2}\s*(\d{4}|\d{2})" + _CLOCK)
_ISO = re.compile(
    r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})"
    r"(?:[ T](\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?"
)
_COMPACT = re.compile(r"\d{8}|\d{6}")
_SERIAL = re.compile(r"(\d{2}\s?\d{3})(?:[.,]\d+)?")
_SCIENTIFIC = re.compile(r"(\d)[.,](\d{4})E\+?0?4", re.IGNORECASE)
_INSTANT = re.compile(r"(\d{9,10})(000)?")  # seconds or thousandths since 1970, of a program
_AROUND = re.compile(
    r"^(?:ne\(e\)|(?:nee?|le|du|date|naissance)\b)[ :]*(?:le\b[ :]*)?|\s*(?:\(?\d{1,2} ans\)?|\*+|\.|;)\s*$"
    r"|\s+(?:a|à)\s+[a-z].*$|\s\d\d:\d\d:\d\d gmt.*$"
)
_SIGNS = str.maketrans(dict.fromkeys("⁄∕／", "/") | dict.fromkeys("‐‑‒–—−", "-") | {'"': None})
_EPOCHS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
_YEARS = range(1900, 2200)
_LATE = range(22, 24)  # hours of the evening that midnight in Paris is, in universal time
_EVENING = 18  # from that hour on, midnight somewhere else: the day may be the next one
_LONGEST = 80  # characters that a day is written in
_MANY = 4  # days of a column, none past the twelfth, that no other column vouches for


@dataclass(frozen=True, slots=True)
class ReadDay:
    """A day that was read: `swapped` is the other one that it may be, `how` what had to be supposed."""

    on: date
    swapped: date | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class DayOrder:
    """How a column of days is read: the order that its rows prove (« jour », « mois », or nothing).

    `year_first` is the order of what begins with the year: « mois » as everybody writes it, « jour » where
    rows prove it, « doute » where they prove both. `half_swapped`: the spreadsheet took some texts for days,
    those that a month could be first in, and left the others.
    """

    order: str = ""
    why: str = ""
    year_first: str = "mois"
    half_swapped: bool = False
    suspect: bool = False  # many days, not one past the twelfth

    def read(self, text: str, plausible: Callable[[date], bool]) -> ReadDay | None:
        """Return the day of a cell; `None` for what is no day. `plausible` tells what the day can be."""
        if len(text) > _LONGEST:
            return None
        text = bare(text)
        if of_week := _DAY_OF_WEEK.match(text):
            day = self.read(text[of_week.end() :], plausible)
            return day and _on_that_day(day, _DAYS_OF_WEEK.index(of_week[1].lower()))
        for reader in (self._iso, self._three, _written, _compact, _serial, _instant):
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
        if match[4]:
            hour = int(match[4]) % 12 + (12 if match[6] in "pP" else 0) if match[6] else int(match[4])
            if hour >= _EVENING and (
                self.order or not other or other[0] == usual[0] or not plausible(other[0])
            ):
                return _in_paris(usual[0], hour, match[5])
        if self.order or not other or other[0] == usual[0] or not plausible(other[0]):
            return ReadDay(usual[0])
        if not plausible(usual[0]):
            return ReadDay(other[0], how="mois avant le jour")
        return ReadDay(usual[0], swapped=other[0])

    def _iso(self, text: str, plausible: Callable[[date], bool]) -> ReadDay | None:
        day = _iso(text)
        if day is None or (self.year_first == "mois" and not self.half_swapped):
            return day
        other = _day(day.on.year, day.on.day, day.on.month)
        if other is None or other == day.on:
            return day
        if self.year_first == "jour":
            return ReadDay(other, how="le jour avant le mois")
        return ReadDay(day.on, swapped=other) if plausible(day.on) and plausible(other) else day


def _on_that_day(day: ReadDay, of_week: int) -> ReadDay | None:
    """Return the day that falls on that day of the week, 0 for Monday; `None` where it contradicts it."""
    either = [on for on in (day.on, day.swapped) if on is not None and on.weekday() == of_week]
    return (
        ReadDay(either[0], how=day.how if either[0] == day.on else "mois avant le jour") if either else None
    )


def bare(text: str) -> str:
    """Return the text of a day without what is written around it: « né le … », « (17 ans) », a star."""
    text = text.translate(_SIGNS).strip(" '")
    lower = fold(text)
    if (
        text.isascii()
        and not any(char.isalpha() or char in "*(;" for char in text)
        and not text.endswith(".")
    ):
        return text
    rest, was = text.casefold() if not lower else _unaccented(text), ""
    while rest != was:
        was, rest = rest, _AROUND.sub("", rest).strip()
    return rest if rest != _unaccented(text) else text


def _unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def order_of(texts: Iterable[str]) -> DayOrder:
    """Return the order that the days of a column prove: one above twelve in first or in second place."""
    first = second = low = high = straight = turned = 0
    for text in (bare(text) for text in texts if len(text) <= _LONGEST):
        if match := _THREE.fullmatch(text):
            first += int(match[1]) > 12 >= int(match[2])
            second += int(match[2]) > 12 >= int(match[1])
            low += int(match[1]) <= 12 and int(match[2]) <= 12
        elif match := _ISO.fullmatch(text):
            straight += int(match[3]) > 12 >= int(match[2])
            turned += int(match[2]) > 12 >= int(match[3])
            high += int(match[3]) <= 12
    half = first + second >= _MANY - 1 and not low and not straight and high >= 2
    year_first = "mois" if not turned else "doute" if straight else "jour"
    if first and not second:
        return DayOrder("jour", "le jour d'abord, comme d'autres lignes le prouvent", year_first, half)
    if second and not first:
        return DayOrder(
            "mois", "le mois d'abord (ordre américain), comme d'autres lignes le prouvent", year_first, half
        )
    return DayOrder("", "", year_first, half, suspect=low >= _MANY)


def _likely(days: list[date], plausible: Callable[[date], bool]) -> list[date]:
    return [d for d in days if plausible(d)] or days


def _iso(text: str) -> ReadDay | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    on = _day(year, month, day)
    if on is None:
        turned = _day(year, day, month)
        return ReadDay(turned, how="le jour avant le mois") if turned else None
    return _in_paris(on, int(match[4] or 0), match[5])


def _in_paris(on: date, hour: int, minutes: str | None) -> ReadDay:
    """Return the day that an hour was written with: that of Paris where it is midnight there, else perhaps
    the next one when it is an evening."""
    if hour in _LATE and minutes == "00":
        instant = datetime(on.year, on.month, on.day, hour, tzinfo=UTC).astimezone(_PARIS)
        if instant.hour == 0:  # an export in universal time: the day has not begun there
            return ReadDay(instant.date(), how="heure universelle ramenée au jour de Paris")
    if hour >= _EVENING and on < date.max:
        return ReadDay(on, swapped=date.fromordinal(on.toordinal() + 1))
    return ReadDay(on)


def _written(text: str, plausible: Callable[[date], bool]) -> ReadDay | None:
    words = [
        word
        for word in re.findall(r"[a-z]+|\d+", fold(text))
        if word not in {"er", "st", "nd", "rd", "th", "le"}
    ]
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    numbers = [word for word in words if word.isdigit()]
    if (
        len(months) != 1
        or len(numbers) != 2
        or len(words) > 4
        or (len(words) == 4 and words[0][:3] not in _WEEK)
    ):
        return None
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) == 4 else numbers
    years = [int(year)] if len(year) == 4 else [2000 + int(year), 1900 + int(year)]
    days = _likely([d for y in years if (d := _day(y, months[0], int(day)))], plausible)
    return ReadDay(days[0]) if days else None


def _compact(text: str, plausible: Callable[[date], bool]) -> ReadDay | None:
    if not _COMPACT.fullmatch(text):
        return None
    if len(text) == 6:  # « 140509 »: the century by what a birth date can be
        pairs = int(text[:2]), int(text[2:4]), int(text[4:])
        readings = [_day(2000 + pairs[2], pairs[1], pairs[0]), _day(2000 + pairs[0], pairs[1], pairs[2]),
                    _day(2000 + pairs[2], pairs[0], pairs[1])]  # fmt: skip
    else:
        readings = [
            _day(int(text[:4]), int(text[4:6]), int(text[6:])),
            _day(int(text[4:]), int(text[2:4]), int(text[:2])),
            _day(int(text[4:]), int(text[:2]), int(text[2:4])),
        ]
    days = list(dict.fromkeys(d for d in readings if d is not None and plausible(d)))
    if len(days) == 2:
        return ReadDay(days[0], swapped=days[1])
    return ReadDay(days[0]) if len(days) == 1 else None


def _serial(text: str, plausible: Callable[[date], bool]) -> ReadDay | None:
    scientific = _SCIENTIFIC.fullmatch(text)
    match = _SERIAL.fullmatch(text)
    if scientific is None and match is None:
        return None
    # the calendar of 1900 is that of all but some workbooks of a Mac: the other is read only where it alone
    # can be
    days = int(scientific[1] + scientific[2] if scientific else "".join(match[1].split()) if match else "0")
    for name, start in _EPOCHS.items():
        on = date.fromordinal(start.toordinal() + days)
        if plausible(on):
            return ReadDay(on, how=f"nombre de jours d'un tableur (calendrier {name})")
    return None


def _instant(text: str, plausible: Callable[[date], bool]) -> ReadDay | None:
    match = _INSTANT.fullmatch(text)
    if match is None:
        return None
    on = datetime.fromtimestamp(int(match[1]), tz=_PARIS).date()
    return ReadDay(on, how="nombre de secondes d'un programme") if plausible(on) else None


def _day(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
