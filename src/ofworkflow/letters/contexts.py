"""What every letter is given: frozen dataclasses, plain values, never a row of the database; each letter adds its own.

A template knows the fields by their names, and nothing else. `modele` is the slug of the template, `<modele>.md.j2`.
Confidential addresses are left out by whoever fills these, not by the template.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ofworkflow.letters.people import Conseiller, Destinataire, JeuneNomme, Maison


@dataclass(frozen=True, slots=True)
class Document:
    """What every page holds; `le` is the date written on it."""

    modele: ClassVar[str]

    reference: str
    le: date
    destinataire: Destinataire
    conseiller: Conseiller
    maison: Maison


@dataclass(frozen=True, slots=True)
class Lettre(Document):
    """What every letter of a dossier holds."""

    jeune: JeuneNomme
