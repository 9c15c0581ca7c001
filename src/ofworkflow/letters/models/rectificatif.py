"""A letter that left is withdrawn: its act was an error."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from ofworkflow.letters import words
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import EVERYWHERE, Mention
from ofworkflow.letters.people import RendezVousAnnonce
from ofworkflow.letters.samples import ANCIEN, COMMUN, LEA, MERE, RENDEZ_VOUS
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class CourrierRetire:
    """A letter that this person received and that is withdrawn: what it was, the day it left."""

    titre: str
    le: date


@dataclass(frozen=True, slots=True)
class Rectificatif(Lettre):
    """A letter that left is withdrawn: its act was an error.

    `motif`: the slug of what was wrong. `rendez_vous`: the appointment that it gave, `a_venir` where its day
    is not past. `maintenu`: the one that stands; `en_regle`, `exempte`, `clos`: where the dossier stands;
    `departement_prevenu`: the département is written to as well. `autres`: the other appointments withdrawn
    with it, all past.
    """

    modele: ClassVar[str] = "rectificatif"

    retires: tuple[CourrierRetire, ...]
    motif: str
    rendez_vous: RendezVousAnnonce | None = None
    a_venir: bool = False
    maintenu: RendezVousAnnonce | None = None
    en_regle: bool = False
    exempte: bool = False
    clos: bool = False
    departement_prevenu: bool = False
    autres: tuple[RendezVousAnnonce, ...] = ()

    @property
    def calendrier(self) -> tuple[RendezVousAnnonce, bool] | None:
        """The appointment that is withdrawn is taken out."""
        return (self.rendez_vous, True) if self.rendez_vous else None


KIND = LetterKind(
    sample=Rectificatif(
        **COMMUN,
        destinataire=MERE,
        retires=(CourrierRetire("Convocation (article R. 114-7)", date(2026, 11, 2)),),
        motif="date",
        rendez_vous=RENDEZ_VOUS,
        a_venir=True,
        maintenu=ANCIEN,
        departement_prevenu=True,
    ),
    mentions=(
        *EVERYWHERE,
        Mention("le courrier retiré", of=lambda x: words.long_date(x.retires[0].le)),
        Mention("qu'il ne compte plus", r"ne compte(nt)? plus"),
    ),
    pages_at_most=2,
    to=(MERE, LEA),
    poor={"rendez_vous": None, "a_venir": False, "maintenu": None, "departement_prevenu": False},
)
