"""What the procedure knows of a dossier: delays, situations, appointments. All frozen, all rebuilt from
the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import cached_property

from ofworkflow.law.deadlines import Deadline, majority_on, scope_from_on
from ofworkflow.law.periods import add_days
from ofworkflow.procedure.habits import WAITS_FROM_YEARS as WAITS_FROM_YEARS
from ofworkflow.procedure.habits import HouseRules as HouseRules
from ofworkflow.procedure.mailings import Mailing
from ofworkflow.procedure.partnership import NO_PARTNERSHIP, Partnership
from ofworkflow.procedure.rendez_vous import Appointment as Appointment
from ofworkflow.procedure.rendez_vous import RendezVous as RendezVous
from ofworkflow.procedure.vocabulary import (
    SCHOOL_SOURCES,
    Act,
    AppointmentOutcome,
    Closing,
    Delay,
    DelayState,
    Nature,
    OuiNon,
    Proof,
    Proposition,
    PropositionAnswer,
    Source,
    Stage,
    Trigger,
)
from ofworkflow.records import dataclass

# Asked for at each delay and each appointment: a word of a list costs more to find than to compare.
_RUNS = DelayState.OUVERTE

JOINTLY = "conjoint"
"""Anchor of the delay of L. 313-8 where the house wants the minor and a representative received together."""
EXEMPTION = "exemption"
"""What stands in place of a nature when the coverage is an exemption (R. 114-3)."""


@dataclass(frozen=True, slots=True)
class RunningDelay:
    """A delay, open or ended; `opened_by` is the entry that opened it, `anchor` the setting written with
    it."""

    slug: Delay
    opened_by: int
    dates: Deadline
    provisional: bool = False
    anchor: str = ""
    state: DelayState = DelayState.OUVERTE
    closed_on: date | None = None
    met: bool = False  # over, in time or not, because what it asks was done

    @property
    def is_open(self) -> bool:
        """Tell whether it still runs."""
        return self.state is DelayState.OUVERTE

    @property
    def key(self) -> tuple[int, Delay]:
        """What tells it apart within its dossier."""
        return self.opened_by, self.slug

    def ended(self, state: DelayState, on: date | None, *, met: bool) -> RunningDelay:
        """Return the delay once it is over: what became of it, and the day."""
        known = self.slug, self.opened_by, self.dates, self.provisional, self.anchor
        return RunningDelay(*known, state, on, met)

    def dated(self, dates: Deadline) -> RunningDelay:
        """Return the delay with other dates; what became of it stays."""
        return replace(self, dates=dates)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A situation or an exemption: days from `starts_on` to `ends_on`, both included, unless broken
    before."""

    n: int
    nature: str
    starts_on: date
    ends_on: date
    is_review: bool
    proof: str
    proof_seen_on: date
    subtype: str = ""
    broken_on: date | None = None

    def covers(self, day: date) -> bool:
        """Tell whether the obligation is met, or exempted, by it on that day."""
        return self.starts_on <= day <= self.ends_on and (self.broken_on is None or day < self.broken_on)


@dataclass(frozen=True, slots=True)
class Reported:
    """Who reported the minor, on which day, and what was known then of a diploma and of a job."""

    source: Source
    on: date
    diplome: OuiNon | None = None
    emploi: OuiNon | None = None

    @property
    def why_not(self) -> str:
        """Say why the three months of L. 313-8 do not run from it; nothing where they do, or where nobody
        said."""
        if self.source not in SCHOOL_SOURCES:
            return "le signalement n'est pas celui d'un établissement"
        if self.diplome is OuiNon.OUI:
            return "le jeune a un diplôme"
        return "le jeune a un emploi" if self.emploi is OuiNon.OUI else ""


