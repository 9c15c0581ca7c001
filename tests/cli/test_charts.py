"""Bars that never lie: something is never nothing, less than all is never all, parts fill the bar exactly."""

from __future__ import annotations

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofworkflow.cli.charts import Screen, screen
from ofworkflow.text import aligned, clipped

ON = Screen(80, bars=True)


@pytest.mark.parametrize(
    ("part", "whole", "bar"),
    [
        (0, 10, "░░░░░"),
        (1, 1000, "█░░░░"),  # one of a thousand is seen
        (999, 1000, "████░"),  # all but one is not all
        (10, 10, "█████"),
        (0, 0, ""),  # no rate at all: no bar
    ],
)
def test_a_bar_shows_a_part_of_a_whole(part, whole, bar):
    assert ON.bar(part, whole, 5) == bar


@given(st.lists(st.integers(0, 5_000), min_size=4, max_size=4), st.integers(20, 120))
def test_the_parts_of_a_stack_fill_it_and_each_one_is_seen(parts, width):
    bar = ON.stack(parts, width)
    assert len(bar) == (width if sum(parts) else 0)
    assert [texture in bar for texture in "█▓▒░"] == [part > 0 for part in parts]


@given(st.dictionaries(st.integers(0, 400), st.integers(1, 50), min_size=1), st.integers(6, 40))
def test_a_distribution_fits_and_shows_the_longest(days, width):
    shape = ON.distribution(days, width)
    assert 0 < len(shape) <= width
    assert "█" in shape
    assert shape[-1] != " "


def test_nothing_is_drawn_when_piped():
    piped = Screen()
    assert (piped.bar(1, 2, 9), piped.length(1, 2, 9), piped.stack([1, 2], 9), piped.distribution({3: 1}, 9)) == ("",) * 4


def test_a_pipe_has_no_bar_and_no_width(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    assert not screen().bars
    assert screen().width > 1_000


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp1252"])
def test_an_encoding_without_these_signs_is_written_to_all_the_same(monkeypatch, encoding):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, write_through=True))
    Screen().write("Marcq-en-Barœul – ↗ +3 « é »")
    assert b"+3" in raw.getvalue()


def test_columns_are_aligned_and_those_that_may_shrink_do():
    rows = [("nom", "n"), ("Saint-André-lez-Lille", 12)]
    assert aligned(rows) == ["nom                     n", "Saint-André-lez-Lille  12"]
    assert aligned(rows, width=14, shrink={0: 8}) == ["nom          n", "Saint-And…  12"]
    assert aligned([("a\x1b[31m\nb", 1)]) == ["a [31m b  1"]  # a name has no means to act on the terminal


@given(st.text(min_size=1), st.integers(1, 30))
def test_a_clipped_text_fits_and_says_that_it_goes_on(text, width):
    shown = clipped(text, width)
    assert len(shown) <= width
    assert (shown == text) or shown.endswith("…")
