"""The life of a dossier: opened, closed, opened again; and the acts that void another one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from ofworkflow.law.deadlines import scope_from_on
from ofworkflow.law.periods import add_days
from ofworkflow.procedure.case import CaseState, Reported, RunningDelay
from ofworkflow.procedure.entries import Entry, Occasion, Request, Told
from ofworkflow.procedure.vocabulary import (
    SCHOOL_SOURCES,
    Act,
    BirthProof,
    Closing,
    Delay,
    OuiNon,
    ReportedFor,
    Retrait,
    Source,
    Stage,
)
from ofworkflow.records import dataclass

OF_A_CYCLE = frozenset({Delay.DEPARTEMENT, Delay.ISSUE, Delay.JUSTIFICATION})
"""The delays that another cycle does not take up: their summons are of the one before."""

__all__ = [
    "Annuler",
    "Cloturer",
    "ConstaterAge",
    "CorrigerNaissance",
    "Ouvrir",
    "Rectifier",
    "Rouvrir",
    "Signaler",
]


@dataclass(frozen=True, slots=True)
class Ouvrir(Request):
    """Open a dossier for a minor reported on `signale_le`."""

    act: ClassVar[Act] = Act.OUVRIR
    naissance: Annotated[date, "né(e) le"]
    source: Annotated[Source, "signalé par"]
    signale_le: Annotated[date, "signalé le"]
    diplome: Annotated[OuiNon | None, "diplômé"] = None
    emploi: Annotated[OuiNon | None, "en emploi"] = None
    par: Annotated[str, "par la personne ou l'organisme"] = ""
    raison: Annotated[ReportedFor | None, "parce que le jeune"] = None

    @property
    def report(self) -> Reported:
        """Return what the delay of L. 313-8 looks at."""
        return Reported(self.source, self.signale_le, self.diplome, self.emploi)

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Note the day; before 16, the report too, from which the delay will run then."""
        opened = case.but(opened_on=entry.done_on, reports={entry.n: self.report})
        return _awaited(opened, entry, self.report)

    @classmethod
    def plausible(cls, on: Occasion) -> Ouvrir:
        """Return the report of a partner, today."""
        return cls(on.case.born_on, Source.AUTRE, on.today)


@dataclass(frozen=True, slots=True)
class Signaler(Request):
    """Reported again a minor who has a dossier: a fact more, or another cycle where it was closed."""

    act: ClassVar[Act] = Act.SIGNALER
    keeps_trigger: ClassVar[bool] = True
    source: Annotated[Source, "signalé par"]
    signale_le: Annotated[date, "signalé le"]
    diplome: Annotated[OuiNon | None, "diplômé"] = None
    emploi: Annotated[OuiNon | None, "en emploi"] = None
    par: Annotated[str, "par la personne ou l'organisme"] = ""
    raison: Annotated[ReportedFor | None, "parce que le jeune"] = None

    @property
    def report(self) -> Reported:
        """Return what the delay of L. 313-8 looks at."""
        return Reported(self.source, self.signale_le, self.diplome, self.emploi)

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Begin another cycle where the dossier was closed; what it lived before is kept as it ended."""
        if entry.effects.new_cycle:
            case = _begun_again(case, entry, case.delays)
        return _awaited(case.but(reports={**case.reports, entry.n: self.report}), entry, self.report)

    def told(self, entry: Entry, sent: str) -> Told:
        """Tell who reported."""
        return Told("Nouveau signalement", f"{self.source.label}, le {self.signale_le:%d/%m/%Y}")

    @classmethod
    def plausible(cls, on: Occasion) -> Signaler:
        """Return the report of a partner, today."""
        return cls(Source.AUTRE, on.today)


@dataclass(frozen=True, slots=True)
class ConstaterAge(Request):
    """The minor is 16: what was reported before begins."""

    act: ClassVar[Act] = Act.CONSTATER_AGE

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Keep nothing that waited, but the report that the three months run from."""
        kept = {entry.n: case.reported} if case.reported else {}
        return case.but(reported=None, reports={**case.reports, **kept})


