"""What is ahead: solutions proposed (R. 114-6, L. 313-8), entries promised and not begun yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar

from ofworkflow.law.periods import add_days
from ofworkflow.procedure.case import CaseState, Promise, Proposal, RunningDelay
from ofworkflow.procedure.entries import OF_HEALTH, Entry, Occasion, Request
from ofworkflow.procedure.requests.interviews import heard
from ofworkflow.procedure.vocabulary import (
    Act,
    Nature,
    PromiseEnd,
    Proof,
    Proposition,
    PropositionAnswer,
    Word,
)
from ofworkflow.records import dataclass

__all__ = [
    "Promettre",
    "Proposer",
    "Retirer",
]


@dataclass(frozen=True, slots=True)
class Proposer(Request):
    """Propose a solution of the closed list, with what was answered; `suite_de`: the answer that came since
    to an earlier proposal."""

    act: ClassVar[Act] = Act.PROPOSER
    keeps_stage: ClassVar[bool] = True
    keeps_trigger: ClassVar[bool] = True
    nature: Annotated[Proposition, "proposition"]
    reponse: Annotated[PropositionAnswer, "réponse"]
    suite_de: Annotated[int | None, "en réponse à l'acte n°"] = None

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Note the proposal, or what was answered to it since: who answers is not silent (R. 114-7, 3°)."""
        if self.reponse is not PropositionAnswer.SANS_REPONSE:
            case = heard(case, entry)
        if self.suite_de is None:
            made = Proposal(entry.n, self.nature, entry.done_on, self.reponse, entry.done_on)
            return case.but(proposals=(*case.proposals, made))
        answered = tuple(
            replace(p, answer=self.reponse, answered_on=entry.done_on) if p.n == self.suite_de else p
            for p in case.proposals
        )
        return case.but(proposals=answered)

    @classmethod
    def plausible(cls, on: Occasion) -> Proposer:
        """Return the first proposal to make."""
        return cls(Proposition.FORMATION_INITIALE, PropositionAnswer.REFLEXION)


@dataclass(frozen=True, slots=True)
class Promettre(Request):
    """A contract signed, an enrolment, a place that begins on `debut`: proved, and not yet compliance."""

    act: ClassVar[Act] = Act.PROMETTRE
    keeps_stage: ClassVar[bool] = True
    keeps_trigger: ClassVar[bool] = True
    nature: Annotated[Nature, "nature"]
    debut: Annotated[date, "début"]
    preuve: Annotated[Proof, "preuve"]
    preuve_vue: Annotated[date, "preuve vue le"]
    sous_type: Annotated[str, "dispositif"] = ""
    free: ClassVar[Mapping[str, type[Word] | None]] = {"sous_type": None}

    def sensitive(self) -> str:
        """A medico-social establishment is said by its nature."""
        return OF_HEALTH if self.nature is Nature.MEDICO_SOCIAL else ""

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Keep the promise: it is held as long as its delay runs. Who shows a proof is not silent."""
        case = heard(case, entry)
        promised = Promise(entry.n, self.nature, self.debut, self.preuve, self.preuve_vue, self.sous_type)
        return case.but(promises=(*case.promises, promised))

    @classmethod
    def plausible(cls, on: Occasion) -> Promettre:
        """Return a job that begins tomorrow."""
        return cls(Nature.EMPLOI, add_days(on.today, 1), Proof.CONTRAT, on.today)


@dataclass(frozen=True, slots=True)
class Retirer(Request):
    """A promise is held no more: which (the act that recorded it), and why."""

    act: ClassVar[Act] = Act.RETIRER
    keeps_stage: ClassVar[bool] = True
    keeps_trigger: ClassVar[bool] = True
    motif: Annotated[PromiseEnd, "motif"]
    promesse: Annotated[int | None, "promesse de l'acte n°"] = None

    def completed(self, case: CaseState, done_on: date) -> Retirer:
        """Name the promise where one alone is held."""
        held = case.held_promises
        return replace(self, promesse=held[0].n) if self.promesse is None and len(held) == 1 else self

    def repeats(self, noted: Request) -> bool:
        """Tell whether it says again what was noted."""
        if not isinstance(noted, Retirer):
            return False
        return replace(self, promesse=self.promesse or noted.promesse) == noted

    def ends_delay(self, case: CaseState, delay: RunningDelay, done_on: date) -> bool:
        """Only the promise that it names ends."""
        return delay.opened_by == self.promesse

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Hear the minor who gives it up."""
        return heard(case, entry) if self.motif is PromiseEnd.REFUSEE else case

    @classmethod
    def plausible(cls, on: Occasion) -> Retirer:
        """Return the withdrawal of the first promise held."""
        return cls(PromiseEnd.NON_TENUE, on.case.held_promises[0].n if on.case.held_promises else None)
