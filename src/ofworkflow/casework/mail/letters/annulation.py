"""The house cancels an appointment; never used for an absence."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.subject import Common, LetterSubject, last_given, numbered
from ofworkflow.letters.models.annulation import Annulation


def build(s: LetterSubject, common: Common) -> Annulation:
    """Return what the letter says."""
    return Annulation(**common, rendez_vous=numbered(s, last_given(s)))
