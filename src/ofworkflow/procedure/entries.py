"""The journal, typed: an entry carries what was asked and what it changed (`storage.journal_codec` knows
how it is stored)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date
from typing import ClassVar, NamedTuple

from ofworkflow.procedure.case import CaseState, Coverage, HouseRules, RunningDelay
from ofworkflow.procedure.vocabulary import AUTOMATE, Act, Alone, Delay, DelayState, Stage, Trigger, Word
from ofworkflow.records import dataclass


class Ended(NamedTuple):
    """A delay that an entry ended: which entry had opened it, its kind, and what became of it."""

    opened_by: int
    slug: Delay
    state: DelayState

    @property
    def key(self) -> tuple[int, Delay]:
        """What tells the delay apart within its dossier."""
        return self.opened_by, self.slug


class Told(NamedTuple):
    """How the chronology of the notice tells an entry: what was done, and a detail of closed lists."""

    what: str
    detail: str = ""


OF_HEALTH = "ce qui touche à la santé se note par une liste fermée, sans un mot de plus"
"""Why nothing is written freely of what touches on health: no diagnosis can be recorded (R. 114-3)."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a plausible request is made from, to ask whether an act is possible: `waiting` are entries
    whose letters wait."""

    case: CaseState
    rules: HouseRules
    today: date
    dest: Stage | None
    waiting: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the procedure: an act says here, and nowhere else, what its row of the table does
    not."""

    act: ClassVar[Act]
    of_the_post: ClassVar[bool] = False
    """What the post does is dated against its letters, at whatever stage, and is corrected by another
    fact."""
    voids: ClassVar[bool] = False
    """It undoes another act, and needs the whole journal to be replayed."""
    keeps_trigger: ClassVar[bool] = False
    """A trigger 2° or 3° is consumed by the next step, not by what merely records a fact."""
    keeps_stage: ClassVar[bool] = False
    """It records a fact at whatever stage the dossier stands, and moves it nowhere."""
    stands_apart: ClassVar[bool] = False
    """It rests on no act before it: an earlier one is withdrawn, and it stays."""
    clears_trigger: ClassVar[bool] = False
    """An older trigger is put out by it: what meets the obligation since leaves nothing to summon for."""
    free: ClassVar[Mapping[str, type[Word] | None]] = {}
    """Its free words that may touch on what no free word may say: each field with the closed list whose
    labels may stand there then, where one may."""
    corrective: ClassVar[str] = "Notez l'acte qui corrige la situation (of voir dit lesquels sont possibles)."
    """What to do instead of voiding it once one of its letters left."""

    def fold(self, case: CaseState, entry: Entry) -> CaseState:
        """Return the case after the entry that carries this request, its stage and its delays apart."""
        return case

    def repeats(self, noted: Request) -> bool:
        """Tell whether it says again what was noted."""
        return self == noted

    def completed(self, case: CaseState, done_on: date) -> Request:
        """Return the request with what the case alone leaves no doubt about."""
        return self

    def ends_delay(self, case: CaseState, delay: RunningDelay, done_on: date) -> bool:
        """Tell whether it ends that one among the delays that its row ends."""
        return True

    def meets(self) -> bool:
        """Tell whether what it ends was done, rather than dropped."""
        return True

    def triggers(self, case: CaseState) -> bool:
        """Tell whether it makes the trigger of its row available."""
        return True

    def voided_n(self, case: CaseState) -> int | None:
        """Return the entry that it voids."""
        return None

    def because(self) -> str:
        """Return why it voids another, as a person said it."""
        return ""

    def typed(self) -> Request:
        """Return it as a person asked it, without what the act found by itself."""
        return self

    def silences(self) -> bool:
        """Tell whether it stops every letter that waits, whatever it says (invariant 10)."""
        return False

    def sensitive(self) -> str:
        """Say why nothing is written freely of it, nor beside it (health, danger); empty where it may be."""
        return ""

    def told(self, entry: Entry, sent: str) -> Told | None:
        """Return how the notice tells it; `sent` says how its letters left. Nothing: it is not told."""
        return None

    @classmethod
    def plausible(cls, on: Occasion) -> Request | None:
        """Return a request that only the state of the dossier can refuse; `None` where the act has to be told
        more and does not say what: it is offered wherever its stage admits it."""
        needs = any(f.default is MISSING and f.default_factory is MISSING for f in fields(cls))
        return None if needs else cls()


@dataclass(frozen=True, slots=True)
class Effects:
    """What an entry changed: the delays it opened or moved and those it ended, what it covers, its
    trigger, what it voids, whether a cycle begins, whether it put out an older trigger, and why its letters
    went to the minor alone."""

    opens: tuple[RunningDelay, ...] = ()
    ends: tuple[Ended, ...] = ()
    covers: Coverage | None = None
    opens_trigger: Trigger | None = None
    under: Trigger | None = None
    annuls: int | None = None
    new_cycle: bool = False  # what came before it stays readable, and weighs no more
    clears_trigger: bool = False
    alone: Alone | None = None
    repris_de: str = ""  # another mission locale did it: its letters are not ours


NO_EFFECT = Effects()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal; `done_on` is the legal day."""

    n: int
    request: Request
    source: Stage | None
    dest: Stage
    done_on: date
    author: str
    effects: Effects = NO_EFFECT

    @property
    def act(self) -> Act:
        """The act that was done."""
        return self.request.act

    @property
    def by_automaton(self) -> bool:
        """Tell whether the night did it."""
        return self.author == AUTOMATE
