"""Dates as people type them: `2026-12-03`, `03/12/2026`, `3/12`, `demain`, `lundi`, `+15j`."""

from __future__ import annotations

import re
from datetime import date, time

from ofworkflow.errors import UsageError
from ofworkflow.law.periods import add_days, days_between

_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_NEAR = {
    "aujourd'hui": 0,
    "aujourdhui": 0,
    "demain": 1,
    "après-demain": 2,
    "apres-demain": 2,
    "hier": -1,
    "avant-hier": -2,
}
_EXAMPLES = "2026-12-03, 03/12/2026, 3/12, demain, lundi, +15j"
_HALF_A_YEAR = 183
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Beyond these a day is a slip of the keyboard, and the days that are counted from it may not exist."""


def read_date(text: str, *, today: date, past: bool = False) -> date:
    """Return the day that was meant; a day without a year, or a weekday, is the next one, or the last one
    when `past`.

    Raise `UsageError` for a day that does not exist, is not understood, or that nobody living can mean.
    """
    day = _read(text, today, past=past)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UsageError(
            f"La date « {text} » est trop loin : l'année va de {FIRST_YEAR} à {LAST_YEAR}. Vérifiez-la."
        )
    return day


def _read(text: str, today: date, *, past: bool) -> date:
    word = text.strip().lower().replace("’", "'")
    if word in _NEAR:
        return add_days(today, _NEAR[word])
    if word in _WEEKDAYS:
        return _weekday(_WEEKDAYS.index(word), today, past=past)
    if match := re.fullmatch(r"([+-][0-9]{1,4})\s*j?", word):
        return add_days(today, int(match[1]))
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", word):
        return _day(text, int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})", word):
        return _day(text, int(match[3]), int(match[2]), int(match[1]))
    if match := re.fullmatch(r"([0-9]{1,2})[/.]([0-9]{1,2})", word):
        return _nearest_year(text, int(match[1]), int(match[2]), today, past=past)
    raise UsageError(
        f"La date « {text} » n'est pas comprise. Écrivez-la comme l'un de ces exemples : {_EXAMPLES}."
    )


def read_appointment(text: str, *, today: date) -> tuple[date, time]:
    """Return the day and hour of « DATE HH:MM »; raise `UsageError` when the hour is missing or does not
    exist."""
    match = re.fullmatch(r"(.+?)\s+(?:à\s+)?([0-9]{1,2})\s*[h:]\s*([0-9]{2})?", text.strip().lower())
    if match is None:
        raise UsageError(
            f"Le rendez-vous « {text} » n'est pas compris. Écrivez le jour et l'heure : --rdv \"2026-12-03 "
            '14:00".'
        )
    hour, minute = int(match[2]), int(match[3] or 0)
    if hour > 23 or minute > 59:
        raise UsageError(f"L'heure {hour}:{minute:02d} n'existe pas. Écrivez-la de 00:00 à 23:59.")
    return read_date(match[1], today=today), time(hour, minute)


def read_hour(text: str) -> time:
    """Return the hour of « 10:30 », « 10h30 » or « 10 h »; raise `UsageError` when it is none."""
    match = re.fullmatch(r"([0-9]{1,2})\s*[h:]\s*([0-9]{2})?", text.strip().lower())
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise UsageError(f"L'heure « {text} » n'est pas comprise. Écrivez-la comme 10:30, de 00:00 à 23:59.")
    return time(int(match[1]), int(match[2] or 0))


def _weekday(wanted: int, today: date, *, past: bool) -> date:
    ahead = (wanted - today.weekday()) % 7
    if past:
        return add_days(today, ahead - 7 if ahead else 0)
    return add_days(today, ahead or 7)


def _nearest_year(text: str, day: int, month: int, today: date, *, past: bool) -> date:
    this_year = _day(text, today.year, month, day)
    if past:
        return this_year if this_year <= today else _day(text, today.year - 1, month, day)
    gone = days_between(this_year, today)
    return _day(text, today.year + 1, month, day) if gone > _HALF_A_YEAR else this_year


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UsageError(
            f"La date « {text} » n'existe pas dans le calendrier. Vérifiez le jour et le mois."
        ) from None
