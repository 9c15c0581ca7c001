"""The house cancels an appointment; never used for an absence."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.subject import Common, LetterSubject, last_given, numbered
from ofworkflow.letters.models.annulation import Annulation
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Closing


def build(s: LetterSubject, common: Common) -> Annulation:
    """Return what the letter says."""
    request = s.entry.request
    closed = request if isinstance(request, ask.Cloturer) else None
    return Annulation(
        **common,
        rendez_vous=numbered(s, last_given(s)),
        close=closed is not None,
        demenage=closed is not None and closed.motif is Closing.DEMENAGEMENT,
        etranger=closed is not None and closed.motif is Closing.DEPART_ETRANGER,
        par_erreur=closed is not None and closed.motif in (Closing.ERREUR, Closing.DOUBLON),
        repris_par=closed.vers if closed else "",
        en_regle=isinstance(request, ask.ConstaterSituation),
        exempte=isinstance(request, ask.Exempter),
    )
