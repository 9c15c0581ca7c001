"""Beside a rectifying letter to the département: the family is told what it is told."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from ofworkflow.letters import words
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import EVERYWHERE, Mention
from ofworkflow.letters.samples import COMMUN, LEA, MERE
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class RectificatifFamille(Lettre):
    """Beside a rectifying letter to the département: the family is told what it is told.

    `excuse_le`: instead of a situation, the appointment whose absence was excused since;
    `autre_rendez_vous`: another one is to be given.
    """

    modele: ClassVar[str] = "rectificatif_famille"

    departement_nom: str
    transmis_le: date
    situation: str
    depuis: date | None
    excuse_le: date | None = None
    excuse_de_leur_fait: bool = True
    autre_rendez_vous: bool = True


KIND = LetterKind(
    sample=RectificatifFamille(
        **COMMUN,
        destinataire=MERE,
        departement_nom="Département du Nord",
        transmis_le=date(2026, 12, 21),
        situation="apprentissage",
        depuis=date(2027, 1, 4),
    ),
    mentions=(
        *EVERYWHERE,
        Mention("la situation", of=lambda x: x.situation),
        Mention("la première information", of=lambda x: words.long_date(x.transmis_le)),
    ),
    pages_at_most=2,
    to=(MERE, LEA),
)
