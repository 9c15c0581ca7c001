"""French on paper: dates and hours in words, typography, and what is cleaned out of a value before it is
printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date, time
from functools import lru_cache

from ofworkflow.text import of_name, that_name

NBSP = "\u00a0"  # no-break space: before « : » and « » », after « « », between a number and its unit
NNBSP = "\u202f"  # narrow no-break space: before « ; », « ! » and « ? »

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

_JOINERS = (
    "\u200c\u200d"  # format characters that some scripts need; every other one is invisible and dropped
)
_UNITS = r"h|min|minutes?|heures?|jours?|semaines?|mois|ans?|années?|pages?|euros?|€|%|km|m|mm"
_RULES = (
    (re.compile(r"(?<=\w)'(?=\w)|(?<=\w)'(?=«)"), "’"),
    (re.compile(r" +([;!?])"), NNBSP + r"\1"),
    (re.compile(r" +([:»])"), NBSP + r"\1"),
    (re.compile(rf"«[ {NBSP}{NNBSP}]*"), "«" + NBSP),
    (re.compile(rf"(?<=\d) (?=(?:{_UNITS}|{'|'.join(MONTHS)})\b)"), NBSP),
    (re.compile(rf"(?<=1er) (?=(?:{'|'.join(MONTHS)})\b)"), NBSP),
    (re.compile(r"(?<=\bh) (?=\d)"), NBSP),
    (re.compile(r"(?<=\b\d\d) (?=\d\d\b)"), NBSP),  # telephone numbers
    (
        re.compile(rf"\+\d[\d {NBSP}]{{6,18}}\d"),
        lambda number: number[0].replace(" ", NBSP),
    ),  # +33 6 39 98 00 01
    (re.compile(r"(?<=\b[RL]\.) (?=\d)"), NBSP),  # articles: R. 114-7
    (re.compile(r"(?<=\bM\.) (?=[A-ZÀ-Þ])|(?<=\bMme) (?=[A-ZÀ-Þ])|(?<=n°) (?=\d)"), NBSP),
)


_NAME = "\ua78c"  # a letter that no French prose holds: where a name stood
_names_in = lru_cache(maxsize=64)(lambda names: re.compile("|".join(map(re.escape, names))))


def typography(text: str, names: Collection[str] = ()) -> str:
    """Return `text` with French apostrophes and no-break spaces; spaces are made unbreakable, never
    invented. `names` stay as they were given, wherever they stand in it."""
    if names and _NAME not in text:
        names_in = _names_in(tuple(sorted(names, key=len, reverse=True)))
        kept = iter(names_in.findall(text))
        return re.sub(_NAME, lambda _: next(kept), typography(names_in.sub(_NAME, text)))
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def clean(text: str) -> str:
    """Return `text` on one line, composed (NFC), without control or invisible characters.

    Not `ofworkflow.text.clean_line`, which drops what nobody can see: a private or unassigned sign stays
    here, to be refused by name (a letter never leaves with less than what was written); so do the joiners
    that a script needs, and no-break spaces.
    """
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", _space, text)
    kept = (c for c in text if c in _JOINERS or unicodedata.category(c) != "Cf")
    return "".join(kept).strip()


def day_month_year(day: date) -> str:
    """Return « 3 décembre 2026 », « 1er janvier 2027 »."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def long_date(day: date) -> str:
    """Return « jeudi 3 décembre 2026 »."""
    return f"{DAYS[day.weekday()]} {day_month_year(day)}"


def short_date(day: date) -> str:
    """Return « 03/12/2026 », for tables."""
    return f"{day:%d/%m}/{day.year:04d}"


def hour(at: time) -> str:
    """Return « 14 h » or « 14 h 30 »."""
    return f"{at.hour} h {at.minute:02d}" if at.minute else f"{at.hour} h"


def of(name: str) -> str:
    """Return « de Léa », « d’Inès »; « du président » where it is a title, with its article in lower case."""
    return _curled(of_name(name, articles=name.startswith(("le ", "les "))))


def that(name: str) -> str:
    """Return « que Léa », « qu’Enzo »."""
    return _curled(that_name(name))


def to(name: str) -> str:
    """Return « au président », « à la maire », « à Léa »."""
    return f"au {name[3:]}" if name.startswith("le ") else f"à {name}"


def _curled(text: str) -> str:
    """Return an elision with the apostrophe of print; what is in the name stays as it was given."""
    return re.sub("^(d|qu)'", r"\1’", text)


def _space(match: re.Match[str]) -> str:
    run = match[0]
    return run if run in (NBSP, NNBSP) else " "
