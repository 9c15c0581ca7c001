"""The logo and the signature: what can be printed is, what cannot is said of that file, never of the layout or the dossier."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from letters import samples as s
from ofworkflow.errors import LetterError
from ofworkflow.letters.images import printable_image
from ofworkflow.letters.renderer import Renderer

RENDERER = Renderer()
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#246"/>{}</svg>'
TEXT = '<text x="1" y="15" font-size="9">{}</text>'


def _picture(mode: str, kind: str, size: tuple[int, int] = (60, 30), **more: object) -> bytes:
    file = BytesIO()
    Image.new(mode, size).save(file, kind, **more)
    return file.getvalue()


def _announced(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that announces a great many points."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


PRINTED = {
    "cmyk.jpg": _picture("CMYK", "JPEG"),
    "gris.jpg": _picture("L", "JPEG"),
    "progressif.jpg": _picture("RGB", "JPEG", progressive=True),
    "seize_bits.png": _picture("I;16", "PNG"),
    "palette.png": _picture("P", "PNG", transparency=0),
    "noir_et_blanc.png": _picture("1", "PNG"),
    "transparent.png": _picture("RGBA", "PNG"),
    "photographie.jpg": _picture("RGB", "JPEG", (5000, 4000)),
    "mauvaise_extension.txt": _picture("RGB", "PNG"),
    "simple.svg": SVG.format("").encode(),
    "bom.svg": b"\xef\xbb\xbf" + SVG.format("").encode(),
    "utf16.svg": ('<?xml version="1.0" encoding="UTF-16"?>\n' + SVG.format("")).encode("utf-16"),
    "latin1.svg": ('<?xml version="1.0" encoding="ISO-8859-1"?>\n' + SVG.format(TEXT.format("Été"))).encode("cp1252"),
    "commentaire.svg": b"<!-- un outil de dessin -->\n" + SVG.format("").encode(),
    "doctype.svg": b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">' + SVG.format("").encode(),
    "texte.svg": SVG.format(TEXT.format("Mission locale")).encode(),
}
REFUSED = {
    "vide.png": (b"", "est vide"),
    "coupee.png": (_picture("RGB", "PNG", (400, 400))[:-60], "coupée ou abîmée"),
    "coupee.jpg": (_picture("RGB", "JPEG", (400, 400))[:300], "coupée ou abîmée"),
    "abimee.png": (b"\x89PNG broken", "coupée ou abîmée"),
    "immense.png": (_announced(30000, 30000), "démesurée"),
    "immense_encore.png": (_announced(9000, 9000), r"démesurée \(9000 × 9000 points\)"),
    "plus_immense.png": (_announced(2_000_000, 2_000_000), "démesurée"),
    "dessin.gif": (_picture("P", "GIF"), "ni une image PNG, ni JPEG, ni SVG"),
    "texte.png": (b"Mission locale", "ni une image PNG"),
    "entites.svg": (b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG.format("").encode(), "entités"),
    "sans_police.svg": (SVG.format(TEXT.format("木")).encode(), r"écrit le caractère « 木 » \(U\+6728\)"),
    "mal_ferme.svg": (SVG.format("").encode()[:-6], "ne peut pas être imprimée"),
    "long.svg": (SVG.format("<!--" + "x" * 2_000_000 + "-->").encode(), "trop pour un SVG"),
    "lourde.png": (_picture("RGB", "PNG") + bytes(20_000_000), "dépasse 20 Mo"),
}


@pytest.mark.parametrize("name", PRINTED)
def test_an_image_that_can_be_printed_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PRINTED[name])
    with_it = RENDERER.render(s.report(maison=replace(s.MAISON, logo=str(path)))).pdf
    assert with_it.startswith(b"%PDF")
    assert with_it != RENDERER.render(s.report()).pdf


@pytest.mark.parametrize("name", REFUSED)
def test_an_image_that_cannot_be_printed_is_named_with_what_is_wrong(tmp_path: Path, name: str) -> None:
    content, said = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(LetterError, match=said) as caught:
        RENDERER.render(s.report(maison=replace(s.MAISON, logo=str(path))))
    sentence = str(caught.value)
    assert sentence.startswith(f"L'image du logo {path} ")
    assert "mise en page" not in sentence
    assert "2026-0042" not in sentence


def test_a_missing_image_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(LetterError, match=r"absent\.png n'existe pas.*conseiller\.signature"):
        printable_image(tmp_path / "absent.png", "signature_image")
    with pytest.raises(LetterError, match=r"est un dossier.*structure\.logo"):
        printable_image(tmp_path, "logo")


def test_a_photograph_is_printed_no_larger_than_paper_needs(tmp_path: Path) -> None:
    path = tmp_path / "photographie.jpg"
    path.write_bytes(PRINTED[path.name])
    printed = printable_image(path, "logo")
    with Image.open(BytesIO(bytes(printed["octets"]))) as image:
        assert max(image.size) <= 2000
