"""The appointment is moved; `ancien` is named so that nobody comes on that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ofworkflow.letters import words
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import EVERYWHERE, SUMMONS, Mention
from ofworkflow.letters.people import RendezVousAnnonce
from ofworkflow.letters.samples import ANCIEN, COMMUN, LEA, MERE, RENDEZ_VOUS


@dataclass(frozen=True, slots=True)
class Report(Lettre):
    """The appointment is moved; `ancien` is named so that nobody comes on that day."""

    modele: ClassVar[str] = "report"

    rendez_vous: RendezVousAnnonce
    ancien: RendezVousAnnonce


KIND = LetterKind(
    sample=Report(**COMMUN, destinataire=MERE, rendez_vous=RENDEZ_VOUS, ancien=ANCIEN),
    mentions=(*EVERYWHERE, *SUMMONS, Mention("l'ancien rendez-vous", of=lambda x: words.long_date(x.ancien.le))),
    pages_at_most=1,
    to=(MERE, LEA),
)
