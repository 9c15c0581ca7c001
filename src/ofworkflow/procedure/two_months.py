"""The two months of R. 114-7: what starts them, what meets them, and what is said of both afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ofworkflow.law.deadlines import deadline
from ofworkflow.law.texts import DEPARTEMENT
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import CaseState, HouseRules, RunningDelay
from ofworkflow.procedure.delays import ON_APPOINTMENT, ON_PRESENTATION
from ofworkflow.procedure.entries import Ended, Request
from ofworkflow.procedure.late import ending
from ofworkflow.procedure.mailings import Mailing
from ofworkflow.procedure.vocabulary import Act, Delay, DelayState


def anchors(case: CaseState, rules: HouseRules) -> tuple[RunningDelay, ...]:
    """R. 114-7: the two months run from the first valid posting of the convocation that opened them.

    A later convocation moves them only when the earlier ones proved undeliverable; when none arrived they are
    provisional again.
    """
    running = case.open_delay(Delay.DEPARTEMENT)
    if running is None:
        return ()
    moved = _anchored(running, _summons(case, running), case.mailings, rules)
    return () if moved == running else (moved,)


def started_since(case: CaseState, posted_n: int, rules: HouseRules) -> tuple[RunningDelay, ...]:
    """Return the two months that were over when the post's word on the act `posted_n` was noted, if it says
    that they had begun otherwise, with their right start: nothing makes them run again.

    What left, or came back, after they were over changes nothing: they were what they were.
    """
    opened = [delay for delay in case.delays if delay.slug is Delay.DEPARTEMENT]
    known = next((delay for delay in reversed(opened) if delay.opened_by <= posted_n), None)
    if known is None or known.closed_on is None:
        return ()
    after = [delay.opened_by for delay in opened if delay.opened_by > known.opened_by]
    summons = {n for n in _summons(case, known) if n < min(after, default=n + 1)}
    if posted_n not in summons:
        return ()
    until = [mailing.until(known.closed_on) for mailing in case.mailings if mailing.on <= known.closed_on]
    moved = _anchored(known, summons, until, rules)
    if moved == known:
        return ()
    return (replace(moved, state=DelayState.OUVERTE, closed_on=None, met=False),)  # a replay keeps it over


def _summons(case: CaseState, delay: RunningDelay) -> set[int]:
    return {a.n for a in case.appointments if a.n >= delay.opened_by}


def _anchored(
    delay: RunningDelay, summons: set[int], mailings: Iterable[Mailing], rules: HouseRules
) -> RunningDelay:
    by_presentation = delay.anchor == ON_PRESENTATION
    days = [
        day
        for mailing in mailings
        if mailing.act_n in summons
        and (day := mailing.effective_on(by_presentation=by_presentation)) is not None
    ]
    moved = replace(delay, provisional=not days)
    if days and delay.anchor != ON_APPOINTMENT and (delay.provisional or min(days) != delay.dates.starts_on):
        moved = replace(moved, dates=deadline(DEPARTEMENT, starts_on=min(days), calendar=rules.calendar))
    return moved


def transmitted(request: Request, case: CaseState, done_on: date) -> tuple[Ended, ...]:
    """R. 114-7: what ends the two months is the notice that leaves, in time or not, and not its signature."""
    if not isinstance(request, ask.Poster) or not request.information:
        return ()
    return met_by_a_notice(case, request.acte_n, done_on)


def met_by_a_notice(case: CaseState, notice_n: int, left_on: date) -> tuple[Ended, ...]:
    """Return the two months that the notice `notice_n` ends, which left that day: those under which it was
    signed, for others may run when its posting is noted."""
    running = next(
        (
            delay
            for delay in reversed(case.delays)
            if delay.slug is Delay.DEPARTEMENT and delay.is_open and delay.opened_by < notice_n
        ),
        None,
    )
    if running is None:
        return ()
    return (Ended(running.opened_by, running.slug, ending(running, Act.TRANSMETTRE, left_on)),)
