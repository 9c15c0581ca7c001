"""Values as lists hold them, brought to the form that is stored: the clean value, or its fault as French
sentences."""

from __future__ import annotations

import re
from datetime import date

from ofworkflow import countries
from ofworkflow.procedure.vocabulary import Authority, Quality
from ofworkflow.text import fold, printable

_LONGEST = 200  # characters a cell
_SHOWN = 40  # characters of a value, at most, in a sentence

_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})")
_MIDNIGHT = re.compile(r"[ T]00:00(:00)?(\.0+)?$")
_SCIENTIFIC = re.compile(r"[0-9]+([.,][0-9]+)?E[+-]?[0-9]+", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199  # beyond, a slip of the keyboard
_INE = re.compile(r"[0-9]{9}[A-Z]{2}|[0-9]{10}[A-Z]")  # since 2018, and before: eleven signs

_PHONE = re.compile(r"[0-9+./()\s-]+")
# One plan of ten digits (Arcep): « +262 692… » of Réunion is dialled 0692… from all of them.
_TEN_DIGITS = frozenset({33, 262, 590, 594, 596})
_NUMBER = 10  # digits of that plan
_OVERSEAS = frozenset({508, 681, 687, 689})  # Saint-Pierre-et-Miquelon, Wallis, Nouvelle-Calédonie, Polynésie

_YES_NO = {
    "o": True,
    "oui": True,
    "vrai": True,
    "1": True,
    "n": False,
    "non": False,
    "faux": False,
    "0": False,
}
_PRIORITY_AREA = re.compile(r"q[pn]\d")  # the code of the area itself: it is in one
_SEXES = {
    "f": "F", "feminin": "F", "femme": "F", "fille": "F", "2": "F", "fem": "F", "madame": "F", "mme": "F",
    "mlle": "F", "mademoiselle": "F", "melle": "F", "feminine": "F", "m": "M", "masculin": "M", "homme": "M",
    "garcon": "M", "h": "M", "1": "M", "g": "M", "masc": "M", "monsieur": "M", "mr": "M", "female": "F",
    "woman": "F", "girl": "F", "mle": "F", "dame": "F", "male": "M", "man": "M", "boy": "M", "gars": "M",
    "hom": "M",
}  # fmt: skip
_NOT_HELD = re.compile(
    r"\b(?:echec|echoue|echouee|non|ajournee?|refusee?|sans|en cours|niveau|prepare|preparation|pas|n a"
    r"|abandon|abandonne"
    r"|annee|1|2|3|1ere|1re|2e|2eme|2nde|seconde|premiere|terminale|tle)\b"
)  # a class, a year, an exam that was missed: no diploma
_LEVELS = {
    "aucun": "aucun",
    "sans": "aucun",
    "dnb": "aucun",
    "brevet": "aucun",
    "cfg": "aucun",
    "cap": "cap_bep",
    "bep": "cap_bep",
    "bac": "bac",
    "baccalaureat": "bac",
    "bts": "superieur",
    "dut": "superieur",
    "but": "superieur",
    "licence": "superieur",
    "superieur": "superieur",
}
_QUALITIES = {
    "mere": Quality.MERE,
    "maman": Quality.MERE,
    "pere": Quality.PERE,
    "papa": Quality.PERE,
    "tuteur": Quality.TUTEUR,
    "tutrice": Quality.TUTEUR,
    "tutelle": Quality.TUTEUR,
    "ase": Quality.ASE,
    "aide sociale a l enfance": Quality.ASE,
    "tiers": Quality.TIERS,
    "tiers digne de confiance": Quality.TIERS,
}


class FaultError(ValueError):
    """What is wrong with a value, and what to do."""


def shown(text: str) -> str:
    """Return a value as a sentence may show it: between guillemets, short, without signs that move a
    terminal's cursor."""
    text = printable(text)
    return f"« {text if len(text) <= _SHOWN else text[:_SHOWN] + '…'} »"


def check_text(text: str) -> None:
    """Raise `FaultError` when a text is damaged, or so long that several cells ran together."""
    if "\ufffd" in text or not text.isprintable():
        raise FaultError(
            f"{shown(text)} contient des signes illisibles. Corrigez la case, ou exportez la liste de "
            "nouveau."
        )
    if len(text) > _LONGEST:
        raise FaultError(
            f"La case a {len(text)} signes, plus de {_LONGEST}. Vérifiez qu'elle n'en réunit pas plusieurs."
        )


def keep(text: str) -> str:
    """Return the text as it is written."""
    return text


def clean_name(text: str) -> str:
    """Return the name as it is written, whatever it holds, provided it can be searched for."""
    if text and not fold(text):
        raise FaultError(f"{shown(text)} ne contient aucune lettre. Écrivez le nom.")
    return text


def clean_date(text: str) -> date:
    """Return the day of « 19/03/2010 » or « 2010-03-19 »."""
    text = _MIDNIGHT.sub("", text)
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, match.groups())
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif re.fullmatch(r"[0-9]{5}([.,]0+)?", text):
        raise FaultError(
            f"{shown(text)} : le tableur a changé la date en nombre. Remettez la colonne au format date."
        )
    else:
        raise FaultError(f"{shown(text)} n'est pas une date que l'on sait lire. Écrivez-la comme 19/03/2010.")
    try:
        day_meant = date(year, month, day)
    except ValueError:
        pass
    else:
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise FaultError(f"{shown(text)} : l'année est trop loin. Vérifiez-la.")
        return day_meant
    if 12 < month <= 31 and 1 <= day <= 12:
        raise FaultError(
            f"{shown(text)} : le jour et le mois sont inversés. Écrivez le jour d'abord, comme 19/03/2010."
        )
    raise FaultError(f"{shown(text)} n'existe pas dans le calendrier. Vérifiez le jour et le mois.")


