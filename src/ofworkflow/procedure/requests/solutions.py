"""What meets the obligation, and what ends it: situations, exemptions, breaches, terms, silence (L. 114-1,
R. 114-1 to 3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, ClassVar

from ofworkflow.procedure.case import EXEMPTION, CaseState
from ofworkflow.procedure.entries import Entry, Occasion, Request, Told
from ofworkflow.procedure.natures import nature_label
from ofworkflow.procedure.requests.interviews import heard
from ofworkflow.procedure.vocabulary import Act, Breach, Nature, Proof

__all__ = [
    "ConstaterSilence",
    "ConstaterSituation",
    "ConstaterTerme",
    "Exempter",
    "Rompre",
]


@dataclass(frozen=True, slots=True)
class ConstaterSituation(Request):
    """A situation meets the obligation, from `debut` to `fin` or to be reviewed on `revue` (both days
    included)."""

    act: ClassVar[Act] = Act.CONSTATER_SITUATION
    keeps_trigger: ClassVar[bool] = True
    nature: Annotated[Nature, "nature"]
    debut: Annotated[date, "début"]
    preuve: Annotated[Proof, "preuve"]
    preuve_vue: Annotated[date, "preuve vue le"]
    fin: Annotated[date | None, "fin"] = None
    revue: Annotated[date | None, "à revoir le"] = None
    sous_type: Annotated[str, "dispositif"] = ""

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Cover its days; a notice that left is corrected by it."""
        return _covered(case, entry)

    def told(self, entry: Entry, sent: str) -> Told:
        """Tell its nature."""
        return Told("Situation constatée", nature_label(self.nature))

    @classmethod
    def plausible(cls, on: Occasion) -> ConstaterSituation:
        """Return a job from today."""
        return cls(Nature.EMPLOI, on.today, Proof.CONTRAT, on.today)


@dataclass(frozen=True, slots=True)
class Exempter(Request):
    """A medical certificate was seen, valid until `jusqu_au` where it says so. Never what it says."""

    act: ClassVar[Act] = Act.EXEMPTER
    keeps_trigger: ClassVar[bool] = True
    jusqu_au: Annotated[date | None, "certificat valable jusqu'au"] = None

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Cover its days; a notice that left is corrected by it."""
        return _covered(case, entry)


@dataclass(frozen=True, slots=True)
class Rompre(Request):
    """The situation ended before its term."""

    act: ClassVar[Act] = Act.ROMPRE
    motif: Annotated[Breach, "motif"]

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """End what covered the day."""
        return _broken(case, entry.done_on)

    def told(self, entry: Entry, sent: str) -> Told:
        """Tell that it ended early, not why."""
        return Told("Situation rompue avant son terme")

    @classmethod
    def plausible(cls, on: Occasion) -> Rompre:
        """Return a breach."""
        return cls(Breach.AUTRE)


@dataclass(frozen=True, slots=True)
class ConstaterTerme(Request):
    """The situation, or the exemption, reached its term."""

    act: ClassVar[Act] = Act.CONSTATER_TERME


@dataclass(frozen=True, slots=True)
class ConstaterSilence(Request):
    """Nobody answers any more."""

    act: ClassVar[Act] = Act.CONSTATER_SILENCE

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """End what covered the day."""
        return _broken(case, entry.done_on)

    def told(self, entry: Entry, sent: str) -> Told:
        """Tell that nobody answered."""
        return Told("Sollicitations restées sans réponse")


def _covered(case: CaseState, entry: Entry) -> CaseState:
    covers = entry.effects.covers
    if covers is None:
        return case
    case = heard(case, entry)
    # who is in order is told not to come: the appointment that was expected is cancelled by us
    return case.without_expected(entry.done_on).but(coverages=(*case.coverages, covers), notice=None)


def _broken(case: CaseState, day: date) -> CaseState:
    # A breach, or silence, ends what covered the day; an exemption is not broken by it.
    return case.but(
        coverages=tuple(
            replace(c, broken_on=day) if c.nature != EXEMPTION and c.covers(day) else c
            for c in case.coverages
        ),
    )
