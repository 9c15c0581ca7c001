"""Words that come from outside, made harmless: cleaned when they come in, again when they are read or shown,
folded to be found.

What is dropped is what nobody sees: it hides a name from a search, moves a terminal's cursor, turns a line
around. What is kept is every letter of every script, and the spaces of French typography.

And the one way of a few things written everywhere: a number with its noun, a table whose columns are aligned.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

# What makes a spreadsheet run a cell: as a keyboard types it, in full width (Excel takes it for the same), in
# small form.
_RUNNING = "=+\\-@＝＋－＠﹦﹢﹣﹫"
# At the start of a cell, after whatever a spreadsheet skips; and after what may start another cell for a
# spreadsheet that cuts lines elsewhere than we do: a separator, a quote, a line.
_FORMULA = re.compile(
    rf"^(?=[\s'\"]*[{_RUNNING}])|(?<=[;,\t\"|])(?=\s*(?:[=@＝＠﹦﹫]|[+\-＋－﹢﹣](?![\s\d])))"
)
_NUMBER = re.compile(r"-[0-9]+(,[0-9]+)?")  # a spreadsheet reads it as a number, and runs nothing
_MARKS = 4
"""Combining marks kept on one letter: no script stacks more, and a flood of them covers the lines above
and below."""

# ECMA-48: what moves a cursor or changes a title goes whole, not only its first byte.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI
    # OSC and its like, where they have an end
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)"
)
_BYTE = re.compile("[\udc80-\udcff]+")
# Letters, marks and symbols that a screen shows as nothing (Default_Ignorable_Code_Point), and the empty
# Braille cell.
_INVISIBLE = frozenset(
    map(
        chr,
        (
            0x034F,
            0x115F,
            0x1160,
            0x17B4,
            0x17B5,
            0x2800,
            0x3164,
            0xFFA0,
            *range(0x180B, 0x1810),
            *range(0xFE00, 0xFE10),
        ),
    )
) | frozenset(map(chr, range(0xE0100, 0xE01F0)))
_DROPPED = frozenset({"Cf", "Cs", "Co", "Cn"})
_SPACED = frozenset({"Cc", "Zl", "Zp"})

# Letters that Unicode does not take apart, by the name it gives them.
_NAMED = {
    "AE": "ae",
    "OE": "oe",
    "THORN": "th",
    "ETH": "d",
    "ENG": "n",
    "KRA": "k",
    "DOTLESS I": "i",
    "DOTLESS J": "j",
    "SCHWA": "e",
    "OPEN E": "e",
    "OPEN O": "o",
}
_LETTER = re.compile(r"LATIN (?:SMALL|CAPITAL) (?:LETTER|LIGATURE) (.+?)(?: WITH .+)?")


class _Shown(dict[int, str | None]):
    """What becomes of each sign, worked out the first time it is met."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        category = unicodedata.category(char)
        if category in _SPACED:
            plain: str | None = " "
        elif category in _DROPPED or char in _INVISIBLE:
            plain = None
        else:
            plain = char
        self[code] = plain
        return plain


class _Folded(dict[int, str | None]):
    """What each sign is searched by, once taken apart: a letter without its accent, or a space."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        plain: str | None
        if unicodedata.combining(char):
            plain = None
        elif not char.isalnum():
            plain = " "
        elif match := _LETTER.fullmatch(unicodedata.name(char, "")):
            plain = _NAMED.get(match[1], match[1].lower() if len(match[1]) == 1 else char)
        else:
            plain = char
        self[code] = plain
        return plain


_SHOWN = _Shown()
_FOLDED = _Folded()
# The same of plain signs, which most words are made of alone: a table that a text goes through at once.
_PLAIN = "".join(c.lower() if (c := chr(code)).isalnum() else " " for code in range(128))


@lru_cache(maxsize=4096)
def iso(day: date) -> str:
    """Return a day as it is stored, « 2026-01-31 »: an act writes the same few days tens of times."""
    return day.isoformat()


def clean_line(text: str) -> str:
    """Return what is kept of a text of one line: composed (NFC), no control nor invisible sign, single
    spaces."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(_kept(_recovered(text)).split())


def printable(text: str) -> str:
    """Return a text that a terminal can be given: lines stay, a sign that would act on it is a space, one
    that hides goes.

    What followed the sign stays to be seen: somebody typed it, or changed the base.
    """
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "\n".join(map(_harmless, _recovered(text).split("\n")))


def fold(*words: str) -> str:
    """Return words without case, accents, punctuation nor invisible signs: « Éléonore D'Arc » → « eleonore d
    arc ».

    The one way to search, match and sort: letters that carry a stroke count too (« Łukasz » → « lukasz », «
    Ærø » → « aero »). What the base keeps folded is computed again by a migration whenever this changes.
    """
    return _folded(words[0] if len(words) == 1 else " ".join(words))


@lru_cache(maxsize=8192)  # a list asks for the same town, street and name again and again
def _folded(text: str) -> str:
    if text.isascii() and text.isprintable():
        return " ".join(text.translate(_PLAIN).split())
    text = clean_line(text)
    if not text.isascii():
        text = unicodedata.normalize(
            "NFKD", unicodedata.normalize("NFKD", text).casefold()
        )  # « ẞ », « İ »: case composes
    return " ".join(text.casefold().translate(_FOLDED).split())


