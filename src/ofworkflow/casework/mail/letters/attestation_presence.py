"""The young person came; `presents` are the persons received, as they are to be named."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.subject import Common, LetterSubject
from ofworkflow.letters.models.attestation_presence import AttestationPresence
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Presence


def build(s: LetterSubject, common: Common) -> AttestationPresence:
    """Return what the letter says."""
    request = s.entry.request
    with_somebody = isinstance(request, ask.Recevoir) and request.present is Presence.LES_DEUX
    minor = common["jeune"]
    presents = (f"{minor.prenom} {minor.nom}", *(("un représentant légal",) if with_somebody else ()))
    return AttestationPresence(**common, recu_le=s.entry.done_on, presents=presents)
