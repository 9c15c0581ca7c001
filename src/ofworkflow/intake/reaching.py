"""Phones and addresses of mail as cells hold them: labels, notes, two in one, a lost zero. Pure."""

from __future__ import annotations

import re
import unicodedata

from ofworkflow.text import fold

_EXTENSION = re.compile(r"\b(?:poste|post|ext\.?|extension)\s*:?\s*\d{1,5}\b", re.IGNORECASE)
_NOTE = re.compile(r"\((?!\s*(?:\+?33|0)\s*\))[^)]*\)")
_COUNTRY = re.compile(r"\(\s*\+?(33)\s*\)")
_TRUNK = re.compile(r"(\+|\b00)\s?(\d{1,3})\s*\(\s*0\s*\)")
_LABEL = re.compile(r"[^\W\d_]{2,}\.?\s*:?|\b[^\W\d_]\s*:\s*", re.UNICODE)
_BETWEEN = re.compile(r"\s*(?:;|\||\n|\bou\b|\bet\b|&)\s*|\s+-\s+", re.IGNORECASE)
_DECIMALS = re.compile(r"(\d{9,})[.,]0+")
_FLOAT = re.compile(r"(.*\d.*)[.,]0")  # one zero: « 06.39.98.01.00 » ends by two
_SCIENTIFIC = re.compile(r"(\d)[.,](\d+)E\+?0?(\d+)", re.IGNORECASE)
_LEAST = 9  # digits of a number here, without its zero
_TEN = re.compile(r"(?:0[1-9]\d{8}){2,3}")
_NINE = re.compile(r"[1-9](?:[\s.-]?\d){8}")
_OVERSEAS = re.compile(r"(?:262|590|594|596)\d{9}")
_LETTER_O = re.compile(r"\bO(?=[1-9])")
_NO_MORE = re.compile(
    r"\b(?:faux|errone|fausse|ne plus|ne pas|n est plus|ancien|ancienne|plus attribue|hors service|resilie)\b"
)
_FIXED = re.compile(r"(?:0|\+33\s?|0033\s?)[1-5]")
_SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | {"_": " ", "\u00a0": " ", "\u202f": " "})
_MAIL = re.compile(r"[^@\s,;<>\"()\[\]]+@[^@\s,;<>\"()\[\]?]+\.[^@\s,;<>\"()\[\].?]{2,}")


def phones(text: str) -> list[str]:
    """Return the numbers of a cell, « Tél : 06… (mère) / 03… » → two, what is not a number left aside; what
    cannot be read is returned as it is."""
    bare = unicodedata.normalize("NFKC", text.translate(_SIGNS))
    if exact := _exact(bare):
        return [exact]
    if _NO_MORE.search(fold(text)):
        return [text]
    bare = _EXTENSION.sub(" ", _NOTE.sub(" ", _TRUNK.sub(r"\1\2 ", _COUNTRY.sub(r"+\1 ", bare))))
    parts = [
        part for piece in _BETWEEN.split(bare) for part in _pieces(_LABEL.sub(" ", _LETTER_O.sub("0", piece)))
    ]
    numbers = [
        _whole(_not_a_float(part.strip(" .,-/:"))) for part in parts if sum(c.isdigit() for c in part) >= 6
    ]
    return list(dict.fromkeys(numbers)) or [text]


def _exact(text: str) -> str:
    """Return the number that a spreadsheet took for one, where all its digits are there."""
    if match := _DECIMALS.fullmatch(text):
        return _whole(match[1])
    if (match := _SCIENTIFIC.fullmatch(text)) and len(match[2]) == int(match[3]):
        return _whole(match[1] + match[2])
    return ""


def _not_a_float(text: str) -> str:
    """Return the number without the « .0 » that a program put behind all of its digits."""
    match = _FLOAT.fullmatch(text)
    return match[1] if match and sum(c.isdigit() for c in match[1]) >= _LEAST else text


def _pieces(text: str) -> list[str]:
    """Return the numbers between slashes or commas, or the one that slashes or commas are written in."""
    parts = re.split(r"[/,]", text)
    digits = [sum(c.isdigit() for c in part) for part in parts]
    if len(parts) > 1 and sum(digits) <= 15 and max(digits) < 8:
        return [" ".join(parts)]
    return [piece for part in parts for piece in _run_together(part)]


def _run_together(text: str) -> list[str]:
    digits = re.sub(r"[\s.\-]", "", text)
    return re.findall(r"\d{10}", digits) if _TEN.fullmatch(digits) else [text]


def _whole(number: str) -> str:
    """Return a number with the zero or the plus that it lost."""
    if _NINE.fullmatch(number):
        return f"0{number}"
    return f"+{number}" if _OVERSEAS.fullmatch(number) else number


def is_fixed(phone: str) -> bool:
    """Tell whether a French number is that of a line at home (01 to 05)."""
    return _FIXED.match(phone) is not None


def mails(text: str) -> list[str]:
    """Return the addresses of a cell, « Léa <lea@…> ; mailto:tom@… » → two; none where there is none for
    certain."""
    bare = re.sub(r"\s*[(\[]\s*(?:at|arobase|a)\s*[)\]]\s*", "@", text, flags=re.IGNORECASE)
    bare = re.sub(r"\s*[(\[]\s*(?:dot|point)\s*[)\]]\s*", ".", bare, flags=re.IGNORECASE)
    bare = re.sub(r"\s*@\s*", "@", re.sub(r"mailto:", " ", bare, flags=re.IGNORECASE))
    return list(dict.fromkeys(each.strip(".'") for each in _MAIL.findall(bare) if ".." not in each))