@dataclass(frozen=True, slots=True)
class CorrigerNaissance(Request):
    """The minor was born on `naissance`, as a document seen says, and not on `avant`, which the dossier said:
    what is counted from the birth is counted from that day, from the beginning."""

    act: ClassVar[Act] = Act.CORRIGER_NAISSANCE
    keeps_trigger: ClassVar[bool] = True
    keeps_stage: ClassVar[bool] = True
    stands_apart: ClassVar[bool] = True
    naissance: Annotated[date, "né(e) le"]
    preuve: Annotated[BirthProof, "pièce vue"]
    avant: Annotated[date | None, "et non le"] = None

    def completed(self, case: CaseState, done_on: date) -> CorrigerNaissance:
        """Return it with what the dossier said until then."""
        return CorrigerNaissance(self.naissance, self.preuve, case.born_on)

    def typed(self) -> CorrigerNaissance:
        """Return it without what the dossier said."""
        return CorrigerNaissance(self.naissance, self.preuve)

    def ends_delay(self, case: CaseState, delay: RunningDelay, done_on: date) -> bool:
        """What ran before 16 never did."""
        return done_on < scope_from_on(self.naissance)

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Know the day from now on, also of what a reopening takes up; who has nothing done and is not 16
        waits for it, with the report that ran."""
        after = case.but(born_on=self.naissance)
        if before := case.before_closing:
            dates = {delay.key: delay.dates for delay in entry.effects.opens}
            delays = tuple(d.dated(dates[d.key]) if d.key in dates else d for d in before.delays)
            after = after.but(before_closing=before.but(born_on=self.naissance, delays=delays))
        if entry.dest is not Stage.ATTENTE or entry.source is Stage.ATTENTE:
            return after
        running = case.open_delay(Delay.PREMIER_ENTRETIEN)
        report = case.reports.get(running.opened_by) if running else None
        return after.but(stage=Stage.ATTENTE, reported=report)

    @classmethod
    def plausible(cls, on: Occasion) -> CorrigerNaissance:
        """Return a birth one day earlier."""
        return cls(add_days(on.case.born_on, -1), BirthProof.SAISIE)


@dataclass(frozen=True, slots=True)
class Cloturer(Request):
    """Close the dossier."""

    act: ClassVar[Act] = Act.CLOTURER
    motif: Annotated[Closing, "motif"]
    vers: Annotated[str, "suivi repris par"] = ""

    def silences(self) -> bool:
        """Nothing leaves after a death, nor of a dossier that should not have been."""
        return self.motif in (Closing.DECES, Closing.ERREUR, Closing.DOUBLON)

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Keep the case as it was: reopened, the dossier is there again, but for the appointment that the
        closing cancels."""
        case = case.without_expected(entry.done_on, follow_ups=True)
        # what was voided is known of the whole journal, not of one of its moments
        return case.but(before_closing=case.but(annulled={}), closed_on=entry.done_on, closed_for=self.motif)

    @classmethod
    def plausible(cls, on: Occasion) -> Cloturer:
        """Return a closing for a mistake, always possible."""
        return cls(Closing.ERREUR)


@dataclass(frozen=True, slots=True)
class Rouvrir(Request):
    """Open the dossier again where it stood, or in another cycle where the two months ended."""

    act: ClassVar[Act] = Act.ROUVRIR
    keeps_trigger: ClassVar[bool] = True
    motif: Annotated[str, "motif"]

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Take the case as it was; only what keeps closed dossiers is over."""
        before = case.before_closing or case
        if entry.effects.new_cycle:
            kept = {delay.key: delay for delay in before.delays if delay.slug not in OF_A_CYCLE}
            return _begun_again(case, entry, tuple(kept.get(delay.key, delay) for delay in case.delays))
        known = {delay.key for delay in before.delays}
        since = tuple(delay for delay in case.delays if delay.key not in known)
        return before.but(
            delays=(*before.delays, *since),
            posted_on=case.posted_on,
            transmitted_on=case.transmitted_on,
            mailings=case.mailings,
            answers=case.answers,
            annulled=case.annulled,
        )

    @classmethod
    def plausible(cls, on: Occasion) -> Rouvrir:
        """Return a reopening."""
        return cls("X")


@dataclass(frozen=True, slots=True)
class Annuler(Request):
    """Void the last act."""

    act: ClassVar[Act] = Act.ANNULER
    voids: ClassVar[bool] = True
    keeps_trigger: ClassVar[bool] = True
    motif: Annotated[str, "motif"]

    def voided_n(self, case: CaseState) -> int | None:
        """Return the last act."""
        return case.last_act[0] if case.last_act else None

    def because(self) -> str:
        """Return the reason given."""
        return self.motif

    @classmethod
    def plausible(cls, on: Occasion) -> Annuler:
        """Return an annulment."""
        return cls("X")


@dataclass(frozen=True, slots=True)
class Rectifier(Request):
    """Withdraw the act `acte_n`, some letter of which left: its addressees are written to; `precision` stays
    inside."""

    act: ClassVar[Act] = Act.RECTIFIER
    voids: ClassVar[bool] = True
    keeps_trigger: ClassVar[bool] = True
    acte_n: Annotated[int, "l'acte n°"]
    motif: Annotated[Retrait, "motif"]
    precision: Annotated[str, "précision"] = ""
    suite_de: Annotated[int | None, "avec l'acte n°"] = None  # withdrawn on the way to that one, in one go

    def voided_n(self, case: CaseState) -> int | None:
        """Return the act that it names."""
        return self.acte_n

    def because(self) -> str:
        """Return the reason given, and its words."""
        return f"{self.motif.label} : {self.precision}" if self.precision else self.motif.label

    @classmethod
    def plausible(cls, on: Occasion) -> Rectifier:
        """Return the withdrawal of the last act."""
        return cls(on.case.last_act[0] if on.case.last_act else 0, Retrait.COURRIER)


def _awaited(case: CaseState, entry: Entry, report: Reported) -> CaseState:
    """Note the report of a minor who waits for 16; that of a school is not covered by another's."""
    known = case.reported
    if entry.dest is not Stage.ATTENTE:
        return case
    if known and known.source in SCHOOL_SOURCES and report.source not in SCHOOL_SOURCES:
        return case
    return case.but(reported=report)


def _begun_again(case: CaseState, entry: Entry, delays: tuple[RunningDelay, ...]) -> CaseState:
    return case.but(
        delays=delays,
        cycles=(*case.cycles, entry.n),
        convocations=(),
        trigger=None,
        before_closing=None,
        closed_on=None,
        reported=None,  # another cycle runs from its own report (L. 313-8)
    )
