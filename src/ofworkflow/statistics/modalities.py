"""What figures are broken down by, and the modalities of each, in the order and the words that people
read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum

from ofworkflow.procedure.fields import MINOR
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.records import dataclass
from ofworkflow.text import fold

UNKNOWN = "inconnu"
"""The modality of those of whom it is not known: shown, never spread over the others."""

NO_OFFICE = "sans antenne"
"""The modality of the communes that no « antenne » of the configuration holds."""


class By(StrEnum):
    """What figures are broken down by, one or two at a time."""

    COMMUNE = "commune"
    ANTENNE = "antenne"
    SEXE = "sexe"
    AGE = "age"
    NIVEAU = "niveau"
    QPV = "qpv"
    SOURCE = "source"
    ETABLISSEMENT = "etablissement"
    CONSEILLER = "conseiller"


Cut = tuple[By, ...]
"""What a table is broken down by: one or two things."""

LABELS: Mapping[By, str] = {
    **{By(f.name): f.label for f in MINOR if f.broken_down_by},
    By.ANTENNE: "antenne",
    By.AGE: "âge",
    By.SOURCE: "source du signalement",
    By.CONSEILLER: "conseiller",
}
"""How each breakdown is called in a title."""

WORDS: Mapping[By, Mapping[str, str]] = {
    By.SEXE: {"F": "filles", "M": "garçons"},
    By.AGE: {"16": "16 ans", "17": "17 ans"},
    By.NIVEAU: {"aucun": "aucun diplôme", "cap_bep": "BEP-CAP", "bac": "bac", "superieur": "supérieur"},
    By.QPV: {"oui": "en QPV", "non": "hors QPV"},
    By.SOURCE: {
        Source.SIEI: "SIEI",
        Source.PSAD: "PSAD",
        Source.IMILO: "notre fichier",
        Source.CFA: "CFA",
        Source.AUTRE: "partenaires",
    },
}
"""The short words of the modalities that are known beforehand."""


def words(by: By, modality: str) -> str:
    """Return a modality as people read it."""
    return WORDS.get(by, {}).get(modality, modality)


@dataclass(frozen=True, slots=True)
class HouseTerritory:
    """The communes of the house, in its order, and the communes of each « antenne »."""

    communes: tuple[str, ...] = ()
    antennes: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def office_of(self) -> Mapping[str, str]:
        """Return the antenne of each commune, by its search key."""
        return {fold(commune): name for name, communes in self.antennes for commune in communes}


Held = str | int | bool | None
"""What the base holds of a dossier, of what figures are broken down by."""

Namer = Callable[[Held], str]


def namer(by: By, territory: HouseTerritory, met: Iterable[Held]) -> tuple[Namer, Sequence[str]]:
    """Return how what the base holds is named, and the modalities in order: those known beforehand, others
    met, « inconnu »."""
    if by is By.COMMUNE or by is By.ANTENNE:
        return _by_place(by, territory, {str(value) if value else None for value in met})
    names = {value: _plain(value) for value in met}
    order = list(WORDS.get(by, ()))
    order += sorted({name for name in names.values() if name != UNKNOWN} - set(order), key=fold)
    return names.__getitem__, _and_unknown(order, names.values())


def _by_place(by: By, territory: HouseTerritory, met: Iterable[str | None]) -> tuple[Namer, Sequence[str]]:
    met = set(met)
    if by is By.COMMUNE:
        written = _commune_names(territory.communes, met)
        names = {value: written[fold(value)] if value else UNKNOWN for value in met}
        order = list(written.values())
    else:
        offices = territory.office_of()
        names = {value: offices.get(fold(value), NO_OFFICE) if value else UNKNOWN for value in met}
        order = [name for name, _ in territory.antennes] + [NO_OFFICE] * (NO_OFFICE in names.values())
    return lambda value: names[str(value) if value else None], _and_unknown(order, names.values())


def _and_unknown(order: list[str], named: Collection[str]) -> Sequence[str]:
    return [*order, UNKNOWN] if UNKNOWN in named else order


def _plain(value: Held) -> str:
    if value is None or value == "":
        return UNKNOWN
    if value in (True, False) and not isinstance(value, str):
        return "oui" if value else "non"
    return str(value)


def _commune_names(communes: Sequence[str], met: Iterable[str | None]) -> dict[str, str]:
    """Return how each commune is written: as the territory does, else as it was met; case and accents
    apart."""
    names = {fold(name): name for name in communes}
    others = {fold(name): name for name in sorted((m for m in met if m), reverse=True)}
    return names | {key: name for key, name in sorted(others.items()) if key not in names}
