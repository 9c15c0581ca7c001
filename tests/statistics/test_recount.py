"""The figures of random bases, against a plain recount: dossier by dossier, table by table, as known on several days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import product

import pytest

from lives import ANTENNES, COMMUNES, live_through
from ofworkflow.procedure.vocabulary import Act
from ofworkflow.statistics.facts import gathered
from ofworkflow.statistics.figures import Figures, Line, compute
from ofworkflow.statistics.measures import Duration, Measure
from ofworkflow.statistics.modalities import By, Territory
from recount import Counted, recount

TERRITORY = Territory(COMMUNES, tuple(ANTENNES.items()))
PERIODS = (
    (date(2025, 1, 1), date(2025, 12, 31)),
    (date(2024, 1, 1), date(2024, 12, 31)),  # the year before: it begins before anything
    (date(2025, 3, 10), date(2025, 5, 21)),
    (date(2025, 10, 31), date(2026, 3, 31)),  # over the end of a year, and a 18th birthday of 29 February
    (date(2026, 2, 28), date(2026, 2, 28)),
    (date(2026, 1, 1), date(2026, 12, 31)),
)
KNOWN: tuple[datetime | None, ...] = (
    None,
    datetime(2025, 6, 30, 22, 0, tzinfo=UTC),
    datetime(2025, 11, 15, 16, 0, tzinfo=UTC),  # the very instant at which that day's acts are noted
    datetime(2026, 3, 3, 8, 0, tzinfo=UTC),
)
SINGLE = tuple((by,) for by in By)
CROSSED = ((By.SEXE, By.AGE), (By.COMMUNE, By.SEXE), (By.ANTENNE, By.NIVEAU), (By.CONSEILLER, By.QPV), (By.ETABLISSEMENT, By.AGE))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_base_and_a_plain_recount_agree(database, seed):
    done = live_through(database, seed, dossiers=45)
    assert set(done) == {*Act, "contact"}, done  # the base is worth counting
    met: Counter[str] = Counter()
    with database.reading() as connection:
        for (first, last), known_at in product(PERIODS, KNOWN):
            expected = recount(connection, first, last, antennes=ANTENNES, known_at=known_at)
            with gathered(connection, first=first, last=last, known_at=known_at) as facts:
                assert dict(facts.vectors()) == {reference: c.measures for reference, c in expected.items()}
            figures = compute(
                connection, first=first, last=last, territory=TERRITORY, by=SINGLE + CROSSED, known_at=known_at
            )  # fmt: skip
            assert_same(figures, expected)
            assert_adds_up(figures)
            met += totals(expected.values())
    assert set(met) == {*Measure, *Duration}, {*Measure, *Duration} - set(met)


def assert_same(figures: Figures, expected: Mapping[str, Counted]) -> None:
    assert flat(figures.total) == totals(expected.values())
    for cut, lines in figures.breakdowns.items():
        groups: dict[tuple[str, ...], list[Counted]] = {}
        for counted in expected.values():
            groups.setdefault(tuple(counted.where[by] for by in cut), []).append(counted)
        found = {line.modality: flat(line) for line in lines}
        assert {where: line for where, line in found.items() if line} == {where: totals(those) for where, those in groups.items()}


def assert_adds_up(figures: Figures) -> None:
    for lines in figures.breakdowns.values():
        assert sum((flat(line) for line in lines), Counter()) == flat(figures.total)


def flat(line: Line) -> Counter[str]:
    """Return the measures that are not zero, and how many times each number of days was met."""
    days = {(name, number): times for name, listed in line.durations.items() for number, times in listed.items()}
    return +Counter({**line.counts, **days})


def totals(those: Iterator[Counted]) -> Counter[str]:
    found: Counter[str] = Counter()
    for counted in those:
        found.update(counted.measures)
        found.update((name, days) for name, listed in counted.durations.items() for days in listed)
    return found
