"""How a rate is written: to the nearest per cent, as people check it by hand."""

from __future__ import annotations


def percent(part: int, whole: int) -> str:
    """Return « 49 % » for 97 of 198, « – » for 0 of 0: no rate at all, never 0 %."""
    if not whole:
        return "–"
    return f"{(200 * part + whole) // (2 * whole)} %"
