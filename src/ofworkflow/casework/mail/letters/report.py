"""The appointment is moved; `ancien` is named so that nobody comes on that day."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.subject import Common, LetterSubject, given_by, numbered, shown
from ofworkflow.letters.models.report import Report


def build(s: LetterSubject, common: Common) -> Report:
    """Return what the letter says."""
    old, appointment = given_by(s)
    return Report(**common, rendez_vous=numbered(s, appointment), ancien=shown(old or appointment))
