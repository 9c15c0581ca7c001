"""The obligation is met; `situation` is a nature of the closed list."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.subject import Common, LetterSubject, covered_by
from ofworkflow.letters.models.attestation_conformite import AttestationConformite
from ofworkflow.procedure.natures import nature_label


def build(s: LetterSubject, common: Common) -> AttestationConformite:
    """Return what the letter says."""
    covers = covered_by(s)
    return AttestationConformite(**common, situation=nature_label(covers.nature), depuis=covers.starts_on)
