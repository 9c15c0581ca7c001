"""Interviews: summoned, moved, held, missed, excused (R. 114-6, R. 114-7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Annotated, ClassVar

from ofworkflow.law.periods import add_days
from ofworkflow.procedure.appointments import first_open
from ofworkflow.procedure.case import JOINTLY, Appointment, CaseState, HouseRules, RendezVous, RunningDelay
from ofworkflow.procedure.entries import OF_HEALTH, Entry, Occasion, Request, Told
from ofworkflow.procedure.french import french_hour
from ofworkflow.procedure.rendez_vous import OtherSlot
from ofworkflow.procedure.vocabulary import (
    Act,
    Alone,
    AppointmentOutcome,
    Delay,
    Excuse,
    Holder,
    InterviewMode,
    InviteMode,
    LateExcuse,
    Presence,
    ReportReason,
    Stage,
    Trigger,
    Word,
)
from ofworkflow.records import dataclass

__all__ = [
    "Appointing",
    "ConstaterAbsence",
    "Convoquer",
    "Inviter",
    "Justifier",
    "Recevoir",
    "Reporter",
]

SUMMONS = ("Convocation au premier entretien", "Seconde convocation (article R. 114-7)")
"""How the notice names a convocation, the first and the one of R. 114-7."""
ALONE = "Convocation (article R. 114-7)"
"""How it names the latter where no first interview was proposed before."""
WHO_CAME = {
    Presence.LES_DEUX: "avec un représentant légal",
    Presence.MINEUR: "sans représentant légal",
    Presence.REPRESENTANT: "avec un représentant légal seul",
}
"""Who came to an interview, as the notice says it of a girl or of a boy."""
_REASON = "X"  # somebody would give one
_ANOTHER = "Donnez un autre rendez-vous (of reporter)."


def preavis_setting(*, second: bool) -> str:
    """Return the setting that says how long before its appointment a convocation leaves."""
    return "preavis_seconde_convocation" if second else "preavis_premier_entretien"


def preavis_days(rules: HouseRules, *, second: bool) -> int:
    """Return how many days before its appointment a convocation leaves, as the house chose."""
    return rules.preavis_seconde_convocation if second else rules.preavis_premier_entretien


@dataclass(frozen=True, slots=True)
class Convoquer(Request):
    """Summon; `motif_anticipation`: why the justification window is not waited for; `motif_preavis`: why its
    letters leave later than the house's habit; `malgre`: why on that day, at that hour, all the same."""

    act: ClassVar[Act] = Act.CONVOQUER
    corrective: ClassVar[str] = _ANOTHER
    rdv: Annotated[RendezVous, "rendez-vous"]
    motif_anticipation: Annotated[str, "sans attendre, parce que"] = ""
    motif_preavis: Annotated[str, "préavis court, parce que"] = ""
    malgre: Annotated[str, "ce jour et cette heure quand même, parce que"] = ""
    avec: Annotated[int | None, "avec le représentant n°"] = None  # the only one, of two who must not meet
    aussi: Annotated[time | None, "l'autre, à part, à"] = None  # the same day
    aussi_avec: Annotated[int | None, "le représentant n°"] = None

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Give the appointment."""
        return _given(case, entry, self)

    def told(self, entry: Entry, sent: str) -> Told:
        """Tell the appointment, and how its letters left."""
        return Told(SUMMONS[entry.dest is Stage.CONVOCATION], _said(self, sent))

    @classmethod
    def plausible(cls, on: Occasion) -> Convoquer:
        """Return a summons to the earliest appointment that the préavis allows, sooner where majority is
        near."""
        return cls(_earliest(on), motif_preavis=_REASON, malgre=_REASON)


@dataclass(frozen=True, slots=True)
class Reporter(Request):
    """Give another appointment; `motif_preavis` and `malgre` as for a summons."""

    act: ClassVar[Act] = Act.REPORTER
    corrective: ClassVar[str] = _ANOTHER
    rdv: Annotated[RendezVous, "rendez-vous"]
    motif: Annotated[ReportReason, "motif"]
    motif_preavis: Annotated[str, "préavis court, parce que"] = ""
    malgre: Annotated[str, "ce jour et cette heure quand même, parce que"] = ""
    avec: Annotated[int | None, "avec le représentant n°"] = None  # the only one, of two who must not meet
    aussi: Annotated[time | None, "l'autre, à part, à"] = None  # the same day
    aussi_avec: Annotated[int | None, "le représentant n°"] = None

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Give the appointment; the one before it, still expected, was moved."""
        by_family = self.motif is ReportReason.DEMANDE_FAMILLE
        return _given(heard(case, entry) if by_family else case, entry, self)

    def told(self, entry: Entry, sent: str) -> Told:
        """Tell the appointment, and how its letters left."""
        return Told("Rendez-vous reporté", _said(self, sent))

    @classmethod
    def plausible(cls, on: Occasion) -> Reporter:
        """Return the earliest other appointment, for the reason that the stage calls for."""
        missed = on.case.stage is Stage.CARENCE
        reason = ReportReason.NOUVELLE_CONVOCATION if missed else ReportReason.DEMANDE_FAMILLE
        return cls(_earliest(on), reason, _REASON, _REASON)


