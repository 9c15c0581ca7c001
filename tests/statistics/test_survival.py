"""The time until compliance, against tables worked by hand, at its edges, and as rules that hold for any cohort."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from ofworkflow.statistics.survival import LEAVING, CohortSpan, Spell, SpellEnd, by_period, curve

REPORTED_ON = date(2026, 1, 5)


def spell(days: int, outcome: SpellEnd = SpellEnd.EN_REGLE, *, started_on: date = REPORTED_ON) -> Spell:
    return Spell(started_on, started_on + timedelta(days=days), outcome)


def spells(events: Sequence[int], censored: Sequence[int] = (), outcome: SpellEnd = SpellEnd.OUVERT) -> list[Spell]:
    return [spell(days) for days in events] + [spell(days, outcome) for days in censored]


def test_the_example_of_kaplan_and_meier() -> None:
    """Their 1958 paper, section 2: eight items, deaths at 0.8, 3.1, 5.4, 9.2, losses at 1.0, 2.7, 7.0, 12.1 (here in tenths)."""
    found = curve(spells([8, 31, 54, 92], [10, 27, 70, 121]))
    assert [(s.day, s.at_risk, s.events, s.censored) for s in found.steps] == [
        (8, 8, 1, 0), (10, 7, 0, 1), (27, 6, 0, 1), (31, 5, 1, 0), (54, 4, 1, 0), (70, 3, 0, 1), (92, 2, 1, 0), (121, 1, 0, 1)
    ]  # fmt: skip
    by_hand = [7 / 8, 7 / 8, 7 / 8, 7 / 8 * 4 / 5, 7 / 8 * 4 / 5 * 3 / 4, 0.525, 0.525 * 1 / 2, 0.2625]
    assert [s.waiting for s in found.steps] == pytest.approx(by_hand)
    assert found.median == 92


def test_remission_times_with_ties_and_their_band() -> None:
    """Freireich et al., Blood 21 (1963), the group given 6-MP, in every textbook: ties, and a loss on the day of an event."""
    found = curve(spells([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]))
    events = {s.day: s for s in found.steps if s.events}
    assert {day: s.at_risk for day, s in events.items()} == {6: 21, 7: 17, 10: 15, 13: 12, 16: 11, 22: 7, 23: 6}
    by_hand = [18 / 21]
    for at_risk in (17, 15, 12, 11, 7, 6):
        by_hand.append(by_hand[-1] * (at_risk - 1) / at_risk)
    assert [s.waiting for s in events.values()] == pytest.approx(by_hand)
    assert found.median == 23
    # exp(−exp(log(−log S) ± 1.96 √(3 / (21 × 18)) / −log S)), S = 18/21
    assert events[6].band == pytest.approx((0.6197, 0.9516), abs=1e-4)


def test_compliant_on_the_day_of_the_report() -> None:
    found = curve(spells([0, 0, 10], [20]))
    assert (found.steps[0].day, found.steps[0].at_risk, found.steps[0].events) == (0, 4, 2)
    assert found.steps[0].waiting == 0.5
    assert found.median == 0


def test_nobody_compliant_yet() -> None:
    found = curve(spells([], [10, 40, 100]))
    assert {s.waiting for s in found.steps} == {1.0}
    assert {s.band for s in found.steps} == {None}
    assert found.median is None
    assert [(m.day, m.at_risk, m.compliant) for m in found.marks] == [(30, 2, 0.0), (60, 1, 0.0), (90, 1, 0.0), (180, 0, None)]


def test_everybody_compliant() -> None:
    found = curve(spells([10 * i for i in range(1, 13)]))
    assert [m.compliant for m in found.marks] == pytest.approx([3 / 12, 6 / 12, 9 / 12, 1])
    assert not any(m.few for m in found.marks)  # nobody was lost: these are counts, whoever is left
    assert found.steps[-1].band is None


def test_one_spell() -> None:
    assert curve([spell(40)]).median == 40
    assert curve([spell(40)]).steps[0].waiting == 0.0
    assert curve([spell(40, SpellEnd.OUVERT)]).median is None
    assert all(mark.few for mark in curve([spell(40)]).marks)


def test_nobody() -> None:
    found = curve([])
    assert (found.spells, found.steps, found.median) == (0, (), None)
    assert {m.compliant for m in found.marks} == {None}


@pytest.mark.parametrize(
    ("at_risk", "few"),
    [(10, False), (9, True)],  # ten still followed at day 60 are enough, nine are not
)
def test_a_share_that_hangs_on_few_persons_is_flagged(at_risk: int, few: bool) -> None:
    found = curve(spells([5, 20], [30] * 8 + [60] * at_risk))
    assert [m.few for m in found.marks[:2]] == [False, few]


def test_who_leaves_is_counted_apart_and_flatters_the_plain_curve() -> None:
    """Of four, one turns 18 at day 10, then one is compliant at day 20, then two at day 30.

    Kaplan-Meier spreads the one who left over the three others; in truth, three of four were ever compliant.
    """
    found = curve([spell(10, SpellEnd.MAJORITE), spell(20), spell(30), spell(30)], marks=[20, 30])
    assert [m.compliant for m in found.marks] == pytest.approx([1 / 3, 1])
    assert [m.left[SpellEnd.EN_REGLE] for m in found.marks if m.left] == pytest.approx([1 / 4, 3 / 4])
    assert found.steps[-1].left[SpellEnd.MAJORITE] == pytest.approx(1 / 4)
    assert found.steps[-1].still_there == 0


def test_after_the_last_one_turned_18_compliance_is_not_known_but_the_exits_are() -> None:
    mark = curve([spell(10), spell(20, SpellEnd.MAJORITE)], marks=[30]).marks[0]
    assert mark.compliant is None
    assert mark.left is not None
    assert mark.left[SpellEnd.EN_REGLE] == mark.left[SpellEnd.MAJORITE] == pytest.approx(0.5)


def test_each_report_counts_in_its_period() -> None:
    days = [date(2026, 4, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31)]
    cohort = [spell(5, started_on=day) for day in days]
    assert {name: c.spells for name, c in by_period(cohort, CohortSpan.TRIMESTRE).items()} == {
        "2025-T4": 1,
        "2026-T1": 2,
        "2026-T2": 1,
    }
    assert list(by_period(cohort, CohortSpan.TRIMESTRE)) == ["2025-T4", "2026-T1", "2026-T2"]
    assert {name: c.spells for name, c in by_period(cohort, CohortSpan.ANNEE).items()} == {"2025": 1, "2026": 3}


def test_a_wait_cannot_end_before_it_began() -> None:
    with pytest.raises(ValueError, match="ne peut pas finir le 04/01/2026"):
        spell(-1)


cohorts = st.lists(st.builds(spell, st.integers(0, 40), st.sampled_from(SpellEnd)), min_size=1, max_size=40)
quick = settings(max_examples=100, deadline=None)


@quick
@given(st.lists(st.integers(0, 40), min_size=1, max_size=40))
def test_when_nobody_is_lost_the_curve_is_the_plain_share(events: list[int]) -> None:
    for step in curve(spells(events)).steps:
        assert step.waiting == pytest.approx(sum(days > step.day for days in events) / len(events))
        assert step.left[SpellEnd.EN_REGLE] == pytest.approx(1 - step.waiting)


@quick
@given(cohorts)
def test_the_curve_and_its_band_are_those_of_scipy(cohort: list[Spell]) -> None:
    """The same estimator, written by others: `scipy.stats.ecdf`, its band by the same formula."""
    found = curve(cohort).steps
    for outcomes, shares in (([SpellEnd.EN_REGLE], [s.waiting for s in found]), (LEAVING, [s.still_there for s in found])):
        seen = [s.days for s in cohort if s.outcome in outcomes]
        lost = [s.days for s in cohort if s.outcome not in outcomes]
        expected = ecdf(CensoredData(uncensored=seen, right=lost)).sf
        assert shares == pytest.approx(expected.probabilities.tolist(), rel=1e-12)
        if len(outcomes) == 1:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", RuntimeWarning)  # where there is no band
                band = expected.confidence_interval(0.95, method="log-log")
            for step, low, high in zip(found, band.low.probabilities, band.high.probabilities, strict=True):
                assert (step.band is None) == bool(isnan(low) or isnan(high))
                assert step.band is None or step.band == pytest.approx((low, high), rel=1e-9)


@quick
@given(cohorts)
def test_shares_stay_shares_and_only_go_one_way(cohort: list[Spell]) -> None:
    steps = curve(cohort).steps
    assert sum(s.events + s.censored for s in steps) == steps[0].at_risk == len(cohort)
    for before, step in pairwise(steps):
        assert step.day > before.day
        assert step.at_risk == before.at_risk - before.events - before.censored
        assert step.waiting <= before.waiting
        assert all(step.left[outcome] >= before.left[outcome] for outcome in LEAVING)
    for step in steps:
        assert 0 <= step.waiting <= 1
        assert step.band is None or 0 <= step.band[0] <= step.waiting <= step.band[1] <= 1
        assert sum(step.left.values()) + step.still_there == pytest.approx(1)


@quick
@given(cohorts)
def test_the_plain_curve_never_says_less_than_what_was_reached(cohort: list[Spell]) -> None:
    """Exits counted as censorings can only make compliance look more likely: this is why both are printed."""
    for step in curve(cohort).steps:
        assert 1 - step.waiting >= step.left[SpellEnd.EN_REGLE] - 1e-9


@quick
@given(cohorts, st.randoms())
def test_the_order_of_the_spells_does_not_matter(cohort: list[Spell], chance: object) -> None:
    shuffled = sorted(cohort, key=lambda _: chance.random())
    assert curve(shuffled) == curve(cohort)
