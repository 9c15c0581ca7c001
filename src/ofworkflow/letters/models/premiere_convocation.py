"""R. 114-6: the first interview. `avec_mention`: first letter to that person, so with the mention of personal data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import EVERYWHERE, PRIVACY, SUMMONS, Mention
from ofworkflow.letters.people import RendezVousAnnonce
from ofworkflow.letters.samples import COMMUN, LEA, MERE, RENDEZ_VOUS, SOURCE


@dataclass(frozen=True, slots=True)
class PremiereConvocation(Lettre):
    """R. 114-6: the first interview. `avec_mention`: first letter to that person, so with the mention of personal data.

    `source` reads after « par » (« votre lycée », « les services de l'Éducation nationale »), here and below.
    """

    modele: ClassVar[str] = "premiere_convocation"

    rendez_vous: RendezVousAnnonce
    source: str
    signale_le: date
    avec_mention: bool


KIND = LetterKind(
    sample=PremiereConvocation(
        **COMMUN,
        destinataire=MERE,
        rendez_vous=RENDEZ_VOUS,
        source=SOURCE,
        signale_le=date(2026, 9, 21),
        avec_mention=True,
    ),
    mentions=(*EVERYWHERE, *SUMMONS, Mention("l'article R. 114-6", r"R\. ?114-6"), *PRIVACY),
    pages_at_most=2,
    to=(MERE, LEA),
    poor={"avec_mention": False},
)
