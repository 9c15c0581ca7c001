"""Two periods side by side: each indicator with both its values, and what separates them."""

from __future__ import annotations

from ofworkflow.records import dataclass
from ofworkflow.statistics.figures import Figure, Figures
from ofworkflow.statistics.indicators.kinds import Indicator, Unit
from ofworkflow.statistics.percents import NOTHING


@dataclass(frozen=True, slots=True)
class FigureGap:
    """What separates two values of an indicator.

    `difference`: a number of acts or persons, of days, or for a rate of points, to one decimal; `None` where
    one side has no value. `shown`: as people read it, with its sign and its unit: « +12 », « −3,4 points », «
    +5 j », « = », « – ».
    """

    indicator: Indicator
    now: Figure
    before: Figure
    difference: float | int | None
    shown: str

    @property
    def arrow(self) -> str:
        """Which way it went: « ↗ », « ↘ », « = »; empty where there is nothing to compare. It goes with
        `shown`, never alone."""
        if self.difference is None:
            return ""
        return "↗" if self.difference > 0 else "↘" if self.difference < 0 else "="


def compare(now: Figures, before: Figures) -> tuple[FigureGap, ...]:
    """Return what separates the totals of two periods, indicator by indicator, in their order."""
    return tuple(map(change, now.total.figures, before.total.figures))


def change(now: Figure, before: Figure) -> FigureGap:
    """Return what separates two values of the same indicator."""
    gap = difference(now, before)
    return FigureGap(now.indicator, now, before, gap, _shown(gap, now.indicator.unit))


def difference(now: Figure, before: Figure) -> float | int | None:
    """Return the second value taken from the first: points for a rate, to one decimal; `None` where one
    side has no value."""
    if now.value is None or before.value is None:
        return None
    if now.indicator.unit is Unit.RAPPORT:
        return round(100 * (now.value - before.value), 1) + 0.0  # no « −0 »
    return now.value - before.value


def _shown(gap: float | int | None, unit: Unit) -> str:
    if gap is None:
        return NOTHING
    if gap == 0:
        return "="
    number = f"{abs(gap):g}".replace(".", ",") if unit is Unit.RAPPORT else str(abs(gap))
    words = {Unit.RAPPORT: " point" if abs(gap) < _PLURAL else " points", Unit.JOURS: " j", Unit.NOMBRE: ""}
    return f"{'+' if gap > 0 else '−'}{number}{words[unit]}"


_PLURAL = 2  # French: « 1,9 point », « 2 points »
