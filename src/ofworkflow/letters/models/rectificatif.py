"""A letter that left by mistake is withdrawn: to whoever received it, family or département."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ofworkflow.letters import words
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import EVERYWHERE, Mention
from ofworkflow.letters.people import Fait, RendezVousAnnonce
from ofworkflow.letters.samples import COMMUN, LEA, MERE, PRESIDENT, RENDEZ_VOUS


@dataclass(frozen=True, slots=True)
class Rectificatif(Lettre):
    """A letter that left by mistake is withdrawn.

    `retires`: what that person received, each with its day; `erreur`: what was wrong, a clause of a closed
    list, empty where the letter alone was; `rdv_retire`: the appointment that it gave, `rdv_passe` where that
    day is over; `departement_informe`: the département received a notice, and is written to the same day;
    `transmis_le`, in the letter to it: when.
    """

    modele: ClassVar[str] = "rectificatif"

    retires: tuple[Fait, ...]
    erreur: str
    rdv_retire: RendezVousAnnonce | None = None
    rdv_passe: bool = False
    departement_informe: bool = False
    transmis_le: date | None = None


KIND = LetterKind(
    sample=Rectificatif(
        **COMMUN,
        destinataire=MERE,
        retires=(Fait(date(2026, 10, 29), "Convocation au premier entretien", ""),),
        erreur="une autre personne était concernée",
        rdv_retire=RENDEZ_VOUS,
        departement_informe=True,
        transmis_le=date(2026, 10, 29),
    ),
    mentions=(
        *EVERYWHERE,
        Mention("le courrier retiré", of=lambda x: words.long_date(x.retires[0].le)),
        Mention("qu'il ne faut pas en tenir compte", r"tenir compte"),
    ),
    pages_at_most=2,
    to=(MERE, LEA, PRESIDENT),
    poor={"erreur": "", "rdv_retire": None, "departement_informe": False},
)
