"""Working days of a territory: neither Saturday, nor Sunday, nor public holiday (code de procédure civile, article 642).

Holidays come from the `holidays` library, which is imported at the first question asked: it costs a tenth of a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from ofworkflow.errors import OfWorkflowError

# Territory of `config.toml` → subdivision of the `holidays` library.
TERRITORIES: Mapping[str, str | None] = {
    "metropole": None,
    "alsace_moselle": "6AE",
    "guadeloupe": "971",
    "martinique": "972",
    "guyane": "973",
    "la_reunion": "974",
    "mayotte": "976",
    "saint_barthelemy": "BL",
    "saint_martin": "MF",
    "saint_pierre_et_miquelon": "PM",
    "nouvelle_caledonie": "NC",
    "polynesie_francaise": "PF",
    "wallis_et_futuna": "WF",
}
# How each is named to people, beside the holiday that is its own.
TERRITORY_NAMES: Mapping[str, str] = {
    "metropole": "métropole",
    "alsace_moselle": "Alsace-Moselle",
    "guadeloupe": "Guadeloupe",
    "martinique": "Martinique",
    "guyane": "Guyane",
    "la_reunion": "La Réunion",
    "mayotte": "Mayotte",
    "saint_barthelemy": "Saint-Barthélemy",
    "saint_martin": "Saint-Martin",
    "saint_pierre_et_miquelon": "Saint-Pierre-et-Miquelon",
    "nouvelle_caledonie": "Nouvelle-Calédonie",
    "polynesie_francaise": "Polynésie française",
    "wallis_et_futuna": "Wallis-et-Futuna",
}
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_SATURDAY = 5


class UnknownTerritoryError(OfWorkflowError):
    """The territory has no calendar of public holidays."""

    def __init__(self, territory: str) -> None:
        super().__init__(f"Le territoire « {territory} » n'est pas connu. Choisissez l'un de : {', '.join(TERRITORIES)}.")


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working days of a territory; raise `UnknownTerritoryError` when it is not one of `TERRITORIES`."""

    territory: str = "metropole"

    def __post_init__(self) -> None:
        if self.territory not in TERRITORIES:
            raise UnknownTerritoryError(self.territory)

    @property
    def name(self) -> str:
        """The territory as people name it."""
        return TERRITORY_NAMES[self.territory]

    def why_not_working(self, day: date) -> str | None:
        """Return « samedi », « dimanche » or the holiday's name; `None` on a working day."""
        if day.weekday() >= _SATURDAY:
            return _WEEKDAYS[day.weekday()]
        return _holidays(self.territory, day.year).get(day)

    def is_working(self, day: date) -> bool:
        """Tell whether the day is neither Saturday, Sunday nor public holiday."""
        return self.why_not_working(day) is None

    def next_working(self, day: date) -> date:
        """Return `day`, or the first working day after it."""
        return self._walk(day, timedelta(days=1))

    def previous_working(self, day: date) -> date:
        """Return `day`, or the last working day before it."""
        return self._walk(day, timedelta(days=-1))

    def _walk(self, day: date, step: timedelta) -> date:
        while not self.is_working(day):
            day += step
        return day


@cache
def _holidays(territory: str, year: int) -> Mapping[date, str]:
    import holidays  # a tenth of a second: only when a date is computed

    return dict(holidays.country_holidays("FR", subdiv=TERRITORIES[territory], years=year, language="fr").items())
