"""The images of the house, logo and signature: checked before they are opened, made printable, refused by
their own name.

What a printer's file has and a PDF/A has not (CMYK, a photograph of 40 Mo) is converted; what cannot be
printed is said of the image, never of the layout or of the dossier.
"""

from __future__ import annotations

import functools
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ofworkflow.errors import LetterError
from ofworkflow.letters.compiler import compile_pages, unknown_characters
from ofworkflow.outside.texts import NotATextError, decoded

if TYPE_CHECKING:
    from PIL import Image

_SETTINGS = {
    "logo": ("L'image du logo", "structure.logo"),
    "signature_image": ("L'image de la signature", "conseiller.signature"),
}
_LARGEST = 20_000_000  # bytes of the file
_LARGEST_SVG = 2_000_000
_MOST_PIXELS = 40_000_000  # told by the header, before anything is decoded
_SIDE = 2000  # pixels of a printed image: 300 dots an inch over 17 cm
_PLAIN_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")
_FORMATS = {"PNG": "png", "JPEG": "jpg"}
_MAGICS = (b"\x89PNG", b"\xff\xd8\xff")
_DAMAGED = "est coupée ou abîmée : enregistrez-la à nouveau en PNG"
_KINDS_SAID = "enregistrez-la en PNG, JPEG ou SVG"


class _UnprintableImageError(Exception):
    """What is wrong with an image, then what to do."""


def printable_image(path: Path, name: str) -> dict[str, object]:
    """Return the image `name` of the layout: its kind and its bytes, as numbers (files given beside it must
    be text).

    Raise `LetterError` naming the file, what is wrong with it and what to do.
    """
    named, setting = _SETTINGS[name]
    try:
        kind, content = _made_printable(_read(path, setting))
    except _UnprintableImageError as error:
        raise LetterError(f"{named} {path} {error}.") from None
    return {"format": kind, "octets": list(content)}


def _read(path: Path, setting: str) -> bytes:
    correct = f"corrigez « {setting} » dans config.toml"
    try:
        if path.is_dir():
            raise _UnprintableImageError(f"est un dossier : {correct}")
        if path.stat().st_size > _LARGEST:
            raise _UnprintableImageError(f"dépasse {_LARGEST // 1_000_000} Mo : réduisez-la")
        return path.read_bytes()
    except FileNotFoundError:
        raise _UnprintableImageError(f"n'existe pas, elle est illisible : {correct}") from None
    except (OSError, ValueError) as error:
        raise _UnprintableImageError(
            f"est illisible ({getattr(error, 'strerror', error)}) : {correct}"
        ) from None


@functools.lru_cache(maxsize=8)
def _made_printable(content: bytes) -> tuple[str, bytes]:
    """Return the kind and the bytes to print, tried once on a page of its own."""
    if not content:
        raise _UnprintableImageError(f"est vide : {_KINDS_SAID}")
    picture = _picture(content) or _drawing(content)
    if picture is None:
        raise _UnprintableImageError(f"n'est ni une image PNG, ni JPEG, ni SVG : {_KINDS_SAID}")
    _try_on_a_page(*picture)
    return picture


def _picture(content: bytes) -> tuple[str, bytes] | None:
    """Return a PNG or a JPEG as it can be printed; `None` for anything else."""
    import warnings

    from PIL import Image, UnidentifiedImageError

    try:
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(BytesIO(content), formats=list(_FORMATS)) as image,
        ):
            width, height = image.size
            if width * height > _MOST_PIXELS:
                raise _UnprintableImageError(
                    f"est démesurée ({width} × {height} points) : réduisez-la à {_SIDE} points de large"
                )
            kind = _FORMATS[str(image.format)]
            image.draft(None, (_SIDE, _SIDE))
            image.load()
            if image.mode in _PLAIN_MODES and max(width, height) <= _SIDE:
                return kind, content
            plain = image if image.mode in ("L", "LA", "RGB", "RGBA") else image.convert(_plain_mode(image))
            plain.thumbnail((_SIDE, _SIDE))
            made = BytesIO()
            plain.save(made, "PNG", optimize=False)
            return "png", made.getvalue()
    except UnidentifiedImageError:
        if content.startswith(_MAGICS):
            raise _UnprintableImageError(_DAMAGED) from None
        return None
    except Image.DecompressionBombError:
        raise _UnprintableImageError(f"est démesurée : réduisez-la à {_SIDE} points de large") from None
    except (OSError, SyntaxError, ValueError):  # what Pillow raises for a cut or damaged file
        raise _UnprintableImageError(_DAMAGED) from None


def _plain_mode(image: Image.Image) -> str:
    if image.mode.startswith(("I", "F")):
        return "L"
    return "RGBA" if image.has_transparency_data else "RGB"


def _drawing(content: bytes) -> tuple[str, bytes] | None:
    """Return an SVG as it can be printed, in UTF-8; `None` for anything else."""
    try:
        text = decoded(content).lstrip("\ufeff \n\t")
    except NotATextError:
        return None
    if "<svg" not in text[:20_000] and ":svg" not in text[:20_000]:
        return None
    if len(text) > _LARGEST_SVG:
        raise _UnprintableImageError(
            f"dépasse {_LARGEST_SVG // 1_000_000} Mo, trop pour un SVG : enregistrez-la en PNG"
        )
    if "<!ENTITY" in text:
        raise _UnprintableImageError(
            "définit des entités (<!ENTITY), que rien n'oblige un SVG à avoir : enregistrez-la en « SVG "
            "simple » ou en PNG"
        )
    if text.startswith("<?xml"):  # it may name another encoding
        text = text.partition("?>")[2].lstrip()
    return "svg", text.encode()


def _try_on_a_page(kind: str, content: bytes) -> None:
    page = (
        '#set document(title: "x")\n#set text(font: "Noto Sans", lang: "fr")\n'
        f'#image(bytes(({", ".join(map(str, content))},)), format: "{kind}", alt: "x", width: 40mm)'
    )
    try:
        compile_pages({"main.typ": page.encode()}, le=date(2020, 1, 1))
    except RuntimeError as error:
        if named := unknown_characters(error):
            raise _UnprintableImageError(
                f"écrit le caractère {named}, qui n'existe dans aucune police des courriers : changez ce "
                "texte en tracés, ou "
                "enregistrez-la en PNG"
            ) from None
        raise _UnprintableImageError(
            f"ne peut pas être imprimée ({getattr(error, 'message', error)}) : enregistrez-la à nouveau en "
            "PNG"
        ) from None
