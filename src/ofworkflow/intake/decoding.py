"""From bytes to text: which encoding a list was saved in, judged by the French that comes out of it.

A statistical guess errs on a list: forty names hold a dozen accents. What is known of them is that they are
French letters inside words: each encoding is tried, and the one whose accents read best is kept, line by
line, for lists are also pasted together from two programs.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from functools import cache

from ofworkflow.records import dataclass

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # before that of UTF-16, which begins alike
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_EIGHT_BITS = {
    "cp1252": "Windows (cp1252)",
    "iso8859-15": "ISO-8859-15",
    "mac_roman": "Mac Roman",
    "cp850": "DOS (cp850)",
}
_FRENCH = Counter({
    "é": 9, "è": 6, "ê": 5, "à": 5, "ç": 6, "ë": 4, "ï": 4, "î": 4, "ô": 5, "û": 4, "ù": 3, "â": 4, "œ": 4,
    "ü": 3, "ö": 2, "ä": 2, "æ": 2, "ñ": 2, "ÿ": 1,
})  # fmt: skip
_PLAIN = frozenset("’‘“”«»–—…€°²\u00a0\u202f·•§")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WRONG = -12
_FOREIGN = 40  # of a hundred bytes, the signs past which a file is no text


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, and how it was read, in French words."""

    text: str
    encoding: str


def decode(content: bytes, codec: str = "") -> Decoded | None:
    """Return the text of a list, whatever it was saved in, or as `codec` says; `None` for what is no text at
    all."""
    if codec:
        return _as_told(content, codec)
    for bom, codec, name in _BOMS:
        if content.startswith(bom):
            return _with_mark(content, codec, name)
    if wide := _wide(content):
        return _with_mark(content, wide, "UTF-16, sans marque")
    content = content.rstrip(b"\x00\x1a")  # the end of a block of the disk, the end of a file for DOS
    sample = content[:65_536]
    if len(_CONTROL.findall(sample)) * _FOREIGN > len(sample) or _starts_as_binary(content):
        return None
    try:
        return Decoded(content.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return _line_by_line(content)


def _as_told(content: bytes, codec: str) -> Decoded | None:
    """Return the text in the encoding that a person gave; what it cannot say stays visible, « \ufffd »."""
    if _starts_as_binary(content):
        return None
    if codec == "utf-16" and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Decoded(content.decode(_wide(content) or "utf-16-le", "replace"), "UTF-16, sans marque")
    name = _EIGHT_BITS.get(codec, "UTF-16" if codec == "utf-16" else "UTF-8")
    return Decoded(content.decode(codec, "replace"), name)


def _with_mark(content: bytes, codec: str, name: str) -> Decoded | None:
    try:
        return Decoded(content.decode(codec), name)
    except UnicodeDecodeError:
        return _line_by_line(content.removeprefix(codecs.BOM_UTF8)) if codec == "utf-8-sig" else None


def _wide(content: bytes) -> str:
    """Return the UTF-16 of a text that says nothing of it: one byte of two is zero."""
    sample = content[:4096]
    if len(sample) < 8 or len(content) % 2:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd * 10 > half * 6 and even * 50 < half:
        return "utf-16-le"
    return "utf-16-be" if even * 10 > half * 6 and odd * 50 < half else ""


def _starts_as_binary(content: bytes) -> bool:
    return content.startswith((b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"))


def _line_by_line(content: bytes) -> Decoded:
    """Return the text of a file in which no single encoding is written down.

    A line that is sound UTF-8 is UTF-8: no accent of an eight-bit encoding makes one by chance. The others
    are read in the encoding that reads best over all of them, unless another reads one of them far better.
    """
    lines = [line for line in _LINE.findall(content) if line]
    utf8 = {
        i: text for i, line in enumerate(lines) if not line.isascii() and (text := _utf8(line)) is not None
    }
    other = [line for i, line in enumerate(lines) if not line.isascii() and i not in utf8]
    totals = {codec: sum(_score(line, codec) for line in other) for codec in _EIGHT_BITS}
    best = max(_EIGHT_BITS, key=lambda codec: totals[codec])
    used: Counter[str] = Counter()
    texts = []
    for i, line in enumerate(lines):
        if line.isascii():
            texts.append(line.decode("ascii"))
        elif i in utf8:
            used["UTF-8"] += 1
            texts.append(utf8[i])
        elif utf8 and (mended := _mended_utf8(line)) is not None:
            used["UTF-8"] += 1
            texts.append(mended)
        else:
            codec = max(_EIGHT_BITS, key=lambda c: _score(line, c) + (20 if c == best else 0))
            used[_EIGHT_BITS[codec]] += 1
            texts.append(line.decode(codec, errors="replace"))
    return Decoded("".join(texts), ", ".join(name for name, _ in used.most_common()))


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _mended_utf8(line: bytes) -> str | None:
    """Return a line of UTF-8 in which a few stray bytes were dropped, these read as Windows writes them."""
    text = line.decode("utf-8", errors="surrogateescape")
    stray = sum("\udc80" <= char <= "\udcff" for char in text)
    sound = sum(char > "\x7f" for char in text) - stray
    if stray > sound:
        return None
    return re.sub(
        "[\udc80-\udcff]",
        lambda one: one[0].encode("ascii", "surrogateescape").decode("cp1252", "replace"),
        text,
    )


def _score(line: bytes, codec: str) -> int:
    """Return how well a line reads in an encoding: French letters in words for, anything else against."""
    score = 0
    values = _values(codec)
    for at, byte in enumerate(line):
        if byte < 0x80:
            continue
        char, value, upper = values[byte]
        before = line[at - 1] if at else 0x20
        if value > 0 and char.isalpha() and upper and 0x61 <= before <= 0x7A:
            value = _WRONG // 2
        elif value <= 0 and _in_word(before) and at + 1 < len(line) and _in_word(line[at + 1]):
            value = min(value, _WRONG)  # a sign inside a word
        score += value
    return score


def _in_word(byte: int) -> bool:
    return 0x41 <= byte <= 0x5A or 0x61 <= byte <= 0x7A


@cache
def _values(codec: str) -> dict[int, tuple[str, int, bool]]:
    values: dict[int, tuple[str, int, bool]] = {}
    for byte in range(0x80, 0x100):
        char = bytes([byte]).decode(codec, errors="replace")
        if char.casefold() in _FRENCH:
            value = _FRENCH[char.casefold()]
        elif char in _PLAIN:
            value = 0 if char != "’" else 2
        elif char.isalpha():
            value = -3
        else:
            value = -6 if char.isprintable() else _WRONG
        values[byte] = (char, value, char.isupper())
    return values
