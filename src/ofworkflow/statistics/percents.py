"""How a rate is written: to the nearest per cent, as people check it by hand."""

from __future__ import annotations

NOTHING = "–"
"""What stands where there is nothing to measure, or to compare: 0/0, days never met."""


def percent(part: int, whole: int) -> str:
    """Return « 49 % » for 97 of 198, « – » for 0 of 0: no rate at all, never 0 %."""
    if not whole:
        return NOTHING
    return f"{(200 * part + whole) // (2 * whole)} %"


def per_cent(share: float) -> str:
    """Return « 49 % » for a share from 0 to 1 that is no quotient of two counts: an estimate, a threshold."""
    return f"{share:.0%}".replace("%", " %")
