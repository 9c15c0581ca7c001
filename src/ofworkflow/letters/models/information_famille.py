"""The same day, to the young person and the representatives: the département was informed, and why."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from ofworkflow.letters import words
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import EVERYWHERE, Mention
from ofworkflow.letters.samples import COMMUN, LEA, MERE
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class InformationFamille(Lettre):
    """The same day, to the young person and the representatives: the département was informed, and why.

    `propositions_faites`, `representants_connus`, `plusieurs_representants`: whether the notice lists
    proposals, names a representative, several.
    `motif` is a sentence without its full stop (« les deux rendez-vous proposés n'ont pas eu lieu »).
    """

    modele: ClassVar[str] = "information_famille"

    departement_nom: str
    transmis_le: date
    motif: str
    propositions_faites: bool = False
    representants_connus: bool = True
    plusieurs_representants: bool = True


KIND = LetterKind(
    sample=InformationFamille(
        **COMMUN,
        destinataire=MERE,
        departement_nom="Département du Nord",
        transmis_le=date(2026, 12, 21),
        motif="les deux entretiens proposés n'ont pas eu lieu",
    ),
    mentions=(
        *EVERYWHERE,
        Mention("l'article R. 114-7", r"R\. ?114-7"),
        Mention("le motif", of=lambda x: x.motif),
        Mention("le jour de la transmission", of=lambda x: words.long_date(x.transmis_le)),
    ),
    pages_at_most=2,
    to=(MERE, LEA),
)
