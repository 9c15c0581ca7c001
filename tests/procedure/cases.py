"""A pure case to try the procedure on: acts decided, entries appended, no base."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date, time
from typing import Any

from ofworkflow.config import ProcedureSettings
from ofworkflow.law.calendar import WorkCalendar
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import Addressee
from ofworkflow.procedure.case import CaseState, Entry, HouseRules
from ofworkflow.procedure.decide import Decision, decide
from ofworkflow.procedure.guards import ContactFact, Facts
from ofworkflow.procedure.horizon import due_acts
from ofworkflow.procedure.persons import Adresse
from ofworkflow.procedure.replay import replay
from ofworkflow.procedure.requests import RendezVous, Request
from ofworkflow.procedure.vocabulary import AUTOMATE, Nature, PostMode, Presence, Proof, Source

BORN_ON = date(2009, 5, 14)
ADDRESSEES = (Addressee("representant", 0, "Anne DUPONT", Adresse("12 rue des Lilas", "", "59130", "Lambersart"), 1),)


def rules(**settings: Any) -> HouseRules:
    """Return the habits of the house, some of them changed."""
    return HouseRules(calendar=WorkCalendar(), **(asdict(ProcedureSettings()) | settings))


def rdv(on: date, at: time = time(14)) -> RendezVous:
    """Return an appointment."""
    return RendezVous(on, at, "ici")


@dataclass
class Case:
    """A journal that grows; `contacts` and `addressees` are what the acts may look at."""

    rules: HouseRules = field(default_factory=rules)
    born_on: date = BORN_ON
    entries: list[Entry] = field(default_factory=list)
    contacts: tuple[ContactFact, ...] = ()
    addressees: tuple[Addressee, ...] = ADDRESSEES

    @property
    def state(self) -> CaseState:
        """What a replay gives."""
        return replay(self.entries) if self.entries else CaseState(born_on=self.born_on)

    def do(
        self, request: Request, on: date, *, today: date | None = None, author: str = "Camille", hour: time | None = None
    ) -> Decision:
        """Decide and append."""
        facts = Facts(today or on, hour, self.contacts, self.addressees)
        decision = decide(self.state, request, done_on=on, author=author, rules=self.rules, facts=facts)
        entry = decision.entry()
        if decision.annuls is not None:
            stage = replay([*self.entries, entry]).stage
            entry = replace(entry, dest=stage or entry.dest)
        self.entries.append(entry)
        return decision

    def night(self, day: date) -> list[Decision]:
        """Do what is due on or before the day."""
        done = []
        while (due := due_acts(self.state, self.rules)) and due[0].done_on <= day:
            done.append(self.do(due[0].request, due[0].done_on, today=day, author=AUTOMATE))
        return done


def opened(on: date = date(2025, 12, 1), **more: Any) -> Case:
    """Return a dossier opened on that day."""
    case = Case(**more)
    case.do(ask.Ouvrir(case.born_on, Source.SIEI, on), on)
    return case


def summoned(**more: Any) -> Case:
    """Summoned on 02/12/2025 for the 15th, letters posted."""
    case = opened(**more)
    case.do(ask.Convoquer(rdv(date(2025, 12, 15))), date(2025, 12, 2))
    post(case, date(2025, 12, 2))
    return case


def absent(**more: Any) -> Case:
    """Absent on 15/12/2025: the excuse may come until the 22nd."""
    case = summoned(**more)
    case.do(ask.ConstaterAbsence(), date(2025, 12, 15))
    return case


def summoned_again(posted_on: date | None = date(2026, 1, 5), **more: Any) -> Case:
    """Summoned again on 05/01/2026 for the 30th."""
    case = absent(**more)
    case.do(ask.Convoquer(rdv(date(2026, 1, 30))), date(2026, 1, 5))
    if posted_on:
        post(case, posted_on)
    return case


def absent_again(**more: Any) -> Case:
    """Absent on 30/01/2026."""
    case = summoned_again(**more)
    case.do(ask.ConstaterAbsence(), date(2026, 1, 30))
    return case


def followed(**more: Any) -> Case:
    """Received on 15/12/2025."""
    case = summoned(**more)
    case.do(ask.Recevoir(Presence.LES_DEUX), date(2025, 12, 15))
    return case


def compliant(nature: Nature = Nature.EMPLOI, **more: Any) -> Case:
    """In order from 16/12/2025."""
    case = followed(**more)
    case.do(situation(date(2025, 12, 16), nature), date(2025, 12, 16))
    return case


def post(case: Case, on: date, *, n: int | None = None, today: date | None = None, mode: PostMode = PostMode.SIMPLE) -> Decision:
    """Post the letters of an act, the last one by default."""
    act_n = n or case.entries[-1].n
    return case.do(ask.Poster(act_n, (1,), mode), on, today=today or on)


def situation(on: date, nature: Nature = Nature.EMPLOI, **more: Any) -> ask.ConstaterSituation:
    """Return a situation that begins and is proven on that day."""
    return ask.ConstaterSituation(nature, more.pop("debut", on), more.pop("preuve", Proof.CONTRAT), on, **more)
