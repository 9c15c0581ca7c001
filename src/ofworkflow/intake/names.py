"""Names as lists hold them: what is certain is brought back, what only a person can tell is said. Pure."""

from __future__ import annotations

import re

from ofworkflow.intake.taking_apart import without_civility
from ofworkflow.intake.verdicts import Level
from ofworkflow.procedure.cleaning import shown
from ofworkflow.records import dataclass
from ofworkflow.text import fold

_FOOTNOTE = re.compile(r"\s*(?:\*+|\((?:\d{1,2}|\*+)\)|\[\d{1,2}\])\s*$")
_PARENTHESIS = re.compile(r"\([^)]*\)")
_REMARK = re.compile(r"\s[-–—]\s*\S")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LOST = re.compile(r"\?|(?<=\w)_|_(?=\w)")  # what an accent became, somewhere on the way
_PLAIN = re.compile(r"[\w\s'’.\-]+")
_LONGEST_RUN = re.compile(r"(.)\1{4,}")
_PARTICLE_LAST = re.compile(r"(.+?)\s*\((de|du|des|de la|d'|le|la|von|van|ben|el)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameRead:
    """A name as it is kept, and what is said of it, if anything."""

    text: str
    motif: str = ""
    level: Level = Level.DOUTE


def read_name(text: str) -> NameRead:
    """Return the name of a cell: « MOREL* » → « MOREL »; doubtful where a remark, a digit or a lost accent
    is in it."""
    name = text
    while (shorter := _FOOTNOTE.sub("", name)) != name:
        name = shorter
    if particle := _PARTICLE_LAST.fullmatch(name):
        name = f"{particle[2]} {particle[1]}"
    name, _ = without_civility(name)
    return NameRead(name, *_said(name))


def _said(name: str) -> tuple[str, Level]:
    if _MAIL.fullmatch(name) or (name and not any(char.isalpha() for char in name)):
        return f"{shown(name)} n'est pas un nom. Écrivez le nom.", Level.REJET
    if _LOST.search(name):
        return f"{shown(name)} a perdu une lettre accentuée en chemin. Rétablissez-la.", Level.DOUTE
    if _PARENTHESIS.search(name) or _REMARK.search(name):
        return f"{shown(name)} porte une remarque à côté du nom. Gardez le nom seul.", Level.DOUTE
    if _PLAIN.fullmatch(name):
        letters = [char for char in name if char.isalpha()]
        if any(char.isdigit() for char in name):
            return f"{shown(name)} a un chiffre dans le nom. Vérifiez-le.", Level.DOUTE
        if len(letters) < 2 or _LONGEST_RUN.search(fold(name)):
            return f"{shown(name)} n'est pas le nom de quelqu'un. Vérifiez-le.", Level.DOUTE
    return "", Level.DOUTE


def apart_from(name: str, other: str) -> str:
    """Return a name without the first name that stands at its end: « MOREL Inès » beside « Inès » → «
    MOREL »."""
    words, theirs = name.split(), fold(other).split()
    size = len(theirs)
    if size and len(words) > size and fold(*words[-size:]).split() == theirs:
        return " ".join(words[:-size])
    return name


def first_names(text: str) -> tuple[str, str]:
    """Return the first name, and the others that a comma or a semicolon sets apart: « Inès, Marie »."""
    parts = [part.strip() for part in re.split(r"[,;/]", text) if part.strip()]
    return (parts[0], " ".join(parts[1:])) if parts else (text, "")
