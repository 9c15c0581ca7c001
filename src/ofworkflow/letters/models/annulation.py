"""The house cancels an appointment; never used for an absence."""

from __future__ import annotations

from typing import ClassVar

from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import APPOINTMENT, EVERYWHERE, Mention
from ofworkflow.letters.people import RendezVousAnnonce
from ofworkflow.letters.samples import COMMUN, LEA, MERE, RENDEZ_VOUS
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class Annulation(Lettre):
    """The house cancels an appointment; never used for an absence.

    `close`: the dossier is closed, because the minor moved, went abroad, or had one by mistake; `repris_par`:
    who takes over. `en_regle`, `exempte`: what made it needless.
    """

    modele: ClassVar[str] = "annulation"

    rendez_vous: RendezVousAnnonce
    close: bool = False
    demenage: bool = False
    etranger: bool = False
    par_erreur: bool = False
    repris_par: str = ""
    en_regle: bool = False
    exempte: bool = False

    @property
    def calendrier(self) -> tuple[RendezVousAnnonce, bool]:
        """The appointment is taken out."""
        return self.rendez_vous, True


KIND = LetterKind(
    sample=Annulation(**COMMUN, destinataire=MERE, rendez_vous=RENDEZ_VOUS),
    mentions=(
        *EVERYWHERE,
        *APPOINTMENT,
        Mention("que ce n'est pas une absence", r"ne compte pas comme une absence"),
    ),
    pages_at_most=2,
    to=(MERE, LEA),
)
