"""The persons of a dossier as the procedure knows them: the minor, and who is written to on his or her
behalf."""

from __future__ import annotations

from datetime import date

from ofworkflow.procedure.vocabulary import Authority, OuiNon, Quality, ReportedFor, Source
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class Adresse:
    """A postal address as it was given; empty lines are empty texts, an empty `pays` is France.

    Abroad, the line of the town is written as that country writes it, the postcode before, after, or nowhere
    (UPU).
    """

    ligne1: str = ""
    ligne2: str = ""
    code_postal: str = ""
    ville: str = ""
    pays: str = ""

    def lines(self) -> tuple[str, ...]:
        """Return the lines to print under a name, none empty."""
        return tuple(
            line
            for line in (self.ligne2, self.ligne1, f"{self.code_postal} {self.ville}".strip(), self.pays)
            if line
        )

    def is_complete(self) -> bool:
        """Tell whether a letter can be sent there: a postcode and a town at least; abroad, not every
        country has postcodes."""
        return bool(self.ville and (self.code_postal or self.pays))


FIND_WITHIN_DAYS = 15
"""Days in which what is missing of a card is to be found: our own habit, before the first letters leave."""

UNNAMED = "représentant à identifier"
"""How somebody is called whose phone or e-mail a list gives, and no name."""


@dataclass(frozen=True, slots=True)
class RepresentantLegal:
    """A legal representative; `autorite` is the ground on which he or she is written to, or not."""

    qualite: Quality
    nom: str
    prenom: str
    adresse: Adresse
    telephone: str = ""
    courriel: str = ""
    autorite: Authority = Authority.TITULAIRE
    confidentielle: bool = False
    heberge: bool = False  # the minor lives there

    @property
    def is_service(self) -> bool:
        """Tell whether it is a service, which has a name and no forename."""
        return self.qualite is Quality.ASE

    @property
    def full_name(self) -> str:
        """Return how a letter names him, her, or the service."""
        named = self.nom if self.is_service else f"{self.prenom} {self.nom}".strip()
        return named or UNNAMED

    depuis_le: date | None = None  # since when, and until when, on that ground: the day of a letter decides
    jusqu_au: date | None = None
    a_part_jusqu_au: date | None = None  # until when he or she must not meet the other representative


NO_DIPLOMA = "aucun"
"""The level of who has no diploma."""


@dataclass(frozen=True, slots=True)
class Jeune:
    """The minor, as the list or the counsellor gave him or her; `commune` is a name, `commune_insee` its
    code."""

    nom: str
    prenom: str
    naissance: date
    sexe: str  # F or M
    commune: str
    adresse: Adresse
    commune_insee: str = ""
    ine: str = ""
    nom_usage: str = ""
    prenom2: str = ""
    lieu_naissance: str = ""
    tel_fixe: str = ""
    tel_portable: str = ""
    courriel: str = ""
    uai: str = ""
    etablissement: str = ""
    classe: str = ""
    entree_le: date | None = None
    sortie_le: date | None = None
    motif_sortie: str = ""
    niveau: str = ""  # aucun, cap_bep, bac, superieur; empty: unknown
    qpv: bool | None = None
    emancipe_le: date | None = None  # nobody represents him or her from that day on (code civil 413-7)


def diploma_at(level: str) -> OuiNon | None:
    """Tell whether somebody of that level has a diploma; nothing where the level is not known."""
    return None if not level else OuiNon.NON if level == NO_DIPLOMA else OuiNon.OUI


@dataclass(frozen=True, slots=True)
class Signalement:
    """One minor reported without a solution: what opens a dossier."""

    jeune: Jeune
    representants: tuple[RepresentantLegal, ...]
    source: Source
    signale_le: date
    emploi: OuiNon | None = None  # whether the minor had a job then, where somebody said it
    par: str = ""  # the very person or organism of the source
    raison: ReportedFor | None = None

    @property
    def diplome(self) -> OuiNon | None:
        """Tell whether the minor has a diploma, from the level that is known."""
        return diploma_at(self.jeune.niveau)
