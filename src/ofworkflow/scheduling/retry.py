"""How often the night failed, and when it is tried again: pure, decided on instants of the wall clock.

A suspend does not stretch the wait: what counts is the hour it is on waking, not the time that was counted
down.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ofworkflow.records import dataclass

_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Retry:
    """`waits` are minutes, one after each failure; one failure more and there is no new try."""

    waits: tuple[int, ...]
    failures: int = 0
    failed_at: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Tell whether it may be tried now; also when the clock was put back before the failure."""
        if self.is_exhausted:
            return False
        again_at = self.again_at
        return self.failed_at is None or again_at is None or now >= again_at or now < self.failed_at

    @property
    def again_at(self) -> datetime | None:
        """The instant of the next try; `None` without a failure, or after the last one."""
        if self.failed_at is None or self.is_exhausted:
            return None
        wait = self.waits[self.failures - 1] * _MINUTE
        return datetime.fromtimestamp(self.failed_at.timestamp() + wait, self.failed_at.tzinfo)

    @property
    def is_exhausted(self) -> bool:
        """Whether every new try failed too."""
        return self.failures > len(self.waits)

    def after_failure(self, now: datetime) -> Retry:
        """Return the state after one more failure."""
        return replace(self, failures=self.failures + 1, failed_at=now)

    def after_success(self) -> Retry:
        """Return the state after a success: all is forgotten."""
        return Retry(self.waits)
