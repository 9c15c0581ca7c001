"""What the model is told and what it answers: the house's settings, a life's start, an act, a refusal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

# R. 114-2: the accompaniments that count; abandoning one is the 2° of R. 114-7 (procedure.md, section 3, `rompre`).
ACCOMPANIMENTS = {"accompagnement", "medico_social"}  # a second-chance school is one by its scheme, which no life here names
MINOR_S_DOING = {"abandon"}
FINAL = "cloture"
RESTING = ("reperage", "suivi", "conformite", "exemption")  # an absence of before may still be excused there
WAITS = "attente"
NEVER_ARRIVED = {"npai", "perdu"}
LATE = {"premier_entretien", "departement", "issue", "accuse_departement", "demande", "reunion", "decision"}
"""The delays that bind the house: past their end, they are late."""


PENDING: frozenset[str] = frozenset()
"""Known deviations of the program from procedure.md, imitated until they are mended; none should remain."""


class RefusedError(Exception):
    """The procedure does not allow the act."""


@dataclass(frozen=True)
class House:
    """The settings of a mission locale, as procedure.md gives their defaults."""

    territory: str = "metropole"
    good_friday: bool = False
    customary: bool = True
    notice_first: int = 10
    notice_second: int = 21
    justification: int = 5
    outcome: int = 1
    summons_per_cycle: int = 2
    preparation: int = 10
    earliest: str = "justification"
    silence_number: int = 3
    silence_ways: int = 2
    silence_days: int = 21
    enrolment_days: int = 30
    exemption_months: int = 3
    acknowledgement: int = 30
    retention_months: int = 24


@dataclass(frozen=True)
class Person:
    """A legal representative, as written in the dossier."""

    name: str
    quality: str
    authority: str = "titulaire"
    hosts: bool = False

    @property
    def written_to(self) -> bool:
        """Withdrawn and deceased representatives are in no letter."""
        return self.authority not in {"retiree", "decede"}


@dataclass(frozen=True)
class Start:
    """What `of ouvrir` is told."""

    born: date
    sex: str
    source: str
    reported: date
    diploma: str | None = None
    persons: tuple[Person, ...] = ()
    job: str | None = None


@dataclass(frozen=True)
class Act:
    """One act: its word on the command line, its legal day, its arguments."""

    word: str
    le: date
    args: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        """Return an argument, or None."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self.args.get(name)

    @property
    def meeting(self) -> tuple[date, time]:
        """Return the appointment that the act gives."""
        return self.args["rdv"], self.args.get("heure", time(14))


@dataclass
class Delay:
    """A delay, its three dates and what became of it."""

    slug: str
    opened_by: int
    start: date
    nominal: date
    legal: date
    internal: date
    state: str = "ouverte"
    provisional: bool = False
    about: int | None = None
    closed_on: date | None = None
    met: bool = False  # over because what it asks was done, in time or not

    def close(self, state: str, day: date) -> None:
        """End it on a day: late, where it binds the house and its legal end is past."""
        self.met, self.closed_on = state == "tenue", day
        self.state = "hors_delai" if self.late(day) else state

    def late(self, today: date) -> bool:
        """Say whether its end is past, where it binds the house; one that is provisional cannot be late."""
        return self.slug in LATE and not self.provisional and today > self.legal

    def shown(self, today: date) -> tuple[Any, ...]:
        """Return what `of voir --json` says of it on a day."""
        state = "hors_delai" if self.state == "ouverte" and self.late(today) else self.state
        dates = (self.start, self.nominal, self.legal, self.internal)
        return (self.opened_by, self.slug, *(day.isoformat() for day in dates), state, self.provisional)


@dataclass
class Meeting:
    """An appointment given by an act, and its outcome: tenu, absent, excuse, reporte, annule."""

    by: int
    kind: str
    day: date
    hour: time
    outcome: str | None = None
    told_by: str = "lettre"


@dataclass
class Letter:
    """One letter to one person, with what became of its envelope."""

    by: int
    model: str
    to: str
    state: str = "prepare"
    posted: date | None = None
    posting: int = 0  # the entry that says so
    mode: str = ""
    told_on: date = date.min  # the day of what the post said

    @property
    def left(self) -> bool:
        """Say whether it left the house and was not lost."""
        return self.posted is not None and self.state not in NEVER_ARRIVED


@dataclass
class Covering:
    """A situation, or an exemption, from its first to its last day."""

    by: int
    nature: str
    first: date
    last: date
    broken: date | None = None

    def covers(self, day: date) -> bool:
        """Say whether it meets the obligation on the day."""
        return self.first <= day <= self.last and (self.broken is None or day < self.broken)
