"""A finished PDF read back as it will be seen: its pages, its words and where they stand, its picture."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ofworkflow.errors import LetterError
from ofworkflow.records import dataclass

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_POINT = 25.4 / 72  # millimetres
_CUT = re.compile(r"[\u00ad\ufffe\x02]\s*")  # what a word cut at the end of a line leaves


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and the rectangle it fills, in millimetres from the top left corner of its page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, left: float, top: float, width: float, height: float) -> bool:
        """Tell whether it shows, even in part, in that rectangle."""
        return (
            self.right > left and self.left < left + width and self.bottom > top and self.top < top + height
        )

    def is_inside(self, left: float, top: float, width: float, height: float) -> bool:
        """Tell whether all of it shows in that rectangle."""
        return (
            self.left >= left
            and self.right <= left + width
            and self.top >= top
            and self.bottom <= top + height
        )


def pages_of(pdf: bytes) -> int:
    """Return how many pages there are; raise `LetterError` for what is no PDF."""
    with _opened(pdf) as document:
        return len(document)


def words_by_page(pdf: bytes) -> list[str]:
    """Return what each page says, as it stands; raise `LetterError` for what is no PDF."""
    with _opened(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def text_of(pdf: bytes) -> str:
    """Return the words of all pages on one line, no-break spaces as spaces, words cut at a line's end made
    whole."""
    with _opened(pdf) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    whole = _CUT.sub("", "\n".join(texts))  # hyphenation
    whole = re.sub(r"-\s*[\r\n]+", "-", whole)  # a hyphen of the word itself
    return " ".join(whole.replace("\u00a0", " ").replace("\u202f", " ").split())


def pieces_on(pdf: bytes, page: int = 0) -> list[Piece]:
    """Return the runs of text of a page (0: the first) with their places."""
    with _opened(pdf) as document:
        sheet = document[page]
        height = sheet.get_height()
        words = sheet.get_textpage()
        pieces = []
        for i in range(words.count_rects()):
            left, bottom, right, top = words.get_rect(i)
            line = words.get_text_bounded(left, bottom, right, top)
            pieces.append(
                Piece(
                    line.strip(),
                    left * _POINT,
                    (height - top) * _POINT,
                    right * _POINT,
                    (height - bottom) * _POINT,
                )
            )
        return pieces


def to_png(pdf: bytes, *, dpi: int = 110, gray: bool = False) -> list[bytes]:
    """Return a picture of each page; raise `LetterError` for what is no PDF."""
    images = []
    with _opened(pdf) as document:
        for page in document:
            buffer = io.BytesIO()
            page.render(scale=dpi / 72, grayscale=gray).to_pil().save(buffer, format="PNG")
            images.append(buffer.getvalue())
    return images


@contextmanager
def _opened(pdf: bytes) -> Iterator[PdfDocument]:
    import pypdfium2  # here: only who looks at a page reads it back

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        raise LetterError(
            "Ce fichier n'est pas un PDF lisible. Refaites-le, ou donnez-en un autre."
        ) from None
    try:
        yield document
    finally:
        document.close()
