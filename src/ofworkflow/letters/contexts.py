"""What every letter is given: frozen dataclasses, plain values, never a row of the database; each letter adds
its own.

A template knows the fields by their names, and nothing else. `modele` is the slug of the template,
`<modele>.md.j2`. Confidential addresses are left out by whoever fills these, not by the template.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import ClassVar

from ofworkflow.letters.people import Conseiller, Destinataire, JeuneNomme, Maison, RendezVousAnnonce
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """What every page holds; `le` is the date written on it."""

    modele: ClassVar[str]
    bordereau: ClassVar[bool] = False
    """Whether it serves who prints and fills envelopes, who has no counsellor to reach."""

    reference: str
    le: date
    destinataire: Destinataire
    conseiller: Conseiller
    maison: Maison

    @property
    def calendrier(self) -> tuple[RendezVousAnnonce, bool] | None:
        """The appointment that it puts in a calendar, or (`True`) takes out of it."""
        rdv: RendezVousAnnonce | None = getattr(self, "rendez_vous", None)
        return (rdv, False) if rdv else None


@dataclass(frozen=True, slots=True)
class Lettre(Document):
    """What every letter of a dossier holds.

    `source` reads after « par », and is the privacy notice's; `source_nommee` names the school where it is
    known; `repere_par_nous`: nobody reported, our own file did. `avec_mention`: no letter reached that person
    before, so with the privacy notice. `accompagnants`: the representatives who are written to, by their
    names. `jeune_seul`: why only the young person is (« emancipe », « inconnu »: no representative is known).
    """

    jeune: JeuneNomme
    source: str = field(default="", kw_only=True)
    source_nommee: str = field(default="", kw_only=True)
    repere_par_nous: bool = field(default=False, kw_only=True)
    avec_mention: bool = field(default=False, kw_only=True)
    accompagnants: tuple[str, ...] = field(default=(), kw_only=True)
    jeune_seul: str = field(default="", kw_only=True)

    @property
    def copies(self) -> tuple[tuple[str, str], ...]:
        """What is bound behind it: how each is named, and the SHA-256 of what it is a copy of."""
        return ()
