"""The procedure ends on the 18th birthday, `le_jour`; the mission locale stays open."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.subject import Common, LetterSubject
from ofworkflow.letters.models.majorite import Majorite


def build(s: LetterSubject, common: Common) -> Majorite:
    """Return what the letter says."""
    return Majorite(**common, le_jour=s.opened.case.majority_on)
