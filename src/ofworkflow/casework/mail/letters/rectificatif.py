"""A letter that left by mistake is withdrawn: whoever received it is told so, and by whose mistake."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.subject import Common, LetterSubject, shown
from ofworkflow.letters.models.rectificatif import Rectificatif
from ofworkflow.letters.people import Fait
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.case import Appointment
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import Mistake, Recipient


def build(s: LetterSubject, common: Common) -> Rectificatif:
    """Return what the letter says."""
    withdrawn = _withdrawn(s)
    whose = (s.letter.role, s.letter.representant_id)
    received = [r for r in s.posted if r.acte_n == withdrawn.n and (r.role, r.representant_id) == whose]
    told = [r for r in s.posted if r.acte_n == withdrawn.n and r.role == Recipient.DEPARTEMENT]
    notices = [r.poste_le for r in told if r.poste_le]
    rdv = withdrawn.request.rdv if isinstance(withdrawn.request, ask.Appointing) else None
    request = s.entry.request
    mistake = request.erreur if isinstance(request, ask.Rectifier) else Mistake.COURRIER
    return Rectificatif(
        **common,
        retires=tuple(Fait(r.poste_le, Model(r.modele).label, "") for r in received if r.poste_le),
        erreur="" if mistake is Mistake.COURRIER else mistake.label,
        rdv_retire=shown(Appointment(withdrawn.n, withdrawn.dest, rdv)) if rdv else None,
        rdv_passe=rdv is not None and rdv.le < s.entry.done_on,
        departement_informe=bool(notices),
        transmis_le=min(notices, default=None),
    )


def _withdrawn(s: LetterSubject) -> Entry:
    return next(e for e in s.opened.entries if e.n == s.entry.effects.annuls)
