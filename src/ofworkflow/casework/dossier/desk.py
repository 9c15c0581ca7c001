"""Who acts, which day it is, under which habits: what every use case is told, and never asks the clock
for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from ofworkflow.procedure.case import HouseRules
from ofworkflow.procedure.vocabulary import AUTOMATE
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class Desk:
    """`today` is the day that counts (`--au`), `now` the true instant, `hour` the time of day when both
    are the same day."""

    rules: HouseRules
    author: str
    today: date
    now: datetime
    structure: str = ""
    conseiller: str = ""

    @property
    def hour(self) -> time | None:
        """The time of day, where today is really today."""
        return self.now.time() if self.now.date() == self.today else None

    def as_automaton(self) -> Desk:
        """Return the desk of the night."""
        return replace(self, author=AUTOMATE)
