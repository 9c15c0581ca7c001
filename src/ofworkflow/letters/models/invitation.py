"""A follow-up appointment, which summons nobody; `ancien`: the one it replaces, where a letter gave it."""

from __future__ import annotations

from typing import ClassVar

from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import APPOINTMENT, EVERYWHERE, Mention
from ofworkflow.letters.people import RendezVousAnnonce
from ofworkflow.letters.samples import COMMUN, LEA, MERE, RENDEZ_VOUS
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class RendezVousDeSuivi(Lettre):
    """A follow-up appointment; `ancien` is named so that nobody comes on that day."""

    modele: ClassVar[str] = "invitation"

    rendez_vous: RendezVousAnnonce
    ancien: RendezVousAnnonce | None = None


KIND = LetterKind(
    sample=RendezVousDeSuivi(**COMMUN, destinataire=MERE, rendez_vous=RENDEZ_VOUS),
    mentions=(*EVERYWHERE, *APPOINTMENT, Mention("comment changer de date", r"autre|déplacer")),
    pages_at_most=2,
    to=(MERE, LEA),
)
