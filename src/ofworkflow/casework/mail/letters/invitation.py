"""A follow-up appointment, which summons nobody."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.subject import Common, LetterSubject, given_by, knew, numbered, shown
from ofworkflow.letters.models.invitation import RendezVousDeSuivi
from ofworkflow.procedure.vocabulary import AppointmentOutcome


def build(s: LetterSubject, common: Common) -> RendezVousDeSuivi:
    """Return what the letter says."""
    before, appointment = given_by(s)
    moved = (
        before if before and before.is_follow_up and before.outcome is AppointmentOutcome.REPORTE else None
    )
    return RendezVousDeSuivi(
        **common,
        rendez_vous=numbered(s, appointment),
        ancien=shown(moved) if moved and moved.by_letter and knew(s, moved) else None,
    )
