"""From a rule and a departure to dates: the nominal, the legal and the internal end of a delay."""

from __future__ import annotations

from datetime import date

from ofworkflow.law.calendar import WorkCalendar
from ofworkflow.law.periods import Period, add_years
from ofworkflow.law.texts import MAJORITE, OF_AGE, SCOPE_FROM_YEARS, Rule
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class Deadline:
    """The three dates of a delay, all civil days.

    `nominal_on` is the same day number; `legal_on` moves it forward over legal holidays (CPC 642), and over
    customary ones where the house says that an idle day extends; `internal_on` moves it backward, over
    customary ones always, so that the house is on time under every reading. A delay that no law sets has
    three times the same date.
    """

    starts_on: date
    nominal_on: date
    legal_on: date
    internal_on: date
    basis: str
    length: str
    version_since: date | None = None


def deadline(rule: Rule, *, starts_on: date, calendar: WorkCalendar) -> Deadline:
    """Return the dates of a delay that the law sets, under the version in force on `starts_on` (CPC 640 to
    642).

    Raise `NotInForceError` when the rule did not exist yet.
    """
    version = rule.on(starts_on)
    nominal_on = version.length.after(starts_on, calendar)
    return Deadline(
        starts_on=starts_on,
        nominal_on=nominal_on,
        legal_on=calendar.next_working(nominal_on, by_law=True),
        internal_on=calendar.previous_working(nominal_on),
        basis=version.basis.number,
        length=str(version.length),
        version_since=version.since,
    )


def house_deadline(length: Period, *, starts_on: date, calendar: WorkCalendar, basis: str) -> Deadline:
    """Return the date of a delay that the house sets (`basis` names the setting); nothing moves it."""
    due_on = length.after(starts_on, calendar)
    return Deadline(starts_on, due_on, due_on, due_on, basis, str(length))


def fixed_deadline(due_on: date, *, starts_on: date, basis: str) -> Deadline:
    """Return a delay whose end is a known day: a contract, a certificate."""
    return Deadline(starts_on, due_on, due_on, due_on, basis, f"jusqu'au {due_on:%d/%m/%Y}")


def majority_on(born_on: date) -> date:
    """Return the 18th birthday, the first day of majority (code civil 388 and 414); 28 February for a 29
    February."""
    return add_years(born_on, OF_AGE.count)


def majority_deadline(born_on: date) -> Deadline:
    """Return the majority as a delay that runs from birth; no working day moves it."""
    due_on = majority_on(born_on)
    return Deadline(born_on, due_on, due_on, due_on, MAJORITE.versions[-1].basis.number, str(OF_AGE))


def scope_from_on(born_on: date) -> date:
    """Return the 16th birthday, the first day of the obligation that is checked here (L. 114-1); 28 February
    in a common year for a 29 February."""
    return add_years(born_on, SCOPE_FROM_YEARS)


def in_scope(born_on: date, day: date) -> bool:
    """Tell whether the obligation applies that day: from the 16th birthday to the eve of the 18th (L.
    114-1)."""
    return scope_from_on(born_on) <= day < majority_on(born_on)


def age_on(born_on: date, day: date) -> int:
    """Return the age in completed years on `day`."""
    years = day.year - born_on.year
    return years - (add_years(born_on, years) > day)
