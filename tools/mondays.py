"""The three Mondays, played at a real terminal: `python -m tools.mondays --ecrire` keeps every screen, at both sizes.

The screens that `docs/guide/trois-lundis.md` shows are drawn as SVG too. `tests/journeys/test_mondays.py` plays them again.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from tools.screens import GUIDE, ROOT, drawn

PAGE = GUIDE / "trois-lundis.md"
_PICTURE = re.compile(r"\(lundis/(?P<name>[a-z-]+)\.svg\)")
_DRAWN = (80, 24)


def main(arguments: list[str]) -> int:
    """Keep the screens, and draw those that the page shows."""
    if "--ecrire" not in arguments:
        print(__doc__)
        return 2
    sys.path.insert(0, str(ROOT / "tests"))
    mondays = import_module("journeys.mondays")
    shutil.rmtree(mondays.KEPT, ignore_errors=True)
    pictures = {match["name"] for match in _PICTURE.finditer(PAGE.read_text(encoding="utf-8"))}
    for columns, lines in mondays.SIZES:
        with tempfile.TemporaryDirectory() as place:
            for number, seen in enumerate(mondays.played(Path(place), columns, lines)):
                if not seen.typed.screen:
                    continue
                kept = mondays.place_of(number, seen.typed, columns, lines)
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_text(seen.screen, encoding="utf-8")
                if seen.typed.screen in pictures and (columns, lines) == _DRAWN:
                    typed, _, text = seen.screen.partition("\n")
                    whole = typed.startswith("$ ")
                    picture = drawn(typed.removeprefix("$ "), text) if whole else drawn("…", seen.screen)
                    (mondays.KEPT / f"{seen.typed.screen}.svg").write_text(picture, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
