"""R. 114-6: the first interview."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.subject import (
    Common,
    LetterSubject,
    began_before,
    excused_by_them,
    given_by,
    majority_before_end,
    notice_not_before,
    numbered,
    two_months,
)
from ofworkflow.letters.models.premiere_convocation import PremiereConvocation
from ofworkflow.procedure.vocabulary import AppointmentOutcome


def build(s: LetterSubject, common: Common) -> PremiereConvocation:
    """Return what the letter says."""
    before, appointment = given_by(s)
    excused = before is not None and before.outcome is AppointmentOutcome.EXCUSE
    running = two_months(s)
    return PremiereConvocation(
        **common, rendez_vous=numbered(s, appointment), signale_le=s.signale_le,
        excuse_le=before.on if before and excused else None, excuse_de_leur_fait=excused_by_them(s),
        depart_le=began_before(s),
        terme_le=running.dates.legal_on if running and running.is_open else None,
        information_des_le=notice_not_before(s, appointment) if running and running.is_open else None,
        majorite_le=majority_before_end(s) if running and running.is_open else None,
    )  # fmt: skip
