"""The words that are nearly another one, among very many: a hundred thousand names, at each search. Pure.

`text.similarity` of all of them at once: words of one length lie side by side in one number, a lane each, and
a letter is compared in all the lanes by one operation. What is given is what it gives, word by word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import compress

from ofworkflow.text import similarity

_LONGEST = 255  # its letters are counted on a byte
_COUNTED = bytes(byte.bit_count() for byte in range(256))


def near_words(word: str, words: Iterable[str], *, least: float) -> dict[str, float]:
    """Return the words that are as much alike as `least`, of a hundred, each with how much."""
    by_length: dict[int, list[str]] = defaultdict(list)
    for other in words:
        by_length[len(other)].append(other)
    near: dict[str, float] = {}
    for length, some in by_length.items():
        if 200 * min(len(word), length) < least * (len(word) + length):
            continue  # too few letters to share
        if word.isascii() and len(word) <= _LONGEST:
            near |= _near(word, some, length, least)
        else:
            scores = ((other, similarity(word, other)) for other in some)
            near |= {other: score for other, score in scores if score >= least}
    return near


def _near(word: str, some: Sequence[str], length: int, least: float) -> dict[str, float]:
    """Do it of words of one length; a letter that is not ASCII is none of the word."""
    letters = "".join(some).encode("ascii", "replace")
    width = len(word) // 8 + 1  # bytes of a lane: a bit a letter, and one where a carry stops
    places = [_places(word, byte) for byte in range(width)]
    whole = int.from_bytes(((1 << len(word)) - 1).to_bytes(width, "little") * len(some), "little")
    apart, lanes = whole, bytearray(width * len(some))
    for at in range(length):
        column = letters[at::length]
        for byte, table in enumerate(places):
            lanes[byte::width] = column.translate(table)
        fellow = apart & int.from_bytes(lanes, "little")
        apart = (apart + fellow | apart - fellow) & whole
    left = apart.to_bytes(len(lanes), "little")
    counts = sum(int.from_bytes(left[byte::width].translate(_COUNTED), "little") for byte in range(width))
    both = len(word) + length
    alone = counts.to_bytes(len(some), "little")  # letters of the word that found no fellow
    most = len(word) - least * both / 200
    kept = alone.translate(bytes(count <= most for count in range(256)))
    return {
        other: 200 * (len(word) - count) / both
        for other, count in zip(compress(some, kept), compress(alone, kept), strict=True)
    }


def _places(word: str, byte: int) -> bytes:
    """Return, for each letter, where it stands in that byte of a lane."""
    table = bytearray(256)
    for at, letter in enumerate(word[8 * byte : 8 * byte + 8]):
        table[ord(letter)] |= 1 << at
    return bytes(table)
