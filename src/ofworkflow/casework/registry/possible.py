"""Which acts a person could do on a dossier today, and why the others that its stage admits would be refused:
pure, on what the sheet has gathered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.facts import facts_of
from ofworkflow.casework.dossier.opened import WAITING
from ofworkflow.casework.dossier.persons import contact_fact
from ofworkflow.casework.registry.view import DossierView
from ofworkflow.procedure.attempts import Attempt, Refusal
from ofworkflow.procedure.case import CaseState, HouseRules
from ofworkflow.procedure.entries import Occasion, Request
from ofworkflow.procedure.requests import REQUESTS
from ofworkflow.procedure.steps import Step, possible_acts, row_of
from ofworkflow.procedure.vocabulary import Act, Stage
from ofworkflow.records import dataclass

_OF_A_LETTER = (Act.POSTER, Act.CORRIGER)  # asked of a letter, not of a dossier


@dataclass(frozen=True, slots=True)
class AskedAct:
    """An act that the stage admits, and what would refuse it today; nothing: it would be accepted."""

    act: Act
    refusal: Refusal | None

    @property
    def command(self) -> str:
        """As it is typed: « convoquer »."""
        return self.act.command


def asked_today(view: DossierView, desk: Desk) -> Iterator[AskedAct]:
    """Yield each act of a person that the stage of a dossier admits, with its first guard that says no on the
    day of the desk; of the dossier as it stands, before what the night has still to do."""
    case, today, persons = view.opened.case, desk.today, view.persons
    waiting = [letter.acte_n for letter in view.letters if letter.etat in WAITING]
    contacts = tuple(contact_fact(c.le, c.nature, c.resultat, c.qui) for c in view.contacts if not c.annule_a)
    facts = facts_of(view.opened.reference, persons, today, desk, contacts=contacts)
    for act in acts_of_a_person(case.stage):
        if step := row_of(act, case):
            request = plausible(step, case, desk.rules, today, waiting)
            if request is None:
                yield AskedAct(act, None)
                continue
            dest = step.dest or case.stage or Stage.REPERAGE
            attempt = Attempt(case, request, today, desk.rules, facts, dest)
            refusals = (check(attempt) for check in step.checks)
            yield AskedAct(act, next((refusal for refusal in refusals if refusal), None))


def acts_of_a_person(stage: Stage | None) -> list[Act]:
    """Return the acts that the table lets a person do on a dossier at that stage."""
    return [act for act in possible_acts(stage) if act not in _OF_A_LETTER and not act.is_of_the_night]


def plausible(
    step: Step, case: CaseState, rules: HouseRules, today: date, waiting: Sequence[int]
) -> Request | None:
    """Return a request of the step's act that only the state of the dossier can refuse, where it says one;
    `waiting`: the acts whose letters wait."""
    return REQUESTS[step.act].plausible(Occasion(case, rules, today, step.dest, waiting))
