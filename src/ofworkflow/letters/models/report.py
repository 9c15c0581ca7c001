"""The appointment is moved; `ancien` is named so that nobody comes on that day."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from ofworkflow.letters import words
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.kinds import LetterKind
from ofworkflow.letters.mentions import EVERYWHERE, SUMMONS, Mention
from ofworkflow.letters.people import RendezVousAnnonce
from ofworkflow.letters.samples import ANCIEN, COMMUN, LEA, MERE, RENDEZ_VOUS
from ofworkflow.records import dataclass

Issue = Literal["", "absent", "excuse", "leve"]


@dataclass(frozen=True, slots=True)
class Report(Lettre):
    """The appointment is moved; `ancien` is named so that nobody comes on that day.

    `ancien` is empty for who was told nothing of it.
    `ancien_issue`: nobody came to it (« absent »), or came to be excused (« excuse »), or it was
    not of their doing (« leve »); it is not moved then.
    `donne_par`: the other mission locale that had given the old one, before we had the dossier.
    `r114_7`: a convocation of that article; `terme_le` ends its two months, `information_des_le` is the first
    day of a notice, `majorite_le` the 18th birthday where it comes before their end.
    """

    modele: ClassVar[str] = "report"

    rendez_vous: RendezVousAnnonce
    ancien: RendezVousAnnonce | None
    ancien_issue: Issue = ""
    r114_7: bool = False
    terme_le: date | None = None
    information_des_le: date | None = None
    majorite_le: date | None = None
    donne_par: str = ""


KIND = LetterKind(
    sample=Report(**COMMUN, destinataire=MERE, rendez_vous=RENDEZ_VOUS, ancien=ANCIEN),
    mentions=(
        *EVERYWHERE,
        *SUMMONS,
        Mention("l'ancien rendez-vous", of=lambda x: words.long_date((x.ancien or x.rendez_vous).le)),
    ),
    pages_at_most=2,
    to=(MERE, LEA),
)
