"""The renderer, one compiler a process, started with the first page and not before.

It sees the bundled fonts and nothing else: no font of the system, no file of the house, no package from the
network. Same data, same bytes, on any machine.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

FONTS = Path(__file__).resolve().parents[1] / "resources" / "fonts"

_NO_GLYPH = re.compile(r'text `"(.*)"` could not be displayed', re.S)


def as_literal(data: Mapping[str, object]) -> str:
    """Return data as the layouts read it: JSON in a string, so that no word of it is ever taken for
    markup."""
    literal = (
        json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("\\", "\\\\").replace('"', '\\"')
    )
    return f'json(bytes("{literal}"))'


def compile_pages(files: Mapping[str, bytes], *, le: date) -> tuple[bytes, tuple[str, ...]]:
    """Return the PDF of `main.typ`, dated `le`, and what the compiler warns of; raise `RuntimeError` as
    the compiler says it."""
    pdf, warnings = _compiler().compile_with_warnings(
        input=dict(files),  # type: ignore[type-var] # the wheel takes a dict of files, its stub does not say so
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime.combine(le, time(12), tzinfo=UTC),
    )
    assert isinstance(pdf, bytes)  # noqa: S101 — one PDF was asked for, never a list of pages
    return pdf, tuple(map(str, warnings))


def unknown_characters(error: RuntimeError) -> str | None:
    """Return the characters that no font has, named for people; `None` when the error is another one."""
    glyph = _NO_GLYPH.search(str(getattr(error, "message", error)))
    if glyph is None:
        return None
    chars = re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), glyph[1])
    return ", ".join(f"« {c} » (U+{ord(c):04X})" for c in dict.fromkeys(chars))


@functools.cache
def _compiler() -> typst.Compiler:
    import typst  # here: 50 MB that only a letter needs

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(root=FONTS, font_paths=fonts)
