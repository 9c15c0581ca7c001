"""Blocks to PDF: one layout file; what goes wrong is said in French."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from ofworkflow.errors import LetterError
from ofworkflow.letters.compiler import as_literal, compile_pages, unknown_characters
from ofworkflow.letters.images import printable_image
from ofworkflow.letters.page_reading import to_png
from ofworkflow.letters.templates import LAYOUT

COPIES_DPI = 150
"""Dots an inch of a copied page: read without effort once printed."""

_PACKAGE = re.compile(r'"@[\w-]+/')


def compile_letter(
    layout: str,
    data: Mapping[str, object],
    *,
    le: date,
    images: Mapping[str, str | None],
    lettre: str,
    annexes: Sequence[tuple[str, bytes]] = (),
) -> bytes:
    """Return the PDF of `data` laid out by `layout`; `le` dates the file, `lettre` names it in a
    `LetterError`.

    `images` are those of the house, by the name that the layout gives them. `annexes` are bound behind as
    pictures of their pages: another PDF has no place in a PDF/A.
    """
    if package := _PACKAGE.search(layout):
        raise LetterError(
            f"La mise en page {LAYOUT} fait appel à un module extérieur ({package[0]}…) : retirez cette "
            "ligne."
        )
    if annexes and 'in d.at("annexes"' not in layout:
        raise LetterError(
            f"La mise en page {LAYOUT} ne place pas les copies que ce courrier annonce : reprenez la fin de "
            "celle d'origine (« Les annexes »)."
        )
    whole = {**data} | {"annexes": [_copied(titre, pdf) for titre, pdf in annexes]} if annexes else {**data}
    whole |= {
        name: None if path is None else printable_image(Path(path), name) for name, path in images.items()
    }
    files = {
        "main.typ": f'#import "{LAYOUT}": courrier\n#courrier({as_literal(whole)})\n'.encode(),
        LAYOUT: layout.encode(),
    }
    try:
        pdf, warnings = compile_pages(files, le=le)
    except RuntimeError as error:
        raise LetterError(_sentence(error, lettre)) from error
    if font := next((w for w in warnings if "unknown font" in w), None):
        raise LetterError(
            f"La mise en page {LAYOUT} demande une police qui n'est pas fournie ({font}) : revenez à « Noto "
            "Sans »."
        )
    return pdf


def _copied(titre: str, pdf: bytes) -> dict[str, object]:
    return {"titre": titre, "pages": [list(png) for png in to_png(pdf, dpi=COPIES_DPI, gray=True)]}


def _sentence(error: RuntimeError, lettre: str) -> str:
    message = str(getattr(error, "message", error))
    if named := unknown_characters(error):
        return (
            f"{lettre} : le caractère {named} n'existe dans aucune police des courriers ; retirez-le du "
            "dossier ou du modèle."
        )
    if message.startswith("panicked with: "):
        return f"{lettre} : {message.removeprefix('panicked with: ').strip(chr(34))}"
    return f"{lettre} : la mise en page {LAYOUT} a une erreur ({message}) ; revenez à celle d'origine."
