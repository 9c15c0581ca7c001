"""The figures of random bases, against a plain recount: dossier by dossier, table by table, as known on several days."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection

from lives import ANTENNES, COMMUNES, THEIRS, copy, live_through
from ofworkflow.procedure.vocabulary import Act
from ofworkflow.statistics.facts import gathered
from ofworkflow.statistics.figures import FigureLine, compute, draw
from ofworkflow.statistics.indicators.catalogue import MEASURES
from ofworkflow.statistics.indicators.kinds import Duration
from ofworkflow.statistics.modalities import By, HouseTerritory
from ofworkflow.storage.database import Database
from recount import Counted, rates, recount

TERRITORY = HouseTerritory(COMMUNES, tuple(ANTENNES.items()))
YEAR_BEFORE, YEAR = (date(2024, 1, 1), date(2024, 12, 31)), (date(2025, 1, 1), date(2025, 12, 31))
THIS_YEAR = date(2026, 1, 1), date(2026, 12, 31)
SPRING = date(2025, 3, 10), date(2025, 5, 21)
WINTER = date(2025, 10, 31), date(2026, 3, 31)  # over the end of a year, and the majority of who was born on 29 February
ONE_DAY = date(2026, 2, 28), date(2026, 2, 28)
IN_JUNE, IN_MARCH = datetime(2025, 6, 30, 22, 0, tzinfo=UTC), datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
IN_NOVEMBER = datetime(2025, 11, 14, 16, 0, tzinfo=UTC)  # the very instant at which the acts of that day are noted
ASKED = (
    *((period, None) for period in (YEAR_BEFORE, YEAR, THIS_YEAR, SPRING, WINTER, ONE_DAY)),
    (YEAR_BEFORE, IN_JUNE), (YEAR, IN_JUNE), (SPRING, IN_JUNE),
    (WINTER, IN_NOVEMBER),
    (THIS_YEAR, IN_MARCH), (ONE_DAY, IN_MARCH),
)  # fmt: skip
SEEDS, DOSSIERS = (
    (11, 3, 4, 5, 6),
    40,
)  # one for each of the houses; if the procedure changes, look for others that meet everything together
CUTS = (
    *((by,) for by in By),
    (By.SEXE, By.AGE), (By.COMMUNE, By.SEXE), (By.ANTENNE, By.NIVEAU), (By.CONSEILLER, By.QPV), (By.ETABLISSEMENT, By.AGE),
    (By.AGE, By.QPV),
)  # fmt: skip


def test_each_base_and_a_plain_recount_agree(sqlite_model, tmp_path, postgresql_base):
    done: Counter[str] = Counter()
    counted: Counter[Any] = Counter()
    for seed in SEEDS:
        base = Database(f"sqlite:///{shutil.copyfile(sqlite_model, tmp_path / f'{seed}.db')}")
        done += live_through(base, seed, dossiers=DOSSIERS)
        copy(base, postgresql_base)
        counted += _counted_alike(base, postgresql_base)
        base.dispose()
    # every act was really done, and each measure was put to the test: these bases are worth counting
    assert set(done) == {*Act, "contact", THEIRS}
    assert {*MEASURES, *Duration} == {name if isinstance(name, str) else name[0] for name in counted}


def _counted_alike(base: Database, copied: Database) -> Counter[Any]:
    """Check all that is asked of a base, and of its copy on the other engine; return what was counted."""
    counted: Counter[Any] = Counter()
    with base.reading() as connection, copied.reading() as other:
        for i, ((first, last), known_at) in enumerate(ASKED):
            expected = recount(connection, first, last, antennes=ANTENNES, known_at=known_at)
            counted += totals(expected.values())
            for each in (connection, other):
                assert_same(each, expected, first, last, known_at, CUTS[i % 2 :: 2])  # half of the tables, in turn
        asked = {"first": first, "last": last, "known_at": known_at, "territory": TERRITORY, "by": CUTS}  # in one call
        assert compute(connection, **asked) == compute(other, **asked)
    return counted


def assert_same(
    connection: Connection,
    expected: Mapping[str, Counted],
    first: date,
    last: date,
    known_at: datetime | None,
    cuts: Sequence[tuple[By, ...]],
) -> None:
    """Check every dossier, every total, every line of every table."""
    with gathered(connection, first=first, last=last, known_at=known_at) as facts:
        assert dict(facts.vectors()) == {reference: each.measures for reference, each in expected.items()}
        figures = draw(facts, first=first, last=last, territory=TERRITORY, by=cuts, known_at=known_at)
    assert flat(figures.total) == totals(expected.values())
    assert {f.indicator.code: (f.numerator, f.denominator) for f in figures.total.figures} == rates(expected.values())
    for cut, lines in figures.breakdowns.items():
        groups: dict[tuple[str, ...], list[Counted]] = {}
        for counted in expected.values():
            groups.setdefault(tuple(counted.where[by] for by in cut), []).append(counted)
        found = {line.modality: flat(line) for line in lines}
        assert {where: line for where, line in found.items() if line} == {where: totals(those) for where, those in groups.items()}
        assert sum(found.values(), Counter()) == flat(figures.total)


def flat(line: FigureLine) -> Counter[str]:
    """Return the measures that are not zero, and how many times each number of days was met."""
    days = {(name, number): times for name, listed in line.durations.items() for number, times in listed.items()}
    return +Counter({**line.counts, **days})


def totals(those: Iterable[Counted]) -> Counter[str]:
    found: Counter[str] = Counter()
    for counted in those:
        found.update(counted.measures)
        found.update((name, days) for name, listed in counted.durations.items() for days in listed)
    return found
