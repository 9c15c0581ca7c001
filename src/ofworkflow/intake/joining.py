"""Several columns that make one field: the day, the month and the year of a birth; the number and the street;
the country's prefix and the phone. Known by their headings together, never by one alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ofworkflow.intake.layout import ListColumn
from ofworkflow.text import fold

JOINED: Mapping[str, tuple[tuple[str, ...], str]] = {
    "naissance": (("naissance_jour", "naissance_mois", "naissance_annee"), "/"),
    "adresse1": (("voie_numero", "voie_type", "voie_nom"), " "),
    "tel_portable": (("tel_indicatif", "tel_numero"), " "),
}
"""Field → the columns that it is made of, in their order, and what stands between."""

PARTS = tuple(part for parts, _ in JOINED.values() for part in parts)
_OPTIONAL = frozenset({"voie_type"})
_BIRTH = frozenset({"naissance", "de", "du", "la", "jeune", "eleve", "date"})
_STREET = frozenset({"adresse", "de", "la", "du", "domicile"})
_PHONE = frozenset({"tel", "telephone", "portable", "mobile", "de", "pays", "jeune"})
_NAMES: Mapping[str, tuple[frozenset[frozenset[str]], frozenset[str]]] = {
    "naissance_jour": (frozenset({frozenset({"jour"}), frozenset({"jj"})}), _BIRTH),
    "naissance_mois": (frozenset({frozenset({"mois"}), frozenset({"mm"})}), _BIRTH),
    "naissance_annee": (frozenset({frozenset({"annee"}), frozenset({"aaaa"}), frozenset({"an"})}), _BIRTH),
    "voie_numero": (
        frozenset(
            frozenset(each.split())
            for each in ("numero voie", "n voie", "numero rue", "n rue", "no rue", "no voie")
        ),
        _STREET,
    ),
    "voie_type": (frozenset({frozenset({"type", "voie"}), frozenset({"nature", "voie"})}), _STREET),
    "voie_nom": (
        frozenset(frozenset(each.split()) for each in ("nom voie", "libelle voie", "nom rue", "voie", "rue")),
        _STREET,
    ),
    "tel_indicatif": (frozenset({frozenset({"indicatif"})}), _PHONE),
    "tel_numero": (frozenset({frozenset({"numero"}), frozenset({"n"}), frozenset()}), _PHONE),
}  # fmt: skip


def parts_of(columns: Sequence[ListColumn]) -> dict[str, int]:
    """Return the places of the columns that make a field together; only those of which all are there."""
    places: dict[str, int] = {}
    for parts, _ in JOINED.values():
        there = {part: at for part in parts if (at := _place(columns, part)) is not None}
        if all(part in there or part in _OPTIONAL for part in parts) and len(set(there.values())) == len(
            there
        ):
            places |= there
    return places


def _place(columns: Iterable[ListColumn], part: str) -> int | None:
    wordings, around = _NAMES[part]
    fitting = [
        column.at
        for column in columns
        if not column.group and column.heading and _bare(column.heading, around) in wordings
    ]
    return fitting[0] if len(fitting) == 1 else None


def _bare(heading: str, around: frozenset[str]) -> frozenset[str]:
    return frozenset(fold(heading.replace("°", " ").replace("_", " ")).split()) - around


def join(written: dict[str, str]) -> dict[str, str]:
    """Return the texts of a row, those of several columns made one; a part that lacks is not made up."""
    for whole, (parts, between) in JOINED.items():
        texts = [written.pop(part, "") for part in parts]
        if written.get(whole) or not any(texts):
            continue
        if whole == "naissance" and not all(texts):
            between = " "  # « 05 2009 »: said as what it is, no day
        if whole == "tel_portable" and texts[1].startswith(("0", "+")):
            texts = texts[1:]
        elif whole == "tel_portable" and texts[0] and texts[1]:
            texts[0] = "+" + texts[0].lstrip("+0")
        written[whole] = between.join(text for text in texts if text)
    return written
