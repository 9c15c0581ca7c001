"""What is said of a row: what was repaired, what is missing or left empty, what a person must decide, what
rejects it."""

from __future__ import annotations

from enum import StrEnum

from ofworkflow.records import dataclass


class Level(StrEnum):
    """What becomes of a row that something is said of."""

    REJET = "rejet"  # who it is cannot be known: the row is not taken
    DOUTE = "doute"  # a person chooses: the row waits
    AVERTI = "averti"  # the row is taken: a field of it left empty, or a minor who waits for 16


class Severity(StrEnum):
    """How much a doubt weighs on who somebody is."""

    FORTE = "forte"  # two dossiers of one child, or one of two children, if it is not looked at
    MOYENNE = "moyenne"  # the child is known; something said of him or her is not certain


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row: its line, the column of the list, a French sentence, and what becomes of it."""

    ligne: int
    champ: str
    motif: str
    niveau: Level = Level.REJET
    pour: str = ""  # the mission locale that the row is to be handed over to


@dataclass(frozen=True, slots=True)
class Repair:
    """A value that was brought back with certainty: what was written, what is kept."""

    ligne: int
    champ: str
    lu: str
    garde: str