def similarity(one: str, two: str) -> float:
    """Return how much two words are alike, of a hundred: the letters shared in the same order, twice, out of
    all that they have (what rapidfuzz calls `ratio`). Hyyrö's way, one bit a letter.
    """
    if not one and not two:
        return 100.0
    places: dict[str, int] = {}
    for at, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | 1 << at
    whole = (1 << len(one)) - 1
    apart = whole  # a bit stays where the letter has found no fellow
    for letter in two:
        fellow = apart & places.get(letter, 0)
        apart = (apart + fellow | apart - fellow) & whole
    return 200 * (len(one) - apart.bit_count()) / (len(one) + len(two))


def agreed(number: int, one: str, several: str = "") -> str:
    """Return the noun of a number: 0 and 1 are singular; in the plural each of its words takes an s, unless
    it is said."""
    return one if abs(number) <= 1 else several or one.replace(" ", "s ") + "s"


def counted(number: int, one: str, several: str = "") -> str:
    """Return a number with its noun: « 1 jour », « 10 jours »."""
    return f"{number} {agreed(number, one, several)}"


NO_LIMIT = 10_000
"""The width of what may be as wide as it likes."""
_GAP = "  "


def aligned(
    rows: Sequence[Sequence[object]],
    *,
    left: Collection[int] = (0,),
    width: int = NO_LIMIT,
    shrink: Mapping[int, int] = {},
) -> list[str]:
    """Return rows as lines, columns aligned: numbers to the right, the columns of `left` to the left.

    Where they are wider than `width`, the columns of `shrink` are clipped in that order, each down to its
    least width.
    """
    cells = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for i, least in shrink.items():
        excess = sum(widths) + len(_GAP) * (len(widths) - 1) - width
        widths[i] = max(min(widths[i], least), widths[i] - max(excess, 0))
    return [
        _GAP.join(
            clipped(cell, room).ljust(room) if i in left else cell.rjust(room)
            for i, (cell, room) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]


def clipped(text: str, width: int) -> str:
    """Return a text in that many columns, an ellipsis saying that it goes on."""
    return text if len(text) <= width else f"{text[: max(width - 1, 0)]}…"


def one_line(cell: object) -> str:
    """Return a cell as text on one line: a name is never given the means to act on the terminal."""
    return printable(str("" if cell is None else cell)).replace("\n", " ")


def unrun(cell: str) -> str:
    """Return a cell that no spreadsheet runs: an apostrophe marks text, as spreadsheets themselves do."""
    plain = one_line(cell)
    return plain if _NUMBER.fullmatch(plain) else _FORMULA.sub("'", plain)


def _kept(line: str) -> str:
    return _harmless(_SEQUENCE.sub("", line))


def _harmless(line: str) -> str:
    return _without_floods(unicodedata.normalize("NFC", line.translate(_SHOWN)))


def _recovered(text: str) -> str:
    """Return the letters of bytes that were no UTF-8 (an argument typed in Latin-1): the system gives them
    as surrogates."""
    text = _BYTE.sub(lambda byte: byte[0].encode("ascii", "surrogateescape").decode("cp1252", "ignore"), text)
    if any("\ud800" <= char <= "\udfff" for char in text):  # two halves of one sign, as Windows may give them
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return text


def _without_floods(text: str) -> str:
    if not any(unicodedata.combining(a) and unicodedata.combining(b) for a, b in pairwise(text)):
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MARKS:
            kept.append(char)
    return "".join(kept)


_ARTICLES = (("le ", "du "), ("les ", "des "), ("Le ", "du "), ("Les ", "des "))


def of_name(name: str, *, articles: bool = False) -> str:
    """Return « de Léa », « d'Inès ». `articles`: the name is a title or a place, whose article contracts
    (« du président », « du Havre »); « Le Goff » is somebody's name, and does not."""
    if articles:
        for article, contracted in _ARTICLES:
            if name.startswith(article):
                return contracted + name[len(article) :]
    return f"d'{name}" if elides(name) else f"de {name}"


def that_name(name: str) -> str:
    """Return « que Léa », « qu'Enzo »."""
    return f"qu'{name}" if elides(name) else f"que {name}"


def elides(name: str) -> bool:
    """Tell whether « de » and « que » lose their vowel before that name: before a vowel, whatever its sign
    (É, Œ, Ø), or a « y » that stands for one (Yves, not Yanis).

    Before an « h », mute in Hélène, aspirated in Hamza, the full form is never wrong: no list of names says
    which, so it is kept.
    """
    plain = f"{fold(name)}  "
    first, second = plain[0], plain[1]
    if first == "y":
        return second.isalpha() and second not in "aeiouy"
    return first in "aeiou"


DEPARTEMENT_CODE = r"(?:(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5])|97[1-8]|98[46-9])"
"""The code of a département or of an overseas collectivity, as a pattern."""


def departement_of_commune(insee: str) -> str:
    """Return the code of the département of a commune, from its official code: « 59 », « 2A », « 971 »."""
    return insee[:3] if insee.startswith(("97", "98")) else insee[:2]
