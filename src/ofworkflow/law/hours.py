"""Civil hours of a territory: on the day of a clock change one hour is skipped, or comes twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=1024)  # asked for each appointment that is given, of the same hours
def times_it_strikes(day: date, at: time, zone: str) -> int:
    """Return how often the clocks of `zone` show this hour on that day: once, not at all, or twice."""
    here = ZoneInfo(zone)
    shown = datetime.combine(day, at)
    instants = {shown.replace(tzinfo=here, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sum(instant.astimezone(here).replace(tzinfo=None) == shown for instant in instants)