@dataclass(frozen=True, slots=True)
class Inviter(Request):
    """Give a follow-up appointment, told by `par`; one that was still expected is moved. Missed, it is a
    solicitation without answer (R. 114-7, 3°), never the absence of the 1°."""

    act: ClassVar[Act] = Act.INVITER
    keeps_trigger: ClassVar[bool] = True
    corrective: ClassVar[str] = "Donnez un autre rendez-vous (of inviter)."
    rdv: Annotated[RendezVous, "rendez-vous"]
    par: Annotated[InviteMode, "annoncé"]
    malgre: Annotated[str, "ce jour et cette heure quand même, parce que"] = ""
    avec: Annotated[int | None, "avec le représentant n°"] = None  # the only one, of two who must not meet
    aussi: Annotated[time | None, "l'autre, à part, à"] = None  # the same day
    aussi_avec: Annotated[int | None, "le représentant n°"] = None

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Give the appointment."""
        return _given(case, entry, self)

    def told(self, entry: Entry, sent: str) -> Told:
        """Tell the appointment, and how it was announced."""
        how = sent if self.par is InviteMode.LETTRE else f"annoncé {self.par.label}"
        return Told("Rendez-vous de suivi proposé", _said(self, how))

    @classmethod
    def plausible(cls, on: Occasion) -> Inviter:
        """Return an appointment on the first open day."""
        day, hour = first_open(on.rules, add_days(on.today, 1))
        return cls(RendezVous(day, hour, ""), InviteMode.LETTRE, _REASON)


Appointing = Convoquer | Reporter | Inviter
"""What gives an appointment."""

_PROPER = (None, InterviewMode.RENDEZ_VOUS)


@dataclass(frozen=True, slots=True)
class Recevoir(Request):
    """Hold the interview, as it happened: who came (`representants` by number), how, from when to when where
    somebody noted it, by whom where it was not us; `jeune_seul`: why the minor alone is."""

    act: ClassVar[Act] = Act.RECEVOIR
    keeps_trigger: ClassVar[bool] = True
    present: Annotated[Presence, "présents"]
    mode: Annotated[InterviewMode | None, "tenu"] = None
    representants: Annotated[tuple[int, ...], "représentants n°"] = ()
    debut: Annotated[time | None, "de"] = None
    fin: Annotated[time | None, "à"] = None
    duree: Annotated[int | None, "durée en minutes"] = None
    tenu_par: Annotated[Holder | None, "tenu par"] = None
    jeune_seul: Annotated[Alone | None, "sans représentant"] = None

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Hold the appointment that was expected; held otherwise, on another day, it was moved. Who comes is
        silent no more."""
        case = with_who_came(heard(case, entry), entry, self.representants)
        if case.trigger is Trigger.SILENCE:
            case = case.but(trigger=None)
        expected = case.appointment
        if expected is None or expected.outcome:
            return case
        as_given = self.mode in _PROPER or expected.on == entry.done_on
        return with_outcome(case, AppointmentOutcome.TENU if as_given else AppointmentOutcome.REPORTE)

    def ends_delay(self, case: CaseState, delay: RunningDelay, done_on: date) -> bool:
        """L. 313-8 is held with the minor and a representative together, where the delay opened so; with the
        minor alone where nobody represents him or her any more (code civil 413-7)."""
        together = self.present is Presence.LES_DEUX or self.jeune_seul is Alone.EMANCIPE
        return together or delay.slug is not Delay.PREMIER_ENTRETIEN or delay.anchor != JOINTLY

    def typed(self) -> Recevoir:
        """Return it as it was typed: that nobody represents the minor is added as it is done."""
        return replace(self, jeune_seul=None)

    def told(self, entry: Entry, sent: str) -> Told:
        """Tell who came, how and with whom, as far as it was noted."""
        parts = (WHO_CAME[self.present], self.mode and self.mode.label)
        holder = self.tenu_par and f"tenu par {self.tenu_par.label}"
        return Told("Entretien tenu", " ; ".join(part for part in (*parts, holder) if part))

    @classmethod
    def plausible(cls, on: Occasion) -> Recevoir:
        """Return an interview with both."""
        return cls(Presence.LES_DEUX)


