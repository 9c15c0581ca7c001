"""Bars on a terminal: blocks where it can show them, ASCII where it cannot, neither when
piped.

Nothing is said by a colour or a bar alone: each goes with its number.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from math import ceil

from ofworkflow.cli.output import echo, is_read_aloud
from ofworkflow.cli.streams import PLAIN_BARS
from ofworkflow.records import dataclass
from ofworkflow.text import NO_LIMIT

_POOR_TERMINALS = ("dumb", "linux", "ansi", "vt")  # no blocks finer than a whole one, or none at all
_BLOCKS = "█▓▒░▁▂▃▄▅▆▇↗↘−"
# What a poor terminal is shown instead, sign for sign.
_PLAINER = str.maketrans(PLAIN_BARS | {"↗": "/", "↘": "\\", "−": "-"})
_TYPED = str.maketrans(
    {"–": "-", "’": "'", "…": "~", "œ": "oe", "Œ": "OE", "«": '"', "»": '"'}
)  # where the encoding has not these
_LEVELS = "▁▂▃▄▅▆▇█"
_TEXTURES = "█▓▒░"


@dataclass(frozen=True, slots=True)
class Screen:
    """Where figures are shown: its columns, whether bars are, and whether it has the signs for them."""

    width: int = NO_LIMIT
    bars: bool = False
    blocks: bool = True

    def write(self, text: str = "", *, bold: bool = False) -> None:
        """Write a line, in the signs that the terminal has."""
        shown = text if self.blocks else text.translate(_PLAINER)
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        try:
            shown.encode(encoding)
        except UnicodeEncodeError:
            shown = shown.translate(_PLAINER).translate(_TYPED).encode(encoding, "replace").decode(encoding)
        echo(shown, bold=bold)

    def bar(self, part: float, whole: float, width: int) -> str:
        """Return a part of a whole: never empty for something, never full for less than all."""
        if not self.bars or width < 1 or not whole:
            return ""
        filled = round(width * part / whole)
        filled = max(filled, 1) if part > 0 else 0
        filled = min(filled, width - 1) if part < whole else width
        return "█" * filled + "░" * (width - filled)

    def length(self, number: float, most: float, width: int) -> str:
        """Return a bar whose length tells a number, the longest one being `most`."""
        if not self.bars or width < 1 or number <= 0:
            return ""
        return "█" * max(1, round(width * number / most))

    def stack(self, parts: Sequence[int], width: int) -> str:
        """Return up to four parts of a whole in one bar, each with its own texture and a place of its own."""
        whole = sum(parts)
        if not self.bars or not whole:
            return ""
        exact = [width * part / whole for part in parts]
        cells = [max(int(share), 1) if part else 0 for share, part in zip(exact, parts, strict=True)]
        while sum(cells) != width:
            step = 1 if sum(cells) < width else -1
            gaps = [
                (step * (share - cell), i)
                for i, (share, cell) in enumerate(zip(exact, cells, strict=True))
                if cell > (step < 0)
            ]
            cells[max(gaps)[1]] += step
        return "".join(texture * cell for texture, cell in zip(_TEXTURES, cells, strict=False))

    def distribution(self, counts: Mapping[int, int], width: int) -> str:
        """Return how often each length was met, from 0 to the longest, in `width` columns at most."""
        if not self.bars or not counts:
            return ""
        size = ceil((max(counts) + 1) / width)
        heights = [0] * ceil((max(counts) + 1) / size)
        for days, count in counts.items():
            heights[days // size] += count
        top = max(heights)
        return "".join(
            _LEVELS[ceil(height / top * len(_LEVELS)) - 1] if height else " " for height in heights
        )


def screen() -> Screen:
    """Return what stdout is: bars on a terminal only."""
    if not sys.stdout.isatty() or is_read_aloud():
        return Screen()
    name, encoding = os.environ.get("TERM", ""), sys.stdout.encoding or "ascii"
    try:
        _BLOCKS.encode(encoding)
        blocks = not name.startswith(_POOR_TERMINALS)
    except (UnicodeEncodeError, LookupError):
        blocks = False
    return Screen(shutil.get_terminal_size((80, 24)).columns, bars=True, blocks=blocks)


def textures(count: int) -> str:
    """Return the textures of the parts of a `Screen.stack`, in order."""
    return _TEXTURES[:count]
