"""What the night has to do or to say about a dossier, and on which day: pure, and the same whatever nights were missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ofworkflow.law.periods import add_days, days_between
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import CaseState, HouseRules, RunningDelay
from ofworkflow.procedure.delays import DELAYS
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.steps import BY_SOURCE
from ofworkflow.procedure.vocabulary import Act, Closing, Delay, Stage

Warned = Mapping[tuple[int, Delay], date]
"""For each delay, the day of the last warning given."""


@dataclass(frozen=True, slots=True)
class DueAct:
    """An act that the night does by itself: fallen due on `due_on`, dated `done_on`."""

    due_on: date
    done_on: date
    request: Request


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 — the word of the trade; nothing here raises Python warnings
    """A warning that falls on `on`; `days_left` may be negative once the delay is over."""

    on: date
    delay: RunningDelay
    days_left: int


def due_acts(case: CaseState, rules: HouseRules) -> list[DueAct]:
    """Return the automatic acts to come, earliest first; majority before all else on its day."""
    if case.stage is None or case.stage is Stage.CLOTURE:
        return []
    found = [(due_on, rank, request) for rank, (due_on, request) in enumerate(_candidates(case, rules))]
    # a posting may be dated long before the act that it follows: the night never goes back behind a person's act
    floor = max((day for day in (case.last_entry_on, case.last_human_on) if day), default=date.min)
    return [DueAct(on, max(on, floor), request) for on, _, request in sorted(found, key=lambda f: f[:2])]


def _candidates(case: CaseState, rules: HouseRules) -> Iterator[tuple[date, Request]]:
    yield case.majority_on, ask.Cloturer(Closing.MAJORITE)
    if (Act.CONSTATER_TERME, case.stage) in BY_SOURCE:
        term = case.open_delay(Delay.FIN_SITUATION) or case.open_delay(Delay.REVISION_EXEMPTION)
        if term:
            yield add_days(term.dates.legal_on, 1), ask.ConstaterTerme()
    running = case.open_delay(Delay.DEPARTEMENT)
    if running and not running.provisional and (Act.PREPARER_TRANSMISSION, case.stage) in BY_SOURCE:
        past_on = _convocation_past_on(case)
        if past_on:
            yield (
                max(add_days(running.dates.legal_on, -rules.preparation_avant_terme), past_on),
                ask.PreparerTransmission(),
            )


def _convocation_past_on(case: CaseState) -> date | None:
    """Return the first day on which a posted R. 114-7 appointment of the cycle is past."""
    days = [
        a.on if a.outcome else add_days(a.on, 1)
        for a in case.appointments
        if a.n in case.convocations and case.reached(a.n) and a.outcome != "reporte"
    ]
    return min(days, default=None)


def warnings(case: CaseState, warned: Warned) -> list[Warning]:
    """Return the warnings to come that were not given yet, earliest first."""
    found = (
        Warning(on, delay, days_between(on, delay.dates.legal_on))
        for delay in case.open_delays()
        if not delay.provisional
        for on in _warning_days(delay)
        if (last := warned.get(delay.key)) is None or on > last
    )
    return sorted(found, key=lambda w: (w.on, w.delay.slug))


def _warning_days(delay: RunningDelay) -> Iterator[date]:
    kind = DELAYS[delay.slug]
    for left in kind.warn_left:
        on = add_days(delay.dates.legal_on, -left)
        if on > delay.dates.starts_on:
            yield on
    for elapsed in kind.warn_elapsed:
        yield add_days(delay.dates.starts_on, elapsed)