@dataclass(frozen=True, slots=True)
class ConstaterAbsence(Request):
    """The minor did not come; `present` tells that a representative did (`representants` by number).

    `attendu_jusqu_a`, or so many minutes after the hour (`attente`): until when somebody waited, where it was
    noted.
    """

    act: ClassVar[Act] = Act.CONSTATER_ABSENCE
    keeps_trigger: ClassVar[bool] = True
    present: Annotated[Presence | None, "venu"] = None
    representants: Annotated[tuple[int, ...], "représentants n°"] = ()
    attendu_jusqu_a: Annotated[time | None, "attendu jusqu'à"] = None
    attente: Annotated[int | None, "attendu, en minutes"] = None

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Note the absence: it is of the appointment, whenever it is recorded."""
        return with_who_came(with_outcome(case, AppointmentOutcome.ABSENT), entry, self.representants)

    def told(self, entry: Entry, sent: str) -> Told:
        """Tell that the minor did not come, and who did."""
        if self.present:
            return Told("Absence constatée", "un représentant légal est venu seul")
        return Told("Absence constatée", "personne n'est venu")


@dataclass(frozen=True, slots=True)
class Justifier(Request):
    """Accept an excuse; `motif_retard`: why it is accepted after the window."""

    act: ClassVar[Act] = Act.JUSTIFIER
    keeps_trigger: ClassVar[bool] = True
    motif: Annotated[Excuse, "motif"]
    motif_retard: Annotated[str, "acceptée après, parce que"] = ""
    free: ClassVar[Mapping[str, type[Word] | None]] = {"motif_retard": LateExcuse}

    def sensitive(self) -> str:
        """An excuse of health is its reason, and no word more."""
        return OF_HEALTH if self.motif is Excuse.MALADIE else ""

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Excuse the absence."""
        case = (
            heard(case, entry) if self.motif.is_theirs else case
        )  # nobody gave a sign of life by our mistake
        appointment = case.appointment
        of_a_follow_up = appointment is not None and appointment.is_follow_up
        excused = with_outcome(case, AppointmentOutcome.EXCUSE)
        # the département was told of that absence: a letter corrects the notice, or it never leaves
        still_in_hand = entry.source in (Stage.ABSENCE, Stage.CARENCE, Stage.TRANSMISSION)
        return excused if of_a_follow_up or still_in_hand else excused.but(notice=None)

    def ends_delay(self, case: CaseState, delay: RunningDelay, done_on: date) -> bool:
        """The acknowledgement of a notice is waited for no more once it is corrected: an excused follow-up
        corrects none."""
        follows_up = case.appointment is not None and case.appointment.is_follow_up
        return delay.slug is not Delay.ACCUSE_DEPARTEMENT or not follows_up

    def told(self, entry: Entry, sent: str) -> Told:
        """Tell that an excuse was accepted; « maladie » would be health data, and is not told."""
        if not self.motif.is_theirs:
            return Told("Rendez-vous non tenu, sans que cela vienne du jeune", self.motif.label)
        return Told("Absence excusée", "" if self.motif is Excuse.MALADIE else self.motif.label)

    @classmethod
    def plausible(cls, on: Occasion) -> Justifier:
        """Return an excuse."""
        return cls(Excuse.AUTRE)