def clean_optional_date(text: str) -> date | None:
    """Return the day, or `None` for an empty cell."""
    return clean_date(text) if text else None


_SEX_SIGNS = {"♀": "F", "♂": "M", "jeune fille": "F", "jeune homme": "M"}


def clean_sex(text: str) -> str:
    """Return F or M."""
    text = _SEX_SIGNS.get(text.strip("\ufe0e\ufe0f ").lower(), text)
    sexes = {_SEXES.get(word) for word in fold(text).split()} if text else set()
    sex = next(iter(sexes)) if len(sexes) == 1 else None
    if sex is None:
        raise FaultError(
            f"{shown(text)} n'est pas un sexe connu. Écrivez F ou M."
            if text
            else "Le sexe manque. Écrivez F ou M."
        )
    return sex


def clean_postcode(text: str) -> str:
    """Return five digits; empty stays empty."""
    if text and not re.fullmatch(r"[0-9]{5}", text):
        raise FaultError(
            f"{shown(text)} n'a pas cinq chiffres ; un tableur en perd parfois. Rétablissez le code postal. "
            "Pour une adresse à l'étranger, donnez le pays (colonne PAYS)."
        )
    return text


def clean_country(text: str) -> str:
    """Return the country as French writes it; empty for France, and empty stays empty."""
    country = countries.find(text) if text and fold(text) not in {"f", "fr", "fra"} else ""
    if country is None:
        raise FaultError(
            f"{shown(text)} n'est pas un pays connu. Écrivez-le en français, ou videz la case pour la France."
        )
    return country


def clean_ine(text: str) -> str:
    """Return the national pupil number in capitals; empty stays empty."""
    number = re.sub(r"[\s.\-–]", "", text).upper() if not _SCIENTIFIC.fullmatch(text) else text.upper()
    if _SCIENTIFIC.fullmatch(number):
        raise FaultError(
            f"{shown(text)} : le tableur a changé l'INE en nombre. Reprenez-le dans la liste d'origine."
        )
    if number and not _INE.fullmatch(number):
        raise FaultError(
            f"{shown(text)} n'a pas la forme d'un INE : neuf chiffres et deux lettres, ou dix chiffres et "
            "une lettre. "
            "Reprenez-le dans la liste d'origine, ou videz la case."
        )
    return number


def clean_phone(text: str) -> str:
    """Return « 06 39 98 01 01 », « +687 12 34 56 » where the ten digits do not reach; empty stays empty.

    France and its overseas territories: a minor reported here has a number here.
    """
    return _phone(text, anywhere=False)


def clean_any_phone(text: str) -> str:
    """Return the same, for somebody who may live abroad: « +355 69 123 4567 »."""
    return _phone(text, anywhere=True)


