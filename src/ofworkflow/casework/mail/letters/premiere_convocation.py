"""R. 114-6: the first interview. `avec_mention`: first letter to that person, so with the mention of personal data."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.subject import Common, LetterSubject, given_by, numbered
from ofworkflow.letters.models.premiere_convocation import PremiereConvocation


def build(s: LetterSubject, common: Common) -> PremiereConvocation:
    """Return what the letter says."""
    _, appointment = given_by(s)
    return PremiereConvocation(
        **common, rendez_vous=numbered(s, appointment), source=s.source.label, signale_le=s.signale_le, avec_mention=s.first
    )
