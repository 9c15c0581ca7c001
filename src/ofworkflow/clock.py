"""The only module that reads the wall clock."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """Civil time of a territory; `pinned_on` is the day given by `--au`, the instants stay the true ones."""

    timezone: str = "Europe/Paris"
    pinned_on: date | None = None

    def now(self) -> datetime:
        """Return the true instant, aware, in the territory's zone, whatever the host's zone."""
        return datetime.now(UTC).astimezone(ZoneInfo(self.timezone)).replace(microsecond=0)

    def true_today(self) -> date:
        """Return the civil day that it really is in the territory."""
        return self.now().date()

    def here(self, instant: datetime) -> datetime:
        """Return an instant in the territory's zone."""
        return instant.astimezone(ZoneInfo(self.timezone))

    def local(self, instant: datetime) -> str:
        """Return an instant as people of the territory read it: « 24/11 04:15 »."""
        return f"{self.here(instant):%d/%m %H:%M}"

    def end_of(self, day: date) -> datetime:
        """Return the last instant of a civil day of the territory, however long that day was."""
        return datetime.combine(day, time_of_day.max, ZoneInfo(self.timezone)).replace(fold=1)

    def today(self) -> date:
        """Return the civil day that counts for this call: `--au`, else the true one."""
        return self.pinned_on or self.true_today()

    def steady(self) -> float:
        """Return seconds that only go forward: not moved when the clock is set, standing still in a sleep
        (on Linux)."""
        return time.monotonic()