def heard(case: CaseState, entry: Entry) -> CaseState:
    """Return the case where the family gave a sign that day: what was tried before is no silence (R. 114-7,
    3°)."""
    return case.but(heard_on=max(case.heard_on or entry.done_on, entry.done_on))


def with_outcome(case: CaseState, outcome: AppointmentOutcome) -> CaseState:
    """Return the case with what became of its last appointment."""
    if not case.appointments:
        return case
    *before, last = case.appointments
    return case.but(appointments=(*before, replace(last, outcome=outcome)))


def appointment_of(request: Appointing, n: int, kind: Stage) -> Appointment:
    """Return the appointment that a request gives, by the entry `n`."""
    told_by = str(request.par) if isinstance(request, Inviter) else ""
    other = OtherSlot(request.aussi, request.aussi_avec) if request.aussi and request.aussi_avec else None
    return Appointment(n, kind, request.rdv, told_by=told_by, avec=request.avec, other=other)


def slots_of(request: Appointing) -> tuple[RendezVous, ...]:
    """Return the moments that a request asks for: the minor's, and that of who is received apart."""
    return (request.rdv, replace(request.rdv, heure=request.aussi)) if request.aussi else (request.rdv,)


def with_who_came(case: CaseState, entry: Entry, representants: Sequence[int]) -> CaseState:
    """Return the case where the representative received apart came, if what was noted of that day names him
    or her."""
    appointment = case.appointment
    if appointment is None or appointment.other is None or appointment.other.avec not in representants:
        return case
    if isinstance(entry.request, Recevoir) and appointment.on != entry.done_on:
        return case
    *before, last = case.appointments
    return case.but(appointments=(*before, replace(last, other=replace(appointment.other, came=True))))


def _given(case: CaseState, entry: Entry, request: Appointing) -> CaseState:
    moved, follows_up = case.appointment, isinstance(request, Inviter)
    case = with_outcome(case, AppointmentOutcome.REPORTE) if moved and not moved.outcome else case
    appointment = appointment_of(request, entry.n, Stage.SUIVI if follows_up else entry.dest)
    case = case.but(appointments=(*case.appointments, appointment))
    summons = not follows_up and entry.dest is Stage.CONVOCATION
    return case.but(convocations=(*case.convocations, entry.n)) if summons else case


def _earliest(on: Occasion) -> RendezVous:
    days = preavis_days(on.rules, second=on.dest is Stage.CONVOCATION)
    day, hour = first_open(on.rules, add_days(on.today, days))
    if day >= on.case.majority_on:
        day = add_days(on.today, 1)
    return RendezVous(day, hour, "")


def _said(request: Appointing, sent: str) -> str:
    rdv = request.rdv
    other = f", l'autre représentant à part à {french_hour(request.aussi)}" if request.aussi else ""
    return f"pour le {rdv.le:%d/%m/%Y} à {french_hour(rdv.heure)}{other} ; {sent}"
