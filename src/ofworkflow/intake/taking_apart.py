"""Two things in one cell taken apart, each where the cell itself shows the cut; else `None`: a person
decides."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from ofworkflow.intake.words import CIVILITY, TWO_PERSONS, is_absent
from ofworkflow.records import dataclass
from ofworkflow.text import fold

_POSTCODE_FIRST = re.compile(r"(?:F-)?(\d{2}\s?\d{3}|\d{4})\s*[-,/]?\s+(\D.*)")
_POSTCODE_LAST = re.compile(r"(.*\D)[\s,(]+(\d{5})\)?")
_ADDRESS = re.compile(r"(.+?)[\s,;–-]+(\d{5})\s+(\D+)")
_TOWN_BEFORE = re.compile(r"(.*\d.*?)\s*,\s*([^\d,]+?)\s*[,(]\s*(\d{5})\)?")
_PARTICLES = frozenset(
    {
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "d",
        "l",
        "van",
        "von",
        "den",
        "der",
        "da",
        "dos",
        "di",
        "el",
        "al",
        "ben",
    }
)
_PARENTS = re.compile(r"\s*(?:/|;|\bet\b|\s&\s|(?<=\))\s*[-–,])\s*")
_NUMBER = re.compile(r"(?:\+\d{2,3}[\s.(0)]{0,5}|\b0)[1-9](?:[\s.\-]?\d{2}){4}\b")
_MAIL = re.compile(r"[^\s,;:<>()]+@[^\s,;:<>()]+\.[^\s,;:<>()]+")
_NOTE = re.compile(r"\(([^)]*)\)")
_LED = re.compile(r"(?:mere|mère|pere|père|tuteur|tutrice|maman|papa)\s*[:\-]\s*", re.IGNORECASE)
_CARE_OF = re.compile(r"((?:chez|c/o)\s+[^,;]+)[,;]\s*(\S.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in one cell."""

    nom: str
    prenom: str
    lien: str = ""
    telephone: str = ""
    courriel: str = ""


def name_and_first_name(text: str, *, first_name_first: bool = False) -> Person | None:
    """Return « DE LA TOUR Anaïs » taken apart: the words in capitals are the name. `None` when case does not
    tell and there are more than two words, or where a word is none (« =CMD|'/C calc'!A0 »)."""
    before, comma, after = (part.strip() for part in text.partition(","))
    if comma and before and after and "," not in after:  # « De La Tour, Jean Marie »
        text = f"{before} {after}"
        if all(word.lstrip("'’")[:1].isalpha() for word in text.split()):
            return Person(after, before) if first_name_first else Person(before, after)
    words = text.split()
    if not all(word.lstrip("'’(")[:1].isalpha() for word in words):
        return None
    capitals = _with_particles(words, [_is_capital(word) for word in words])
    if any(capitals) and not all(capitals):
        cut = capitals.index(False) if capitals[0] else capitals.index(True)
        if all(capitals[:cut]) == capitals[0] and len(set(capitals[cut:])) == 1:
            before, after = " ".join(words[:cut]), " ".join(words[cut:])
            return Person(before, after) if capitals[0] else Person(after, before)
        return None
    if len(words) == 2:
        return Person(words[1], words[0]) if first_name_first else Person(words[0], words[1])
    return None


def _with_particles(words: list[str], capitals: list[bool]) -> list[bool]:
    """Return which words are the name, « de la » before « FONTAINE » among them."""
    made = list(capitals)
    for at in range(len(words) - 2, -1, -1):
        if made[at + 1] and words[at].casefold().rstrip("'’") in _PARTICLES and words[at].islower():
            made[at] = True
    return made


@lru_cache(maxsize=2048)  # the towns, and the street of a minor and of the parents
def postcode_and_town(text: str) -> tuple[str, str] | None:
    """Return « 59700 Marcq-en-Barœul » or « Lambersart (59130) » taken apart; `None` when it is not both."""
    if match := _POSTCODE_FIRST.fullmatch(text):
        return match[1].replace(" ", ""), match[2].strip()
    if match := _POSTCODE_LAST.fullmatch(text):
        return match[2], match[1].strip(" ,(")
    return None


@lru_cache(maxsize=2048)
def street_postcode_town(text: str) -> tuple[str, str, str] | None:
    """Return « 12 rue des Lilas 59130 Lambersart » taken apart; `None` when it is not all three."""
    if match := _TOWN_BEFORE.fullmatch(text):  # « 4 rue du Port, La Madeleine, 59110 »
        return match[1].strip(" ,"), match[3], match[2].strip()
    match = _ADDRESS.fullmatch(text)
    return (match[1].strip(" ,"), match[2], match[3].strip()) if match else None


def street_and_end(text: str) -> tuple[str, str]:
    """Return « 4 rue du Port, Lambersart » as the street and what stands behind its last comma; all of it as
    the end where there is none: only who knows the communes can tell whether it is one."""
    street, _, end = text.rpartition(",") if "," in text else text.rpartition(" - ")
    return ("", "") if any(char.isdigit() for char in end) else (street.strip(" ,-"), end.strip())


def care_of(text: str) -> tuple[str, str] | None:
    """Return « chez Mme DUPONT, 12 rue des Lilas » as the line above the street, and the street."""
    match = _CARE_OF.fullmatch(text)
    return (match[1], match[2]) if match else None


def representatives(text: str) -> list[Person] | None:
    """Return who is named in a cell of representatives: « Mme BRIAND Chantal (mère) / M. BRIAND Luc (père) ».

    `None` when they cannot be told apart (« M. et Mme BERNARD »).
    """
    if TWO_PERSONS.search(fold(text)):
        return None
    parts: list[Person] = []
    for part in _PARENTS.split(text):
        if not part or is_absent(part):
            continue
        number, mail = _NUMBER.search(part), _MAIL.search(part)
        bare = _MAIL.sub(" ", _NUMBER.sub(" ", part)).strip(" :,.-–")
        person = parts.pop() if parts and not bare.strip("()") else _representative(bare)
        if person is None:
            return None
        person = replace(
            person,
            telephone=" / ".join(filter(None, (person.telephone, number[0] if number else ""))),
            courriel=person.courriel or (mail[0] if mail else ""),
        )
        parts.append(person)
    return parts if len(parts) <= 2 else None


def names_somebody(text: str) -> bool:
    """Tell whether a cell of phones names who answers: « Mme DUPONT Anne 06… », not « 06… (mère) »."""
    return any(len(person.nom) > 1 and person.prenom for person in representatives(text) or ())


def without_civility(text: str) -> tuple[str, str]:
    """Return a name without « Mme », « MR », and the civility that was taken off."""
    match = CIVILITY.match(text)
    return (text[match.end() :].strip(), match[0].strip(" .")) if match else (text, "")


def _representative(part: str) -> Person | None:
    notes = _NOTE.findall(part)
    bare = _NOTE.sub(" ", part).strip()
    led = _LED.match(bare)
    link = notes[0] if notes else led[0].rstrip(" :-") if led else ""
    name, civility = without_civility(bare[led.end() :] if led else bare)
    words = name.split()
    if len(words) == 1:
        return Person(name, "", link) if civility or _is_capital(name) else None
    person = name_and_first_name(name)
    return Person(person.nom, person.prenom, link) if person else None


def _is_capital(word: str) -> bool:
    letters = [char for char in word if char.isalpha()]
    return (
        bool(letters) and all(char.isupper() for char in letters) and (len(letters) > 1 or word.endswith("'"))
    )
