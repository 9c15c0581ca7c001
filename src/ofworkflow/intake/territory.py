"""The communes that are ours, and what a row says of where a minor lives, checked against the official
list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

from ofworkflow.communes import Commune, Recognised, directory, key_of, outside
from ofworkflow.intake.verdicts import Level
from ofworkflow.procedure.cleaning import FaultError, shown
from ofworkflow.procedure.persons import Adresse
from ofworkflow.records import dataclass
from ofworkflow.text import departement_of_commune, fold, of_name

_ARTICLE_LAST = re.compile(r"(.+?)\s*\((l[ae]s?|l')\)", re.IGNORECASE)
_COUNTRY_LAST = re.compile(r"(?<=\w)[\s,(]+france\)?$", re.IGNORECASE)  # « Lambersart FRANCE »
_WHOLE = re.compile(r"(?:FR?-)?\d{2}\s?\d{3}(?:\.0+)?")
_DIGITS = re.compile(r"(\d{2})\s?(\d{3})(?:\.0+)?(?!\d)")


@dataclass(frozen=True, slots=True)
class Home:
    """Where a minor lives: the commune as it is written, its code, the postcode; what is said of it."""

    commune: str = ""
    code: str = ""
    code_postal: str = ""
    champ: str = "commune"
    motif: str = ""
    niveau: Level = Level.AVERTI
    pour: str = ""  # the mission locale of a commune outside


@dataclass(frozen=True, slots=True)
class Communes:
    """The communes that are ours, INSEE → name; none: every commune is accepted."""

    communes: Mapping[str, str]
    neighbours: Mapping[str, str] = field(
        default_factory=dict
    )  # a code of commune, of the post, of a département
    by_key: Mapping[str, str] = field(init=False)  # folded name → INSEE
    homes: dict[tuple[str, str, str], Home] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "homes", {})
        object.__setattr__(self, "by_key", {key_of(name): code for code, name in self.communes.items()})

    def named(self, name: str) -> tuple[str, str]:
        """Return the INSEE code and the name as we write it; no code, and the name as it is typed, for a
        commune not ours, but where it is typed with its code (« 62041 Arras »)."""
        if match := re.fullmatch(r"(\d[\dAB]\d{3})\s+(\S.*)", name):
            return match[1], self.communes.get(match[1], match[2])
        code = self.by_key.get(key_of(name), "")
        return code, self.communes[code] if code else name

    def structure_of(self, commune: Commune) -> str:
        """Return the mission locale of a commune outside, by its name where the configuration knows it."""
        codes = (commune.code, *commune.codes_postaux, departement_of_commune(commune.code))
        names = (f"sa mission locale, {self.neighbours[code]}" for code in codes if code in self.neighbours)
        return next(names, "la mission locale de cette commune")

    def receiver_of(self, commune: Commune) -> str:
        """Return the name of the mission locale of a commune outside, or what it has to be looked up by."""
        codes = (commune.code, *commune.codes_postaux, departement_of_commune(commune.code))
        names = (self.neighbours[code] for code in codes if code in self.neighbours)
        return next(names, f"mission locale compétente pour {commune.nom} ({commune.code}), à chercher")

    def home(self, name: str, postcode: str, code: str) -> Home:
        """Return where a row says that somebody lives; code, name and postcode are checked against each
        other, once for all the rows that say the same."""
        place = name, postcode, code
        if place not in self.homes:
            self.homes[place] = self._home(name, postcode, code)
        return self.homes[place]

    def _home(self, name: str, postcode: str, code: str) -> Home:
        code = code.zfill(5) if code.isdecimal() else code.upper().replace(" ", "")
        digits = _postcode(postcode)
        name = _ARTICLE_LAST.sub(r"\2 \1", _COUNTRY_LAST.sub("", name))
        if not (name or code or digits):
            return Home(code_postal=postcode, motif="La commune manque : elle est à noter sur la fiche.")
        place = directory().recognise(name, digits, code, near=self.communes)
        if place.contradiction is not None:
            return Home(
                motif=f"Le code {code} est celui {of_name(place.contradiction.nom, articles=True)}, non de "
                f"{shown(name)}. Corrigez l'un des deux.",
                niveau=Level.DOUTE,
            )
        if place.one is None:
            return self._unsure(name, postcode, digits, place)
        return self._checked(place.one, name, postcode, digits)

    def _unsure(self, name: str, postcode: str, digits: str, place: Recognised) -> Home:
        if not place.communes and not self.communes:
            return Home(
                name, "", digits, motif=f"{shown(name)} n'est pas dans la liste officielle des communes."
            )
        if not name:  # a postcode that several communes share, or that no commune has
            several = ", ".join(commune.nom for commune in place.communes[:6])
            motif = (
                f"Le code postal {postcode} est celui {of_name(several, articles=True)}. " if several else ""
            )
            return Home(code_postal=digits or postcode, motif=f"{motif}La commune est à noter sur la fiche.")
        if place.communes:
            several = ", ".join(f"{c.nom} ({' '.join(c.codes_postaux[:1])})" for c in place.communes[:4])
            return Home(
                motif=f"{shown(name)} peut être : {several}. Donnez son code postal ou son code.",
                niveau=Level.DOUTE,
            )
        return Home(
            motif=f"{shown(name)} n'est pas une commune que l'on reconnaît. Vérifiez le nom, ou donnez "
            "son code INSEE.",
            niveau=Level.DOUTE,
        )

    def _checked(self, commune: Commune, name: str, postcode: str, digits: str) -> Home:
        codes = commune.codes_postaux
        usual = self.communes.get(commune.code, commune.nom)
        if outside(self.communes, commune):
            posted = () if digits in codes else directory().of_postcode(digits)
            if ours := next((each for each in posted if each.code in self.communes), None):
                return Home(
                    champ="code_postal",
                    motif=f"Le code postal {digits} est celui {of_name(ours.nom, articles=True)}, non "
                    f"{of_name(commune.nom, articles=True)}. Corrigez l'un des deux.",
                    niveau=Level.DOUTE,
                )
            return Home(
                motif=f"{commune.nom} (code {commune.code}) n'est pas une commune du territoire : à "
                f"transmettre à {self.structure_of(commune)}.",
                niveau=Level.DOUTE,
                pour=self.receiver_of(commune),
            )
        if not postcode:
            return Home(usual, commune.code, codes[0] if len(codes) == 1 else "")
        if digits in codes:
            return Home(usual, commune.code, digits)
        if not _WHOLE.fullmatch(postcode) and len(codes) == 1:
            return Home(
                usual,
                commune.code,
                codes[0],
                champ="code_postal",
                motif=f"{shown(postcode)} : {usual} n'a qu'un code postal, {codes[0]}, c'est lui qui est "
                "gardé.",
            )
        others = [other for other in directory().of_postcode(digits) if other.code != commune.code]
        if digits and others:
            return Home(
                champ="code_postal",
                motif=f"Le code postal {digits} est celui {of_name(others[0].nom, articles=True)}, "
                f"non {of_name(usual, articles=True)}. Corrigez l'un des deux.",
                niveau=Level.DOUTE,
            )
        if digits and "cedex" not in (postcode + name).casefold() and digits[:2] != codes[0][:2]:
            return Home(
                champ="code_postal",
                motif=f"Le code postal {digits} n'est pas {of_name(usual, articles=True)}. Corrigez-le.",
                niveau=Level.DOUTE,
            )
        if digits:
            return Home(usual, commune.code, digits)
        return Home(
            usual, commune.code, "", champ="code_postal", motif=f"{shown(postcode)} n'est pas un code postal."
        )

    def find(self, code: str, name: str) -> tuple[str, str]:
        """Return the INSEE code and the name as we write it; raise `FaultError` for what a person must
        see."""
        home = self.home(name, "", code)
        if home.niveau is not Level.AVERTI:
            raise FaultError(home.motif)
        return home.code, home.commune


def as_written(town: str, official: str) -> str:
    """Return the town as the list writes it where that is its official name, else the official one."""
    return town if town == official or (fold(town) == fold(official) and not town.isupper()) else official


def same_address(one: Adresse, other: Adresse) -> bool:
    """Tell whether somebody lives at the street of another, whichever line it stands on."""
    if not one.ligne1 or one.code_postal != other.code_postal:
        return False
    return one.ligne1 == other.ligne1 or not {fold(one.ligne1), fold(one.ligne1, one.ligne2)}.isdisjoint(
        (fold(other.ligne1), fold(other.ligne1, other.ligne2))
    )


def is_known(code: str) -> bool:
    """Tell whether a code is that of a commune, of today or of before."""
    code = code.removesuffix(".0").replace(" ", "").upper().zfill(5)
    return bool(directory().recognise("", "", code).communes)


def _postcode(text: str) -> str:
    """Return the five digits of « 59 840 », « 59237.0 », « F-59520 », « 59000 CEDEX 9 »; empty where there
    are none."""
    match = _DIGITS.match(text.removeprefix("F-").removeprefix("FR-"))
    return (
        match[1] + match[2]
        if match
        else text.zfill(5)
        if re.fullmatch(r"\d{4}", text) and _lost_zero(text)
        else ""
    )


def _lost_zero(text: str) -> bool:
    """Tell whether four digits are a postcode of the first nine départements that lost its zero."""
    return directory().is_postcode(f"0{text}")
