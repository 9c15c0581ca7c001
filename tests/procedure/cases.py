"""A pure case to try the procedure on: acts decided, entries appended, no base."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date, time
from types import SimpleNamespace
from typing import Any

from ofworkflow.config import ProcedureSettings
from ofworkflow.law.calendar import WorkCalendar
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import Addressee
from ofworkflow.procedure.attempts import ContactFact, Facts
from ofworkflow.procedure.case import CaseState, HouseRules
from ofworkflow.procedure.decide import Decision, decide, left_standing
from ofworkflow.procedure.due import due_acts
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.natures import NATURES
from ofworkflow.procedure.persons import Adresse
from ofworkflow.procedure.replay import replay
from ofworkflow.procedure.requests import RendezVous, Request
from ofworkflow.procedure.vocabulary import (
    AUTOMATE,
    Act,
    AppointmentOutcome,
    Closing,
    ContactNature,
    ContactResult,
    Nature,
    PostMode,
    Presence,
    Proof,
    Source,
)

BORN_ON = date(2009, 5, 14)
ADDRESSEES = (Addressee("representant", 0, "Anne DUPONT", Adresse("12 rue des Lilas", "", "59130", "Lambersart"), 1),)


def rules(**settings: Any) -> HouseRules:
    """Return the habits of the house, some of them changed."""
    return HouseRules(**({"calendar": WorkCalendar()} | asdict(ProcedureSettings()) | settings))


def rdv(on: date, at: time = time(14)) -> RendezVous:
    """Return an appointment."""
    return RendezVous(on, at, "ici")


def missed_on(state: CaseState) -> date | None:
    """Return the day of the last appointment where it makes an absence of R. 114-7, 1°: missed, not excused, no follow-up."""
    last = state.appointments[-1]
    return last.on if last.outcome is AppointmentOutcome.ABSENT and not last.is_follow_up else None


@dataclass
class Case:
    """A journal that grows; `contacts` and `addressees` are what the acts may look at."""

    rules: HouseRules = field(default_factory=rules)
    born_on: date = BORN_ON
    entries: list[Entry] = field(default_factory=list)
    contacts: tuple[ContactFact, ...] = ()
    addressees: tuple[Addressee, ...] = ADDRESSEES
    _replayed: tuple[int, CaseState] | None = None

    @property
    def state(self) -> CaseState:
        """What a replay gives, kept until the next entry."""
        if not self.entries:
            return CaseState(born_on=self.born_on)
        if self._replayed is None or self._replayed[0] != len(self.entries):
            self._replayed = len(self.entries), replay(self.entries)
        return self._replayed[1]

    def do(
        self, request: Request, on: date, *, today: date | None = None, author: str = "Camille", hour: time | None = None
    ) -> Decision:
        """Decide and append."""
        facts = Facts(today or on, hour, self.contacts, self.addressees)
        decision = decide(self.state, request, done_on=on, author=author, rules=self.rules, facts=facts)
        entry = decision.entry()
        if decision.annuls is not None:
            decision = left_standing(decision, replay([*self.entries, entry]), self.rules)
            entry = decision.entry()
        self.entries.append(entry)
        return decision

    def night(self, day: date) -> list[Decision]:
        """Do what is due on or before the day."""
        done = []
        while (due := due_acts(self.state, self.rules)) and due[0].done_on <= day:
            done.append(self.do(due[0].request, due[0].done_on, today=day, author=AUTOMATE))
        return done


def line_of(entry: Entry, data: dict[str, Any]) -> Any:
    """Return the row of the journal that keeps the entry, with these data."""
    source = str(entry.source) if entry.source else None
    return SimpleNamespace(
        n=entry.n, acte=str(entry.act), de=source, vers=str(entry.dest), fait_le=entry.done_on, auteur=entry.author, donnees=data
    )  # fmt: skip


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


def silent(**more: Any) -> Case:
    """Received on 15/12/2025, tried three times since, silent on 22/01/2026."""
    case = followed(contacts=tried(1, 5, 10), **more)
    case.do(ask.ConstaterSilence(), date(2026, 1, 22))
    return case


def to_transmit(**more: Any) -> Case:
    """Absent on 30/01/2026; the night of 23/02 drafted the notice."""
    case = absent_again(**more)
    case.night(date(2026, 2, 23))
    return case


def told(*, posted: bool = False, **more: Any) -> Case:
    """The département is informed on 24/02/2026."""
    case = to_transmit(**more)
    case.do(ask.Transmettre("Camille Renard"), date(2026, 2, 24))
    if posted:
        post(case, date(2026, 2, 24))
    return case


def exempt(**more: Any) -> Case:
    """Exempt from 16/12/2025, no end on the certificate."""
    case = followed(**more)
    case.do(ask.Exempter(), date(2025, 12, 16))
    return case


def closed(**more: Any) -> Case:
    """Absent on 30/01/2026, closed by mistake on 01/02."""
    case = absent_again(**more)
    case.do(ask.Cloturer(Closing.ERREUR), date(2026, 2, 1))
    return case


def compliant(nature: Nature = Nature.EMPLOI, **more: Any) -> Case:
    """In order from 16/12/2025."""
    case = followed(**more)
    case.do(situation(date(2025, 12, 16), nature), date(2025, 12, 16))
    return case


def promised(**more: Any) -> Case:
    """Received, and promised a job from 12/01/2026 on, on 16/12/2025."""
    case = followed(**more)
    case.do(ask.Promettre(Nature.EMPLOI, date(2026, 1, 12), Proof.CONTRAT, date(2025, 12, 16)), date(2025, 12, 16))
    return case


def post(case: Case, on: date, *, n: int | None = None, today: date | None = None, mode: PostMode = PostMode.SIMPLE) -> Decision:
    """Post the letters of an act, the last one by default."""
    act_n = n or case.entries[-1].n
    notice = (act_n,) if case.entries[act_n - 1].act is Act.TRANSMETTRE else ()
    agreed_on = on if mode.consented else None
    return case.do(ask.Poster(act_n, (act_n,), mode, information=notice, accord_le=agreed_on), on, today=today or on)


def tried(*days: int, channels: str = "stsss", result: ContactResult = ContactResult.SANS_REPONSE) -> tuple[ContactFact, ...]:
    """Return solicitations on these days of January 2026, by SMS (s) and telephone (t)."""
    ways = {"s": ContactNature.SMS, "t": ContactNature.TELEPHONE}
    return tuple(ContactFact(date(2026, 1, day), ways[channel], result) for day, channel in zip(days, channels, strict=False))


def later(*days: int) -> tuple[ContactFact, ...]:
    """Return solicitations on these days of March 2026."""
    return tuple(replace(contact, on=contact.on.replace(month=3)) for contact in tried(*days))


def situation(on: date, nature: Nature = Nature.EMPLOI, **more: Any) -> ask.ConstaterSituation:
    """Return a situation that begins and is proven on that day."""
    return ask.ConstaterSituation(
        nature, more.pop("debut", on), more.pop("preuve", next(iter(NATURES[nature].shown_by), Proof.ATTESTATION)), on, **more
    )
