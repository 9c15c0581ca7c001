"""An appointment: where and when, for whom, what became of it; of two who must not meet, the other's hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from ofworkflow.procedure.vocabulary import AppointmentOutcome, InviteMode, Stage
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class RendezVous:
    """An appointment as it is given: civil day and hour of the territory."""

    le: date
    heure: time
    lieu: str


@dataclass(frozen=True, slots=True)
class OtherSlot:
    """At which hour of the same day, and who, by number: the representative who is received without the minor
    nor the other one. `came`: somebody noted it."""

    heure: time
    avec: int
    came: bool = False


@dataclass(frozen=True, slots=True)
class Appointment:
    """The appointment that the entry `n` gave; it has no outcome while it is expected."""

    n: int
    kind: Stage  # one of APPOINTMENT_KINDS
    rdv: RendezVous
    outcome: AppointmentOutcome | None = None
    told_by: str = ""  # how a follow-up was told (`InviteMode`)
    avec: int | None = None  # the number of the only representative expected, of two who must not meet
    other: OtherSlot | None = None  # when the other one is received apart
    with_minor: bool = True  # false where it is read by who is received apart

    @property
    def on(self) -> date:
        """Its civil day."""
        return self.rdv.le

    @property
    def slots(self) -> tuple[RendezVous, ...]:
        """The moments that it takes, the minor's first."""
        return (self.rdv, replace(self.rdv, heure=self.other.heure)) if self.other else (self.rdv,)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The representatives expected, by number, of two who must not meet; empty: all who are written
        to."""
        return tuple(n for n in (self.avec, self.other and self.other.avec) if n)

    @property
    def other_outcome(self) -> AppointmentOutcome | None:
        """What became of the other's hour: who came is named by what was noted. An absence is noted once both
        hours are over: who is not named did not come. An interview may be noted before the other's hour, and
        says nothing of it."""
        if self.other and self.other.came:
            return AppointmentOutcome.TENU
        return None if self.outcome is AppointmentOutcome.TENU else self.outcome

    def as_read_by(self, number: int | None) -> Appointment:
        """Return it as a representative knows it, by number, or the minor and the house (`None`): each of two
        who must not meet, his or her own hour alone."""
        if self.other is None:
            return self
        if number != self.other.avec:
            return replace(self, other=None)
        return replace(self, rdv=self.slots[1], avec=number, other=None, with_minor=False)

    @property
    def is_follow_up(self) -> bool:
        """Tell a follow-up appointment from one that R. 114-6 or R. 114-7 asks for."""
        return self.kind is Stage.SUIVI

    @property
    def by_letter(self) -> bool:
        """Tell whether letters announce it."""
        return not self.is_follow_up or self.told_by == InviteMode.LETTRE
