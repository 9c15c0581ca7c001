"""The pages of docs/guide/: their commands typed in the demo base, their screens as SVG by the real program, letters as PNG.

`python -m tools.screens` checks the pictures, `python -m tools.screens --ecrire` draws them.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from importlib import import_module
from pathlib import Path

from tools.letter_pictures import drawn as letter_drawn
from tools.letter_pictures import kept_print, letters, print_of

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "guide"
TODAY = "01/12/2026"
_COLUMNS, _LINES = 100, 34
_SCREEN = re.compile(r"^!\[(?P<typed>of[^\]]*)\]\((?P<picture>[a-z0-9-]+\.svg)\)$", re.MULTILINE)
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class _Terminal(io.StringIO):
    """A terminal as wide as the pictures."""

    def isatty(self) -> bool:
        return True


def commands(page: Path) -> list[str]:
    """Return the commands of a page, those of its screens included, in its order."""
    text = page.read_text(encoding="utf-8")
    found = [(block.start(), line) for block in _BLOCK.finditer(text) for line in block[1].splitlines() if line.strip()]
    found += [(screen.start(), screen["typed"]) for screen in _SCREEN.finditer(text)]
    return [line.partition("  #")[0].strip() for _, line in sorted(found, key=lambda each: each[0])]


def screens(page: Path) -> Iterator[tuple[str, Path]]:
    """Yield what is typed for each picture of a page, and where the picture is."""
    for screen in _SCREEN.finditer(page.read_text(encoding="utf-8")):
        yield screen["typed"], page.parent / screen["picture"]


def shown(typed: str, house: Path) -> str:
    """Return what a command shows in a copy of that house, on the day of the guide."""
    from ofworkflow.cli.main import main

    out = _Terminal()
    with tempfile.TemporaryDirectory() as place:
        copy = Path(shutil.copytree(house, Path(place) / "maison"))
        before, kept = Path.cwd(), dict(os.environ)
        os.chdir(copy)
        os.environ |= {"OFWORKFLOW_AU": TODAY, "COLUMNS": str(_COLUMNS), "LINES": str(_LINES), "TERM": "xterm-256color"}
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), contextlib.suppress(SystemExit):
                main(shlex.split(typed)[1:])
        finally:
            os.chdir(before)
            os.environ.clear()
            os.environ |= kept
    return _ESCAPES.sub("", out.getvalue())


def drawn(typed: str, text: str) -> str:
    """Return a screen as SVG: monospaced, its title what is typed, its text readable without eyes."""
    lines = [line[:_COLUMNS] for line in [f"$ {typed}", *text.rstrip().splitlines()]][:_LINES]
    width, height = 16 + _COLUMNS * 7.3, 20 + len(lines) * 17
    bold = ' font-weight="bold"'
    rows = "\n".join(
        f'<text x="10" y="{24 + at * 17}" xml:space="preserve"{"" if at else bold}>{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" role="img" '
        f'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="12" fill="#e6e6e6">\n'
        f"<title>{escape(typed)}</title>\n"
        f'<rect width="100%" height="100%" rx="6" fill="#1b1f24"/>\n{rows}\n</svg>\n'
    )


def main(arguments: list[str]) -> int:
    """Draw the screens, or tell those that are no longer what the program shows; return 1 then."""
    sys.path.insert(0, str(ROOT / "tests"))
    played = import_module("cli.story").played  # the house of the tests, which only they and we can import

    with tempfile.TemporaryDirectory() as place:
        house = played(Path(place) / "maison")
        stale = []
        for page in sorted(GUIDE.glob("*.md")):
            for typed, picture in screens(page):
                picture_now = drawn(typed, shown(typed, house))
                if "--ecrire" in arguments:
                    picture.write_text(picture_now, encoding="utf-8")
                elif not picture.is_file() or picture.read_text(encoding="utf-8") != picture_now:
                    stale.append(picture.name)
            for kind, picture in letters(page):
                if kept_print(picture) == print_of(kind):
                    continue
                if "--ecrire" in arguments:
                    picture.write_bytes(letter_drawn(kind))
                else:
                    stale.append(picture.name)
    if stale:
        print(f"Écrans à redessiner (python -m tools.screens --ecrire) : {', '.join(stale)}.")
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
