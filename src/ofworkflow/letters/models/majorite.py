"""The procedure ends on the 18th birthday, `le_jour`; the mission locale stays open."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import EVERYWHERE, Mention
from ofworkflow.letters.samples import COMMUN, LEA
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class Majorite(Lettre):
    """The procedure ends on the 18th birthday, `le_jour`; the mission locale stays open, and an
    `accompagnement` goes on."""

    modele: ClassVar[str] = "majorite"

    le_jour: date
    accompagnement: bool = False


KIND = LetterKind(
    sample=Majorite(**COMMUN, destinataire=LEA, le_jour=date(2027, 9, 14)),
    mentions=(*EVERYWHERE, Mention("que la mission locale reste ouverte", r"25 ans")),
    pages_at_most=2,
)
