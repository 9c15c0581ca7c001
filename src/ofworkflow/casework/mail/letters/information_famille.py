"""The same day, to the young person and the representatives: the département was informed, and why."""

from __future__ import annotations

from ofworkflow.casework.mail.letters.information_departement import named_in_notice, proposals
from ofworkflow.casework.mail.letters.subject import Common, LetterSubject, departement, sent_on
from ofworkflow.letters.models.information_famille import InformationFamille


def build(s: LetterSubject, common: Common) -> InformationFamille:
    """Return what the letter says."""
    motif = "à ce jour, nous n'avons pas pu établir que cette obligation est respectée"
    return InformationFamille(
        **common,
        departement_nom=departement(s).nom,
        transmis_le=sent_on(s),
        motif=motif,
        propositions_faites=bool(proposals(s)),
        representants_connus=bool(named_in_notice(s)),
        plusieurs_representants=len(named_in_notice(s)) > 1,
    )
