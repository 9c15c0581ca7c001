"""The same day, to the young person and the representatives: the département was informed, and why."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.subject import Common, LetterSubject
from ofworkflow.letters.models.information_famille import InformationFamille


def build(s: LetterSubject, common: Common) -> InformationFamille:
    """Return what the letter says."""
    motif = "la situation au regard de l'obligation de formation n'a pas pu être établie dans les deux mois de la convocation"
    return InformationFamille(**common, departement_nom=s.press.departement.nom, transmis_le=s.entry.done_on, motif=motif)
