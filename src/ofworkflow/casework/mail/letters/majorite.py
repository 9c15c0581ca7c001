"""The procedure ends on the 18th birthday, `le_jour`; the mission locale stays open."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.subject import Common, LetterSubject
from ofworkflow.letters.models.majorite import Majorite
from ofworkflow.procedure.vocabulary import Nature


def build(s: LetterSubject, common: Common) -> Majorite:
    """Return what the letter says."""
    day = s.opened.case.majority_on
    kept = s.opened.case.before_closing or s.opened.case
    going_on = any(c.nature == Nature.ACCOMPAGNEMENT for c in kept.covering(day))
    return Majorite(**common, le_jour=day, accompagnement=going_on)
