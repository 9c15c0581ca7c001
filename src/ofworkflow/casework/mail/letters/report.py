"""The appointment is moved; `ancien` is named so that nobody comes on that day."""

from __future__ import annotations

from collections.abc import Mapping

from ofworkflow.casework.mail.letters.others import given_by_others
from ofworkflow.casework.mail.letters.subject import (
    Common,
    LetterSubject,
    excused_by_them,
    given_by,
    knew,
    majority_before_end,
    notice_not_before,
    numbered,
    shown,
    two_months,
)
from ofworkflow.letters.models.report import Issue, Report
from ofworkflow.procedure.case import Appointment
from ofworkflow.procedure.vocabulary import AppointmentOutcome, Stage

_ISSUES: Mapping[AppointmentOutcome, Issue] = {
    AppointmentOutcome.ABSENT: "absent",
    AppointmentOutcome.EXCUSE: "excuse",
}


def _issue(s: LetterSubject, old: Appointment | None) -> Issue:
    issue = _ISSUES.get(old.outcome, "") if old and old.outcome else ""
    return "leve" if issue == "excuse" and not excused_by_them(s) else issue


def build(s: LetterSubject, common: Common) -> Report:
    """Return what the letter says."""
    old, appointment = given_by(s)
    running = two_months(s)
    summons = appointment.kind is Stage.CONVOCATION
    counts = summons and running is not None and running.is_open
    return Report(
        **common, r114_7=summons, ancien_issue=_issue(s, old),
        terme_le=running.dates.legal_on if counts and running else None,
        information_des_le=notice_not_before(s, appointment) if counts else None,
        rendez_vous=numbered(s, appointment),
        ancien=shown(old or appointment) if old is None or knew(s, old) else None,
        majorite_le=majority_before_end(s) if counts else None,
        donne_par=given_by_others(s.opened.entries, old) if old else "",
    )  # fmt: skip
