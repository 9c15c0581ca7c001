"""Something to do, as `of` shows it."""

from __future__ import annotations

from datetime import date

from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: `rank` orders seriousness, 0 first."""

    rank: int
    heading: str
    reference: str
    name: str
    reason: str
    due_on: date | None
    command: str
