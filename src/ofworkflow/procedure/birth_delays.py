"""The delays that follow the birth date, once it is corrected."""

from __future__ import annotations

from ofworkflow.law.deadlines import Deadline, deadline, fixed_deadline, majority_deadline
from ofworkflow.law.texts import PREMIER_ENTRETIEN
from ofworkflow.procedure.case import CaseState, HouseRules, RunningDelay
from ofworkflow.procedure.vocabulary import Delay


def moved_by_birth(case: CaseState, rules: HouseRules) -> tuple[RunningDelay, ...]:
    """Return the delays that follow the birth date, where they say another than the case, with the right
    dates: majority, also where it runs no more, 16, and the three months of who was reported before."""
    taken_up = {delay.key: delay for delay in case.before_closing.delays} if case.before_closing else {}
    moved = []
    for delay in case.delays:
        runs = taken_up.get(delay.key, delay).is_open
        dates = _from_birth(case, delay, rules) if runs or delay.slug is Delay.MAJORITE else None
        if dates and dates != delay.dates:
            moved.append(RunningDelay(delay.slug, delay.opened_by, dates, delay.provisional, delay.anchor))
    return tuple(moved)


def _from_birth(case: CaseState, delay: RunningDelay, rules: HouseRules) -> Deadline | None:
    if delay.slug is Delay.MAJORITE:
        return majority_deadline(case.born_on)
    if delay.slug is Delay.SEIZE_ANS:
        return fixed_deadline(case.sixteen_on, starts_on=delay.dates.starts_on, basis=delay.dates.basis)
    report = case.reports.get(delay.opened_by) if delay.slug is Delay.PREMIER_ENTRETIEN else None
    if report is None:
        return None
    starts_on = max(report.on, case.sixteen_on)
    if starts_on == delay.dates.starts_on:
        return None  # its dates are those of the calendar of the day on which it opened
    return deadline(PREMIER_ENTRETIEN, starts_on=starts_on, calendar=rules.calendar)
