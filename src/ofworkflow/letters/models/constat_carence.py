"""Internal record of an absence: who was expected, who came, until when we waited, which calls were made."""

from __future__ import annotations

from datetime import date, time
from typing import ClassVar

from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import APPOINTMENT, EVERYWHERE, YOUNG
from ofworkflow.letters.people import Fait, RendezVousAnnonce
from ofworkflow.letters.samples import COMMUN, INTERNE, RENDEZ_VOUS
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class ConstatCarence(Lettre):
    """Internal record of an absence: who was expected, who came, which calls were made.

    `non_atteints`: who was summoned and did not know, with what became of the letter. `attendu_jusqu_a`:
    until when somebody waited, where it was noted.
    """

    modele: ClassVar[str] = "constat_carence"

    rendez_vous: RendezVousAnnonce
    attendus: tuple[str, ...]
    presents: tuple[str, ...]
    appels: tuple[Fait, ...]
    attendu_jusqu_a: time | None = None
    non_atteints: tuple[str, ...] = ()


KIND = LetterKind(
    sample=ConstatCarence(
        **COMMUN,
        destinataire=INTERNE,
        rendez_vous=RENDEZ_VOUS,
        attendus=("Léa Évrard", "Émilie Évrard (mère)"),
        presents=(),
        appels=(Fait(date(2026, 12, 3), "Appel au représentant légal", "message laissé"),),
    ),
    mentions=(*EVERYWHERE, *APPOINTMENT, YOUNG),
    pages_at_most=2,
    poor={"appels": (), "attendus": ()},
    forbidden={r"\brefus(e|é|ent)\b": "que la famille « refuse »"},
)
