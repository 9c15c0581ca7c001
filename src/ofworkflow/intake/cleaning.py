"""Values as lists hold them, brought to the form that is stored: the clean value, or its fault as a French sentence."""

from __future__ import annotations

import re
from datetime import date

from ofworkflow.procedure.persons import search_key
from ofworkflow.procedure.vocabulary import Quality


class FaultError(ValueError):
    """What is wrong with a value, and what to do."""


LEVELS = {
    "aucun": "aucun",
    "dnb": "aucun",
    "cap": "cap_bep",
    "bep": "cap_bep",
    "bac": "bac",
    "bts": "superieur",
    "licence": "superieur",
}
_YES_NO = {"o": True, "oui": True, "1": True, "n": False, "non": False, "0": False}
_SEXES = {"f": "F", "feminin": "F", "fille": "F", "2": "F", "m": "M", "masculin": "M", "garcon": "M", "1": "M"}


def clean_date(text: str) -> date:
    """Return the day of « 19/03/2010 » or « 2010-03-19 »."""
    for pattern, order in ((r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", (3, 2, 1)), (r"(\d{4})-(\d{1,2})-(\d{1,2})", (1, 2, 3))):
        if match := re.fullmatch(pattern, text):
            try:
                return date(*(int(match[i]) for i in order))
            except ValueError:
                raise FaultError(f"« {text} » n'existe pas dans le calendrier : vérifiez le jour et le mois") from None
    raise FaultError(f"« {text} » n'est pas une date : écrivez-la comme 19/03/2010")


def clean_sex(text: str) -> str:
    """Return F or M."""
    sex = _SEXES.get(search_key(text))
    if sex is None:
        raise FaultError(f"« {text} » n'est pas un sexe connu : écrivez F ou M" if text else "le sexe manque : écrivez F ou M")
    return sex


def clean_postcode(text: str) -> str:
    """Return five digits; empty stays empty."""
    if text and not re.fullmatch(r"\d{5}", text):
        raise FaultError(f"« {text} » n'a pas cinq chiffres : le tableur en a perdu, rétablissez-les")
    return text


def clean_ine(text: str) -> str:
    """Return the national pupil number; empty stays empty."""
    if re.fullmatch(r"\d+([.,]\d+)?E\+?\d+", text, re.IGNORECASE):
        raise FaultError(f"« {text} » : le tableur a changé le numéro en nombre, reprenez-le de la liste d'origine")
    if text and not re.fullmatch(r"\d{9,10}[A-Z]{1,2}", text.upper()):
        raise FaultError(f"« {text} » n'a pas la forme d'un INE (neuf ou dix chiffres puis une ou deux lettres)")
    return text.upper()


def clean_phone(text: str) -> str:
    """Return « 06 39 98 01 01 »; empty stays empty."""
    digits = re.sub(r"[\s.()-]", "", text)
    digits = re.sub(r"^(?:\+33|0033)0?", "0", digits)
    if not text:
        return ""
    if not re.fullmatch(r"0\d{9}", digits):
        raise FaultError(f"« {text} » n'est pas un numéro de téléphone à dix chiffres")
    return " ".join(digits[i : i + 2] for i in range(0, 10, 2))


def clean_email(text: str) -> str:
    """Return the address; empty stays empty."""
    if text and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise FaultError(f"« {text} » n'est pas une adresse de courriel")
    return text


def clean_level(text: str) -> str:
    """Return the level of the figures: aucun, cap_bep, bac, superieur; empty when unknown."""
    words = search_key(text).split()
    return next((LEVELS[word] for word in words if word in LEVELS), "")


def clean_yes_no(text: str) -> bool | None:
    """Return yes, no, or `None` when it is not said."""
    return _YES_NO.get(search_key(text))


def clean_quality(text: str) -> Quality:
    """Return who the representative is; « autre » for a word that is not known."""
    slug = search_key(text)
    return Quality(slug) if slug in set(Quality) else Quality.AUTRE
