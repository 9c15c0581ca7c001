"""R. 114-7, and which of its three triggers; `terme_le` ends the two months and may still be provisional."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from ofworkflow.law.texts import DEPARTEMENT
from ofworkflow.letters import words
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import AUTHORITY, EVERYWHERE, SUMMONS, Mention
from ofworkflow.letters.people import RendezVousAnnonce
from ofworkflow.letters.samples import COMMUN, LEA, MERE, RENDEZ_VOUS
from ofworkflow.records import dataclass

Declencheur = Literal["1", "2", "3"]
Depart = Literal["envoi", "presentation", "rendez_vous"]


@dataclass(frozen=True, slots=True)
class SecondeConvocation(Lettre):
    """R. 114-7, and which of its three triggers; `terme_le` ends the two months and may still be provisional.

    `seconde`: a first interview was proposed before; `suivante`: another R. 114-7 letter came before, in the
    same two months. `depart`: what makes the two months run; `depart_le`, since when, once they do.
    `information_des_le`: the day before which the département is not informed, as the house chose.
    `majorite_le`: the 18th birthday, where it comes before the end of the two months.
    `arret_de`: the accompaniment that the minor abandoned (2°). `parent_venu`: a representative came to the
    interview that the minor missed (1°).
    `propose_par`: the other mission locale that had proposed it, before we had the dossier.
    """

    modele: ClassVar[str] = "seconde_convocation"

    rendez_vous: RendezVousAnnonce
    declencheur: Declencheur
    absence_le: date | None
    terme_le: date
    seconde: bool = True
    suivante: bool = False
    depart: Depart = "envoi"
    depart_le: date | None = None
    information_des_le: date | None = None
    majorite_le: date | None = None
    arret_de: str = ""
    parent_venu: bool = False
    propose_par: str = ""


KIND = LetterKind(
    sample=SecondeConvocation(
        **COMMUN,
        destinataire=MERE,
        rendez_vous=RENDEZ_VOUS,
        declencheur="1",
        absence_le=date(2026, 10, 20),
        terme_le=date(2027, 1, 11),
        information_des_le=date(2026, 12, 11),
    ),
    mentions=(
        *EVERYWHERE,
        *SUMMONS,
        Mention("l'article R. 114-7", r"R\. ?114-7"),
        Mention(f"les {DEPARTEMENT.words}", DEPARTEMENT.words),
        Mention(f"la fin des {DEPARTEMENT.words}", of=lambda x: words.day_month_year(x.terme_le)),
        AUTHORITY,
    ),
    pages_at_most=2,
    to=(MERE, LEA),
    poor={"absence_le": None, "declencheur": "3", "information_des_le": None},
)
