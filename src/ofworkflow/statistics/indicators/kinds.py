"""What a measure and an indicator say of themselves."""

from __future__ import annotations

from enum import StrEnum

from ofworkflow.records import dataclass
from ofworkflow.statistics.modalities import By, Cut


class Measure(StrEnum):
    """A number that adds up over dossiers: acts where the name is that of an act, persons elsewhere. Named
    part by part."""


class Duration(StrEnum):
    """A number of days, kept with how many times it was met: a distribution, never a sum."""

    INTERVIEW_DAYS = "interview_days"
    OUTCOME_DAYS = "outcome_days"


class Unit(StrEnum):
    """How a figure is read."""

    NOMBRE = "nombre"
    RAPPORT = "rapport"
    JOURS = "jours"


class Group(StrEnum):
    """The families of indicators on a screen, in the order of the procedure."""

    REPERER = "Repérer, joindre, recevoir"
    CONVOQUER = "Convoquer"
    ACCOMPAGNER = "Accompagner, mettre en règle"
    INFORMER = "Informer le département"
    DELAIS = "Tenir les délais"
    SORTIES = "Sorties"
    PRESENCE = "Présence et contacts"


PLACES: tuple[Cut, ...] = ((By.COMMUNE,), (By.ANTENNE,))
SEX_AND_AGE: Cut = (By.SEXE, By.AGE)
LEVEL: Cut = (By.NIVEAU,)
QPV: Cut = (By.QPV,)
SOURCE: Cut = (By.SOURCE,)
REPORT_CUTS: tuple[Cut, ...] = (*PLACES, SEX_AND_AGE, LEVEL, QPV, SOURCE)
"""The breakdowns of the bilan. Exemptions and notices are in none of them: a commune has too few."""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure: its name in the tables of the bilan, what it is linked to, the breakdowns of the bilan that
    count it.

    The links are what masking rests on. `part_of`: what it can never pass, so that what it leaves of it,
    under a breakdown, is a number that somebody can work out. `rest_shown`: the same at the grand total,
    because that rest stands somewhere else too. `sums`: what adds up to it, in each way. `apart`: why it is
    linked to nothing. `printed`: it is in the bilan.
    """

    measure: Measure
    name: str = ""
    part_of: tuple[Measure, ...] = ()
    rest_shown: tuple[Measure, ...] = ()
    sums: tuple[tuple[Measure, ...], ...] = ()
    by: tuple[Cut, ...] = ()
    apart: str = ""
    printed: bool = True


JUDGED_ONCE = "Un délai est jugé une fois, dans la période où il arrive à son terme."


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure that has a name: a count, a rate where it has a denominator, days where it has a duration and
    a `share`.

    `detail`: it details the row before it, and is left out of the tables where room is short. `acts`: it
    counts acts, not persons. `exclusions`, `maturity` (when a delay is old enough to be judged): for people;
    empty where there is nothing to say. `group`: where it stands on a screen; its details follow it.
    `column`: the word above it in a breakdown on a screen. `table`: the table of the bilan where it stands;
    `compared`: it is in the bilan's table of the year before.
    """

    code: str
    label: str
    sentence: str
    numerator: Measure | Duration
    denominator: Measure | None = None
    share: float = 0.0
    detail: bool = False
    acts: bool = False
    exclusions: str = ""
    maturity: str = ""
    version: int = 1
    group: Group | None = None
    column: str = ""
    table: str = ""
    compared: bool = False

    @property
    def unit(self) -> Unit:
        """How its value is read."""
        if isinstance(self.numerator, Duration):
            return Unit.JOURS
        return Unit.RAPPORT if self.denominator else Unit.NOMBRE

    @property
    def family(self) -> str:
        """The code of the specification it belongs to: « I5 » for I5b-1."""
        return f"I{self.number}"

    @property
    def number(self) -> int:
        """The number of its family."""
        return int("".join(c for c in self.code.partition("-")[0] if c.isdigit()) or 0)
