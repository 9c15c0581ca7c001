"""The solver on problems small enough to be solved by hand, and at the ends of what it may answer."""

from __future__ import annotations

from math import inf

import pytest

from ofworkflow.statistics.solver import Column, cheapest


def test_the_cheapest_whole_numbers_keep_every_sum() -> None:
    """A sum of two parts goes up by 2: the part that costs 3 a unit moves, the one that costs 5 does not."""
    total, dear, cheap = Column(1, 2, 2, {0: -1}), Column(5, 0, inf, {0: 1}), Column(3, 0, inf, {0: 1})
    assert cheapest([total, dear, cheap], 1) == [2, 0, 2]


def test_a_half_is_no_whole_number() -> None:
    """Two of one make three of the other: without a free half, the least is 3 and 2."""
    assert cheapest([Column(1, 1, inf, {0: 2}), Column(1, 0, inf, {0: -3})], 1) == [3, 2]


def test_what_cannot_be_is_said() -> None:
    assert cheapest([Column(1, 2, 2, {0: 1}), Column(1, 0, 1, {0: -1})], 1) is None


def test_without_a_sum_each_stays_where_it_costs_the_least() -> None:
    assert cheapest([Column(2, 1, 4, {}), Column(-2, 0, 4, {})], 0) == [1, 4]


def test_a_cost_without_an_end_is_no_answer() -> None:
    with pytest.raises(ArithmeticError, match="HiGHS"):
        cheapest([Column(-1, 0, inf, {})], 0)
