"""Working days of a territory: neither Saturday, nor Sunday, nor public holiday (code de procédure civile,
article 642).

What moves a legal end is legal: the days of the code du travail (L. 3133-1, L. 3422-2 overseas, L. 3134-13 in
Alsace-Moselle), or of the law of the territory. The customary days that the library adds in the Antilles move
what the house does, no legal end.

Holidays come from the `holidays` library, which is imported at the first question asked: it costs a tenth of
a second.
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
# Code du travail, L. 3133-1, and the abolition of slavery overseas (L. 3422-2), as the library names them.
_LEGAL = frozenset(
    {
        "Jour de l'an",
        "Lundi de Pâques",
        "Fête du Travail",
        "Fête de la Victoire",
        "Ascension",
        "Lundi de Pentecôte",
        "Fête nationale",
        "Assomption",
        "Toussaint",
        "Armistice",
        "Noël",
        "Abolition de l'esclavage",
    }
)
_GOOD_FRIDAY, _SAINT_STEPHEN = "Vendredi saint", "Saint-Étienne"
# The code du travail does not apply there: the days are those of the law of the territory, all of them legal.
_OWN_LAW = frozenset({"nouvelle_caledonie", "polynesie_francaise", "wallis_et_futuna"})
_ALSACE_MOSELLE = "alsace_moselle"
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_SATURDAY = 5


class UnknownTerritoryError(OfWorkflowError):
    """The territory has no calendar of public holidays."""

    def __init__(self, territory: str) -> None:
        super().__init__(
            f"Le territoire « {territory} » n'est pas connu. Choisissez l'un de : {', '.join(TERRITORIES)}."
        )


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working days of a territory; raise `UnknownTerritoryError` when it is not one of `TERRITORIES`.

    `customary`: the house does not work on the customary days of its territory (mi-Carême, Good Friday, 21
    July). `good_friday`: in Alsace-Moselle, its commune has a Protestant church or a mixed one, where that
    day is legal (code du travail, L. 3134-13).
    """

    territory: str = "metropole"
    customary: bool = True
    good_friday: bool = False

    def __post_init__(self) -> None:
        if self.territory not in TERRITORIES:
            raise UnknownTerritoryError(self.territory)

    @property
    def name(self) -> str:
        """The territory as people name it."""
        return TERRITORY_NAMES[self.territory]

    def why_not_working(self, day: date, *, by_law: bool = False) -> str | None:
        """Return « samedi », « dimanche » or the holiday's name; `None` on a working day. `by_law`: legal
        holidays only."""
        if day.weekday() >= _SATURDAY:
            return _WEEKDAYS[day.weekday()]
        return self.holiday(day, by_law=by_law)

    def holiday(self, day: date, *, by_law: bool = False) -> str | None:
        """Return the name of the holiday of that day, whatever day of the week it is; `None` where it is
        none."""
        holiday = _holidays(self.territory, day.year).get(day)
        kept = (
            any(self._counts(one, by_law=by_law) for one in holiday.split("; ")) if holiday else False
        )  # two in one day
        return holiday if kept else None

    def is_working(self, day: date, *, by_law: bool = False) -> bool:
        """Tell whether the day is neither Saturday, Sunday nor holiday."""
        return self.why_not_working(day, by_law=by_law) is None

    def next_working(self, day: date, *, by_law: bool = False) -> date:
        """Return `day`, or the first working day after it."""
        return self._walk(day, timedelta(days=1), by_law)

    def previous_working(self, day: date, *, by_law: bool = False) -> date:
        """Return `day`, or the last working day before it."""
        return self._walk(day, timedelta(days=-1), by_law)

    def _counts(self, holiday: str, *, by_law: bool) -> bool:
        if self.territory in _OWN_LAW or holiday in _LEGAL:
            return True
        if self.territory == _ALSACE_MOSELLE and (holiday == _SAINT_STEPHEN or self.good_friday):
            return True
        return self.customary and not by_law

    def _walk(self, day: date, step: timedelta, by_law: bool) -> date:
        while not self.is_working(day, by_law=by_law):
            day += step
        return day


@cache
def _holidays(territory: str, year: int) -> Mapping[date, str]:
    import holidays  # a tenth of a second: only when a date is computed

    return dict(
        holidays.country_holidays("FR", subdiv=TERRITORIES[territory], years=year, language="fr").items()
    )
