"""Slip of a print run, in the order of its envelopes; `recommandes`: only registered items, with their
numbers."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from ofworkflow.letters.contexts import Document
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import Mention
from ofworkflow.letters.people import Pli
from ofworkflow.letters.samples import CONSEILLER, INTERNE, MAISON
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class Bordereau(Document):
    """Slip of a print run, in the order of its envelopes; `recommandes`: only registered items, with their
    numbers."""

    modele: ClassVar[str] = "bordereau"
    bordereau: ClassVar[bool] = True

    plis: tuple[Pli, ...]
    courriers: int
    pages: int
    recommandes: bool
    feuillet: str = ""  # « 2 sur 5 » when it takes several
    echecs: tuple[str, ...] = ()


KIND = LetterKind(
    sample=Bordereau(
        reference="T0001",
        le=date(2026, 11, 9),
        destinataire=INTERNE,
        conseiller=CONSEILLER,
        maison=MAISON,
        plis=(
            Pli(1, "Émilie Évrard", "59118 WAMBRECHIES", "2026-0042", "C000123, C000124", 3),
            Pli(2, "Paul Martin", "59130 LAMBERSART", "2026-0042", "C000125", 2),
        ),
        courriers=3,
        pages=5,
        recommandes=False,
    ),
    mentions=(Mention("le lot", of=lambda x: x.reference),),
    pages_at_most=60,
)
