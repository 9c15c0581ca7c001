"""Words of a row that change everything: a death, a contract, an address to be kept. Pure."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from ofworkflow.intake import words
from ofworkflow.intake.plain_texts import has_a_solution, other_civility, quoted
from ofworkflow.intake.prepared import PreparedRow
from ofworkflow.intake.verdicts import Level
from ofworkflow.procedure.cleaning import shown
from ofworkflow.text import fold

_MOVED = "{} : l'adresse de la liste n'est peut-être plus la bonne. Vérifiez-la avant d'écrire."


_Fault = Callable[[str, str, Level], None]


def check_words(row: PreparedRow, fault: _Fault) -> None:
    """Stop for a person at a word that changes everything: a death, a contract, an address to be kept."""
    _check_reasons(row, fault)
    if row.moved and any(each.niveau is Level.AVERTI for each in row.faults):
        fault(
            "ligne",
            "La ligne a plus de cases que l'en-tête, et des cases ne sont pas à leur place : un "
            "séparateur traîne "
            "dans une valeur. Mettez-la entre guillemets.",
            Level.DOUTE,
        )
    _check_unread(row, fault)
    _check_addresses(row, fault)


def _check_reasons(row: PreparedRow, fault: _Fault) -> None:
    for name in ("motif_sortie", "classe", "etablissement"):
        if not (word := fold(row.get(name))):
            continue
        if words.DEAD.search(word):
            fault(
                name,
                f"{quoted(row.get(name), name)} : le jeune serait décédé. Vérifiez avant tout.",
                Level.DOUTE,
            )
        elif name == "motif_sortie" and has_a_solution(word):
            fault(
                name,
                f"{quoted(row.get(name))} : il ou elle a peut-être une solution. Vérifiez.",
                Level.DOUTE,
            )
        elif name == "motif_sortie" and words.MOVED.search(word):
            fault(name, _MOVED.format(quoted(row.get(name))), Level.AVERTI)


def _check_unread(row: PreparedRow, fault: _Fault) -> None:
    """Stop at such a word in a column that no field takes, in a comment or past the last heading."""
    for heading, text in row.unread:
        word = fold(text)
        is_of_a_situation = bool(words.OF_A_SITUATION & set(fold(heading).split()))
        if words.STOPS_ANYWHERE.search(word) or (
            is_of_a_situation and (has_a_solution(word) or words.CONFIDENTIAL.search(word))
        ):
            fault(
                heading,
                f"{quoted(text)}, dans une colonne qui n'est pas lue. Vérifiez avant tout.",
                Level.DOUTE,
            )
        elif is_of_a_situation and words.MOVED.search(word):
            fault(heading, _MOVED.format(quoted(text)), Level.AVERTI)
    for text in row.beside:
        dead = words.DEAD.search(fold(text)) or words.CONFIDENTIAL.search(fold(text))
        fault(
            "remarque",
            f"Une remarque est à côté de la ligne : {quoted(text)}. Elle n'est pas gardée.",
            Level.DOUTE if dead else Level.AVERTI,
        )


def _check_addresses(row: PreparedRow, fault: _Fault) -> None:
    for name in ("adresse1", "adresse2"):
        if not (word := fold(row.get(name))):
            continue
        if words.CONFIDENTIAL.search(word):
            fault(
                name,
                f"{shown(row.get(name))} : l'adresse serait à ne pas communiquer. Ouvrez ce "
                "dossier à la main "
                "(of ouvrir), et notez l'adresse comme confidentielle.",
                Level.DOUTE,
            )
        elif word in words.NO_HOME:
            fault(
                name,
                f"{shown(row.get(name))} n'est pas une adresse. Elle est à noter sur la fiche.",
                Level.AVERTI,
            )


@lru_cache(maxsize=8192)  # a list says the same links, and the same towns, again and again
def why_it_stops(name: str, written: str, link: str, *, named_so: bool) -> str:
    """Return why a word about a representative stops for a person; empty when it does not. `named_so`: it is
    the family name of the minor too, and somebody may be called Cousin."""
    word = fold(written)
    if not word:
        return ""
    if words.DEAD.search(word):
        return "serait décédé(e)"
    if (name in ("lien", "nom") and not named_so and words.WITHOUT_AUTHORITY.search(word)) or (
        name == "lien" and words.NOBODY_WITH_AUTHORITY.search(word)
    ):
        return "n'a peut-être pas l'autorité parentale"
    if name != "adresse1" and (
        words.TWO_PERSONS.search(word) or " / " in written or " ou " in f" {written.lower()} "
    ):
        return "nomme peut-être plusieurs personnes"
    if name == "nom" and not words.CARED_FOR.search(fold(link)) and words.ORGANISATION.search(word):
        return "est un service, non une personne"
    if name in ("nom", "prenom") and other_civility(written, link):
        return f"ne va pas avec {shown(link)}"
    return "demande que l'adresse ne soit pas communiquée" if words.CONFIDENTIAL.search(word) else ""
