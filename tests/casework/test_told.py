"""A journal read again: only what was added is decoded and replayed, and nothing is taken on trust."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ofworkflow.casework.dossier.told import Journal, journal_of

GOLDEN = Path(__file__).parents[1] / "golden" / "journal_0004.jsonl"
LIVES = [json.loads(line)["journal"] for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
NAMES = ("n", "acte", "de", "vers", "fait_le", "auteur", "donnees")


def _raw(life: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(*(json.dumps(line[name]) for name in NAMES), None, None) for line in life]


class _Reader:
    """What reads the rows of the driver, and counts them."""

    def __init__(self) -> None:
        self.read = 0

    def __call__(self, raw: Sequence[Sequence[Any]]) -> list[Any]:
        self.read += len(raw)
        cells = [dict(zip(NAMES, map(json.loads, row[: len(NAMES)]), strict=True)) for row in raw]
        return [SimpleNamespace(**row | {"fait_le": date.fromisoformat(row["fait_le"])}) for row in cells]


@pytest.mark.parametrize("life", LIVES, ids=range(len(LIVES)))
def test_a_journal_read_as_it_grows_gives_what_a_whole_replay_gives(life: list[dict[str, Any]]) -> None:
    raw = _raw(life)
    for start in range(1, len(raw) + 1):
        for end in range(start, len(raw) + 1):
            journal_of(-1, [("other", None, None)], lambda _: [])  # another dossier has taken the number
            assert journal_of(-1, raw[:start], _Reader()).case is not None
            again = _Reader()
            grown = journal_of(-1, raw[:end], again)
            whole = Journal(_Reader()(raw[:end]))
            assert (grown.entries, grown.case) == (whole.entries, whole.case)
            assert again.read == end - start


def test_a_row_that_somebody_changed_is_read_again() -> None:
    life = max(LIVES, key=len)
    known = journal_of(-2, _raw(life), _Reader())
    assert known.case
    changed = [*life[:-1], life[-1] | {"auteur": "Quelqu'un d'autre"}]
    reader = _Reader()
    assert journal_of(-2, _raw(changed), reader).entries[-1].author == "Quelqu'un d'autre"
    assert reader.read == len(life)
    assert journal_of(-2, _raw(life[:-1]), _Reader()).entries == known.entries[:-1]  # an entry that is gone


def test_what_stands_beside_the_first_row_may_change_alone() -> None:
    raw = _raw(max(LIVES, key=len))
    known = journal_of(-3, raw, _Reader())
    assert known.case
    reader = _Reader()
    journal = journal_of(-3, [(*raw[0][:-1], "Un autre nom"), *raw[1:]], reader)
    assert reader.read == 1
    assert journal.case == known.case
