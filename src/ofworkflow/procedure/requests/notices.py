"""The information of the département: prepared, sent, answered (R. 114-7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar

from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.entries import Entry, Occasion, Request, Told
from ofworkflow.procedure.vocabulary import Act, Answer, NotTold, Sooner, Word
from ofworkflow.records import dataclass

__all__ = [
    "EnregistrerReponse",
    "PreparerTransmission",
    "Transmettre",
]


@dataclass(frozen=True, slots=True)
class PreparerTransmission(Request):
    """Draft the notice to the département."""

    act: ClassVar[Act] = Act.PREPARER_TRANSMISSION


@dataclass(frozen=True, slots=True)
class Transmettre(Request):
    """Send the notice, signed by a named person.

    `motif_sans_adresse`: why somebody cannot be written to; `motif_anticipation`: why the day that the house
    sets is not awaited; `sans_famille`: why the family is not told.
    """

    act: ClassVar[Act] = Act.TRANSMETTRE
    corrective: ClassVar[str] = (
        "Constatez la situation (of situation) : un rectificatif partira au département."
    )
    signataire: Annotated[str, "signé par"]
    motif_sans_adresse: Annotated[str, "sans adresse, parce que"] = ""
    motif_anticipation: Annotated[str, "sans attendre, parce que"] = ""
    sans_famille: Annotated[NotTold | None, "sans en informer la famille"] = None
    departement: Annotated[str, "au département"] = ""  # where the minor lived on the day; the act finds it
    free: ClassVar[Mapping[str, type[Word] | None]] = {
        "motif_sans_adresse": None,  # nobody of the family is written to
        "motif_anticipation": Sooner,
    }

    def sensitive(self) -> str:
        """Why the family is not told is of a closed list; danger goes to the CRIP, at once, and not here."""
        if self.sans_famille is None:
            return ""
        return "pourquoi la famille n'est pas informée se note par une liste fermée, sans un mot de plus"

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Note the notice; a first one that left is still to be corrected, whatever becomes of a second
        one."""
        left = case.notice_left_on is not None
        case = case.but(notices=(*case.notices, entry.n))
        return case if left else case.but(notice=(entry.n, entry.done_on))

    def typed(self) -> Transmettre:
        """Return it without the département, which follows from where the minor lived."""
        return replace(self, departement="")

    @classmethod
    def plausible(cls, on: Occasion) -> Transmettre:
        """Return a notice that somebody signs."""
        return cls("X")


@dataclass(frozen=True, slots=True)
class EnregistrerReponse(Request):
    """The département answered, at whatever stage the dossier stands since."""

    act: ClassVar[Act] = Act.ENREGISTRER_REPONSE
    keeps_stage: ClassVar[bool] = True
    keeps_trigger: ClassVar[bool] = True
    nature: Annotated[Answer, "nature"]

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Note that it answered."""
        return case.but(answers=(*case.answers, entry.n))

    def told(self, entry: Entry, sent: str) -> Told:
        """Tell what it answered."""
        return Told("Réponse du département", self.nature.label)

    @classmethod
    def plausible(cls, on: Occasion) -> EnregistrerReponse:
        """Return an acknowledgement."""
        return cls(Answer.ACCUSE)
