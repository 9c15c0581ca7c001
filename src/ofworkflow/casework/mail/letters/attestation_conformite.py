"""The obligation is met; `situation` is a nature of the closed list."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.subject import Common, LetterSubject, covered_by
from ofworkflow.letters.models.attestation_conformite import AttestationConformite
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.natures import NATURES, told_outside
from ofworkflow.procedure.vocabulary import Nature, Proof


def build(s: LetterSubject, common: Common) -> AttestationConformite:
    """Return what the letter says."""
    covers = covered_by(s)
    request = s.entry.request
    attended = request.attended_on if isinstance(request, ask.ConstaterSituation) else None
    enrolled = attended is None and Proof(covers.proof) in NATURES[Nature(covers.nature)].provisional
    return AttestationConformite(
        **common,
        situation=told_outside(covers.nature),
        depuis=covers.starts_on,
        inscription_seule=enrolled,
        preuve_vue_le=covers.proof_seen_on,
        a_verifier_le=covers.ends_on if enrolled else None,
    )
