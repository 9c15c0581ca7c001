"""An archive of XML parts (XLSX, DOCX): measured by its directory, then counted as it goes by, before a
library opens it.

A file of a hundred kilobytes may announce gigabytes, or hold a million empty rows: whoever opens it first
pays for it.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ofworkflow.records import dataclass

_CHUNK = 1 << 20
_XML = (".xml", ".rels")
BROKEN = (
    BadZipFile,
    zlib.error,
    struct.error,
    RuntimeError,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
)
"""What `zipfile` raises for a damaged or foreign archive."""


class Trouble(StrEnum):
    """Why an archive is not opened."""

    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    IMMENSE = "immense"
    ENTITIES = "entities"


class ArchiveError(Exception):
    """An archive that is not to be opened: `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes once unzipped: of everything, and of one part by the beginning of its name (the longest that
    fits)."""

    total: int
    parts: Mapping[str, int]
    most_parts: int = 500

    def of(self, name: str) -> int:
        """Return the bytes that a part may have."""
        return max(
            ((len(start), most) for start, most in self.parts.items() if name.startswith(start)),
            default=(0, self.total),
        )[1]


def opened(content: bytes, limits: Limits) -> ZipFile:
    """Return the archive, nothing of it unzipped yet; raise `ArchiveError` when it is damaged or out of
    proportion.

    Sizes come from its directory, and `zipfile` never reads past what that announces.
    """
    try:
        archive = ZipFile(BytesIO(content))
    except BROKEN:
        raise ArchiveError(Trouble.DAMAGED) from None
    infos = archive.infolist()
    if len(infos) > limits.most_parts or sum(info.file_size for info in infos) > limits.total:
        raise ArchiveError(Trouble.IMMENSE)
    for info in infos:
        if info.flag_bits & 1:
            raise ArchiveError(Trouble.ENCRYPTED)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise ArchiveError(Trouble.DAMAGED)
        if info.file_size > limits.of(info.filename):
            raise ArchiveError(Trouble.IMMENSE)
    return archive


@dataclass(frozen=True, slots=True)
class Grid:
    """What the sheets of a workbook hold, whatever they declare: counted, empty ones too.

    `last_column` is 0 where some cells do not say their place; `last_row` is the last one with a value,
    0 where rows do not say theirs.
    """

    rows: int = 0
    cells: int = 0
    last_column: int = 0
    last_row: int = 0


def checked(archive: ZipFile) -> None:
    """Read every XML part once, to its end; raise `ArchiveError` for a damaged one or one with entities of
    its own."""
    for info in _xml_parts(archive):
        for _ in _chunks(archive, info):
            pass


def grid_of(archive: ZipFile, folder: str) -> Grid:
    """Return what the sheets of `folder` hold, having checked every XML part as `checked` does."""
    rows = last_row = 0
    columns: Counter[bytes] = Counter()
    for info in _xml_parts(archive):
        for chunk in _chunks(archive, info):
            if info.filename.startswith(folder):
                rows += len(_ROW.findall(chunk)) - len(_EMPTY_ROW.findall(chunk))
                columns.update(_CELL.findall(chunk))
                last_row = max(last_row, _last_row(chunk), _farthest(chunk))
    widest = 0 if b"" in columns else max(map(_column, columns), default=0)
    return Grid(rows, columns.total(), widest, last_row)


_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_EMPTY_ROW = re.compile(rb"<(?:\w+:)?row(?:\s[^<>]*)?/>")
_PLACED = re.compile(rb"""<(?:\w+:)?row\s[^<>]*?\br=["'](\d{1,9})""")
_CELL = re.compile(rb"""<(?:\w+:)?c(?:\s[^<>]*?\br\s*=\s*["']([A-Za-z]{1,99})\d|[\s/>])""")


_FAR = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,9}\d{6}""")
_FAR_VALUE = re.compile(
    rb"""<(?:\w+:)?(?:c|row)\s[^<>]*?\br\s*=\s*["'][A-Za-z]{0,9}(\d{6,400})[^<>]*(?<!/)>(?=\s*<(?:\w+:)?(?:v|is|f|c)\b)"""
)


def _last_row(chunk: bytes) -> int:
    """Return the number of the last row of a piece that holds a value, or is followed by one."""
    value = max(chunk.rfind(b"v>"), chunk.rfind(b"t>"))
    at = chunk.rfind(b"row ", 0, value) if value >= 0 else -1
    place = _PLACED.match(chunk, chunk.rfind(b"<", 0, at)) if at > 0 else None
    return int(place[1]) if place else 0


def _farthest(chunk: bytes) -> int:
    """Return the farthest place that a piece names past any list; 0 where it names none.

    A reader makes a grid up to there, whatever the row around says: « A4294967295 » is a hundred gigabytes.
    """
    if _FAR.search(chunk) is None:
        return 0
    return max((int(place[1]) for place in _FAR_VALUE.finditer(chunk)), default=0)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _xml_parts(archive: ZipFile) -> Iterator[ZipInfo]:
    return (info for info in archive.infolist() if info.filename.lower().endswith(_XML))


def _chunks(archive: ZipFile, info: ZipInfo) -> Iterator[bytes]:
    """Return a part piece by piece, no tag cut in two."""
    rest = b""
    try:
        with archive.open(info) as part:
            while chunk := part.read(_CHUNK):
                piece = rest + chunk
                # UTF-16: no office writes it, and what is looked for would not be seen; a tag of a megabyte:
                # neither
                if b"\0" in chunk or len(rest) > _CHUNK:
                    raise ArchiveError(Trouble.DAMAGED)
                if b"<!ENTITY" in piece:
                    raise ArchiveError(Trouble.ENTITIES)
                end = piece.rfind(b"<")
                rest = piece[end:] if end >= 0 else b""
                yield piece[:end] if end >= 0 else piece
        yield rest
    except BROKEN:
        raise ArchiveError(Trouble.DAMAGED) from None
