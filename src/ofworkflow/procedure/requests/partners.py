"""What is done with the partners: demand, answered, spoken of at a meeting, decided, done; frames noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar

from ofworkflow.law.periods import add_days
from ofworkflow.procedure.case import CaseState, RunningDelay
from ofworkflow.procedure.entries import Entry, Occasion, Request
from ofworkflow.procedure.frames import frame_ends_on
from ofworkflow.procedure.partnership import AgreedStep, FrameSpell, Listed, PartnerRequest
from ofworkflow.procedure.vocabulary import (
    Act,
    Agreed,
    AgreedEnd,
    AskedFor,
    Delay,
    Frame,
    MeetingTopic,
    PartnerAnswer,
    PartnerKind,
)
from ofworkflow.records import dataclass

__all__ = [
    "Achever",
    "Cadrer",
    "Decider",
    "Demander",
    "Inscrire",
    "Repondre",
]


@dataclass(frozen=True, slots=True)
class Demander(Request):
    """Ask something of a partner, to be answered by `avant`; the journal names the organism, never its
    contact."""

    act: ClassVar[Act] = Act.DEMANDER
    keeps_stage: ClassVar[bool] = True
    keeps_trigger: ClassVar[bool] = True
    genre: Annotated[PartnerKind, "partenaire"]
    nom: Annotated[str, "nom"]
    objet: Annotated[AskedFor, "demande"]
    avant: Annotated[date, "réponse attendue le"]
    partenaire: Annotated[int | None, "n° du carnet"] = None

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Keep the request, without an answer yet."""
        demand = PartnerRequest(
            entry.n, self.genre, self.nom, self.objet, entry.done_on, self.avant, self.partenaire
        )
        known = case.partnership
        return case.but(partnership=replace(known, requests=(*known.requests, demand)))

    @classmethod
    def plausible(cls, on: Occasion) -> Demander:
        """Return a request to a guidance centre, to be answered tomorrow."""
        return cls(PartnerKind.CIO, "CIO", AskedFor.NOUVELLES, add_days(on.today, 1))


@dataclass(frozen=True, slots=True)
class Repondre(Request):
    """A partner answered: which request (the act that made it), and what."""

    act: ClassVar[Act] = Act.REPONDRE
    keeps_stage: ClassVar[bool] = True
    keeps_trigger: ClassVar[bool] = True
    reponse: Annotated[PartnerAnswer, "réponse"]
    demande: Annotated[int | None, "à la demande de l'acte n°"] = None

    def completed(self, case: CaseState, done_on: date) -> Repondre:
        """Name the request where one alone is awaited."""
        awaited = case.partnership.awaited
        return replace(self, demande=awaited[0].n) if self.demande is None and len(awaited) == 1 else self

    def repeats(self, noted: Request) -> bool:
        """Tell whether it says again what was noted."""
        return isinstance(noted, Repondre) and replace(self, demande=self.demande or noted.demande) == noted

    def meets(self) -> bool:
        """Only an answer meets the delay: a request withdrawn, or left there, does not."""
        return self.reponse not in (PartnerAnswer.RETIREE, PartnerAnswer.SANS_REPONSE)

    def ends_delay(self, case: CaseState, delay: RunningDelay, done_on: date) -> bool:
        """Only the request that it names ends."""
        return delay.opened_by == self.demande

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Note the answer."""
        known = case.partnership
        answered = tuple(
            replace(each, answer=self.reponse, answered_on=entry.done_on) if each.n == self.demande else each
            for each in known.requests
        )
        return case.but(partnership=replace(known, requests=answered))

    @classmethod
    def plausible(cls, on: Occasion) -> Repondre:
        """Return the answer to the first request awaited."""
        awaited = on.case.partnership.awaited
        return cls(PartnerAnswer.FAVORABLE, awaited[0].n if awaited else None)


@dataclass(frozen=True, slots=True)
class Inscrire(Request):
    """Have the dossier spoken of at the meeting of the platform of the day `reunion`."""

    act: ClassVar[Act] = Act.INSCRIRE
    keeps_stage: ClassVar[bool] = True
    keeps_trigger: ClassVar[bool] = True
    reunion: Annotated[date, "réunion du"]
    sujet: Annotated[MeetingTopic, "sujet"]

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Keep that the meeting speaks of it."""
        known = case.partnership
        return case.but(
            partnership=replace(known, listed=(*known.listed, Listed(entry.n, self.reunion, self.sujet)))
        )

    @classmethod
    def plausible(cls, on: Occasion) -> Inscrire:
        """Return the meeting of tomorrow."""
        return cls(add_days(on.today, 1), MeetingTopic.NOUVELLES)


