"""Which numbers the bilan prints, and which of them may leave the house: everything that appears together is
masked together.

The key figures come first: where a breakdown would cost one of them, that breakdown's columns are left out,
and it is said so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field

from ofworkflow.records import dataclass
from ofworkflow.statistics.figures import Figure, FigureLine, Figures
from ofworkflow.statistics.indicators.catalogue import BY_CODE, CUTS, ROWS, links, sums
from ofworkflow.statistics.indicators.kinds import Duration, Indicator, Measure
from ofworkflow.statistics.indicators.reaching import Reaching
from ofworkflow.statistics.indicators.standing import Standing
from ofworkflow.statistics.masking import Counts, Masking, Number, mask
from ofworkflow.statistics.modalities import NO_OFFICE, UNKNOWN, By, Cut, HouseTerritory
from ofworkflow.text import fold

BINS = tuple(range(0, 180, 30))
"""The first day of each month of a distribution; the last one is open."""

_KEY = (Standing.POPULATION, Standing.FOLLOWED, Standing.COMPLIANT, Standing.BOUND, Standing.PROFESSIONAL)
_GIVEN_UP: tuple[frozenset[Measure], ...] = (
    frozenset(),
    frozenset({Standing.COMPLIANT}),
    frozenset({Standing.COMPLIANT, Reaching.RECEIVED}),
    frozenset({Standing.COMPLIANT, Reaching.RECEIVED, Standing.PROFESSIONAL}),
)
"""What is left out of the breakdowns, in turn, until every key figure is shown."""

_SUBSETS = tuple((row.measure, base) for row in ROWS for base in row.rest_shown)
_TOTALS = tuple(row.measure for row in ROWS if row.printed)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The figures of the year and of the year before, less what may not be shown. `masking`: `None` inside
    the house."""

    now: Figures
    before: Figures
    masking: Masking | None
    given_up: frozenset[Measure] = field(default_factory=frozenset)

    def figure(self, code: str, line: FigureLine | None = None, cut: Cut = ()) -> Figure | None:
        """Return an indicator, of the year's total or of a line of a cut; `None` where a number that makes
        it is hidden."""
        indicator, line = BY_CODE[code], line or self.now.total
        wanted = [x for x in (indicator.numerator, indicator.denominator) if x is not None]
        hidden = any(self.hidden(x, line, cut) for x in wanted)
        return None if hidden else line.figure(code)

    def last_year(self, code: str) -> Figure | None:
        """Return an indicator of the year before, of the total; `None` where hidden."""
        return self._last_year(BY_CODE[code])

    def count(self, measure: Measure, line: FigureLine | None = None, cut: Cut = ()) -> int | None:
        """Return a number; `None` where it is hidden."""
        line = line or self.now.total
        return None if self.hidden(measure, line, cut) else line.counts.get(measure, 0)

    def bins(self, duration: Duration) -> tuple[int | None, ...]:
        """Return how many durations fall in each month of `BINS`; `None` where hidden."""
        counts = in_bins(self.now.total.durations.get(duration, {}))
        if self.masking is None:
            return counts
        shown = (self.masking.shown(duration, tranche=str(first)) for first in BINS)
        return tuple(shown)

    def hidden(self, what: Measure | Duration, line: FigureLine, cut: Cut) -> bool:
        """Tell whether a number may not be shown."""
        if self.masking is None:
            return False
        if isinstance(what, Duration):  # a median of a handful of waits is one person's wait
            return self.masking.shown(what) is None or self.masking.shown(what) == 0
        if cut and self.masking.shown(what) == 0:
            return False  # nobody at all: each line says so without telling anything
        number = (str(what), tuple(sorted(zip(map(str, cut), line.modality, strict=True))))
        return number in self.masking.masked or number not in self.masking.values

    def _last_year(self, indicator: Indicator) -> Figure | None:
        wanted = [x for x in (indicator.numerator, indicator.denominator) if x is not None]
        if self.masking is not None and any(
            isinstance(x, Duration) or (_of_last_year(x), ()) in self.masking.masked for x in wanted
        ):
            return None
        return self.before.total.figure(indicator.code)


