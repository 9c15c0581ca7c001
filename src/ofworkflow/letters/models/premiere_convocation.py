"""R. 114-6: the first interview. `avec_mention`: first letter to that person, so with the mention of
personal data."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import EVERYWHERE, PRIVACY, SUMMONS, Mention
from ofworkflow.letters.people import RendezVousAnnonce
from ofworkflow.letters.samples import COMMUN, LEA, MERE, RENDEZ_VOUS
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class PremiereConvocation(Lettre):
    """R. 114-6: the first interview. `avec_mention`: first letter to that person, so with the mention of
    personal data.

    `excuse_le`: the appointment whose absence was excused before this one, for a reason of theirs
    (`excuse_de_leur_fait`) or not. `terme_le`, `information_des_le`, `majorite_le` (the 18th birthday, where
    it comes before that end): where the house counts the two months of R. 114-7 from this letter (since
    `depart_le` once it was posted); else empty.
    """

    modele: ClassVar[str] = "premiere_convocation"

    rendez_vous: RendezVousAnnonce
    signale_le: date
    excuse_le: date | None = None
    excuse_de_leur_fait: bool = True
    depart_le: date | None = None
    terme_le: date | None = None
    information_des_le: date | None = None
    majorite_le: date | None = None


KIND = LetterKind(
    sample=PremiereConvocation(
        **COMMUN,
        avec_mention=True,
        destinataire=MERE,
        rendez_vous=RENDEZ_VOUS,
        signale_le=date(2026, 9, 21),
    ),
    mentions=(*EVERYWHERE, *SUMMONS, Mention("l'article R. 114-6", r"R\. ?114-6"), *PRIVACY),
    pages_at_most=2,
    to=(MERE, LEA),
    poor={"avec_mention": False},
)
