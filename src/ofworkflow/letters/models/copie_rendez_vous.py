"""An appointment, told to who looks after the young person without holding parental authority."""

from __future__ import annotations

from typing import ClassVar

from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import APPOINTMENT, EVERYWHERE, YOUNG
from ofworkflow.letters.people import RendezVousAnnonce
from ofworkflow.letters.samples import COMMUN, COPIE, RENDEZ_VOUS, SERVICE_EN_COPIE
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class CopieRendezVous(Lettre):
    """An appointment, told to who looks after the young person without holding parental authority.

    `remplace`: it takes the place of another one.
    """

    modele: ClassVar[str] = "copie_rendez_vous"

    rendez_vous: RendezVousAnnonce
    remplace: RendezVousAnnonce | None = None


KIND = LetterKind(
    sample=CopieRendezVous(**COMMUN, destinataire=COPIE, rendez_vous=RENDEZ_VOUS),
    mentions=(*EVERYWHERE, *APPOINTMENT, YOUNG),
    pages_at_most=2,
    to=(COPIE, SERVICE_EN_COPIE),
)
