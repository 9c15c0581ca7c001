"""Hand-out of the platform's meeting: what may be shown to the partners (docs/guide/la-reunion.md)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from ofworkflow.letters.contexts import Document
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import Mention
from ofworkflow.letters.people import LigneReunion
from ofworkflow.letters.samples import CONSEILLER, INTERNE, MAISON
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class Reunion(Document):
    """Hand-out of the platform's meeting of `le_jour`, one line a young person."""

    modele: ClassVar[str] = "reunion"

    le_jour: date
    lignes: tuple[LigneReunion, ...]


KIND = LetterKind(
    sample=Reunion(
        reference="réunion du 08/12/2026",
        le=date(2026, 12, 1),
        destinataire=INTERNE,
        conseiller=CONSEILLER,
        maison=MAISON,
        le_jour=date(2026, 12, 8),
        lignes=(
            LigneReunion(
                1, "Émilie Évrard", "16 ans", "Wambrechies", "lycée Baggio, 1re professionnelle",
                "premier entretien à fixer", "personne ne parvient à le joindre", (), "Camille Renard",
            ),
            LigneReunion(
                2, "Paul Martin", "17 ans", "", "", "solution à construire", "trouver une place",
                ("chercher une place, par CFA de Roubaix, avant le 18/12/2026",), "Camille Renard",
            ),
        ),
    ),
    mentions=(
        Mention("le jeune", of=lambda x: x.lignes[0].nom),
        Mention("que ce document ne se diffuse pas", of=lambda x: "Ne pas diffuser"),
    ),
    pages_at_most=60,
)  # fmt: skip
