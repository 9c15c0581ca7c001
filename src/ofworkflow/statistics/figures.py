"""The figures of a period: the indicators, and their breakdowns, which add up to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from ofworkflow.procedure.persons import search_key
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.statistics.indicators import INDICATORS, Indicator
from ofworkflow.statistics.measures import Measure, measure

UNKNOWN = "inconnu"
"""The modality of those of whom it is not known."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator with its numbers; `denominator` is `None` for a count."""

    indicator: Indicator
    numerator: int
    denominator: int | None

    @property
    def value(self) -> float | int | None:
        """The count, or the rate; `None` for 0/0, which is no rate at all."""
        if self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None

    @property
    def shown(self) -> str:
        """The value as people read it: 97/198 is « 49 % », 0/0 is « – »."""
        if self.denominator is None:
            return str(self.numerator)
        if not self.denominator:
            return "–"
        return f"{(200 * self.numerator + self.denominator) // (2 * self.denominator)} %"


@dataclass(frozen=True, slots=True)
class Line:
    """A modality of a breakdown, with every indicator."""

    modality: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures from `first` to `last`, both included, observed on `last`."""

    first: date
    last: date
    total: tuple[Figure, ...]
    breakdowns: Mapping[str, tuple[Line, ...]]


def compute(connection: Connection, *, first: date, last: date, communes: Sequence[str]) -> Figures:
    """Return the figures of a period, by commune and by source.

    Every commune of `communes` has its line, in their order, zeros included; then the others met, then « inconnu ».
    """
    rows = measure(connection, first=first, last=last)
    names = _commune_names(communes, (row.commune for row in rows))
    by_commune: dict[str, Counter[str]] = {name: Counter() for name in names.values()}
    by_source: dict[str, Counter[str]] = {str(source): Counter() for source in Source}
    total: Counter[str] = Counter()
    for row in rows:
        counts = {name: int(getattr(row, name)) for name in Measure}
        for counter in (total, by_commune[names[search_key(row.commune)]], by_source.setdefault(row.source, Counter())):
            counter.update(counts)
    return Figures(first, last, _figures(total), {"commune": _lines(by_commune), "source": _lines(by_source)})


def _commune_names(communes: Sequence[str], met: Iterable[str]) -> dict[str, str]:
    """Return how each commune is written: as the territory does, else as it was met; case and accents apart."""
    names = {search_key(name): name for name in communes}
    others = {search_key(name): name for name in sorted(met, reverse=True)}
    unknown = "" in others
    names |= {key: name for key, name in sorted(others.items()) if key and key not in names}
    return names | {"": UNKNOWN} if unknown else names


def _lines(groups: Mapping[str, Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(Line(modality, _figures(counts)) for modality, counts in groups.items())


def _figures(counts: Mapping[str, Any]) -> tuple[Figure, ...]:
    return tuple(
        Figure(i, counts.get(i.numerator, 0), counts.get(i.denominator, 0) if i.denominator else None) for i in INDICATORS
    )
