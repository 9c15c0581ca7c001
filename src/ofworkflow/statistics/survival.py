"""How long until compliance: of the minors reported, which share still waits after so many days.

Many are not compliant yet, or left before they were: counting only the others would flatter the procedure,
counting these as failures would wrong it. The estimator of Kaplan & Meier, « Nonparametric estimation from
incomplete observations », Journal of the American Statistical Association 53 (1958), 457-481, keeps each of
them at risk for as long as he or she was followed. Its 95 % band is that of the exponential Greenwood
formula, which stays between 0 and 1.

Turning 18 is not a censoring like the others: who is 17 and far from a solution is the likeliest to turn 18
first, and will never be compliant as a minor. The curve then answers « if nobody left », and is too hopeful.
So each step also has the shares that have really left, by outcome (cumulative incidence: Aalen & Johansen,
Scandinavian Journal of Statistics 5 (1978), 141-150), of which only « still open » is a censoring: they and
`still_there` add up to 1. The bilan prints both.

A curve shows persons one by one: what leaves the house is its marks, and only for cohorts above the masking
threshold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from math import exp, inf, log, sqrt
from statistics import NormalDist

from ofworkflow.law.periods import days_between
from ofworkflow.records import dataclass

MARKS = (30, 60, 90, 180)
"""The days at which the bilan reads the curve."""

FEW = 10
"""Fewer at risk than this, and the share hangs on a few persons (a usual rule of thumb for where to stop
drawing a curve)."""

_BAND = NormalDist().inv_cdf(0.975)  # what 95 times out of 100 lies between
_ROUNDING = 1e-9  # a half reached by products of fractions is a half


class SpellEnd(StrEnum):
    """How a spell ended, or why it is not followed further."""

    EN_REGLE = "en_regle"
    OUVERT = "ouvert"
    MAJORITE = "majorite"
    EXEMPTION = "exemption"
    DEMENAGEMENT = "demenagement"
    HORS_CHAMP = "hors_champ"


LEAVING: tuple[SpellEnd, ...] = tuple(outcome for outcome in SpellEnd if outcome is not SpellEnd.OUVERT)
"""The outcomes after which nothing is left to wait for."""


class CohortSpan(StrEnum):
    """What signalements are grouped by."""

    TRIMESTRE = "trimestre"
    ANNEE = "annee"

    def of(self, day: date) -> str:
        """Return the period that holds a day: « 2026-T1 », « 2026 »."""
        return f"{day.year}-T{(day.month + 2) // 3}" if self is CohortSpan.TRIMESTRE else str(day.year)


@dataclass(frozen=True, slots=True)
class Spell:
    """From a signalement to what ended the wait; for one still open, to the day of the observation."""

    started_on: date
    ended_on: date
    outcome: SpellEnd

    def __post_init__(self) -> None:
        if self.ended_on < self.started_on:
            raise ValueError(
                f"une attente commencée le {self.started_on:%d/%m/%Y} ne peut pas finir le "
                f"{self.ended_on:%d/%m/%Y}"
            )

    @property
    def days(self) -> int:
        """Days waited; 0 for who was compliant on the day of the signalement."""
        return days_between(self.started_on, self.ended_on)


@dataclass(frozen=True, slots=True)
class CurveStep:
    """A day on which somebody became compliant or stopped being followed; both count as at risk on that day.

    `band` is `None` where the formula gives none: before the first compliance, and once nobody waits.
    """

    day: int
    at_risk: int
    events: int
    censored: int
    waiting: float
    band: tuple[float, float] | None
    left: Mapping[SpellEnd, float]
    still_there: float


@dataclass(frozen=True, slots=True)
class Mark:
    """The curve read on a day. `compliant`, `left`: `None` when nobody was followed that long; `few`: do
    not lean on it."""

    day: int
    at_risk: int
    compliant: float | None
    left: Mapping[SpellEnd, float] | None
    few: bool


@dataclass(frozen=True, slots=True)
class WaitCurve:
    """The wait of a cohort. `median`: days after which half are compliant, `None` when that was not
    reached."""

    spells: int
    steps: tuple[CurveStep, ...]
    median: int | None
    marks: tuple[Mark, ...]


def curve(spells: Sequence[Spell], *, marks: Iterable[int] = MARKS, few: int = FEW) -> WaitCurve:
    """Return the curve of a cohort; any outcome but « en règle » is censored in `waiting`, and counted
    apart in `left`."""
    steps = _steps(spells) if spells else ()
    median = next((step.day for step in steps if step.waiting <= 0.5 + _ROUNDING), None)
    return WaitCurve(len(spells), steps, median, tuple(_mark(steps, day, few) for day in marks))


def by_period(
    spells: Iterable[Spell], period: CohortSpan, *, marks: Iterable[int] = MARKS, few: int = FEW
) -> dict[str, WaitCurve]:
    """Return a curve for each period in which somebody was reported, in order. Recent ones have few marks:
    they are too young."""
    cohorts: dict[str, list[Spell]] = {}
    for spell in sorted(spells, key=lambda spell: spell.started_on):
        cohorts.setdefault(period.of(spell.started_on), []).append(spell)
    days = tuple(marks)
    return {name: curve(cohort, marks=days, few=few) for name, cohort in cohorts.items()}


def _steps(spells: Sequence[Spell]) -> tuple[CurveStep, ...]:
    """Return the steps; on one day, what ends a wait comes before what stops being followed."""
    counts: dict[int, Counter[SpellEnd]] = {}
    for spell in spells:
        counts.setdefault(spell.days, Counter())[spell.outcome] += 1
    at_risk, waiting, there, spread = len(spells), 1.0, 1.0, 0.0
    left: dict[SpellEnd, float] = dict.fromkeys(LEAVING, 0.0)
    steps = []
    for day, ended in sorted(counts.items()):
        events, gone = ended[SpellEnd.EN_REGLE], ended.total() - ended[SpellEnd.OUVERT]
        left = {outcome: share + there * ended[outcome] / at_risk for outcome, share in left.items()}
        waiting *= (at_risk - events) / at_risk
        there *= (at_risk - gone) / at_risk
        spread += events / (at_risk * (at_risk - events)) if events < at_risk else inf
        steps.append(
            CurveStep(
                day, at_risk, events, ended.total() - events, waiting, _band(waiting, spread), left, there
            )
        )
        at_risk -= ended.total()
    return tuple(steps)


def _band(waiting: float, spread: float) -> tuple[float, float] | None:
    """Return the band of a share; `spread` is Greenwood's sum, of events / (at risk × those left)."""
    if not 0 < waiting < 1:
        return None
    width = _BAND * sqrt(spread) / -log(waiting)
    return waiting ** exp(width), waiting ** exp(-width)


def _mark(steps: Sequence[CurveStep], day: int, few: int) -> Mark:
    at_risk = sum(step.events + step.censored for step in steps if step.day >= day)
    lost = sum(step.censored for step in steps if step.day < day)
    unreliable = not steps or steps[0].at_risk < few or (at_risk < few and lost > 0)
    waiting, left, there = 1.0, dict.fromkeys(LEAVING, 0.0), 1.0
    for step in steps:
        if step.day <= day:
            waiting, left, there = step.waiting, dict(step.left), step.still_there
    # Past the last one followed, a share is known only if nobody was left in it.
    compliant = 1 - waiting if at_risk or not waiting else None
    return Mark(day, at_risk, compliant, left if at_risk or not there else None, unreliable)
