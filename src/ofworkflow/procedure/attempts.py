"""An act about to be decided, and what may refuse it: a guard is one value, its test with its words and
its article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, time
from enum import Enum, auto

from ofworkflow.procedure.addressees import Addressee
from ofworkflow.procedure.appointments import Leave, Taken
from ofworkflow.procedure.case import CaseState, HouseRules
from ofworkflow.procedure.entries import Request
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.procedure.vocabulary import Alone, Answering, ContactNature, ContactResult, Stage
from ofworkflow.records import dataclass

OUR_PROCEDURE = "notre procédure"


@dataclass(frozen=True, slots=True)
class ContactFact:
    """A logged solicitation; `who` answered, where it was said."""

    on: date
    nature: ContactNature
    result: ContactResult
    who: Answering | None = None

    @property
    def is_answer(self) -> bool:
        """Tell whether those whom we try to reach answered; nobody said who: they are taken to have."""
        return self.result.reached and (self.who is None or self.who.is_family)

    @property
    def is_unanswered(self) -> bool:
        """Tell whether it reached them and was left unanswered: a wrong number, or somebody else who answers,
        did not."""
        return self.result.tried


def answered(result: ContactResult, who: Answering | None, representative: int | None = None) -> str:
    """Return what came of a contact in words, with who answered where it was said."""
    if who is None:
        return result.label
    return f"{result.label} ({who.label if representative is None else f'représentant n° {representative}'})"


@dataclass(frozen=True, slots=True)
class Residence:
    """Where the minor lives on the day: the name of the commune, its official code, its département."""

    commune: str
    insee: str
    departement: str


class Need(Enum):
    """What a guard looks at beside the journal, gathered only where one of its step does."""

    ADDRESSEES = auto()
    CONTACTS = auto()
    AGENDA = auto()


@dataclass(frozen=True, slots=True)
class Facts:
    """What an act needs to know beside the journal; `hour` is the time of day when the act is done at this
    very hour."""

    today: date
    hour: time | None = None
    contacts: tuple[ContactFact, ...] = ()
    addressees: tuple[Addressee, ...] = ()
    taken: tuple[Taken, ...] = ()  # other dossiers' appointments of that day, whoever receives them
    leaves: tuple[Leave, ...] = ()  # of the counsellor of the dossier, that day
    representants: tuple[RepresentantLegal, ...] = ()
    family: frozenset[str] = frozenset()  # the representatives, as `Taken.family` names them
    alone: Alone | None = None  # why nobody represents the minor that day
    residence: Residence | None = None
    note: str = ""  # the internal words written beside the act
    reference: str = "REF"  # as a command to type names the dossier


@dataclass(frozen=True, slots=True)
class Attempt:
    """An act about to be decided."""

    case: CaseState
    request: Request
    done_on: date
    rules: HouseRules
    facts: Facts
    dest: Stage


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, and what can be done instead; its basis is the guard's, but where it says its own.

    `waived_by`: the field of the request where a reason to go ahead is given, where one may be.
    """

    why: str
    instead: str
    basis: str = ""
    waived_by: str = ""

    def __str__(self) -> str:
        return f"{self.why} ({self.basis}). {self.instead}"


Test = Callable[[Attempt], Refusal | None]


@dataclass(frozen=True, slots=True)
class Guard:
    """What must hold before an act: `test` gives a refusal or nothing, `label` says it in words.

    `basis` is its article, `settings` what it reads of the house; `applies` tells where it has something to
    look at, `parts` are the guards that it stands for, told one by one.
    """

    test: Test
    label: str
    basis: str = ""
    settings: tuple[str, ...] = ()
    applies: Callable[[Attempt], bool] | None = None
    needs: Need | None = None
    parts: tuple[Guard, ...] = ()

    @property
    def founded_on(self) -> str:
        """Its article, else our own procedure."""
        return self.basis or OUR_PROCEDURE

    def __call__(self, attempt: Attempt) -> Refusal | None:
        """Return why the act is refused, with the article or the setting; `None` where nothing stands in
        its way."""
        refusal = self.test(attempt)
        if refusal is None or refusal.basis:
            return refusal
        house = f"réglage procedure.{self.settings[0]}" if self.settings else OUR_PROCEDURE
        return replace(refusal, basis=self.basis or house)

    def told(self) -> tuple[Guard, ...]:
        """Return what is told of it: its parts where it has some, else itself."""
        return self.parts or (self,)


def guard(
    label: str,
    *,
    basis: str = "",
    settings: tuple[str, ...] = (),
    applies: Callable[[Attempt], bool] | None = None,
    needs: Need | None = None,
) -> Callable[[Test], Guard]:
    """Make a guard of a test."""
    return lambda test: Guard(test, label, basis, settings, applies, needs)


def appointment_given(a: Attempt) -> bool:
    """Tell whether an appointment was ever given."""
    return a.case.appointment is not None


def unnamed(
    n: int | None, known: Mapping[int, str], *, none: str, several: str, other: str, option: str
) -> Refusal | None:
    """Refuse what is to be named among entries of a dossier, `known` by their numbers, and is not: `none` is
    there, `several` are, or the number is of an `other` entry."""
    if n in known:
        return None
    listed = " ; ".join(known.values())
    if not known:
        return Refusal(none, "Relisez le dossier : of voir.")
    if n is None:
        return Refusal(f"{several} : {listed}", f"Dites laquelle avec {option} N.")
    return Refusal(f"l'acte n° {n} n'est pas {other}", f"Choisissez parmi : {listed}.")
