"""An appointment, told to who looks after the young person without holding parental authority."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.subject import Common, LetterSubject, given_by, numbered, shown
from ofworkflow.letters.models.copie_rendez_vous import CopieRendezVous
from ofworkflow.procedure.vocabulary import Act


def build(s: LetterSubject, common: Common) -> CopieRendezVous:
    """Return what the letter says."""
    before, appointment = given_by(s)
    moved = before if s.entry.act is Act.REPORTER else None
    return CopieRendezVous(
        **common, rendez_vous=numbered(s, appointment), remplace=shown(moved) if moved else None
    )
