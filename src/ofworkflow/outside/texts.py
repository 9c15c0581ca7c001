"""A text that somebody saved with a plain editor: UTF-8 with or without its mark, UTF-16, or the old
Windows code page."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MOSTLY = (
    0.4  # share of NUL bytes at one parity above which a text of our alphabet is UTF-16 without its mark
)


class NotATextError(ValueError):
    """The bytes are no text that can be read, whatever the encoding."""


def decoded(content: bytes) -> str:
    """Return the text, its lines ended by `\\n`; raise `NotATextError` for a picture, an archive, noise."""
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise NotATextError


def _encodings(content: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return (encoding,)
    half = max(1, len(content) // 2)
    if content[1::2].count(0) > _MOSTLY * half:
        return ("utf-16-le",)
    if content[::2].count(0) > _MOSTLY * half:
        return ("utf-16-be",)
    return ("utf-8", "cp1252")
