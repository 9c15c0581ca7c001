"""The figures of a period: the indicators, and their breakdowns, which add up to them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from ofworkflow.records import dataclass
from ofworkflow.statistics.facts import PeriodFacts, gathered
from ofworkflow.statistics.indicators.catalogue import BY_CODE, INDICATORS, MEASURES
from ofworkflow.statistics.indicators.kinds import Duration, Indicator, Measure
from ofworkflow.statistics.modalities import By, Cut, HouseTerritory, namer
from ofworkflow.statistics.percents import NOTHING, percent
from ofworkflow.statistics.periods import Period

if TYPE_CHECKING:
    from ofworkflow.statistics.sources import Answer

_SMALL = (By.SEXE, By.AGE, By.NIVEAU, By.QPV, By.SOURCE)
"""Few modalities each: all their combinations are few too, and one question serves every table among them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator with its numbers. A count has no denominator; days have no numerator, and how many were
    measured below."""

    indicator: Indicator
    numerator: int | None
    denominator: int | None

    @property
    def value(self) -> float | int | None:
        """The count, the rate or the days; `None` for 0/0, which is no rate at all, and for days never
        measured."""
        if self.denominator is None or isinstance(self.indicator.numerator, Duration):
            return self.numerator
        return (self.numerator or 0) / self.denominator if self.denominator else None

    @property
    def shown(self) -> str:
        """The value as people read it: 97/198 is « 49 % », 0/0 is « – »."""
        if self.value is None:
            return NOTHING
        if isinstance(self.indicator.numerator, Duration):
            return f"{self.numerator} j"
        return (
            str(self.numerator)
            if self.denominator is None
            else percent(self.numerator or 0, self.denominator)
        )

    @property
    def explained(self) -> str:
        """The rate with what it divides, « 49 % (97/198) », but where it is the whole: « 100 % » alone is
        then exact."""
        whole = self.numerator == self.denominator
        return self.shown if whole else f"{self.shown} ({self.numerator}/{self.denominator})"


@dataclass(frozen=True)
class FigureLine:
    """A modality of a breakdown, or two, with the sum of every measure; none for the total."""

    modality: tuple[str, ...] = ()
    counts: Mapping[Measure, int] = field(default_factory=dict)
    durations: Mapping[Duration, Mapping[int, int]] = field(default_factory=dict)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every indicator, in its order."""
        return tuple(map(self.of, INDICATORS))

    def figure(self, code: str) -> Figure:
        """Return an indicator; raise `KeyError` when there is none of that code."""
        return self.of(BY_CODE[code])

    def of(self, indicator: Indicator) -> Figure:
        """Return an indicator, be it one of the table or not."""
        if isinstance(indicator.numerator, Duration):
            days = self.durations.get(indicator.numerator, {})
            return Figure(indicator, quantile(days, indicator.share), sum(days.values()))
        base = self.counts.get(indicator.denominator, 0) if indicator.denominator else None
        return Figure(indicator, self.counts.get(indicator.numerator, 0), base)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures from `first` to `last`, both included, observed on `last`, as known at `known_at`
    (`None`: now)."""

    first: date
    last: date
    total: FigureLine
    breakdowns: Mapping[Cut, tuple[FigureLine, ...]]
    known_at: datetime | None = None


def compute(
    connection: Connection,
    *,
    first: date,
    last: date,
    territory: HouseTerritory = HouseTerritory(),  # noqa: B008 — frozen
    by: Iterable[Cut] = (),
    known_at: datetime | None = None,
) -> Figures:
    """Return the figures of a period, and of each cut in `by`.

    Every commune of the territory has its line, in its order, zeros included; then the others met, then «
    inconnu ».
    """
    with gathered(connection, first=first, last=last, known_at=known_at) as facts:
        return draw(facts, first=first, last=last, territory=territory, by=by, known_at=known_at)


def compute_both(
    connection: Connection,
    period: Period,
    other: Period | None,
    *,
    territory: HouseTerritory,
    by: Iterable[Cut],
) -> tuple[Figures, Figures | None]:
    """Return the figures of a period, with their breakdowns, and the whole of what it is compared with, if
    anything."""
    first, *rest = (
        compute(
            connection, first=each.first, last=each.last, territory=territory, by=cuts, known_at=each.known_at
        )
        for each, cuts in ((period, by), (other, ()))
        if each is not None
    )
    return first, rest[0] if rest else None


def draw(
    facts: PeriodFacts,
    *,
    first: date,
    last: date,
    territory: HouseTerritory,
    by: Iterable[Cut] = (),
    known_at: datetime | None = None,
) -> Figures:
    """Return the figures of facts already gathered: as `compute`."""
    cuts = list(dict.fromkeys(tuple(map(By, cut)) for cut in by))
    groupings: dict[tuple[str, ...], _Group] = {}

    def group(cut: Cut) -> _Group:
        columns = _columns(cut)
        if columns not in groupings:
            groupings[columns] = _Group(facts.sums(columns), facts.days(columns))
        return groupings[columns]

    groups = {cut: group(cut) for cut in cuts}
    [total] = (next(iter(groups.values())) if groups else group(())).lines((), territory)
    return Figures(first, last, total, {cut: groups[cut].lines(cut, territory) for cut in cuts}, known_at)


def _columns(cut: Cut) -> tuple[str, ...]:
    """Return the columns to ask for: those of every small cut are asked together, and an antenne is where
    its communes are."""
    if set(cut) <= set(_SMALL):
        return _SMALL
    return tuple(dict.fromkeys(map(_column, cut)))


def _column(by: By) -> str:
    """Return the column that a breakdown reads: an antenne is where its communes are."""
    return By.COMMUNE if by is By.ANTENNE else by


@dataclass(frozen=True, slots=True)
class _Group:
    """What one question gave: sums and durations by some columns."""

    sums: Sequence[Answer]
    days: Sequence[Answer]

    def lines(self, cut: Cut, territory: HouseTerritory) -> tuple[FigureLine, ...]:
        """Return a line for each modality, or each couple of them, those at zero included."""
        namers, orders = [], []
        for by in cut:
            name, order = namer(by, territory, {getattr(row, _column(by)) for row in self.sums})
            namers.append(name)
            orders.append(order)

        def place(row: Answer) -> tuple[str, ...]:
            return tuple(name(getattr(row, _column(by))) for name, by in zip(namers, cut, strict=True))

        counts: dict[tuple[str, ...], Counter[Measure]] = defaultdict(Counter)
        for row in self.sums:
            counts[place(row)].update({measure: int(getattr(row, measure) or 0) for measure in MEASURES})
        days: dict[tuple[str, ...], dict[Duration, Counter[int]]] = defaultdict(
            lambda: {d: Counter() for d in Duration}
        )
        for row in self.days:
            days[place(row)][Duration(row.kind)][row.days] += row.times
        return tuple(FigureLine(where, counts[where], days[where]) for where in _places(orders))


def _places(orders: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    places: list[tuple[str, ...]] = [()]
    for order in orders:
        places = [(*place, name) for place in places for name in order]
    return places


def quantile(days: Mapping[int, int], share: float) -> int | None:
    """Return the least number of days that at least `share` of the durations do not pass; `None` when there
    is none.

    `days`: how many durations lasted that many days.
    """
    wanted, reached = share * sum(days.values()), 0
    for day, count in sorted(days.items()):
        reached += count
        if reached >= wanted:
            return day
    return None