@dataclass(frozen=True, slots=True)
class Decider(Request):
    """What the meeting of the day `reunion` decided: who does what, by when; `rien`: nothing, or it is not
    spoken of any more."""

    act: ClassVar[Act] = Act.DECIDER
    keeps_stage: ClassVar[bool] = True
    keeps_trigger: ClassVar[bool] = True
    quoi: Annotated[Agreed, "décision"]
    qui: Annotated[str, "par"] = ""
    avant: Annotated[date | None, "avant le"] = None
    reunion: Annotated[date | None, "réunion du"] = None
    genre: Annotated[PartnerKind | None, "partenaire"] = None

    def completed(self, case: CaseState, done_on: date) -> Decider:
        """Name the meeting where it was not said: the last one held that speaks of the dossier, else the
        only one to come."""
        if self.reunion is not None:
            return self
        days = [each.on for each in case.partnership.listed]
        held = [day for day in days if day <= done_on]
        return replace(self, reunion=max(held, default=min(days, default=None)))

    def repeats(self, noted: Request) -> bool:
        """Tell whether it says again what was noted."""
        return isinstance(noted, Decider) and replace(self, reunion=self.reunion or noted.reunion) == noted

    def ends_delay(self, case: CaseState, delay: RunningDelay, done_on: date) -> bool:
        """Only its own meeting ends."""
        return delay.dates.legal_on == self.reunion

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Keep the decision, and that the dossier was spoken of."""
        known, day = case.partnership, self.reunion or entry.done_on
        step = AgreedStep(entry.n, day, self.quoi, self.qui, self.genre, self.avant)
        listed = tuple(replace(each, settled=True) if each.on == day else each for each in known.listed)
        return case.but(partnership=replace(known, listed=listed, agreed=(*known.agreed, step)))

    @classmethod
    def plausible(cls, on: Occasion) -> Decider:
        """Return a decision of the meeting that spoke of it."""
        listed = on.case.partnership.listed
        return cls(Agreed.RIEN, reunion=listed[-1].on if listed else None)


@dataclass(frozen=True, slots=True)
class Achever(Request):
    """A decision of the meeting is done, or dropped: which (the act that noted it)."""

    act: ClassVar[Act] = Act.ACHEVER
    keeps_stage: ClassVar[bool] = True
    keeps_trigger: ClassVar[bool] = True
    issue: Annotated[AgreedEnd, "issue"]
    decision: Annotated[int | None, "la décision de l'acte n°"] = None

    def completed(self, case: CaseState, done_on: date) -> Achever:
        """Name the decision where one alone is to be done."""
        to_do = case.partnership.to_do
        return replace(self, decision=to_do[0].n) if self.decision is None and len(to_do) == 1 else self

    def repeats(self, noted: Request) -> bool:
        """Tell whether it says again what was noted."""
        return isinstance(noted, Achever) and replace(self, decision=self.decision or noted.decision) == noted

    def meets(self) -> bool:
        """What is dropped was not done."""
        return self.issue is AgreedEnd.FAITE

    def ends_delay(self, case: CaseState, delay: RunningDelay, done_on: date) -> bool:
        """Only the decision that it names ends."""
        return delay.opened_by == self.decision

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Note what became of it."""
        known = case.partnership
        agreed = tuple(
            replace(each, end=self.issue, ended_on=entry.done_on) if each.n == self.decision else each
            for each in known.agreed
        )
        return case.but(partnership=replace(known, agreed=agreed))

    @classmethod
    def plausible(cls, on: Occasion) -> Achever:
        """Return the end of the first decision to be done."""
        to_do = on.case.partnership.to_do
        return cls(AgreedEnd.FAITE, to_do[0].n if to_do else None)


@dataclass(frozen=True, slots=True)
class Cadrer(Request):
    """A frame of the school the minor is in (TDO, PAE, Avenir Pro, ATTA), which meets nothing by itself;
    `suite_de`: other days of a frame noted already."""

    act: ClassVar[Act] = Act.CADRER
    keeps_stage: ClassVar[bool] = True
    keeps_trigger: ClassVar[bool] = True
    cadre: Annotated[Frame, "cadre"]
    debut: Annotated[date, "début"]
    fin: Annotated[date | None, "fin"] = None
    etablissement: Annotated[str, "établissement"] = ""
    suite_de: Annotated[int | None, "à la place de l'acte n°"] = None

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Keep the days of the frame, in place of those that it corrects."""
        ends_on = self.fin or frame_ends_on(self.cadre, self.debut)
        spell = FrameSpell(entry.n, self.cadre, self.debut, ends_on, self.etablissement)
        known = case.partnership
        others = tuple(each for each in known.frames if each.n != self.suite_de)
        return case.but(partnership=replace(known, frames=(*others, spell)))

    @classmethod
    def plausible(cls, on: Occasion) -> Cadrer:
        """Return a frame that begins today."""
        return cls(Frame.TDO, on.today)


WITH_PARTNERS = frozenset({Delay.DEMANDE, Delay.DECISION, Delay.REUNION})
"""The delays that a situation found does not end: what others promised to do is still awaited."""