@dataclass(frozen=True, slots=True)
class Promise:
    """An entry promised by the entry `n`: it begins later, and covers nothing until it is a situation."""

    n: int
    nature: Nature
    starts_on: date
    proof: Proof
    proof_seen_on: date
    subtype: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A solution proposed by the entry `n`, and what was last answered to it."""

    n: int
    what: Proposition
    on: date
    answer: PropositionAnswer
    answered_on: date


APPOINTMENT_KINDS = (Stage.ENTRETIEN, Stage.CONVOCATION, Stage.SUIVI)
"""The interview of R. 114-6, that of R. 114-7, a follow-up which summons nobody."""


@dataclass(frozen=True)
class CaseState:
    """Everything that a replay of the journal gives; without slots, for `but` to copy it in one go, and
    for what follows from it to be worked out once.
    """

    born_on: date
    stage: Stage | None = None
    opened_on: date | None = None
    reported: Reported | None = None  # while it waits for 16: what it will begin from
    reports: Mapping[int, Reported] = field(
        default_factory=dict
    )  # entry → the report from which the delay of L. 313-8 that it opens runs
    last_n: int = 0
    acts: tuple[tuple[int, Act], ...] = ()  # those that stand and may be voided: the post's are not
    last_human_on: date | None = None
    last_entry_on: date | None = None
    delays: tuple[RunningDelay, ...] = ()
    coverages: tuple[Coverage, ...] = ()
    promises: tuple[Promise, ...] = ()  # held as long as their delay runs
    proposals: tuple[Proposal, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    acts_on: Mapping[int, date] = field(
        default_factory=dict
    )  # entry → its legal day; what was voided is left out
    posted_on: Mapping[int, date] = field(default_factory=dict)  # entry → first posting of its letters
    transmitted_on: Mapping[int, date] = field(
        default_factory=dict
    )  # entry that signed a notice → the day on which the notice itself left
    mailings: tuple[Mailing, ...] = ()  # what left, and what the post said of it since
    convocations: tuple[int, ...] = ()  # entries that summoned under R. 114-7 since the two months opened
    called_off: frozenset[int] = (
        frozenset()
    )  # entries whose appointment we cancelled: nobody is absent from it (invariant 12)
    trigger: Trigger | None = None  # what makes a R. 114-7 convocation possible outside an absence: 2° or 3°
    heard_on: date | None = None  # the last sign of the family: it came, was excused, asked, showed a proof
    notices: tuple[int, ...] = ()  # every entry that informed the département, corrected since or not
    answers: tuple[int, ...] = ()  # every entry that says what it answered
    notice: tuple[int, date] | None = (
        None  # the département was informed by that entry, and nothing has corrected it since
    )
    annulled: Mapping[int, int] = field(default_factory=dict)  # voided entry → the entry that voids it
    before_closing: CaseState | None = None
    closed_on: date | None = None
    cycles: tuple[int, ...] = ()  # the entries that began another cycle than the first
    closed_for: Closing | None = None
    partnership: Partnership = NO_PARTNERSHIP

    def but(self, **changes: object) -> CaseState:
        """Return the case with those fields changed: `dataclasses.replace`, many times as fast, for a
        replay makes many."""
        changed = object.__new__(CaseState)
        known = self.__dict__ | changes
        if "delays" in changes:
            known.pop("_running", None)  # followed from the others
        if "born_on" in changes:
            for birthday in ("majority_on", "sixteen_on"):
                known.pop(birthday, None)
        object.__setattr__(changed, "__dict__", known)
        return changed

    @cached_property
    def majority_on(self) -> date:
        """The 18th birthday."""
        return majority_on(self.born_on)

    @cached_property
    def sixteen_on(self) -> date:
        """The 16th birthday."""
        return scope_from_on(self.born_on)

    @property
    def last_act(self) -> tuple[int, Act] | None:
        """The last act that may be voided."""
        return self.acts[-1] if self.acts else None

    @property
    def appointment(self) -> Appointment | None:
        """The last appointment given in the running cycle."""
        last = self.appointments[-1] if self.appointments else None
        return last if last and last.n >= self.cycle else None

    @property
    def cycle(self) -> int:
        """The entry that began the running cycle."""
        return self.cycles[-1] if self.cycles else 1

    def cycle_at(self, n: int) -> int:
        """Return the entry that began the cycle in which the entry `n` was written."""
        return max((begun for begun in self.cycles if begun <= n), default=1)

    def appointment_before(self, n: int) -> Appointment | None:
        """Return the last appointment given before the entry `n`: the one that an absence settles."""
        return next((a for a in reversed(self.appointments) if a.n < n), None)

    def without_expected(self, day: date, *, follow_ups: bool = False) -> CaseState:
        """Return the case whose expected appointment, on `day` or later, is cancelled by us; a follow-up
        only where `follow_ups` are."""
        appointment = self.appointment
        if (
            appointment is None
            or appointment.outcome
            or appointment.on < day
            or (appointment.is_follow_up and not follow_ups)
        ):
            return self
        return self.but(called_off=self.called_off | {appointment.n})

    def unsettled(self, day: date) -> Appointment | None:
        """Return the appointment, past on `day`, that somebody was told of, by a letter that arrived or
        otherwise, and whose outcome nobody noted."""
        appointment = self.appointment
        if appointment is None or appointment.outcome or appointment.n in self.called_off:
            return None
        if appointment.by_letter and not self.reached(appointment.n):
            return None
        return appointment if appointment.on < day else None

    @property
    def excused(self) -> Appointment | None:
        """The missed appointment, accepted as excused, after which no other date was given yet."""
        appointment = self.appointment
        waits = self.stage in (Stage.REPERAGE, Stage.CONVOCATION, Stage.TRANSMISSION)
        if appointment is None or appointment.is_follow_up or not waits:
            return None
        return appointment if appointment.outcome is AppointmentOutcome.EXCUSE else None

    @property
    def notice_left_on(self) -> date | None:
        """The day on which the notice that stands left; `None` where none did."""
        return self.transmitted_on.get(self.notice[0]) if self.notice else None

    def open_delay(self, slug: Delay) -> RunningDelay | None:
        """Return the delay of that kind that still runs."""
        for delay in reversed(self.delays):
            if delay.slug is slug and delay.state is _RUNS:
                return delay
        return None

    def open_delays(self) -> tuple[RunningDelay, ...]:
        """Return the delays that still run, earliest legal end first."""
        return self._running

    @cached_property
    def _running(self) -> tuple[RunningDelay, ...]:
        running = [delay for delay in self.delays if delay.state is _RUNS]
        return tuple(sorted(running, key=lambda d: (d.dates.legal_on, d.slug)))

    @property
    def held_promises(self) -> tuple[Promise, ...]:
        """The promises that still hold: neither kept, nor withdrawn, nor closed with the dossier."""
        running = {delay.opened_by for delay in self.open_delays() if delay.slug is Delay.PROMESSE}
        return tuple(promise for promise in self.promises if promise.n in running)

    def coverage(self, n: int | None) -> Coverage | None:
        """Return the situation or the exemption that the entry `n` recorded."""
        return next((coverage for coverage in self.coverages if coverage.n == n), None)

    def covering(self, day: date) -> tuple[Coverage, ...]:
        """Return the situations and exemptions that cover the day."""
        return tuple(coverage for coverage in self.coverages if coverage.covers(day))

    def is_compliant(self, day: date) -> bool:
        """Tell whether a situation meets the obligation on that day (L. 114-1); an exemption is told
        apart."""
        return any(coverage.nature != EXEMPTION for coverage in self.covering(day))

    def is_exempt(self, day: date) -> bool:
        """Tell whether an exemption covers the day (R. 114-3)."""
        return any(coverage.nature == EXEMPTION for coverage in self.covering(day))

    def standing_by_cover(self, day: date) -> Stage | None:
        """Return the stage that what covers the day gives: in order, exempt where nothing but an exemption
        covers it, else nothing."""
        if self.is_compliant(day):
            return Stage.CONFORMITE
        return Stage.EXEMPTION if self.is_exempt(day) else None

    def situations_until(self, day: date) -> date | None:
        """Return the last day of the unbroken run of situations that holds on `day`; `None`: none does."""
        return _run([c for c in self.coverages if c.nature != EXEMPTION], day)

    def exempt_until(self, day: date) -> date | None:
        """Return the last day of the exemption that holds on `day`, whatever else covers it."""
        return _run([c for c in self.coverages if c.nature == EXEMPTION], day)

    def effective_convocation(self, day: date) -> Appointment | None:
        """Return a R. 114-7 appointment of the running cycle whose letters were posted and whose date is past
        on `day`.

        On its own day an appointment is past once its outcome is known.
        """
        return next(
            (
                a
                for a in self.appointments
                if a.n in self.convocations
                and self.reached(a.n)
                and a.outcome is not AppointmentOutcome.REPORTE  # moved: nobody was expected that day
                and a.n not in self.called_off
                and (a.on < day or (a.on == day and a.outcome is not None))
            ),
            None,
        )

    def letters_reaching(self, n: int) -> frozenset[int]:
        """Return the letters of the entry `n` that were posted and may have reached somebody."""
        return frozenset(
            letter
            for mailing in self.mailings
            if mailing.act_n == n
            for letter in mailing.letters
            if mailing.counts(letter)
        )

    def reached(self, n: int) -> bool:
        """Tell whether a letter of the entry `n` was posted and may have reached somebody: not all unknown
        at address or lost."""
        return any(mailing.act_n == n and mailing.arrived() for mailing in self.mailings)


def _run(covers: Sequence[Coverage], day: date) -> date | None:
    last = day if any(c.covers(day) for c in covers) else None
    while last and (more := [c.ends_on for c in covers if c.broken_on is None and c.covers(last)]):
        last = max(more)
        if not any(c.covers(add_days(last, 1)) for c in covers):
            break
        last = add_days(last, 1)
    return last
