"""Blocks to PDF: one layout file, one compiler a process; what goes wrong is said in French.

The renderer starts with the first letter, not before. It sees the bundled fonts and nothing else: no font of the system,
no file of the house, no package from the network. Same data, same bytes, on any machine.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ofworkflow.errors import LetterError
from ofworkflow.letters.images import printable_image
from ofworkflow.letters.templates import LAYOUT

if TYPE_CHECKING:
    import typst

FONTS = Path(__file__).resolve().parents[1] / "resources" / "fonts"
STANDARDS: list[Any] = ["a-2a", "ua-1"]

_PACKAGE = re.compile(r'"@[\w-]+/')
_NO_GLYPH = re.compile(r'text `"(.*)"` could not be displayed', re.S)


def compile_letter(layout: str, data: dict[str, Any], *, le: date, images: Mapping[str, str | None], lettre: str) -> bytes:
    """Return the PDF of `data` laid out by `layout`; `le` dates the file, `lettre` names it in a `LetterError`.

    `images` are those of the house, by the name that the layout gives them.
    """
    if found := _PACKAGE.search(layout):
        raise LetterError(f"La mise en page {LAYOUT} fait appel à un module extérieur ({found[0]}…) : retirez cette ligne.")
    data = data | {name: None if path is None else printable_image(Path(path), name) for name, path in images.items()}
    files = {"main.typ": f'#import "{LAYOUT}": courrier\n#courrier({as_literal(data)})\n'.encode(), LAYOUT: layout.encode()}
    try:
        pdf, warnings = compile_pages(files, le=le)
    except RuntimeError as error:
        raise LetterError(_sentence(error, lettre)) from error
    if font := next((w for w in warnings if "unknown font" in w), None):
        raise LetterError(
            f"La mise en page {LAYOUT} demande une police qui n'est pas fournie ({font}) : revenez à « Noto Sans »."
        )
    return pdf


def as_literal(data: Mapping[str, Any]) -> str:
    """Return data as the layouts read it: JSON in a string, so that no word of it is ever taken for markup."""
    literal = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("\\", "\\\\").replace('"', '\\"')
    return f'json(bytes("{literal}"))'


def compile_pages(files: Mapping[str, bytes], *, le: date) -> tuple[bytes, tuple[str, ...]]:
    """Return the PDF of `main.typ`, dated `le`, and what the compiler warns of; raise `RuntimeError` as the compiler says it."""
    pdf, warnings = _compiler().compile_with_warnings(
        input=dict(files),  # type: ignore[type-var] # the wheel takes a dict of files, its stub does not say so
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=datetime.combine(le, time(12), tzinfo=UTC),
    )
    assert isinstance(pdf, bytes)  # noqa: S101 — one PDF was asked for, never a list of pages
    return pdf, tuple(map(str, warnings))


def unknown_characters(error: RuntimeError) -> str | None:
    """Return the characters that no font has, named for people; `None` when the error is another one."""
    found = _NO_GLYPH.search(str(getattr(error, "message", error)))
    if found is None:
        return None
    chars = re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), found[1])
    return ", ".join(f"« {c} » (U+{ord(c):04X})" for c in dict.fromkeys(chars))


@functools.cache
def _compiler() -> typst.Compiler:
    import typst  # here: 50 MB that only a letter needs

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(root=FONTS, font_paths=fonts)


def _sentence(error: RuntimeError, lettre: str) -> str:
    message = str(getattr(error, "message", error))
    if named := unknown_characters(error):
        return f"{lettre} : le caractère {named} n'existe dans aucune police des courriers ; retirez-le du dossier ou du modèle."
    if message.startswith("panicked with: "):
        return f"{lettre} : {message.removeprefix('panicked with: ').strip(chr(34))}"
    return f"{lettre} : la mise en page {LAYOUT} a une erreur ({message}) ; revenez à celle d'origine."
