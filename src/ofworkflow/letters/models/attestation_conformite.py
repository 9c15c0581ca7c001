"""The obligation is met; `situation` is a nature of the closed list."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import EVERYWHERE, YOUNG, Mention
from ofworkflow.letters.samples import COMMUN, LEA
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class AttestationConformite(Lettre):
    """The obligation is met; `situation` is a nature of the closed list.

    `inscription_seule`: an enrolment was seen on `preuve_vue_le`, not the attendance, to be checked by
    `a_verifier_le` (R. 114-1).
    """

    modele: ClassVar[str] = "attestation_conformite"

    situation: str
    depuis: date
    inscription_seule: bool = False
    preuve_vue_le: date | None = None
    a_verifier_le: date | None = None


KIND = LetterKind(
    sample=AttestationConformite(
        **COMMUN, destinataire=LEA, situation="apprentissage", depuis=date(2027, 1, 4)
    ),
    mentions=(*EVERYWHERE, YOUNG, Mention("la situation", of=lambda x: x.situation)),
    pages_at_most=2,
)
