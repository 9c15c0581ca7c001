"""Invented persons, no two of the same name; their phones are of the ranges kept for fiction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ofworkflow.procedure.persons import Adresse, Jeune, RepresentantLegal, Signalement
from ofworkflow.procedure.vocabulary import OuiNon, Quality, Source

_GIRLS = (
    "Inès", "Lina", "Chloé", "Sarah", "Manon", "Jade", "Louna", "Aya", "Clara", "Élise", "Nour", "Romane",
    "Zoé", "Fatou", "Maëlle", "Anaïs", "Yasmine",
)  # fmt: skip
_BOYS = (
    "Hugo", "Nathan", "Enzo", "Mehdi", "Lucas", "Théo", "Ilyès", "Maxence", "Noé", "Rayan", "Timéo", "Adam",
    "Gabin", "Moussa", "Axel", "Kylian", "Basile",
)  # fmt: skip
_FAMILIES = (
    "DELATTRE", "LEROY", "CARLIER", "DUBOIS", "BENALI", "LEFEBVRE", "VASSEUR", "MERCIER", "DIALLO", "ROUSSEL",
    "CAPELLE", "FONTAINE", "LAMBERT", "PEREIRA", "MASSON", "GUÉRIN", "TRAORÉ", "HENNEBELLE", "MARCHAND",
    "OUALI", "PETIT", "RENAUD", "SALMON",
)  # fmt: skip
_STREETS = (
    "rue des Lilas", "avenue du Canal", "rue du Moulin", "place du Marché", "rue des Écoles",
    "allée des Tilleuls",
)  # fmt: skip
_SCHOOLS = ("Lycée professionnel de l'Exemple", "Collège du Canal", "CFA des Lilas", "Lycée du Moulin", "")
_POSTCODES = {
    "59328": "59130", "59356": "59840", "59368": "59110", "59378": "59700", "59386": "59520",
    "59457": "59840", "59482": "59890", "59527": "59350", "59611": "59237", "59636": "59118",
}  # fmt: skip
_WEIGHTS = (5, 1, 4, 7, 3, 3, 2, 4, 1, 4)
"""How many minors each commune of the territory has for one of the smallest: larger towns have more."""
_LEVELS = ("aucun", "aucun", "cap_bep", "aucun", "aucun", "bac", "aucun", "aucun", "aucun", "cap_bep", "")


def reported_minor(rank: int, on: date, source: Source, communes: Sequence[tuple[str, str]]) -> Signalement:
    """Return the minor of that rank, reported that day; the rank decides all of him or her."""
    girl = rank % 9 in (0, 2, 4, 7)  # four of nine
    forenames = _GIRLS if girl else _BOYS
    family = _FAMILIES[rank % len(_FAMILIES)]
    weighted = [place for place, weight in zip(communes, _WEIGHTS, strict=False) for _ in range(weight)]
    code, commune = weighted[rank * 11 % len(weighted)]
    street = f"{1 + rank * 7 % 90} {_STREETS[rank % len(_STREETS)]}"
    home = Adresse(street, "", _POSTCODES.get(code, "59130"), commune)
    minor = Jeune(
        nom=family,
        prenom=forenames[rank % len(forenames)],  # 17 and 23 are prime: no name comes twice
        naissance=_born_on(rank),
        sexe="F" if girl else "M",
        commune=commune,
        commune_insee=code,
        adresse=home,
        tel_portable=_phone(rank),
        etablissement=_SCHOOLS[rank % len(_SCHOOLS)],
        niveau=_LEVELS[rank % len(_LEVELS)],
        qpv=None if rank % 15 == 6 else rank % 4 == 1,
    )
    mother = RepresentantLegal(
        Quality.MERE, family, _GIRLS[(rank + 5) % len(_GIRLS)], home, _phone(rank + 400), heberge=True
    )
    father = RepresentantLegal(Quality.PERE, family, _BOYS[(rank + 7) % len(_BOYS)], home, _phone(rank + 800))
    return Signalement(minor, (mother, father) if rank % 3 == 0 else (mother,), source, on, OuiNon.NON)


_LATER = 130
"""From that rank on, minors are reported in the autumn."""


def _born_on(rank: int) -> date:
    """One in ten of the first lists turns 18 before the year ends; half of those of the autumn are 16."""
    day = 1 + rank * 13 % 28
    if rank < _LATER and rank % 10 == 3:
        return date(2007, (8, 9, 10, 11)[rank // 10 % 4], day)
    if rank >= _LATER and rank % 2:
        return date(2009, 1 + rank * 5 % 8, day)
    return date(2008, 1 + rank * 5 % 12, day)


def _phone(number: int) -> str:
    return f"06 39 98 {number // 100:02d} {number % 100:02d}"