def _phone(text: str, *, anywhere: bool) -> str:
    if not text:
        return ""
    if re.fullmatch(r"[1-9][0-9]{8}", re.sub(r"[\s./()-]", "", text)):
        raise FaultError(
            f"{shown(text)} a neuf chiffres : le tableur a sans doute perdu le zéro du début. Rétablissez-le."
        )
    import phonenumbers  # 70 ms: only where somebody has a telephone

    try:
        if not _PHONE.fullmatch(text):  # the library would read « 0800 FLEURS »
            raise FaultError
        number = phonenumbers.parse(text, "FR")
        # possible, not valid: the numbers kept for fiction, the demonstration's and the tests', are given to
        # nobody
        if not phonenumbers.is_possible_number(number):
            raise FaultError
    except (phonenumbers.NumberParseException, FaultError):
        raise FaultError(
            f"{shown(text)} n'est pas un numéro de téléphone. Corrigez-le, ou videz la case."
        ) from None
    digits = f"0{number.national_number}"
    if number.country_code in _TEN_DIGITS and len(digits) != _NUMBER:
        raise FaultError(f"{shown(text)} n'a pas dix chiffres. Corrigez le numéro, ou videz la case.")
    if number.country_code in _TEN_DIGITS:
        return " ".join(digits[i : i + 2] for i in range(0, len(digits), 2))
    if not anywhere and number.country_code not in _OVERSEAS:
        raise FaultError(
            f"{shown(text)} n'est pas un numéro de téléphone de France ni d'outre-mer. Corrigez-le, ou videz "
            "la case."
        )
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return re.sub(r"[^0-9+]+", " ", written)  # « +687 28.12.34 », « +1 202-555-0123 »


def clean_email(text: str) -> str:
    """Return the address; empty stays empty."""
    if text and (
        ".." in text or not re.fullmatch(r"[^@\s,;:<>\"]+@[^@\s,;<>\"?]+\.[^@\s,;<>\".?]{2,}", text)
    ):
        raise FaultError(f"{shown(text)} n'est pas une adresse de courriel. Corrigez-la, ou videz la case.")
    return text


def clean_level(text: str) -> str:
    """Return the level of the figures (aucun, cap_bep, bac, superieur); empty when it is not said or not
    known."""
    key = fold(text)
    if re.search(r"\bbac ?[2-8]\b", key):  # « BAC+2 »
        return "superieur"
    if re.search(r"\b(?:sans|aucun|pas de|non) diplomee?s?\b|\bnon diplomee?\b|^neant$", key):
        return "aucun"
    if "?" in text or _NOT_HELD.search(key):
        return ""
    return next((_LEVELS[word] for word in key.split() if word in _LEVELS), "")


def clean_yes_no(text: str) -> bool | None:
    """Return yes, no, or `None` when it is not said."""
    word = fold(text)
    if word.startswith("hors "):  # « hors QPV »
        return False
    return True if _PRIORITY_AREA.match(word) else _YES_NO.get(word.partition(" ")[0])


_WORKS = re.compile(
    r"(?:en |a un )?(?:emploi\b|cd[di]\b|interim|salarie|contrat\b|apprenti|alternan)|travaille"
)
_DOES_NOT = re.compile(r"sans\b|aucun|neant|pas d|chom|inacti|recherche|demandeur")


def clean_job(text: str) -> bool | None:
    """Return whether a list says that the minor has a job (L. 313-8), or `None` when it is not said."""
    word = fold(text)
    if _DOES_NOT.match(word):
        return False
    return True if _WORKS.match(word) else clean_yes_no(text)


def clean_authority(text: str) -> str:
    """Return the ground that a list gives, empty where it gives none; raise `FaultError` for another word."""
    word = fold(text).replace(" ", "_")
    if word and word not in set(Authority):
        raise FaultError(
            f"L'autorité {shown(text)} n'est pas connue. Écrivez {', '.join(Authority)}, ou laissez vide."
        )
    return word


def clean_quality(text: str) -> Quality:
    """Return who the representative is; « autre » for a word that is not known."""
    link = re.sub(r"\s*[(,].*", "", text)  # « Mère (divorcée) »
    return _QUALITIES.get(fold(text)) or _QUALITIES.get(fold(link), Quality.AUTRE)
