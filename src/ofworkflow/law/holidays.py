"""The public holidays of each territory: a table, with the text that each comes from.

The code du travail gives eleven days everywhere (L. 3133-1), one more in each territory that commemorates the
abolition of slavery (L. 3422-2), two in Alsace-Moselle (L. 3134-13).
Nouvelle-Calédonie, Polynésie française and Wallis-et-Futuna have days of their own, by their own law. The
customary days of the Antilles are in no code: they move what a house does, no legal end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from functools import partial

from ofworkflow.records import dataclass


class HolidayKind(Enum):
    """What makes a holiday of a day."""

    LEGAL = "legal"
    CUSTOMARY = "customary"
    BY_COMMUNE = "legal where the commune has a Protestant church or a mixed one"


_EVERYWHERE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday: a day of the year, or so many days after Easter; where, from which year, until which, and by
    which text."""

    name: str
    month: int = 0
    day: int = 0
    after_easter: int = 0
    where: frozenset[str] = _EVERYWHERE
    since: int = 0
    until: int = 9999
    kind: HolidayKind = HolidayKind.LEGAL
    basis: str = "code du travail, L. 3133-1"

    def on(self, year: int) -> date:
        """Return its day in that year."""
        if self.month:
            return date(year, self.month, self.day)
        from dateutil.easter import easter  # when a date is computed, not at every start

        sunday: date = easter(year)
        return sunday + timedelta(days=self.after_easter)

    def is_kept(self, territory: str, year: int) -> bool:
        """Tell whether that territory keeps it that year."""
        return (self.where == _EVERYWHERE or territory in self.where) and self.since <= year <= self.until


def _in(*territories: str) -> frozenset[str]:
    return frozenset(territories)


_BY_COMMUNE = HolidayKind.BY_COMMUNE
_ABOLITION, _SCHOELCHER = "Abolition de l'esclavage", "Fête de Victor Schoelcher"
_L3422_2, _AM = "code du travail, L. 3422-2", "code du travail, L. 3134-13"
_customary = partial(Holiday, kind=HolidayKind.CUSTOMARY, basis="usage local")
_NC = "droit de la Nouvelle-Calédonie"
_PF = "droit de la Polynésie française"
_WF = "droit de Wallis-et-Futuna"
# In the order of the year, Easter at its usual place: what falls on one day is named in that order.
HOLIDAYS: tuple[Holiday, ...] = (
    Holiday("Jour de l'an", 1, 1),
    Holiday("Arrivée de l'Évangile", 3, 5, where=_in("polynesie_francaise"), basis=_PF),
    _customary("Mi-Carême", after_easter=-24, where=_in("guadeloupe")),
    _customary("Vendredi saint", after_easter=-2, where=_in("guadeloupe")),
    Holiday("Vendredi saint", after_easter=-2, where=_in("alsace_moselle"), kind=_BY_COMMUNE, basis=_AM),
    Holiday("Vendredi saint", after_easter=-2, where=_in("polynesie_francaise"), basis=_PF),
    Holiday("Lundi de Pâques", after_easter=1),
    Holiday(_ABOLITION, 4, 27, where=_in("mayotte"), basis=_L3422_2),
    Holiday("Saint Pierre Chanel", 4, 28, where=_in("wallis_et_futuna"), basis=_WF),
    Holiday("Fête du Travail", 5, 1),
    Holiday("Fête de la Victoire", 5, 8),
    Holiday("Ascension", after_easter=39),
    Holiday("Lundi de Pentecôte", after_easter=50),
    Holiday(_ABOLITION, 5, 22, where=_in("martinique"), basis=_L3422_2),
    Holiday(_ABOLITION, 5, 27, where=_in("guadeloupe"), basis=_L3422_2),
    Holiday(_ABOLITION, 5, 28, where=_in("saint_martin"), since=2012, basis=_L3422_2),
    Holiday(_ABOLITION, 6, 10, where=_in("guyane"), basis=_L3422_2),
    Holiday("Fête de l'autonomie", 6, 29, where=_in("polynesie_francaise"), until=2024, basis=_PF),
    Holiday("Saints Pierre et Paul", 6, 29, where=_in("wallis_et_futuna"), basis=_WF),
    Holiday("Fête nationale", 7, 14),
    _customary(_SCHOELCHER, 7, 21, where=_in("guadeloupe", "martinique")),
    _customary(_SCHOELCHER, 7, 21, where=_in("saint_martin"), since=2012),
    Holiday("Fête du Territoire", 7, 29, where=_in("wallis_et_futuna"), basis=_WF),
    Holiday("Assomption", 8, 15),
    Holiday("Fête de la prise de possession", 9, 24, where=_in("nouvelle_caledonie"), until=2003, basis=_NC),
    Holiday("Fête de la Citoyenneté", 9, 24, where=_in("nouvelle_caledonie"), since=2004, basis=_NC),
    Holiday(_ABOLITION, 10, 9, where=_in("saint_barthelemy"), since=2012, basis=_L3422_2),
    Holiday("Toussaint", 11, 1),
    Holiday("Armistice", 11, 11),
    Holiday("Matāri'i", 11, 20, where=_in("polynesie_francaise"), since=2025, basis=_PF),
    Holiday(_ABOLITION, 12, 20, where=_in("la_reunion"), basis=_L3422_2),
    Holiday("Noël", 12, 25),
    Holiday("Saint-Étienne", 12, 26, where=_in("alsace_moselle"), basis=_AM),
)  # fmt: skip


def holidays_of(territory: str, year: int) -> Mapping[date, tuple[Holiday, ...]]:
    """Return the holidays that a territory keeps in a year, by their day; two may fall on one."""
    days: dict[date, tuple[Holiday, ...]] = {}
    for day, holiday in _kept(territory, year):
        days[day] = (*days.get(day, ()), holiday)
    return days


def _kept(territory: str, year: int) -> Iterator[tuple[date, Holiday]]:
    return ((holiday.on(year), holiday) for holiday in HOLIDAYS if holiday.is_kept(territory, year))
