"""Invented lives of dossiers, each decided act by act and night by night by the real procedure, ready to be copied by the thousand."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from common import NOW, desk, person
from ofworkflow.casework.dossier.writes import dossier_columns, planned_rows
from ofworkflow.errors import OfWorkflowError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import addressees
from ofworkflow.procedure.attempts import Facts
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.decide import decide
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.plan import PlannedAct, PlannedAlerte, plan
from ofworkflow.procedure.replay import advance
from ofworkflow.procedure.requests import RendezVous, Request
from ofworkflow.procedure.vocabulary import Breach, Closing, Excuse, Nature, PostMode, Presence, Proof, Source, Stage
from ofworkflow.storage.journal_codec import encode
from ofworkflow.storage.projections import appointment_row, coverage_row, delay_row

RULES = desk(date(2026, 1, 1)).rules
_REPORT = person(1)
_REACHED = addressees(_REPORT.jeune, _REPORT.representants, _REPORT.signale_le)
COMMUNES = ("Lambersart", "Lompret", "La Madeleine", "Marcq-en-Barœul", "Pérenchies", "Wambrechies", "Verlinghem", "")
SOURCES = (Source.SIEI, Source.SIEI, Source.SIEI, Source.PSAD, Source.CFA, Source.AUTRE)


@dataclass
class Life:
    """A dossier that is lived: acts of people, and every night in between."""

    born_on: date
    chance: random.Random
    case: CaseState = field(init=False)
    entries: list[Entry] = field(default_factory=list)
    alerts: list[dict[str, Any]] = field(default_factory=list)
    contacts: list[dict[str, Any]] = field(default_factory=list)
    warned: dict[Any, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.case = CaseState(born_on=self.born_on)

    def nights(self, until: date) -> None:
        """Live every night to that day."""
        for planned in plan(self.case, RULES, self.warned) if self.entries else ():
            if planned.on > until:
                return
            if isinstance(planned, PlannedAct):
                self.entries.append(planned.decision.entry())
                self.case = planned.after
            elif isinstance(planned, PlannedAlerte):
                by, slug = planned.alerte.delay.key
                self.warned[by, slug] = planned.on
                self.alerts.append(
                    {
                        "ouverte_par": by, "slug": str(slug), "tombe_le": planned.on, "jours_restants": planned.alerte.days_left,
                        "donnee_le": planned.on, "enregistre_a": NOW,
                    }
                )  # fmt: skip

    def act(self, request: Request, on: date) -> bool:
        """Do an act on that day, where the procedure allows it."""
        self.nights(on)
        facts = Facts(on, addressees=_REACHED)
        try:
            entry = decide(self.case, request, done_on=on, author="Camille Renard", rules=RULES, facts=facts).entry()
        except OfWorkflowError:
            return False
        self.entries.append(entry)
        self.case = advance(self.case, entry)
        return True

    def contact(self, on: date) -> None:
        """Note a contact, or a try."""
        nature, result = (
            self.chance.choice(("sms", "telephone", "courriel")),
            self.chance.choice(("joint", "sans_reponse", "message")),
        )
        self.contacts.append({"le": on, "nature": nature, "resultat": result, "auteur": "Camille Renard", "enregistre_a": NOW})

    def rows(self, life: int, today: date) -> dict[str, list[dict[str, Any]]]:
        """Return the rows of every table, their dossier being this number."""
        future = tuple(plan(self.case, RULES, self.warned))
        journal = [
            {
                "dossier_id": life, "n": e.n, "acte": str(e.act), "de": str(e.source) if e.source else None, "vers": str(e.dest),
                "fait_le": e.done_on, "enregistre_a": NOW, "auteur": e.author, "note": None, "donnees": encode(e),
            }
            for e in self.entries
        ]  # fmt: skip
        opened_on = self.entries[0].done_on
        opening = self.entries[0].request
        assert isinstance(opening, ask.Ouvrir)
        row = {
            "id": life, "source": str(opening.source), "signale_le": opening.signale_le, "ouvert_le": opened_on,
            "conseiller": "Camille Renard", "version": 1, **dossier_columns(self.case, future),
        }  # fmt: skip
        minor = {
            "id": life, "naissance": self.born_on, "sexe": self.chance.choice("FM"), "commune": self.chance.choice(COMMUNES),
            "niveau": self.chance.choice(("aucun", "cap_bep", "bac", None)), "qpv": self.chance.choice((True, False, None)),
        }  # fmt: skip
        return {
            "dossier": [row], "jeune": [minor], "journal": journal, "echeance": [delay_row(life, d) for d in self.case.delays],
            "situation": [coverage_row(life, c) for c in self.case.coverages],
            "rendez_vous": [appointment_row(life, a) for a in self.case.appointments],
            "prevision": planned_rows(life, future), "alerte": [{"dossier_id": life, **a} for a in self.alerts],
            "contact": [{"dossier_id": life, "note": None, **c} for c in self.contacts],
        }  # fmt: skip


def _summon(life: Life, on: date, ahead: int) -> date | None:
    rdv = on + timedelta(ahead)
    if not life.act(ask.Convoquer(RendezVous(rdv, time(14), "12 rue de l'Exemple"), "motif noté", malgre="mesure"), on):
        return None
    life.act(ask.Poster(life.case.last_n, (), PostMode.SIMPLE), on)
    return rdv


def _solution(life: Life, on: date) -> bool:
    nature = life.chance.choice((Nature.EMPLOI, Nature.FORMATION, Nature.APPRENTISSAGE, Nature.SCOLARITE, Nature.ACCOMPAGNEMENT))
    proof = Proof.ASSIDUITE if nature is Nature.SCOLARITE else Proof.CONTRAT
    return life.act(ask.ConstaterSituation(nature, on, proof, on, fin=on + timedelta(life.chance.randint(60, 400))), on)


def _live(chance: random.Random, opened_on: date, today: date) -> Life:
    """Live one dossier from its opening to the eve of `today`, as they go: some answer, some do not."""
    days = timedelta
    life = Life(opened_on - days(chance.randint(16 * 365 + 10, 18 * 365 - 40)), chance)
    life.act(ask.Ouvrir(life.born_on, chance.choice(SOURCES), opened_on), opened_on)
    on = opened_on + days(chance.randint(1, 40))
    steps = _steps(life)
    while on < today and life.case.stage is not Stage.CLOTURE:
        if chance.random() < 0.6:
            life.contact(on)
        on = next(steps)(on)
    life.nights(today - days(1))
    return life


def _steps(life: Life) -> Iterator[Callable[[date], date]]:
    """Yield what people do next at the stage where the dossier stands; each step returns the day of the following one."""
    chance, days = life.chance, timedelta

    def wait(on: date) -> date:
        return on + days(chance.randint(10, 90))

    def summon(on: date) -> date:
        return (_summon(life, on, chance.randint(11, 25)) or on) + days(1)

    def again(on: date) -> date:
        return (_summon(life, on, chance.randint(21, 30)) or on) + days(1)

    def outcome(on: date) -> date:
        if chance.random() < 0.55:
            life.act(ask.Recevoir(chance.choice((Presence.LES_DEUX, Presence.MINEUR))), on)
        else:
            life.act(ask.ConstaterAbsence(), on)
        return on + days(chance.randint(5, 20))

    def excuse(on: date) -> date:
        life.act(ask.Justifier(Excuse.TRANSPORT), on)
        return on + days(3)

    def settle(on: date) -> date:
        _solution(life, on)
        return wait(on)

    def end(on: date) -> date:
        left = ask.Cloturer(chance.choice((Closing.DEMENAGEMENT, Closing.HORS_CHAMP)))
        life.act(ask.Rompre(Breach.ABANDON) if life.case.stage is Stage.CONFORMITE else left, on)
        return wait(on)

    def notify(on: date) -> date:
        if life.act(ask.Transmettre("Camille Renard"), on):
            life.act(ask.Poster(life.case.last_n, (), PostMode.RECOMMANDE), on)
        return wait(on)

    by_stage: dict[Stage, tuple[Callable[[date], date], ...]] = {
        Stage.REPERAGE: (summon, summon, summon, wait, end),
        Stage.ENTRETIEN: (outcome,),
        Stage.ABSENCE: (again, again, excuse, settle, wait),
        Stage.CONVOCATION: (outcome,),
        Stage.CARENCE: (notify, wait, settle),
        Stage.SUIVI: (settle, settle, wait),
        Stage.TRANSMISSION: (notify, notify, wait, settle),
        Stage.DEPARTEMENT: (settle, wait),
        Stage.CONFORMITE: (wait, wait, wait, end),
        Stage.EXEMPTION: (wait,),
    }
    while True:
        yield chance.choice(by_stage.get(life.case.stage or Stage.REPERAGE, (wait,)))


@dataclass(frozen=True)
class Pool:
    """Lives by what the night of the day has to do with them: an act, a warning, nothing, nothing ever again."""

    acts: tuple[Life, ...]
    warnings: tuple[Life, ...]
    calm: tuple[Life, ...]
    closed: tuple[Life, ...]


def pool(today: date, *, of_each: int, least: int = 0, seed: int = 2026) -> Pool:
    """Return lives, `of_each` kind at least, each with `least` entries or more."""
    chance = random.Random(seed)
    found: dict[str, list[Life]] = {"acts": [], "warnings": [], "calm": [], "closed": []}
    while min(map(len, found.values())) < of_each:
        life = _live(chance, today - timedelta(chance.randint(5, 600)), today)
        if len(life.entries) < least:
            continue
        first = next(iter(plan(life.case, RULES, life.warned)), None)
        if first is None:
            kind = "closed"
        elif first.on > today:
            kind = "calm"
        else:
            kind = "acts" if isinstance(first, PlannedAct) else "warnings"
        if kind == "acts" or len(found[kind]) < 5 * of_each:
            found[kind].append(life)
    return Pool(*(tuple(found[kind]) for kind in ("acts", "warnings", "calm", "closed")))
