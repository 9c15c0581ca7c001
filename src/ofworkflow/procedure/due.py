"""What the night has to do or to say about a dossier, and on which day: pure, and the same whatever nights
were missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from ofworkflow.law.periods import add_days
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import CaseState, HouseRules, RunningDelay
from ofworkflow.procedure.delays import alerte_counts
from ofworkflow.procedure.requests import Request
from ofworkflow.procedure.steps import BY_SOURCE
from ofworkflow.procedure.vocabulary import Act, AppointmentOutcome, Closing, Delay, Stage
from ofworkflow.records import dataclass

ROUND = 2
"""Raised when what the night does of the same journal changes: what it had planned is then planned again."""

Warned = Mapping[tuple[int, Delay], date]
"""For each delay, the day of the last alerte given."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Why an automatic act falls due: `shift` days from the legal end of a delay, and not before a day of its
    own.

    `setting` names what the house chose of the shift; `not_before` is the first day on which the appointment
    is past.
    """

    act: Request
    delay_end_on: date
    shift: int
    delay: RunningDelay | None
    setting: str = ""
    not_before: date | None = None

    @property
    def due_on(self) -> date:
        """The day on which the act falls due."""
        shifted = add_days(self.delay_end_on, self.shift)
        return max(shifted, self.not_before) if self.not_before else shifted


class DueAct(NamedTuple):
    """An act that the night does by itself: fallen due on `due_on`, dated `done_on`, for the reason
    `origin`."""

    due_on: date
    done_on: date
    request: Request
    origin: Origin


class Alerte(NamedTuple):
    """An alerte that falls on `on`; `days_left` may be negative once the delay is over."""

    on: date
    delay: RunningDelay
    days_left: int


# Looked up once: this is asked of every dossier, at every act.
_CLOSED, _WAITS = Stage.CLOTURE, Stage.ATTENTE
_MAJORITY, _TWO_MONTHS = Delay.MAJORITE, Delay.DEPARTEMENT
_OF_AGE = ask.Cloturer(Closing.MAJORITE)


def due_acts(case: CaseState, rules: HouseRules) -> list[DueAct]:
    """Return the automatic acts to come, earliest first; majority before all else on its day."""
    if case.stage is None or case.stage is _CLOSED:
        return []
    dues = [(origin.due_on, origin) for origin in _origins(case, rules)]
    dues.sort(key=itemgetter(0))  # in their order on the same day
    # a posting may be dated long before the act that it follows: the night never goes back behind a person's
    # act
    floor = never_before(case)
    return [DueAct(on, floor if floor and floor > on else on, origin.act, origin) for on, origin in dues]


def never_before(case: CaseState) -> date | None:
    """Return the day behind which the night dates nothing: the last act of a person, or the last entry."""
    entry_on, human_on = case.last_entry_on, case.last_human_on
    return max(entry_on, human_on) if entry_on and human_on else entry_on or human_on


def _origins(case: CaseState, rules: HouseRules) -> Iterator[Origin]:
    yield Origin(_OF_AGE, case.majority_on, 0, case.open_delay(_MAJORITY))
    if case.stage is _WAITS:
        yield Origin(ask.ConstaterAge(), case.sixteen_on, 0, case.open_delay(Delay.SEIZE_ANS))
    if (Act.CONSTATER_TERME, case.stage) in BY_SOURCE:
        for slug in (Delay.FIN_SITUATION, Delay.REVISION_EXEMPTION):
            if term := case.open_delay(slug):
                yield Origin(ask.ConstaterTerme(), term.dates.legal_on, 1, term)
    running = case.open_delay(_TWO_MONTHS)
    if running and not running.provisional and (Act.PREPARER_TRANSMISSION, case.stage) in BY_SOURCE:
        past_on = _convocation_past_on(case)
        if past_on:
            origin = Origin(
                ask.PreparerTransmission(), running.dates.legal_on, -rules.preparation_avant_terme, running,
                "preparation_avant_terme", past_on,
            )  # fmt: skip
            # an absence is never presumed: the outcome is asked for, and the notice waits for it
            if case.unsettled(max(origin.due_on, never_before(case) or origin.due_on)) is None:
                yield origin


def _convocation_past_on(case: CaseState) -> date | None:
    """Return the first day on which a posted R. 114-7 appointment of the cycle is past."""
    days = [
        a.on if a.outcome else add_days(a.on, 1)
        for a in case.appointments
        if a.n in case.convocations
        and a.n not in case.called_off
        and case.reached(a.n)
        and a.outcome is not AppointmentOutcome.REPORTE
    ]
    return min(days, default=None)


def alertes(case: CaseState, warned: Warned) -> list[Alerte]:
    """Return the alertes to come that were not given yet, earliest first."""
    coming = list(_coming(case, warned))
    coming.sort(key=lambda w: (w[0], w[1].slug))
    return list(map(Alerte._make, coming))


def first_alerte_on(case: CaseState, warned: Warned) -> date | None:
    """Return the day of the first of them."""
    return min((on for on, _, _ in _coming(case, warned)), default=None)


def _coming(case: CaseState, warned: Warned) -> Iterator[tuple[date, RunningDelay, int]]:
    for delay in case.open_delays():
        if delay.provisional:
            continue
        last = warned.get(delay.key) if warned else None
        for on, left in alerte_counts(delay):
            if not last or on > last:
                yield on, delay, left
