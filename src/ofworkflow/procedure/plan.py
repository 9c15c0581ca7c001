"""What the night will write about a dossier if nobody touches it: every alerte and every automatic act, up to
its closing.

The future of a dossier left alone is known the day it was last changed. It is worked out then, by the same
table, the same guards and the same rules as any act; the night only writes what has fallen due
(docs/decisions/0013).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ofworkflow.errors import OfWorkflowError
from ofworkflow.procedure.attempts import Facts
from ofworkflow.procedure.case import CaseState, HouseRules
from ofworkflow.procedure.decide import Decision, decide
from ofworkflow.procedure.due import (
    Alerte,
    DueAct,
    Warned,
    alertes,
    due_acts,
    first_alerte_on,
)
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.replay import advance
from ofworkflow.procedure.vocabulary import AUTOMATE, Stage


class PlannedAlerte(NamedTuple):
    """An alerte that the night will give."""

    on: date
    alerte: Alerte


class PlannedAct(NamedTuple):
    """An act that the night will do, its line of the journal, and the dossier after it."""

    on: date
    decision: Decision
    entry: Entry
    after: CaseState


class PlannedRefusal(NamedTuple):
    """An act that the night will owe, and that the procedure refuses: somebody must look."""

    on: date
    reason: str


Planned = PlannedAlerte | PlannedAct | PlannedRefusal


def first_on(case: CaseState, rules: HouseRules, warned: Warned) -> date | None:
    """Return the first day on which the night has something to write; `None`: never more. It costs a
    fraction of the plan."""
    due = due_acts(case, rules)
    if not due:
        return None
    alerte_on = first_alerte_on(case, warned)
    return min(due[0].done_on, alerte_on) if alerte_on else due[0].done_on


def plan(case: CaseState, rules: HouseRules, warned: Warned) -> Iterator[Planned]:
    """Yield what the night will write, in the order of its days; nothing for a closed dossier.

    Acts come before alertes on their day: what they end warns no more.
    """
    warned_on = dict(warned)
    while case.stage is not None and case.stage is not Stage.CLOTURE:
        due = due_acts(case, rules)[0]  # majority at least
        for alerte in alertes(case, warned_on):
            if alerte.on >= due.done_on:
                break
            warned_on[alerte.delay.key] = alerte.on
            yield PlannedAlerte(alerte.on, alerte)
        planned = _act(case, due, rules)
        yield planned
        if isinstance(planned, PlannedRefusal):
            return
        case = planned.after


def _act(case: CaseState, due: DueAct, rules: HouseRules) -> PlannedAct | PlannedRefusal:
    try:
        decision = decide(
            case,
            due.request,
            done_on=due.done_on,
            author=AUTOMATE,
            rules=rules,
            facts=Facts(today=due.done_on),
        )
    except OfWorkflowError as error:
        return PlannedRefusal(due.done_on, str(error))
    entry = decision.entry()
    return PlannedAct(due.done_on, decision, entry, advance(case, entry))
