"""The address on an envelope, per NF Z 10-011: at most six lines of 38 characters, pure text in, lines out.

Name, complements, street, postcode and TOWN; from the street down no punctuation, the last line in plain
capitals. Words are shortened only on a line that is too long, and only as the norm does; what still does not
fit is refused.
"""

from __future__ import annotations

import re
import string
import textwrap
import unicodedata
from collections.abc import Sequence

from ofworkflow import countries
from ofworkflow.errors import LetterError
from ofworkflow.letters.words import clean

MAX_LINES = 6
MAX_CHARS = 38
STREET_LINE = 4  # from this line down no punctuation, whatever the line holds

# NF Z 10-011: what the norm shortens, kinds of street first, then places, then titles.
ABBREVIATIONS = (
    ("BOULEVARD", "BD"),
    ("AVENUE", "AV"),
    ("ALLEES", "ALL"),
    ("ALLEE", "ALL"),
    ("CHEMIN", "CHE"),
    ("IMPASSE", "IMP"),
    ("PLACE", "PL"),
    ("ROUTE", "RTE"),
    ("SQUARE", "SQ"),
    ("FAUBOURG", "FG"),
    ("PASSAGE", "PAS"),
    ("ROND POINT", "RPT"),
    ("ZONE INDUSTRIELLE", "ZI"),
    ("ZONE ARTISANALE", "ZA"),
    ("CENTRE COMMERCIAL", "CCAL"),
    ("LOTISSEMENT", "LOT"),
    ("RESIDENCE", "RES"),
    ("BATIMENT", "BAT"),
    ("APPARTEMENT", "APP"),
    ("IMMEUBLE", "IMM"),
    ("ESCALIER", "ESC"),
    ("ETAGE", "ETG"),
    ("ENTREE", "ENT"),
    ("QUARTIER", "QUA"),
    ("HAMEAU", "HAM"),
    ("DOMAINE", "DOM"),
    ("SAINTE", "STE"),
    ("SAINT", "ST"),
    ("GENERAL", "GAL"),
    ("MARECHAL", "MAL"),
    ("COMMANDANT", "CDT"),
    ("CAPITAINE", "CNE"),
    ("LIEUTENANT", "LT"),
    ("DOCTEUR", "DR"),
    ("PROFESSEUR", "PR"),
    ("PRESIDENT", "PDT"),
)
TITLES = {"Madame": "Mme", "Mademoiselle": "Mlle", "Monsieur": "M."}

_TOWN = re.compile(r"\d{5} +\S")
_STREET = re.compile(
    r"\d|(?:rue|avenue|av|boulevard|bd|place|all[ée]e|chemin|impasse|route|square|quai|cours|sentier"
    r"|ruelle)\b",
    re.I,
)


def envelope(
    civilite: str, prenom: str, nom: str, adresse: Sequence[str], qualite: str = ""
) -> tuple[str, ...]:
    """Return the lines to print in the window; raise `LetterError` where the norm cannot be held, with the
    line."""
    name = " ".join(filter(None, map(clean, (civilite, prenom, nom))))
    lines = [line for line in map(clean, adresse) if line]
    if not name or not lines:
        raise LetterError(
            f"Adresse manquante pour {name or 'le destinataire'} : complétez-la dans le dossier."
        )
    named = _name_lines(name) + (_name_lines(clean(qualite)) if qualite else [])
    abroad = not _TOWN.match(lines[-1]) and bool(countries.find(lines[-1]))
    if not abroad and plain_capitals(lines[-1]) == "FRANCE":
        lines.pop()
    block = named + (_foreign(lines) if abroad else _french(lines, len(named)))
    if len(block) > MAX_LINES:
        raise LetterError(
            f"Adresse trop longue pour {name} : {len(block)} lignes, {MAX_LINES} au plus (NF Z 10-011). "
            "Regroupez des lignes."
        )
    return tuple(_fitted(line, number, name) for number, line in enumerate(block, start=1))


def _name_lines(name: str) -> list[str]:
    if len(name) > MAX_CHARS:
        for title, short in TITLES.items():
            name = re.sub(rf"^{title}(?= (?!le |la ))", short, name)
    return textwrap.wrap(name, MAX_CHARS, break_long_words=False, break_on_hyphens=False) or [name]


def _french(lines: list[str], named: int) -> list[str]:
    if not lines or not _TOWN.match(lines[-1]):
        last = lines[-1] if lines else "FRANCE"
        raise LetterError(
            f"Adresse incomplète : la dernière ligne « {last} » n'est ni un code postal suivi d'une commune, "
            "ni un pays connu."
        )
    *above, town = lines
    street = next((i for i, line in enumerate(above) if _STREET.match(line)), len(above) - 1)
    bare_from = min(street, max(STREET_LINE - 1 - named, 0))
    above = [_unpunctuated(line) if i >= bare_from else line for i, line in enumerate(above)]
    return [line for line in above if line] + [plain_capitals(town)]


def _foreign(lines: list[str]) -> list[str]:
    return [*lines[:-1], plain_capitals(countries.find(lines[-1]) or lines[-1])]


def _fitted(line: str, number: int, name: str) -> str:
    for word, short in ABBREVIATIONS:
        if len(line) <= MAX_CHARS:
            return line
        line = _replaced(line, word, short)
    if len(line) > MAX_CHARS:
        raise LetterError(
            f"Adresse trop longue pour {name} : la ligne {number}, « {line} », a {len(line)} caractères,"
            f" {MAX_CHARS} au plus (NF Z 10-011). Abrégez-la dans le dossier."
        )
    return line


def _replaced(line: str, word: str, short: str) -> str:
    # Without accents a letter may become two (Œ); lines that hold one are compared word for word as they
    # stand.
    bare = _unaccented(line).upper()
    if len(bare) != len(line):
        bare = line.upper()
    spans = [m.span() for m in re.finditer(rf"\b{word}\b", bare)]
    for start, end in reversed(spans):
        line = line[:start] + short + line[end:]
    return line


def _unpunctuated(line: str) -> str:
    return " ".join(
        "".join(
            " " if c in string.punctuation or unicodedata.category(c)[0] == "P" else c for c in line
        ).split()
    )


def plain_capitals(line: str) -> str:
    """Return a line as the norm wants the last one: capitals, no accent, no punctuation."""
    return _unpunctuated(_unaccented(line).upper())


def _unaccented(line: str) -> str:
    line = line.replace("Œ", "OE").replace("œ", "oe").replace("Æ", "AE").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", line) if not unicodedata.combining(c))
