"""A clock that stands where it is set, and a house whose nights it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ofworkflow.clock import Clock
from ofworkflow.wiring import App

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class At(Clock):
    """Civil time at `instant`; `seconds` is what the steady clock says, which a sleep does not move."""

    instant: datetime = datetime(2026, 3, 29, 12, tzinfo=PARIS)
    seconds: float = 0.0

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self.instant

    def steady(self) -> float:
        """Return the seconds it was set to."""
        return self.seconds


def set_clock(app: App, instant: datetime, *, seconds: float = 0.0, zone: str = "Europe/Paris") -> None:
    """Put the clock of this house at that instant, in the civil time of that zone."""
    app.clock = At(zone, instant=instant.astimezone(ZoneInfo(zone)), seconds=seconds)  # type: ignore[misc]
