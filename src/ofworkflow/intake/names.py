"""Names as lists hold them: what is certain is brought back, what only a person can tell is said. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from ofworkflow.intake.taking_apart import without_civility
from ofworkflow.intake.verdicts import Level
from ofworkflow.intake.words import MORE_THAN_A_NAME, NO_FIRST_NAME, NO_NAME
from ofworkflow.procedure.cleaning import shown
from ofworkflow.records import dataclass
from ofworkflow.text import fold

_FOOTNOTE = re.compile(r"\s*(?:\*+|\((?:\d{1,2}|\*+)\)|\[\d{1,2}\])\s*$")
_PARENTHESIS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_REMARK = re.compile(r"\s[-–—]\s*\S")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LOST = re.compile(r"[?¿\ufffd]|(?<=\w)_|_(?=\w)")  # what an accent became, somewhere on the way
_SIGNS = re.compile(r"[^\w\s'’.\-()]")
_HOSTILE = re.compile(r"[={}<>|#]|^[+@]")  # kept as the text it is, never run
_LONGEST_RUN = re.compile(r"(.)\1{3,}")
_APART = re.compile(r"(?:\w[ .]+){2,}\w|.*\s[a-zß-ÿ]")  # « L e a », « BENALI x »
_PARTICLE_LAST = re.compile(r"(.+?)\s*\((de|du|des|de la|d'|le|la|von|van|ben|el)\)", re.IGNORECASE)
_PARTICLES = frozenset(
    {
        "de", "du", "des", "d", "l", "la", "le", "les", "von", "van", "der", "den", "ben", "bin", "ibn", "el",
        "al", "di", "da", "do", "dos", "st", "ste", "saint", "sainte", "mac", "mc", "abd",
    }
)  # fmt: skip
_NUMBERED = re.compile(r"(?:(?:n°\s*)?\d{1,4}\s*[.)°\-/:]|[•·▪►▶‣◦✓✔☐☑□■●○])\s*(?=[^\W\d])", re.IGNORECASE)
"""What numbers the lines of a list that somebody typed: « 3. DUPONT », « • DUPONT »."""
_SPACED_HYPHEN = re.compile(r"([^\W\d]+)(?:-\s+|\s+-)(?=([^\W\d]+))")
_QUOTED = re.compile(r"\"(.+)\"|«\s*(.+?)\s*»|“(.+)”|'(.+)'")
_HYPHENS = re.compile("[\u2010-\u2012\u2212]|(?<=\\w)[\u2013\u2014](?=\\w)")
_ACCENT_SIGN = re.compile(
    r"(?<=\b[DLOdlo])\s?[`´]\s?(?=[A-Za-zÀ-ÿ])|(?<=\b[DLdl])\s'\s?(?=\w)|(?<=\b[DLdl])'\s(?=\w)"
)
_NOBODY = "n'est pas le nom de quelqu'un. Vérifiez-le."
_ENDS = " -‐–;,:/\\.\"'`"


@dataclass(frozen=True, slots=True)
class NameRead:
    """A name as it is kept, and what is said of it, if anything."""

    text: str
    motif: str = ""
    level: Level = Level.DOUTE


@lru_cache(maxsize=8192)  # a mother bears the name of her child, and first names come again
def read_name(text: str, *, is_first: bool = False) -> NameRead:
    """Return the name of a cell: « MOREL* » → « MOREL », « D ` HONDT » → « D'HONDT »; doubtful where a
    remark, a digit, a sign or a lost accent is in it."""
    name = text
    while (shorter := _FOOTNOTE.sub("", name)) != name:
        name = shorter
    if particle := _PARTICLE_LAST.fullmatch(name):
        name = f"{particle[2]} {particle[1]}"
    if MORE_THAN_A_NAME.search(fold(name)) and not _HOSTILE.search(name):
        return NameRead(name, f"{shown(name)} dit plus qu'un nom. Gardez le nom seul.")
    name, _ = without_civility(_typed(_NUMBERED.sub("", name, count=1) if not name[:1].isalpha() else name))
    return NameRead(name, *_said(name, NO_FIRST_NAME if is_first else NO_NAME))


def _typed(name: str) -> str:
    """Return a name as its author meant to type it: hyphens, apostrophes, quotes, signs at its ends."""
    if _HOSTILE.search(name):
        return name
    if quoted := _QUOTED.fullmatch(name):
        name = next(filter(None, quoted.groups()))
    name = _SPACED_HYPHEN.sub(_joined, _ACCENT_SIGN.sub("'", _HYPHENS.sub("-", name)))
    bare = name.strip(_ENDS)
    return f"{bare}." if name.endswith(".") and bare.split() and len(bare.split()[-1]) < 2 else bare or name


def _joined(cut: re.Match[str]) -> str:
    """Return « Jean- Pierre » as one name; « DUPONT -Léa », whose case tells that they are two, as it is."""
    return f"{cut[1]}-" if cut[1].isupper() == cut[2].isupper() else cut[0]


def _said(name: str, nobody: frozenset[str]) -> tuple[str, Level]:
    if name.isascii() and name.isalpha() and len(name) > 1 and not _LONGEST_RUN.search(name.lower()):
        return (f"{shown(name)} {_NOBODY}" if fold(name) in nobody else ""), Level.DOUTE
    if _MAIL.fullmatch(name) or (name and not any(char.isalpha() for char in name)):
        return f"{shown(name)} n'est pas un nom. Écrivez le nom.", Level.REJET
    if _LOST.search(name):
        return f"{shown(name)} a perdu une lettre accentuée en chemin. Rétablissez-la.", Level.DOUTE
    if _PARENTHESIS.search(name) or _REMARK.search(name):
        return f"{shown(name)} porte une remarque à côté du nom. Gardez le nom seul.", Level.DOUTE
    if _HOSTILE.search(name):
        return "", Level.DOUTE
    if sign := _SIGNS.search(name):
        return f"{shown(name)} porte le signe {shown(sign[0])}. Gardez le nom seul.", Level.DOUTE
    if any(char.isdigit() or char.isnumeric() for char in name):
        return f"{shown(name)} a un chiffre dans le nom. Vérifiez-le.", Level.DOUTE
    word = fold(name)
    few = sum(char.isalpha() for char in name) < 2
    if few or _LONGEST_RUN.search(word) or word in nobody or _APART.fullmatch(name):
        return f"{shown(name)} {_NOBODY}", Level.DOUTE
    if _turned_capital(name):
        return f"{shown(name)} a une majuscule accentuée au milieu du mot. Vérifiez-le.", Level.DOUTE
    return "", Level.DOUTE


def _turned_capital(name: str) -> bool:
    """Tell whether an accented capital stands between small letters: an accent read in another encoding."""
    return any(
        before.islower() and char.isupper() and not char.isascii() for before, char in pairwise(name)
    ) or any(
        one.isupper() and two.isupper() and not two.isascii() and three.islower()
        for one, two, three in zip(name, name[1:], name[2:], strict=False)
    )


def apart_from(name: str, other: str) -> str:
    """Return a name without the first name that stands at its end or its beginning: « MOREL Inès » beside
    « Inès » → « MOREL », « Yanis BENALI » beside « BENALI » → « Yanis »."""
    words = name.split()
    if len(words) < 2:
        return name
    theirs = fold(other).split()
    size = len(theirs)
    if size and len(words) > size:
        if fold(*words[-size:]).split() == theirs:
            return " ".join(words[:-size])
        if fold(*words[:size]).split() == theirs and name.split()[:size] == other.split():
            return " ".join(words[size:])
    return name


def same_words(one: str, two: str) -> bool:
    """Tell whether two names are the same words, in any order."""
    first, second = fold(one), fold(two)
    return len(first) == len(second) and sorted(first.split()) == sorted(second.split())


def another_first_name(name: str) -> str:
    """Return the first name that a name in capitals drags along: « CHAUVIN Benjamin » → « Benjamin »; empty
    where it drags none."""
    words = name.split()
    if len(words) > 1 and not _HOSTILE.search(name):
        capitals = [word.isupper() and len(word) > 1 and fold(word) not in _PARTICLES for word in words]
        last = max((at for at, is_capital in enumerate(capitals) if is_capital), default=len(words))
        rest = [
            word
            for word in words[last + 1 :]
            if word[:1].isupper() and not word.isupper() and "'" not in word
        ]
        if rest and len(rest) == len(words) - last - 1:
            return " ".join(rest)
    return ""


def first_names(text: str) -> tuple[str, str]:
    """Return the first name, and the others that a comma or a semicolon sets apart: « Inès, Marie »."""
    if "," not in text and ";" not in text:
        return text.strip(), ""
    parts = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    return (parts[0], " ".join(parts[1:])) if parts else (text, "")
