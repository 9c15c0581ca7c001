"""Words nearly alike, all at once, are those that are compared one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofworkflow.procedure.near_words import near_words
from ofworkflow.text import similarity

_LETTERS = st.text(alphabet="abinrtéжe2", min_size=1, max_size=20)


@given(_LETTERS, st.sets(_LETTERS, max_size=30), st.sampled_from([0.1, 50, 78, 100]))
def test_all_at_once_is_one_by_one(word: str, words: set[str], least: float) -> None:
    scores = {other: similarity(word, other) for other in words}
    assert near_words(word, words, least=least) == {other: score for other, score in scores.items() if score >= least}


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("martein", {"martin", "martein"}),
        ("mrt", {"mrat"}),  # 6 letters of 7
        ("abcdefghijklmnopq", {"abcdefghijklmnoqp"}),  # lanes of three bytes
        ("a" * 300, {"a" * 299}),
    ],
)
def test_a_slip_away_is_near_and_two_in_a_short_word_are_not(word: str, near: set[str]) -> None:
    words = {"martin", "martein", "mrat", "abcdefghijklmnoqp", "a" * 299, "b" * 7, "b" * 300}
    assert near_words(word, words, least=78).keys() == near
