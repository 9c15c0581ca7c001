"""Who a letter names and what it quotes: the house, the counsellor, the young person, addressees,
appointments, facts."""

from __future__ import annotations

from datetime import date, time
from typing import Literal

from ofworkflow.records import dataclass

Sexe = Literal["F", "M", ""]
Role = Literal["representant", "jeune", "copie", "departement", "interne"]


@dataclass(frozen=True, slots=True)
class Fenetre:
    """The window of the envelope, in millimetres from the top left corner of the page."""

    haut: float = 55.0
    gauche: float = 110.0
    largeur: float = 85.0
    hauteur: float = 33.0


@dataclass(frozen=True, slots=True)
class Maison:
    """The mission locale as its letters show it; `duree_entretien` in minutes, `conservation` in months after
    closing.

    `autorite` is who heads the département, with its article (« la maire de Paris »). `logo` is where the
    image lies, as text: a template is given no object that reaches a file.
    """

    nom: str
    adresse: tuple[str, ...]
    ville: str
    telephone: str
    courriel: str
    acces: str
    horaires: str
    logo: str | None
    delegue_donnees: str
    duree_entretien: int
    fenetre: Fenetre
    conservation: int = 24
    fuseau: str = "Europe/Paris"
    couleur: str = "#1f3a5f"
    apparence: str = "sobre"
    autorite: str = "le président du conseil départemental"


@dataclass(frozen=True, slots=True)
class Conseiller:
    """The counsellor in charge, named in every letter (CRPA L. 111-2)."""

    prenom: str
    nom: str
    qualite: str
    telephone: str
    courriel: str
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class JeuneNomme:
    """The minor; `sexe` only serves agreement, empty writes both forms."""

    prenom: str
    nom: str
    naissance: date
    sexe: Sexe

    @property
    def nom_entier(self) -> str:
        """Return forename and surname, without a gap where one is missing."""
        return f"{self.prenom} {self.nom}".strip()


@dataclass(frozen=True, slots=True)
class Destinataire:
    """Who the letter goes to; `adresse` is what stands under the name, a country last where there is one.

    `sexe` serves agreement; `est_un_service`: an institution is addressed, not a person.
    """

    role: Role
    civilite: str
    prenom: str
    nom: str
    qualite: str
    adresse: tuple[str, ...]
    salutation: str
    sexe: Sexe = ""
    est_un_service: bool = False

    @property
    def est_le_jeune(self) -> bool:
        """Tell whether the letter is written to the young person."""
        return self.role == "jeune"


@dataclass(frozen=True, slots=True)
class RendezVousAnnonce:
    """An appointment: day, hour, place; `rang` is how many were given before it, for the calendar that
    follows it; `recu_par` is the colleague who receives it, where it went to one; `a_part`: its reader is
    received without the young person, at another hour."""

    le: date
    heure: time
    lieu: str
    rang: int = 0
    recu_par: str = ""
    a_part: bool = False


@dataclass(frozen=True, slots=True)
class Representant:
    """A legal representative as the notice names them; no address, no phone, no e-mail when confidential."""

    civilite: str
    prenom: str
    nom: str
    qualite: str
    adresse: tuple[str, ...] | None
    telephone: str
    courriel: str


@dataclass(frozen=True, slots=True)
class Pli:
    """An envelope of a print run: its letters by their names, how many, of how many acts, whom it is for, how
    it leaves once that is known."""

    rang: int
    destinataire: str
    ville: str
    references: str
    courriers: str
    feuilles: int
    mode: str = ""
    numero: str = ""
    lettres: int = 1
    actes: int = 1


@dataclass(frozen=True, slots=True)
class Fait:
    """A line of the chronology: what was done on a day, and how (mode, number, presence), from closed
    lists."""

    le: date
    quoi: str
    precision: str


@dataclass(frozen=True, slots=True)
class Envoi:
    """A convocation that left, as the register has it: what, to whom, how, what the post said of it, and how
    the seal of its file begins."""

    le: date
    quoi: str
    a: str
    comment: str
    suite: str
    empreinte: str


@dataclass(frozen=True, slots=True)
class LigneReunion:
    """A young person as the partners of a meeting read it; an empty field is not shown, or not known."""

    rang: int
    nom: str
    age: str
    commune: str
    scolarite: str
    situation: str
    demande: str
    decisions: tuple[str, ...]
    suivi_par: str
