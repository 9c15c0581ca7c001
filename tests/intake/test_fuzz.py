"""A slice of `python -m tools.fuzz_lists`: damaged files give a sentence or a preview, quickly, and write nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.fuzz_lists import trouble

from intake.lists import base

# what hours of it found: a cell of 90,000 signs in every rule of dates and addresses, the charset of a mail that is none
FOUND = (5867, 6368, 6991, 7096, 9821)


@pytest.mark.parametrize("first", [*FOUND, *range(1, 121, 10)])
def test_a_damaged_file_gives_a_sentence_or_a_preview_and_writes_nothing(tmp_path: Path, first: int) -> None:
    connection = base()
    seeds = [first] if first in FOUND else range(first, first + 10)
    assert {seed: sentence for seed in seeds if (sentence := trouble(seed, connection, tmp_path))} == {}
