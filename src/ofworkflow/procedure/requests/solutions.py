"""What meets the obligation, and what ends it: situations, exemptions, breaches, terms, silence (L. 114-1,
R. 114-1 to 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar

from ofworkflow.procedure.case import EXEMPTION, CaseState, RunningDelay
from ofworkflow.procedure.entries import OF_HEALTH, Entry, Occasion, Request, Told
from ofworkflow.procedure.natures import NATURES, is_accompaniment, told_outside
from ofworkflow.procedure.requests.interviews import heard
from ofworkflow.procedure.vocabulary import Act, Breach, BreachedBy, Delay, Nature, Proof, Word
from ofworkflow.records import dataclass

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
    clears_trigger: ClassVar[bool] = True
    nature: Annotated[Nature, "nature"]
    debut: Annotated[date, "début"]
    preuve: Annotated[Proof, "preuve"]
    preuve_vue: Annotated[date, "preuve vue le"]
    fin: Annotated[date | None, "fin"] = None
    revue: Annotated[date | None, "à revoir le"] = None
    sous_type: Annotated[str, "dispositif"] = ""
    assiduite_vue: Annotated[date | None, "assiduité vue le"] = (
        None  # R. 114-1: the second proof, its own day
    )
    free: ClassVar[Mapping[str, type[Word] | None]] = {"sous_type": None}

    def sensitive(self) -> str:
        """A medico-social establishment is said by its nature."""
        return OF_HEALTH if self.nature is Nature.MEDICO_SOCIAL else ""

    @property
    def attended_on(self) -> date | None:
        """The day on which the attendance of a pupil was seen; nothing for what is no school."""
        row = NATURES[self.nature]
        if not row.provisional:
            return None
        return self.assiduite_vue or (self.preuve_vue if self.preuve in row.shown_by else None)

    def ends_delay(self, case: CaseState, delay: RunningDelay, done_on: date) -> bool:
        """A promise ends when the situation is what it announced; any other promise holds, and a follow-up
        appointment is still expected of who is in order."""
        if _of_a_follow_up(delay, case):
            return False
        if delay.slug is Delay.ASSIDUITE:
            return self.attended_on is not None
        promise = next((p for p in case.promises if p.n == delay.opened_by), None)
        if delay.slug is not Delay.PROMESSE or promise is None:
            return True
        return promise.starts_on <= done_on and promise.nature in (self.nature, Nature.LISTE_ATTENTE)

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Cover its days; a notice that left is corrected by it."""
        return _covered(case, entry)

    def told(self, entry: Entry, sent: str) -> Told:
        """Tell its nature."""
        return Told("Situation constatée", told_outside(self.nature))

    @classmethod
    def plausible(cls, on: Occasion) -> ConstaterSituation:
        """Return a job from today."""
        return cls(Nature.EMPLOI, on.today, Proof.CONTRAT, on.today)


@dataclass(frozen=True, slots=True)
class Exempter(Request):
    """A medical certificate was seen, valid until `jusqu_au` where it says so. Never what it says."""

    act: ClassVar[Act] = Act.EXEMPTER
    keeps_trigger: ClassVar[bool] = True
    clears_trigger: ClassVar[bool] = True
    jusqu_au: Annotated[date | None, "certificat valable jusqu'au"] = None

    def sensitive(self) -> str:
        """Never what the certificate says (R. 114-3)."""
        return OF_HEALTH

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Cover its days; a notice that left is corrected by it."""
        return _covered(case, entry)

    def ends_delay(self, case: CaseState, delay: RunningDelay, done_on: date) -> bool:
        """A follow-up appointment is still expected of who is exempt, and the attendance of a pupil."""
        return not _of_a_follow_up(delay, case) and delay.slug is not Delay.ASSIDUITE


@dataclass(frozen=True, slots=True)
class Rompre(Request):
    """A situation, or an exemption, ended before its term: which (the entry that recorded it), why, since
    when it covers no more, and whose doing; the others go on.

    An entry of before says none of it: all the situations of the day ended.
    """

    act: ClassVar[Act] = Act.ROMPRE
    motif: Annotated[Breach, "motif"]
    situation: Annotated[int | None, "situation de l'acte n°"] = None
    du_fait: Annotated[BreachedBy | None, "par qui"] = None
    depuis: Annotated[date | None, "depuis le"] = None

    def sensitive(self) -> str:
        """An exemption is only ever one of health."""
        return OF_HEALTH if self.motif is Breach.FIN_EXEMPTION else ""

    def repeats(self, noted: Request) -> bool:
        """Tell whether it says again what was noted; what was completed then may not be said now."""
        if not isinstance(noted, Rompre):
            return False
        request = replace(
            self,
            situation=self.situation or noted.situation,
            du_fait=self.du_fait or noted.du_fait,
            depuis=self.depuis or noted.depuis,
        )
        return request == noted

    def completed(self, case: CaseState, done_on: date) -> Rompre:
        """Name the situation where one alone covers the day, and whose doing the reason says."""
        ended_on, covering = self.depuis or done_on, case.covering(self.depuis or done_on)
        alone = covering[0].n if len(covering) == 1 else None
        by = self.du_fait or (BreachedBy(self.motif.by) if self.motif.by else BreachedBy.INCONNU)
        return replace(self, situation=self.situation or alone, du_fait=by, depuis=ended_on)

    def triggers(self, case: CaseState) -> bool:
        """Only an accompaniment of R. 114-2, abandoned by the minor, is the 2° of R. 114-7."""
        ended = case.coverage(self.situation)
        return self.du_fait is BreachedBy.JEUNE and ended is not None and is_accompaniment(ended)

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """End what it names."""
        if self.situation is None:
            return _broken(case, entry.done_on)
        since = self.depuis or entry.done_on
        ended = tuple(replace(c, broken_on=since) if c.n == self.situation else c for c in case.coverages)
        return case.but(coverages=ended)

    def told(self, entry: Entry, sent: str) -> Told | None:
        """Tell that it ended early, not why; the end of an exemption, only ever one of health (R. 114-3),
        is not told."""
        return None if self.motif is Breach.FIN_EXEMPTION else Told("Situation rompue avant son terme")

    @classmethod
    def plausible(cls, on: Occasion) -> Rompre:
        """Return the breach of one of what covers the day."""
        covering = on.case.covering(on.today)
        exempt = bool(covering) and covering[0].nature == EXEMPTION
        named = covering[0].n if covering else None
        return cls(Breach.FIN_EXEMPTION if exempt else Breach.AUTRE, named)


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


def _of_a_follow_up(delay: RunningDelay, case: CaseState) -> bool:
    appointment = case.appointment
    return (
        delay.slug is Delay.ISSUE
        and appointment is not None
        and appointment.is_follow_up
        and not appointment.outcome
    )


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
