"""What the département was told is no longer so: compliance or exemption came after the notice."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from ofworkflow.letters import words
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import ANNEX, EVERYWHERE, YOUNG, Mention
from ofworkflow.letters.samples import COMMUN, PRESIDENT
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class RectificatifDepartement(Lettre):
    """What the département was told is no longer so: compliance or exemption came after the notice.

    `excuse_le`: instead, the appointment whose absence was excused since; `situation` and `depuis` are empty.
    `autre_rendez_vous`: another one is to be given. `transmis_par`: who informed it, where it was not us.
    `retiree`: it was sent by mistake, and is withdrawn; `rectificatif_du`: it stands, and the letter of that
    day that corrected it is withdrawn; `retiree_depuis`: and so is the notice, by another letter.
    `avec_rectificatif_du`: what corrected the notice that day is withdrawn with it.
    """

    modele: ClassVar[str] = "rectificatif_departement"

    departement_nom: str
    transmis_le: date
    situation: str
    depuis: date | None
    signataire: str
    signataire_qualite: str
    excuse_le: date | None = None
    excuse_de_leur_fait: bool = True
    autre_rendez_vous: bool = True
    retiree: bool = False
    rectificatif_du: date | None = None
    retiree_depuis: bool = False
    avec_rectificatif_du: date | None = None
    transmis_par: str = ""


KIND = LetterKind(
    sample=RectificatifDepartement(
        **COMMUN,
        destinataire=PRESIDENT,
        departement_nom="Département du Nord",
        transmis_le=date(2026, 12, 21),
        situation="apprentissage",
        depuis=date(2027, 1, 4),
        signataire="Dominique Lefèvre",
        signataire_qualite="Directrice",
    ),
    mentions=(
        *EVERYWHERE,
        YOUNG,
        ANNEX,
        Mention("la situation", of=lambda x: x.situation),
        Mention("la première information", of=lambda x: words.day_month_year(x.transmis_le)),
    ),
    pages_at_most=2,
    poor={"signataire_qualite": ""},
)
