"""Finished letters bound into one file for the printer, page for page.

Binding drops what makes a PDF/A: the letters are archived one by one as they were compiled, and this file is for paper only.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from pathlib import Path

from ofworkflow.errors import LetterError


def bind(parts: Iterable[Path], output: Path, *, duplex: bool, title: str) -> list[int]:
    """Write the files one after the other into `output`; return the pages of each, blank ones included.

    `duplex` starts each part on a new sheet. Raise `OSError` when `output` cannot be written, `LetterError` for a part that is
    no PDF.
    """
    import pikepdf  # here: only a print run binds

    pages = []
    opened = []
    try:
        with pikepdf.new() as book:
            for path in parts:
                try:
                    part = pikepdf.open(path)
                except pikepdf.PdfError as error:
                    raise LetterError(f"Le fichier {path.name} n'est pas un PDF lisible ({error}).") from None
                opened.append(part)
                book.pages.extend(part.pages)
                count = len(part.pages)
                if duplex and count % 2:
                    book.add_blank_page(page_size=_size(part))
                    count += 1
                pages.append(count)
            book.docinfo["/Title"] = title
            whole = io.BytesIO()  # not straight to the disk: a full one aborts the whole process inside qpdf
            book.save(whole, deterministic_id=True)
        with output.open("wb") as file:
            file.write(whole.getbuffer())
            file.flush()
            os.fsync(file.fileno())
    finally:
        for part in opened:
            part.close()
    return pages


def page_count(path: Path) -> int:
    """Return how many pages a PDF has."""
    import pikepdf

    with pikepdf.open(path) as part:
        return len(part.pages)


def _size(part: object) -> tuple[float, float]:
    box = part.pages[-1].mediabox  # type: ignore[attr-defined]
    return float(box[2]) - float(box[0]), float(box[3]) - float(box[1])