def cuts_of(territory: HouseTerritory) -> tuple[Cut, ...]:
    """Return the breakdowns of the bilan: by antenne only where the house has some."""
    return tuple(cut for cut in CUTS if cut != (By.ANTENNE,) or territory.antennes)


def numbers(now: Figures, before: Figures, territory: HouseTerritory, *, threshold: int | None) -> Numbers:
    """Return the numbers of a bilan; `threshold`: the least count that leaves the house, `None` to hide
    nothing."""
    if threshold is None:
        return Numbers(now, before, None)
    for given_up in _GIVEN_UP:
        candidate = Numbers(now, before, _masked(now, before, territory, given_up, threshold), given_up)
        lost = [m for m in _KEY if candidate.count(m) is None and now.total.counts.get(m, 0) >= threshold]
        if not lost:
            break
    return candidate


def in_bins(days: Mapping[int, int]) -> tuple[int, ...]:
    """Return how many durations fall in each month of `BINS`."""
    ends = (*BINS[1:], None)
    return tuple(
        sum(count for day, count in days.items() if first <= day and (end is None or day < end))
        for first, end in zip(BINS, ends, strict=True)
    )


def _masked(
    now: Figures, before: Figures, territory: HouseTerritory, given_up: Collection[Measure], threshold: int
) -> Masking:
    tables = [
        *(Counts(measure, (), {(): now.total.counts.get(measure, 0)}) for measure in _TOTALS),
        *(
            Counts(_of_last_year(measure), (), {(): before.total.counts.get(measure, 0)})
            for measure in _TOTALS
        ),
        *(
            Counts(
                kind, ("tranche",), {(str(first),): n for first, n in zip(BINS, in_bins(days), strict=True)}
            )
            for kind, days in ((kind, now.total.durations.get(kind, {})) for kind in Duration)
        ),
        *_broken_down(now, territory, given_up),
    ]
    return mask(
        tables,
        subsets=[*_SUBSETS, *((_of_last_year(part), _of_last_year(base)) for part, base in _SUBSETS)],
        within=[(part, base) for part, base in links() if (part, base) not in _SUBSETS],
        sums=[*_sums(str), *_sums(_of_last_year), *_antennes(now, territory, given_up)],
        threshold=threshold,
    )


def _broken_down(now: Figures, territory: HouseTerritory, given_up: Collection[Measure]) -> Iterator[Counts]:
    for cut in cuts_of(territory):
        lines: Sequence[FigureLine] = now.breakdowns[cut]
        for measure in CUTS[cut]:
            if measure not in given_up:
                yield Counts(
                    measure,
                    tuple(map(str, cut)),
                    {line.modality: line.counts.get(measure, 0) for line in lines},
                )


def _sums(named: Callable[[Measure], str]) -> Iterator[tuple[Number, tuple[Number, ...]]]:
    for total, parts in sums():
        yield (named(total), ()), tuple((named(part), ()) for part in parts)


def _antennes(
    now: Figures, territory: HouseTerritory, given_up: Collection[Measure]
) -> Iterator[tuple[Number, tuple[Number, ...]]]:
    """Say that an antenne is the sum of its communes."""
    offices = territory.office_of()
    inside: dict[str, list[str]] = {}
    for line in now.breakdowns[By.COMMUNE,] if territory.antennes else ():
        [commune] = line.modality
        name = UNKNOWN if commune == UNKNOWN else offices.get(fold(commune), NO_OFFICE)
        inside.setdefault(name, []).append(commune)
    for measure in CUTS[By.ANTENNE,]:
        if measure not in given_up:
            for name, communes in inside.items():
                yield (
                    (str(measure), (("antenne", name),)),
                    tuple((str(measure), (("commune", c),)) for c in communes),
                )


def _of_last_year(measure: Measure) -> str:
    return f"{measure}, l'année d'avant"
