"""What somebody types to find a dossier, read: a reference cut short, a phone, a birth date among words."""

from __future__ import annotations

import re
from datetime import date

from ofworkflow.text import fold

_LEAST_PHONE = 6  # digits below which a number is not a phone
_BEFORE = re.compile(r"^(?:dossier|r[ée]f(?:[ée]rence)?|num[ée]ro|n[°ºo])(?![^\W\d_])[\s.:]*", re.IGNORECASE)
_SHORT = re.compile(r"(\d{4})\s*[-/ ]\s*(\d{1,3})")
_DAY = (  # compiled where it serves: most searches end before
    r"(?<!\d)(?:\d{4}[/.-]\d{1,2}[/.-]\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2}(?:\d\d)?|\d{1,2} \d{1,2} \d{4}"
    r"|\d{8}|\d{1,2}(?:er)?\s+[^\W\d_]{3,}\.?\s+\d{4})(?!\d)"
)
_YEARS = range(1980, 2100)  # in which somebody in a dossier may be born
_BORN = frozenset("ne nee e le du".split())  # noqa: SIM905 — a list of words
_COURTESY = frozenset(
    "m mr mme mlle monsieur madame mademoiselle mere pere maman papa parent parents famille jeune dossier "  # noqa: SIM905
    "de d du des la l le les".split()
)


def reference_in(text: str) -> str:
    """Return the reference that a text says whole, or cut short: « 2025-42 », « dossier 2025-0042 »."""
    plain = bare_number(text)
    short = _SHORT.fullmatch(plain)
    return f"{short[1]}-{int(short[2]):04d}" if short else plain.upper()


def bare_number(text: str) -> str:
    """Return a number without what people say before it: « n° 42 » → « 42 »."""
    plain = text.strip()
    while match := _BEFORE.match(plain):
        plain = plain[match.end() :]
    return plain


def phone_in(text: str) -> str:
    """Return the digits of a phone, from its 0 where the country was said; nothing for what is none."""
    digits = re.sub(r"^(\+|00)330?", "0", re.sub(r"[\s./()-]", "", text))
    return digits if digits.isascii() and digits.isdigit() and len(digits) >= _LEAST_PHONE else ""


def birth_in(text: str) -> tuple[date, date, list[str]] | None:
    """Return the days between which the minor is born, and the other words: « nguyen 12/03/2009 », « zoe
    2009 ». A year says nothing alone."""
    if match := re.search(_DAY, text, re.IGNORECASE):
        from ofworkflow.intake.days import DayOrder

        day = DayOrder().read(match[0], lambda on: on.year in _YEARS)
        words = fold(f"{text[: match.start()]} {text[match.end() :]}").split()
        return (day.on, day.on, [word for word in words if word not in _BORN]) if day else None
    words = fold(text).split()
    years = [word for word in words if re.fullmatch(r"\d{4}", word) and int(word) in _YEARS]
    others = [word for word in words if word not in _BORN and word not in years]
    if len(years) != 1 or not others:
        return None
    return date(int(years[0]), 1, 1), date(int(years[0]), 12, 31), others


def without_courtesies(text: str) -> str:
    """Return a text without what is no name: « Mme Tran », « la mère de Yanis »."""
    return " ".join(word for word in fold(text).split() if word not in _COURTESY)
