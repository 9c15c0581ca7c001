"""Days, months and holidays by another hand: nothing here comes from the code that is checked."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(1)

# Code du travail L. 3422-2: the abolition of slavery, day and month.
ABOLITION = {
    "guadeloupe": (27, 5), "guyane": (10, 6), "martinique": (22, 5), "la_reunion": (20, 12), "mayotte": (27, 4),
    "saint_barthelemy": (9, 10), "saint_martin": (28, 5),
}  # fmt: skip
# Issue 14, §3.1: customary days, where the holiday library knows them: mid-Lent, Good Friday, 21 July.
CUSTOMARY = {"guadeloupe": "mvj", "martinique": "j", "saint_martin": "j", "alsace_moselle": "v"}


def easter(year: int) -> date:
    """Return Easter Sunday, by the rule of Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), (i, k) = divmod(b, 4), divmod(c, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    wait = (32 + 2 * e + 2 * i - h - k) % 7
    shift = (a + 11 * h + 22 * wait) // 451
    month, day = divmod(h + wait - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def add_months(start: date, months: int) -> date:
    """Return the same day number that many months later, else the last day of the month (CPC 641)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def majority(born: date) -> date:
    """Return the eighteenth birthday; born on 29 February: 28 February in a common year."""
    return add_months(born, 18 * 12)


@dataclass(frozen=True)
class Calendar:
    """The working days of a territory: by law, and as the house works."""

    territory: str = "metropole"
    good_friday: bool = False
    customary: bool = True

    def legal_holiday(self, day: date) -> bool:
        """Say whether the code du travail makes the day a holiday (L. 3133-1, L. 3422-2, L. 3134-13)."""
        fixed = {(1, 1), (1, 5), (8, 5), (14, 7), (15, 8), (1, 11), (11, 11), (25, 12)}
        if self.territory == "alsace_moselle":
            fixed.add((26, 12))
        if self.territory in ABOLITION:
            fixed.add(ABOLITION[self.territory])
        after = (day - easter(day.year)).days
        moving = {1, 39, 50} | ({-2} if self.territory == "alsace_moselle" and self.good_friday else set())
        return (day.day, day.month) in fixed or after in moving

    def custom_day(self, day: date) -> bool:
        """Say whether the house does not work by custom."""
        kept = CUSTOMARY.get(self.territory, "") if self.customary else ""
        after = (day - easter(day.year)).days
        return (
            ("m" in kept and after == -24) or ("v" in kept and after == -2) or ("j" in kept and (day.day, day.month) == (21, 7))
        )

    def works_by_law(self, day: date) -> bool:
        """Say whether a legal delay may end on the day (CPC 642)."""
        return day.weekday() < 5 and not self.legal_holiday(day)

    def works(self, day: date) -> bool:
        """Say whether the house works on the day."""
        return self.works_by_law(day) and not self.custom_day(day)

    def forward(self, day: date) -> date:
        """Return the day, or the next on which a legal delay may end."""
        while not self.works_by_law(day):
            day += DAY
        return day

    def next_working(self, day: date) -> date:
        """Return the day, or the next on which the house works."""
        while not self.works(day):
            day += DAY
        return day

    def backward(self, day: date) -> date:
        """Return the day, or the last before it on which the house works."""
        while not self.works(day):
            day -= DAY
        return day

    def working_days_after(self, day: date, number: int) -> date:
        """Return the last of that many working days, the first being after `day`."""
        while number:
            day += DAY
            number -= self.works(day)
        return day
