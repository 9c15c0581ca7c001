"""The period that figures are counted over."""

from __future__ import annotations

from datetime import date, datetime

from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included, as known at the end of `known_on` (`None`: now)."""

    first: date
    last: date
    known_on: date | None = None
    known_at: datetime | None = None
