"""Somebody came; `presents` are the persons received, as they are to be named."""

from __future__ import annotations

from datetime import date, time
from typing import ClassVar

from ofworkflow.letters import words
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import EVERYWHERE, YOUNG, Mention
from ofworkflow.letters.samples import COMMUN, LEA, LONG
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class AttestationPresence(Lettre):
    """The young person came, or a representative alone (`jeune_present`); `presents` are the persons
    received, named; `debut`, `fin` where somebody noted them."""

    modele: ClassVar[str] = "attestation_presence"

    recu_le: date
    presents: tuple[str, ...]
    debut: time | None = None
    fin: time | None = None
    jeune_present: bool = True


KIND = LetterKind(
    sample=AttestationPresence(
        **COMMUN, destinataire=LEA, recu_le=date(2026, 12, 3), presents=("Léa Évrard", "Émilie Évrard (mère)")
    ),
    mentions=(*EVERYWHERE, YOUNG, Mention("le jour de l'entretien", of=lambda x: words.long_date(x.recu_le))),
    pages_at_most=2,
    poor={"presents": ()},
    hostile={"presents": (LONG, "=1+1")},
)
