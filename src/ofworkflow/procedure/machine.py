"""The shared `transitions` machine, built once from THE TABLE, holding no model.

A machine a dossier costs milliseconds and a hundred kilobytes; here a throw-away object carries the stage
through, in microseconds, once for each row of the table: it does not change. Acts whose stage stays (poster)
or is found again (rouvrir, annuler) do not go through it.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

from ofworkflow.procedure.steps import STEPS
from ofworkflow.procedure.vocabulary import Act, Stage

if TYPE_CHECKING:
    from transitions import Machine

START = "depart"
"""The state before « ouvrir »."""


class _Light:
    """What carries a stage through the machine."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


@cache
def _machine() -> Machine:
    # Imported at the first act only: reading commands do not need it.
    from transitions import Machine

    # It logs every step at INFO; the journal already tells them.
    logging.getLogger("transitions").setLevel(logging.WARNING)
    machine = Machine(
        model=None, states=[START, *map(str, Stage)], initial=START, auto_transitions=False, send_event=False
    )
    for step in STEPS:
        if step.dest is not None:
            for source in step.sources:
                machine.add_transition(str(step.act), str(source or START), str(step.dest))
    return machine


@cache
def travel(act: Act, source: Stage | None) -> Stage:
    """Return the stage where the act leads; raise `transitions.MachineError` where the table has no such
    step."""
    light = _Light(str(source or START))
    _machine().events[str(act)].trigger(light)
    return Stage(light.state)
