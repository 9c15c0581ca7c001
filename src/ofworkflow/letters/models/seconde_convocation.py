"""R. 114-7, and which of its three triggers; `terme_le` ends the two months and may still be provisional."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from ofworkflow.letters import words
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import EVERYWHERE, SUMMONS, Mention
from ofworkflow.letters.people import RendezVousAnnonce
from ofworkflow.letters.samples import COMMUN, LEA, MERE, RENDEZ_VOUS, SOURCE

Declencheur = Literal["1", "2", "3"]


@dataclass(frozen=True, slots=True)
class SecondeConvocation(Lettre):
    """R. 114-7, and which of its three triggers; `terme_le` ends the two months and may still be provisional."""

    modele: ClassVar[str] = "seconde_convocation"

    rendez_vous: RendezVousAnnonce
    declencheur: Declencheur
    absence_le: date | None
    terme_le: date
    avec_mention: bool
    source: str


KIND = LetterKind(
    sample=SecondeConvocation(
        **COMMUN,
        destinataire=MERE,
        rendez_vous=RENDEZ_VOUS,
        declencheur="1",
        absence_le=date(2026, 10, 20),
        terme_le=date(2027, 1, 11),
        avec_mention=False,
        source=SOURCE,
    ),
    mentions=(
        *EVERYWHERE,
        *SUMMONS,
        Mention("l'article R. 114-7", r"R\. ?114-7"),
        Mention("les deux mois", r"deux mois"),
        Mention("la fin des deux mois", of=lambda x: words.day_month_year(x.terme_le)),
        Mention("l'information du président du conseil départemental", r"président du conseil départemental"),
    ),
    pages_at_most=2,
    to=(MERE, LEA),
    poor={"absence_le": None, "declencheur": "3"},
)
