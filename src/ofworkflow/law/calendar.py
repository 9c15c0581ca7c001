"""Working days of a territory: neither Saturday, nor Sunday, nor public holiday (code de procédure civile,
article 642).

What moves a legal end is legal: the days of the code du travail (L. 3133-1, L. 3422-2 overseas, L. 3134-13 in
Alsace-Moselle), or of the law of the territory. The customary days of the Antilles move what the house does,
no legal end unless it says so (article 642: « férié ou chômé »). The days themselves are the table of
`holidays.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from ofworkflow.errors import OfWorkflowError
from ofworkflow.law.holidays import Holiday, HolidayKind, holidays_of
from ofworkflow.records import dataclass

# Territory of `config.toml`, and how it is named to people.
TERRITORIES: Mapping[str, str] = {
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
        super().__init__(
            f"Le territoire « {territory} » n'est pas connu. Choisissez l'un de : {', '.join(TERRITORIES)}."
        )


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working days of a territory; raise `UnknownTerritoryError` when it is not one of `TERRITORIES`.

    `customary`: the house does not work on the customary days of its territory (mi-Carême, Good Friday, 21
    July). `good_friday`: in Alsace-Moselle, its commune has a Protestant church or a mixed one, where that
    day is legal (code du travail, L. 3134-13). `idle_extends`: a customary day moves a legal end too, for
    article 642 says « férié ou chômé » and such a day is idle where it is kept.
    """

    territory: str = "metropole"
    customary: bool = True
    good_friday: bool = False
    idle_extends: bool = False

    def __post_init__(self) -> None:
        if self.territory not in TERRITORIES:
            raise UnknownTerritoryError(self.territory)

    @property
    def name(self) -> str:
        """The territory as people name it."""
        return TERRITORIES[self.territory]

    def why_not_working(self, day: date, *, by_law: bool = False) -> str | None:
        """Return « samedi », « dimanche » or the holiday's name; `None` on a working day. `by_law`: what
        moves a legal end only."""
        if day.weekday() >= _SATURDAY:
            return _WEEKDAYS[day.weekday()]
        return self.holiday(day, by_law=by_law)

    def holiday(self, day: date, *, by_law: bool = False) -> str | None:
        """Return the name of the holiday of that day, whatever day of the week it is; `None` where it is
        none."""
        known = _holidays(self.territory, day.year).get(day, ())
        if not any(self._counts(one, by_law=by_law) for one in known):
            return None
        return "; ".join(one.name for one in known)  # two may fall on one day

    def basis(self, day: date) -> str | None:
        """Return the text that makes that day a holiday, or the usage; `None` where it is none."""
        known = _holidays(self.territory, day.year).get(day, ())
        return "; ".join(dict.fromkeys(one.basis for one in known)) or None

    def idle(self, day: date) -> str | None:
        """Return the name of a customary day that the house keeps and no text makes a holiday; `None`
        elsewhere."""
        return (
            self.holiday(day) if replace(self, idle_extends=False).holiday(day, by_law=True) is None else None
        )

    def is_working(self, day: date, *, by_law: bool = False) -> bool:
        """Tell whether the day is neither Saturday, Sunday nor holiday."""
        return self.why_not_working(day, by_law=by_law) is None

    def next_working(self, day: date, *, by_law: bool = False) -> date:
        """Return `day`, or the first working day after it."""
        return self._walk(day, timedelta(days=1), by_law)

    def previous_working(self, day: date, *, by_law: bool = False) -> date:
        """Return `day`, or the last working day before it."""
        return self._walk(day, timedelta(days=-1), by_law)

    def _counts(self, holiday: Holiday, *, by_law: bool) -> bool:
        if holiday.kind is HolidayKind.LEGAL or (holiday.kind is HolidayKind.BY_COMMUNE and self.good_friday):
            return True
        return self.customary and (self.idle_extends or not by_law)

    def _walk(self, day: date, step: timedelta, by_law: bool) -> date:
        while not self.is_working(day, by_law=by_law):
            day += step
        return day


_holidays = cache(holidays_of)
