"""What a dossier holds with its partners: requests, meetings where it is spoken of, what they decided, the
frames of the school. Frozen, rebuilt from the journal, and weighing on no stage."""

from __future__ import annotations

from datetime import date

from ofworkflow.procedure.vocabulary.partners import (
    Agreed,
    AgreedEnd,
    AskedFor,
    Frame,
    MeetingTopic,
    PartnerAnswer,
    PartnerKind,
)
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class PartnerRequest:
    """What the entry `n` asked of a partner (`numero`: its number in the directory of the house), and its
    answer."""

    n: int
    kind: PartnerKind
    name: str
    what: AskedFor
    on: date
    answer_by: date
    numero: int | None = None
    answer: PartnerAnswer | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """The meeting of that day speaks of the dossier, for that; `settled`: it was spoken of, or is not any
    more."""

    n: int
    on: date
    topic: MeetingTopic
    settled: bool = False


@dataclass(frozen=True, slots=True)
class AgreedStep:
    """What the meeting of `meeting_on` decided, who does it, by when, and what became of it; `kind`: `None`
    where it is the house itself."""

    n: int
    meeting_on: date
    what: Agreed
    who: str = ""
    kind: PartnerKind | None = None
    by: date | None = None
    end: AgreedEnd | None = None
    ended_on: date | None = None

    @property
    def waits(self) -> bool:
        """Tell whether it is still to be done."""
        return self.by is not None and self.end is None


@dataclass(frozen=True, slots=True)
class FrameSpell:
    """The days of a frame, as the entry `n` noted them (`ends_on`: its last day), and the school."""

    n: int
    frame: Frame
    starts_on: date
    ends_on: date
    school: str = ""

    def covers(self, day: date) -> bool:
        """Tell whether it runs on that day."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class Partnership:
    """All of it, in the order of the journal."""

    requests: tuple[PartnerRequest, ...] = ()
    listed: tuple[Listed, ...] = ()
    agreed: tuple[AgreedStep, ...] = ()
    frames: tuple[FrameSpell, ...] = ()

    @property
    def awaited(self) -> tuple[PartnerRequest, ...]:
        """The requests that nobody answered yet."""
        return tuple(each for each in self.requests if each.answer is None)

    @property
    def to_do(self) -> tuple[AgreedStep, ...]:
        """The decisions that are still to be done."""
        return tuple(each for each in self.agreed if each.waits)

    def listed_for(self, day: date) -> Listed | None:
        """Return why the meeting of that day speaks of the dossier; `None`: it does not."""
        return next((each for each in reversed(self.listed) if each.on == day), None)


NO_PARTNERSHIP = Partnership()
