"""What the rows of our questions hold, with its types, whichever database answered; and the values of a
row to write."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

Values = dict[str, object]
"""The columns of a row to be written."""


class NamedRow(Protocol):
    """Something of a dossier, with its reference and its minor."""

    reference: str
    nom: str
    prenom: str


class ListedRow(NamedRow, Protocol):
    """A dossier, as lists show it."""

    id: int
    etape: str
    naissance: date
    commune: str
    prochaine_echeance: str | None
    prochaine_le: date | None


class DossierRow(Protocol):
    """A dossier, as its table holds it."""

    id: int
    reference: str
    structure: str
    jeune_id: int
    lot_id: int | None
    source: str
    conseiller: str
    signale_le: date
    ouvert_le: date
    clos_le: date | None
    etape: str
    version: int
    prochaine_echeance: str | None
    prochaine_le: date | None
    nuit_le: date | None
    a_reuni: bool
    a_confie: bool


class ReportedRow(Protocol):
    """Who reported a minor, and on which day."""

    source: str
    signale_le: date


class LetterRow(Protocol):
    """A letter, as its table holds it."""

    id: int
    dossier_id: int
    acte_n: int
    modele: str
    role: str
    representant_id: int | None
    destinataire: str
    pli: int
    etat: str
    fichier: str | None
    erreur: str | None
    sha256: str | None
    poste_le: date | None
    mode: str | None
    numero: str | None
    tirage_id: int | None
    remplace: int | None
    presente_le: date | None
    issue_le: date | None


class ListedLetterRow(LetterRow, Protocol):
    """A letter, with the reference of its dossier."""

    reference: str


class WaitingLetterRow(NamedRow, Protocol):
    """A letter that did not leave, and the act that it tells."""

    id: int
    dossier_id: int
    acte_n: int
    modele: str
    etat: str
    erreur: str | None
    acte: str


class ReturnedLetterRow(NamedRow, Protocol):
    """A letter that came back, and that nothing replaces yet."""

    id: int
    acte_n: int
    pli: int
    etat: str
    modele: str
    role: str
    rang: int | None
    destinataire: str
    issue_le: date


class NotedRow(Protocol):
    """What somebody noted, and when."""

    auteur: str
    enregistre_a: datetime


class ContactRow(NotedRow, Protocol):
    """A contact with a family."""

    id: int
    le: date
    nature: str
    resultat: str
    note: str | None
    qui: str | None
    representant: int | None
    annule_a: datetime | None
    annule_par: str | None
    annule_motif: str | None


class DelayRow(NamedRow, Protocol):
    """A running delay, with its dossier and its minor."""

    slug: str
    depart_le: date
    legale_le: date
    interne_le: date
    provisoire: bool
    etape: str
    naissance: date
    dossier_id: int
    ouverte_par: int


class GivenAlerteRow(Protocol):
    """An alerte that was given, as its table holds it."""

    ouverte_par: int
    slug: str
    jours_restants: int
    tombe_le: date
    donnee_le: date


class AlerteRow(NamedRow, Protocol):
    """An alerte that was given, with its dossier and its minor."""

    slug: str
    jours_restants: int
    tombe_le: date
    donnee_le: date


class DueRow(Protocol):
    """What the night does or says of a dossier: an act with its letter, or an alerte, or an act that is
    refused; none of them, where nothing is due. `prevu`: whether anything at all is planned."""

    id: int
    reference: str
    prevu: bool
    le: date
    acte: str | None
    modele: str | None
    refus: str | None
    slug: str | None
    jours_restants: int


class SetAsideRow(NamedRow, Protocol):
    """A dossier that the night set aside."""

    motif: str
    depuis_le: date
    dernier_le: date
    essais: int


class RunRow(Protocol):
    """A print run, with how many of its letters left."""

    id: int
    cree_le: date
    recto_verso: bool
    auteur: str
    fichier: str | None
    courriers: int
    postes: int


class NightRow(Protocol):
    """A run of the night, as the ledger holds it."""

    id: int
    jour_le: date
    mode: str
    debut_a: datetime
    fin_a: datetime | None
    hote: str
    version: str
    examines: int
    controles: int
    actes: int
    alertes: int
    echecs: list[dict[str, str]]


class BilanRow(Protocol):
    """A bilan that was sealed."""

    numero: str
    structure: str | None
    du_le: date
    au_le: date
    fige_a: datetime
    auteur: str
    contenu: str
    sha256: str
