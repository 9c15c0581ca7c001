"""From which day the département may be informed without a particular reason, as the house chose; R. 114-7
only says by when."""

from __future__ import annotations

from datetime import date

from ofworkflow.law.deadlines import house_deadline
from ofworkflow.law.periods import add_days
from ofworkflow.procedure.case import HouseRules
from ofworkflow.procedure.delays import house_length

MORROW = "lendemain"
"""What `information_au_plus_tot` may say beside « justification », its usual value."""


def earliest_notice_on(
    rules: HouseRules,
    appointment_on: date,
    *,
    window_ends_on: date | None = None,
    last_useful_on: date | None = None,
) -> date:
    """Return the first day of the notice after an appointment that nobody came to.

    `window_ends_on`: the last day for an excuse, where the absence is recorded; before that it is counted
    from the appointment. `last_useful_on`: the end of the two months, or the eve of majority before it; the
    house's habit gives way to it, for R. 114-7 says by when.
    """
    wanted = _wanted_on(rules, appointment_on, window_ends_on)
    if last_useful_on is None or wanted <= last_useful_on:
        return wanted
    return max(add_days(appointment_on, 1), last_useful_on)


def _wanted_on(rules: HouseRules, appointment_on: date, window_ends_on: date | None) -> date:
    setting = rules.information_au_plus_tot
    if setting == MORROW:
        return add_days(appointment_on, 1)
    if setting.isdigit():
        return add_days(appointment_on, int(setting))
    length = house_length("justification", rules)
    counted = house_deadline(length, starts_on=appointment_on, calendar=rules.calendar, basis=setting)
    return add_days(window_ends_on or counted.legal_on, 1)
