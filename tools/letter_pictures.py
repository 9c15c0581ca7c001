"""The letters of docs/guide/ as PNG: the first page of the sample of each kind that a page shows, in sixteen greys.

A picture keeps the print of what it was drawn from, words and layout: what has changed since is told without comparing pixels,
which another version of a font or of a library moves. Drawn by `python -m tools.screens --ecrire`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ofworkflow.letters.models import kind_of
from ofworkflow.letters.page_reading import to_png
from ofworkflow.letters.renderer import Renderer

_LETTER = re.compile(r"^!\[[^\]]+\]\((?P<picture>lettre-(?P<kind>[a-z-]+)\.png)\)$", re.MULTILINE)
_DPI, _GREYS = 84, 16
LARGEST = 80_000
"""Bytes of a picture."""


def letters(page: Path) -> Iterator[tuple[str, Path]]:
    """Yield the kind of letter of each picture of a page, and where the picture is."""
    for letter in _LETTER.finditer(page.read_text(encoding="utf-8")):
        yield letter["kind"].replace("-", "_"), page.parent / letter["picture"]


def print_of(kind: str) -> str:
    """Return the print of what a letter of that kind is made from today: its words, and the layout."""
    job = Renderer().prepare(kind_of(kind).sample)
    return hashlib.sha256(f"{job.page!r}\n{job.layout}".encode()).hexdigest()


def drawn(kind: str) -> bytes:
    """Return the first page of a letter of that kind, as PNG."""
    [first, *_] = to_png(Renderer().render(kind_of(kind).sample).pdf, dpi=_DPI)
    kept, out = PngInfo(), BytesIO()
    kept.add_text("lettre", print_of(kind))
    Image.open(BytesIO(first)).convert("L").quantize(_GREYS).save(out, "PNG", optimize=True, pnginfo=kept)
    return out.getvalue()


def kept_print(picture: Path) -> str:
    """Return the print of what a picture was drawn from, empty where there is none."""
    if not picture.is_file():
        return ""
    with Image.open(picture) as image:
        return str(image.info.get("lettre", ""))
