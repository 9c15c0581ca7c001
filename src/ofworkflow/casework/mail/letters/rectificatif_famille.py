"""Beside a rectifying letter to the département: the family is told what it is told."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.rectificatif_departement import notice_that_left, what_changed
from ofworkflow.casework.mail.letters.subject import Common, LetterSubject, departement
from ofworkflow.letters.models.rectificatif_famille import RectificatifFamille


def build(s: LetterSubject, common: Common) -> RectificatifFamille:
    """Return what the letter says."""
    return RectificatifFamille(
        **common,
        departement_nom=departement(s).nom,
        transmis_le=notice_that_left(s),
        **what_changed(s),
    )
