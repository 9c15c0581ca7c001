"""What a sealed bilan holds, as its JSON: the names are stored, and read for ever."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypedDict

SealedCell = Sequence[int | str | None]
"""A figure as it was shown: numerator, denominator, text. In JSON, a list."""


class ShownCell(NamedTuple):
    """A figure as it was shown."""

    numerator: int | None
    denominator: int | None
    shown: str


class SealedPeriod(TypedDict):
    """The first day and the last."""

    du: str
    au: str


class SealedIndicator(TypedDict):
    """An indicator as it was defined, and its value. `mesures`: what is divided by what."""

    libelle: str
    version: int
    mesures: tuple[str, str | None]
    valeur: SealedCell


class SealedDossierRequired(TypedDict):
    """What each dossier has: `n` entries in its journal, and its measures that are not 0."""

    n: int
    mesures: dict[str, int]


class SealedDossier(SealedDossierRequired, total=False):
    """A dossier of the population. `jours`: its durations, where it has some."""

    jours: dict[str, list[int]]


class SealedContent(TypedDict):
    """The whole content of a bilan."""

    format: int
    numero: str | None
    structure: str | None
    auteur: str
    fige_a: str
    moteur: str
    periode: SealedPeriod
    indicateurs: dict[str, SealedIndicator]
    mesures: dict[str, int]
    durees: dict[str, dict[str, int]]
    ventilations: dict[str, list[tuple[list[str], dict[str, SealedCell]]]]
    population: dict[str, SealedDossier]
    reperes: dict[str, int]


def cell_of(sealed: SealedCell | None) -> ShownCell | None:
    """Return a figure as it was shown, from its JSON; `None` where there is none."""
    if sealed is None:
        return None
    numerator, denominator, shown = sealed
    return ShownCell(_number(numerator), _number(denominator), str(shown))


def _number(value: int | str | None) -> int | None:
    return value if isinstance(value, int) else None
