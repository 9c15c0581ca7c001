"""Three Monday mornings through a real pseudo-terminal, from an empty folder: every screen as it is kept, every key counted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from journeys.mondays import AT_MOST, KEPT, SIZES, STORY, place_of, played

_PAGE = KEPT.parent / "trois-lundis.md"
_ENGLISH = re.compile(r"\b(Error|Usage|Options|Aborted|Try|Missing|Invalid|the|and)\b")


@pytest.mark.parametrize(("columns", "lines"), SIZES)
def test_the_three_mondays_show_the_screens_that_are_kept_in_the_keys_that_are_allowed(
    tmp_path: Path, columns: int, lines: int
) -> None:
    """`python -m tools.mondays --ecrire` keeps the screens anew: look at them."""
    keys: dict[str, int] = {}
    for number, seen in enumerate(played(tmp_path, columns, lines)):
        if seen.typed.counts:
            keys[seen.typed.counts] = seen.keys
        if not seen.typed.screen:
            continue
        assert seen.screen == place_of(number, seen.typed, columns, lines).read_text(encoding="utf-8"), seen.typed.screen
        if seen.typed.whole:  # what came first is what counts most: it has not left the screen
            assert seen.screen.startswith(f"$ {seen.typed.keys.splitlines()[0][: columns - 2]}"), seen.typed.screen
        assert _ENGLISH.search(seen.screen) is None, seen.typed.screen
        assert "Erreur" not in seen.screen, seen.typed.screen
    assert {names: sum(keys[name] for name in names) <= most for names, most in AT_MOST.items()} == dict.fromkeys(AT_MOST, True)
    said = {int(row) for row in re.findall(r"\| (\d+) \| \d+ \|$", _PAGE.read_text(encoding="utf-8"), re.MULTILINE)}
    assert said == {sum(keys[name] for name in names) for names in AT_MOST}


def test_every_screen_that_is_kept_is_of_the_story() -> None:
    told = {place_of(number, typed, *size) for size in SIZES for number, typed in enumerate(STORY) if typed.screen}
    assert told == set(KEPT.glob("*/*.txt"))
