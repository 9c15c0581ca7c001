"""Finished letters bound into one file for the printer, page for page.

Binding drops what makes a PDF/A: the letters are archived one by one as they were compiled, and this file is
for paper only.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from ofworkflow.errors import LetterError


def bind(parts: Iterable[Path], output: BinaryIO, *, duplex: bool) -> list[int]:
    """Write the files one after the other into `output`; return the pages of each, blank ones included.

    `duplex` starts each part on a new sheet. Raise `OSError` when `output` cannot be written, `LetterError`
    for a part that is no PDF.
    """
    import pypdfium2  # here: only a print run binds

    pages = []
    book = pypdfium2.PdfDocument.new()
    try:
        for path in parts:
            try:
                part = pypdfium2.PdfDocument(path)
            except pypdfium2.PdfiumError as error:
                raise LetterError(
                    f"Le fichier {path.name} n'est pas un PDF lisible ({error}). Refaites le courrier."
                ) from None
            book.import_pages(part)
            count = len(part)
            if duplex and count % 2:
                book.new_page(*part[count - 1].get_size())
                count += 1
            pages.append(count)
            part.close()
        written = _Written(output)
        book.save(written)
        if written.error:
            raise written.error
    finally:
        book.close()
    return pages


class _Written:
    """A file whose first failure is kept: the library calls it from C, where an exception is lost."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write, or keep why not."""
        try:
            return self._file.write(data) if self.error is None else 0
        except OSError as error:
            self.error = error
            return 0
