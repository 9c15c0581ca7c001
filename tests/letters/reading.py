"""Reading back a PDF as a person would: its text on one line, its words by position."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass

import pdfplumber
import pypdf

MM = 72 / 25.4


@dataclass(frozen=True)
class Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float


def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def text(pdf: bytes) -> str:
    """Return all the text, hyphenation undone, every kind of space as one space."""
    pages = "\n".join(page.extract_text() for page in reader(pdf).pages)
    return re.sub(r"\s+", " ", re.sub(r"[-\u00ad\u2010]\n(?=[a-zéèêàâîôûç])", "", pages))


def words(pdf: bytes, page: int = 0) -> list[Word]:
    """Return the words of a page, in millimetres from its top left corner."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        found = document.pages[page].extract_words()
    return [Word(w["text"], w["x0"] / MM, w["top"] / MM, w["x1"] / MM, w["bottom"] / MM) for w in found]


def body_sizes(pdf: bytes) -> Counter[float]:
    """Return how many characters of the first page are set in each size, below the window."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return Counter(round(char["size"], 1) for char in document.pages[0].chars if char["top"] / MM > 100)


def page_count(pdf: bytes) -> int:
    return len(reader(pdf).pages)


def fonts(pdf: bytes) -> dict[str, bool]:
    """Return each font of the file and whether it is embedded."""
    found: dict[str, bool] = {}
    for page in reader(pdf).pages:
        for font in page["/Resources"]["/Font"].values():
            for real in font.get_object().get("/DescendantFonts", [font]):
                descriptor = real.get_object()["/FontDescriptor"]
                found[str(real.get_object()["/BaseFont"])] = any(k.startswith("/FontFile") for k in descriptor)
    return found
