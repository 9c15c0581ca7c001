"""Letters looked at before they leave: as a page, as images, as a document to change by hand."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from sqlalchemy import Connection

from ofworkflow.casework.dossier.opened import letter_id
from ofworkflow.casework.mail.drafts import preview
from ofworkflow.casework.mail.letters.subject import Press
from ofworkflow.casework.mail.retouches import editable_copy
from ofworkflow.casework.paper.targets import letters_to_show
from ofworkflow.letters.renderer import ProducedLetter
from ofworkflow.records import dataclass


class Look(StrEnum):
    """What a letter is looked at as."""

    PDF = "pdf"
    PNG = "png"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class PreviewFile:
    """A file to look at."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """The files that show some letters, and why some of these must not leave."""

    files: tuple[PreviewFile, ...]
    cautions: tuple[str, ...]


def previews(connection: Connection, press: Press, target: str, look: Look) -> Shown:
    """Return what shows the letters that a text names; raise `UsageError`, `LetterError`, `RefusedError`."""
    numbers = letters_to_show(connection, [target])
    if look is Look.DOCX:
        copies = (PreviewFile(f"{letter_id(n)}.docx", editable_copy(connection, press, n)) for n in numbers)
        return Shown(tuple(copies), ())
    pages = [(number, *preview(connection, press, number)) for number in numbers]
    files = (file for number, letter, _ in pages for file in _files(number, letter, look))
    return Shown(tuple(files), tuple(why for _, _, why in pages if why))


def _files(number: int, letter: ProducedLetter, look: Look) -> Iterator[PreviewFile]:
    name = f"{letter_id(number)}_{letter.modele}"
    if look is Look.PDF:
        yield PreviewFile(f"{name}.pdf", letter.pdf)
        return
    from ofworkflow.letters.page_reading import to_png

    for page, image in enumerate(to_png(letter.pdf), start=1):
        yield PreviewFile(f"{name}-{page}.png", image)
