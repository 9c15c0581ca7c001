"""School holidays by zone: shown beside an appointment, never an obstacle to it.

The official calendar, as the ministry publishes it (« Calendrier scolaire », data.education.gouv.fr, Licence
Ouverte; 2025-2026: arrêté of 7 December 2022). A period begins after the lessons of the day before its first
day here, and its last day here is the eve of the return. Corsica and the overseas territories set their own:
nothing is said of them. Nothing is said either beyond the last year of the table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

ZONES = ("A", "B", "C")


class SchoolHoliday(NamedTuple):
    """A period without school, in some zones: its name, its first and last day."""

    name: str
    first: date
    last: date
    zones: str = "ABC"


CALENDAR = (
    SchoolHoliday("vacances de la Toussaint", date(2025, 10, 18), date(2025, 11, 2)),
    SchoolHoliday("vacances de Noël", date(2025, 12, 20), date(2026, 1, 4)),
    SchoolHoliday("vacances d'hiver", date(2026, 2, 7), date(2026, 2, 22), "A"),
    SchoolHoliday("vacances d'hiver", date(2026, 2, 14), date(2026, 3, 1), "B"),
    SchoolHoliday("vacances d'hiver", date(2026, 2, 21), date(2026, 3, 8), "C"),
    SchoolHoliday("vacances de printemps", date(2026, 4, 4), date(2026, 4, 19), "A"),
    SchoolHoliday("vacances de printemps", date(2026, 4, 11), date(2026, 4, 26), "B"),
    SchoolHoliday("vacances de printemps", date(2026, 4, 18), date(2026, 5, 3), "C"),
    SchoolHoliday("pont de l'Ascension", date(2026, 5, 14), date(2026, 5, 17)),
    SchoolHoliday("vacances d'été", date(2026, 7, 4), date(2026, 8, 31)),
    SchoolHoliday("vacances de la Toussaint", date(2026, 10, 17), date(2026, 11, 1)),
    SchoolHoliday("vacances de Noël", date(2026, 12, 19), date(2027, 1, 3)),
    SchoolHoliday("vacances d'hiver", date(2027, 2, 6), date(2027, 2, 21), "C"),
    SchoolHoliday("vacances d'hiver", date(2027, 2, 13), date(2027, 2, 28), "A"),
    SchoolHoliday("vacances d'hiver", date(2027, 2, 20), date(2027, 3, 7), "B"),
    SchoolHoliday("vacances de printemps", date(2027, 4, 3), date(2027, 4, 18), "C"),
    SchoolHoliday("vacances de printemps", date(2027, 4, 10), date(2027, 4, 25), "A"),
    SchoolHoliday("vacances de printemps", date(2027, 4, 17), date(2027, 5, 2), "B"),
    SchoolHoliday("pont de l'Ascension", date(2027, 5, 6), date(2027, 5, 9)),
    SchoolHoliday("vacances d'été", date(2027, 7, 3), date(2027, 8, 31)),
)

# Code de l'éducation, D. 521-1 and its arrêté: the académies of each zone, by the départements they hold.
_ZONE_A = frozenset(
    {
        "01", "03", "07", "15", "16", "17", "19", "21", "23", "24", "25", "26", "33", "38", "39", "40", "42",
        "43", "47", "58", "63", "64", "69", "70", "71", "73", "74", "79", "86", "87", "89", "90",
    }
)  # fmt: skip
_ZONE_C = frozenset(
    {
        "09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "75", "77", "78", "81", "82", "91",
        "92", "93", "94", "95",
    }
)  # fmt: skip
_DEPARTEMENTS = frozenset(f"{number:02d}" for number in range(1, 96) if number != 20)


def school_holidays(first: date, last: date, zone: str) -> Iterator[SchoolHoliday]:
    """Yield the periods of a zone that meet these days, both included; none for no zone."""
    for period in CALENDAR:
        if zone and zone in period.zones and period.first <= last and first <= period.last:
            yield period


def school_holiday(day: date, zone: str) -> str:
    """Return the name of the school holidays of that day, empty where there are none."""
    return next((period.name for period in school_holidays(day, day, zone)), "")


def zone_of(departements: Collection[str]) -> str:
    """Return the zone that all of these départements are in; empty where there is none, or more than one."""
    zones = {
        "A" if code in _ZONE_A else "C" if code in _ZONE_C else "B" if code in _DEPARTEMENTS else ""
        for code in departements
    }
    return zones.pop() if len(zones) == 1 else ""
