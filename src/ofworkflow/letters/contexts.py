"""What a letter is given: one frozen dataclass a letter, plain values, never a row of the database.

A template knows the fields below by their names, and nothing else. `modele` is the slug of the template,
`<modele>.md.j2`. Confidential addresses are left out by whoever fills these, not by the template.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar, Literal

from ofworkflow.letters.people import (
    Conseiller,
    Destinataire,
    Fait,
    Fenetre,
    Jeune,
    Maison,
    Pli,
    RendezVous,
    Representant,
    Role,
    Sexe,
)

Declencheur = Literal["1", "2", "3"]


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

    jeune: Jeune


@dataclass(frozen=True, slots=True)
class PremiereConvocation(Lettre):
    """R. 114-6: the first interview. `avec_mention`: first letter to that person, so with the privacy notice.

    `source` reads after « par » (« votre lycée », « les services de l'Éducation nationale »), here and below.
    """

    modele: ClassVar[str] = "premiere_convocation"

    rendez_vous: RendezVous
    source: str
    signale_le: date
    avec_mention: bool


@dataclass(frozen=True, slots=True)
class Report(Lettre):
    """The appointment is moved; `ancien` is named so that nobody comes on that day."""

    modele: ClassVar[str] = "report"

    rendez_vous: RendezVous
    ancien: RendezVous


@dataclass(frozen=True, slots=True)
class SecondeConvocation(Lettre):
    """R. 114-7, and which of its three triggers; `terme_le` ends the two months and may still be provisional."""

    modele: ClassVar[str] = "seconde_convocation"

    rendez_vous: RendezVous
    declencheur: Declencheur
    absence_le: date | None
    terme_le: date
    avec_mention: bool
    source: str


@dataclass(frozen=True, slots=True)
class InformationDepartement(Lettre):
    """R. 114-7: the notice to the president of the conseil départemental; a closed list of data.

    `situation`, `propositions`, `annexes` are noun phrases from closed lists, never a free comment.
    """

    modele: ClassVar[str] = "information_departement"

    departement_nom: str
    representants: tuple[Representant, ...]
    source: str
    signale_le: date
    chronologie: tuple[Fait, ...]
    situation: str
    propositions: tuple[str, ...]
    signataire: str
    signataire_qualite: str
    annexes: tuple[str, ...]
    hors_delai: bool
    terme_le: date
    adresse_jeune: tuple[str, ...] | None = None
    telephone_jeune: str = ""
    courriel_jeune: str = ""


@dataclass(frozen=True, slots=True)
class InformationFamille(Lettre):
    """The same day, to the young person and the representatives: the département was informed, and why.

    `motif` is a sentence without its full stop (« les deux rendez-vous proposés n'ont pas eu lieu »).
    """

    modele: ClassVar[str] = "information_famille"

    departement_nom: str
    transmis_le: date
    motif: str


@dataclass(frozen=True, slots=True)
class RectificatifDepartement(Lettre):
    """What the département was told is no longer so: compliance or exemption came after the notice."""

    modele: ClassVar[str] = "rectificatif_departement"

    departement_nom: str
    transmis_le: date
    situation: str
    depuis: date
    signataire: str
    signataire_qualite: str


@dataclass(frozen=True, slots=True)
class Annulation(Lettre):
    """The house cancels an appointment; never used for an absence."""

    modele: ClassVar[str] = "annulation"

    rendez_vous: RendezVous


@dataclass(frozen=True, slots=True)
class AttestationPresence(Lettre):
    """The young person came; `presents` are the persons received, as they are to be named."""

    modele: ClassVar[str] = "attestation_presence"

    recu_le: date
    presents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttestationConformite(Lettre):
    """The obligation is met; `situation` is a nature of the closed list."""

    modele: ClassVar[str] = "attestation_conformite"

    situation: str
    depuis: date


@dataclass(frozen=True, slots=True)
class ConstatCarence(Lettre):
    """Internal record of an absence: who was expected, who came, until when we waited, which calls were made."""

    modele: ClassVar[str] = "constat_carence"

    rendez_vous: RendezVous
    attendus: tuple[str, ...]
    presents: tuple[str, ...]
    attendu_jusqu_a: time
    appels: tuple[Fait, ...]


@dataclass(frozen=True, slots=True)
class Majorite(Lettre):
    """The procedure ends on the 18th birthday, `le_jour`; the mission locale stays open."""

    modele: ClassVar[str] = "majorite"

    le_jour: date


@dataclass(frozen=True, slots=True)
class Bordereau(Document):
    """Slip of a print run, in the order of its envelopes; `recommandes`: only registered items, with their numbers."""

    modele: ClassVar[str] = "bordereau"

    plis: tuple[Pli, ...]
    courriers: int
    pages: int
    recommandes: bool
    feuillet: str = ""  # « 2 sur 5 » when it takes several
    echecs: tuple[str, ...] = ()


LETTRES: tuple[type[Lettre], ...] = (
    PremiereConvocation,
    Report,
    SecondeConvocation,
    InformationDepartement,
    InformationFamille,
    RectificatifDepartement,
    Annulation,
    AttestationPresence,
    AttestationConformite,
    ConstatCarence,
    Majorite,
)

__all__ = [
    "LETTRES",
    "Annulation",
    "AttestationConformite",
    "AttestationPresence",
    "Bordereau",
    "Conseiller",
    "ConstatCarence",
    "Declencheur",
    "Destinataire",
    "Document",
    "Fait",
    "Fenetre",
    "InformationDepartement",
    "InformationFamille",
    "Jeune",
    "Lettre",
    "Maison",
    "Majorite",
    "Pli",
    "PremiereConvocation",
    "RectificatifDepartement",
    "RendezVous",
    "Report",
    "Representant",
    "Role",
    "SecondeConvocation",
    "Sexe",
]
