"""What a field of free text cannot be: an address that is a phone, a school that lost its accents. Pure."""

from __future__ import annotations

import re

from ofworkflow.intake.taking_apart import without_civility
from ofworkflow.intake.words import (
    NEGATED,
    NO_LONGER_CONCERNED,
    NOT_AN_ADDRESS,
    OF_HEALTH,
    OF_HEALTH_AS_A_REASON,
)
from ofworkflow.procedure.cleaning import clean_quality, shown
from ofworkflow.procedure.fields import PersonField
from ofworkflow.procedure.vocabulary import Quality
from ofworkflow.text import fold

_LOST = re.compile(r"(?<=[^\W\d])[?¿](?=[^\W\d])|\b[?¿](?=[^\W\d]{2})|(?<=[^\W\d])_(?=[^\W\d])")
_TURNED = re.compile(
    r"(?<=[a-zà-ÿ])[À-ÖØ-ÞŠŽŒ](?=[a-zà-ÿ]|\b)|(?<=[^\W\d])[‚‡ˆ‰‹„…†ƒ¢£¤¥§©®±µ\u2500-\u259f](?=[^\W\d])"
)
"""An accent read in another encoding: « LycÚe », « Coll‚ge », « PRÉ╔ »."""
_TEXTS = frozenset(
    {"lieu_naissance", "adresse1", "adresse2", "etablissement", "classe", "nom_usage", "motif_sortie"}
)
SAID_FREELY = frozenset({"motif_sortie", "classe", "etablissement"})
"""Fields in which somebody may write why a minor does not come."""
_OF_A_WOMAN = frozenset({"mme", "mlle", "melle", "madame", "mademoiselle", "mrs"})
_OF_A_MAN = frozenset({"m", "mr", "monsieur"})
_MAIL = re.compile(r"\S+@\S+\.\S+")
_NUMBERS = re.compile(r"[\d\s.,+/()\-]+|\d[.,]\d+E[+-]?\d+", re.IGNORECASE)
_MONTH = re.compile(
    r"(?:\d{1,2}-)?(?:janv|fevr|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec)[a-z]*(?:-\d{1,4})?"
)


def what_is_no(field: PersonField, text: str) -> str:
    """Return why a text is not what its field holds, as a French sentence; empty when it may be."""
    if not text or field.name not in _TEXTS:
        return ""
    if field.name in SAID_FREELY and tells_of_health(text, field.name):
        return "La case parle de santé. Elle n'est pas gardée : rien de la santé ne se note ici."
    plain = text.isascii() and "?" not in text and "_" not in text  # what neither can be found in
    if not plain and (_LOST.search(text) or _TURNED.search(text)):
        return (
            f"{shown(text)} a perdu une lettre accentuée en chemin. Elle n'est pas gardée : rétablissez-la."
        )
    if field.name != "adresse1":
        return ""
    if _MAIL.fullmatch(text) or _NUMBERS.fullmatch(text) or _MONTH.fullmatch(fold(text).replace(" ", "-")):
        return f"{shown(text)} n'est pas une rue. Elle est à noter sur la fiche."
    if NOT_AN_ADDRESS.fullmatch(fold(text)):
        return f"{shown(text)} n'est pas une adresse. Elle est à noter sur la fiche."
    return ""


def tells_of_health(text: str, name: str = "motif_sortie") -> bool:
    """Tell whether a text, of a field or of a column that none takes, says something of somebody's health."""
    word = fold(text)
    return bool(
        OF_HEALTH.search(word)
        or (name not in ("classe", "etablissement") and OF_HEALTH_AS_A_REASON.search(word))
    )


def quoted(text: str, name: str = "motif_sortie") -> str:
    """Return a text as a sentence quotes it, without what it says of health."""
    return "« … », qui parle de santé" if tells_of_health(text, name) else shown(text)


def has_a_solution(reason: str) -> bool:
    """Tell whether a folded reason for leaving says that the minor may be somewhere already: a contract
    signed, a school; not « pas de contrat signé » nor « rupture du contrat »."""
    match = NO_LONGER_CONCERNED.search(reason)
    return match is not None and NEGATED.search(reason[: match.start()]) is None


def other_civility(name: str, link: str) -> bool:
    """Tell whether the civility of a name is not that of a link: « M. » for a mother."""
    civility = fold(without_civility(name)[1])
    quality = clean_quality(link)
    return (civility in _OF_A_WOMAN and quality is Quality.PERE) or (
        civility in _OF_A_MAN and quality is Quality.MERE
    )


def is_made_up(text: str, field: PersonField) -> bool:
    """Tell whether a phone or a pupil's number is one that nobody has: « 06 00 00 00 00 », « 0123456789 »."""
    if field.name == "ine":
        return text[:9] == "0" * 9
    if not field.name.startswith("tel"):
        return False
    digits = "".join(char for char in text if char.isdigit())
    return len(digits) > 7 and (
        len(set(digits[2:])) == 1 or digits[-9:] in ("123456789", "612345678", "712345678", "102030405")
    )
