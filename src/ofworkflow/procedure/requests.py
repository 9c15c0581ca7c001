"""What is asked of the procedure: one frozen dataclass an act, and its form in the journal."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any, ClassVar

from ofworkflow.procedure.vocabulary import (
    Act,
    Answer,
    Breach,
    Closing,
    Excuse,
    LetterState,
    Nature,
    PostMode,
    Presence,
    Proof,
    ReportReason,
    Source,
)


@dataclass(frozen=True, slots=True)
class RendezVous:
    """An appointment: civil day and hour of the territory."""

    le: date
    heure: time
    lieu: str


@dataclass(frozen=True, slots=True)
class Ouvrir:
    """Open a dossier for a minor reported on `signale_le`."""

    act: ClassVar[Act] = Act.OUVRIR
    naissance: date
    source: Source
    signale_le: date


@dataclass(frozen=True, slots=True)
class Convoquer:
    """Summon; `motif_anticipation`: why the justification window is not waited for."""

    act: ClassVar[Act] = Act.CONVOQUER
    rdv: RendezVous
    motif_anticipation: str = ""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Give another appointment."""

    act: ClassVar[Act] = Act.REPORTER
    rdv: RendezVous
    motif: ReportReason


@dataclass(frozen=True, slots=True)
class Poster:
    """Letters `courriers` of the journal entry `acte_n` left the house."""

    act: ClassVar[Act] = Act.POSTER
    acte_n: int
    courriers: tuple[int, ...]
    mode: PostMode
    numero: str = ""


@dataclass(frozen=True, slots=True)
class EnregistrerRetour:
    """The post says what became of letters `courriers` of the entry `acte_n`; `presente_le`: first presentation, where known."""

    act: ClassVar[Act] = Act.ENREGISTRER_RETOUR
    acte_n: int
    courriers: tuple[int, ...]
    issue: LetterState
    presente_le: date | None = None


@dataclass(frozen=True, slots=True)
class Recevoir:
    """Hold the interview."""

    act: ClassVar[Act] = Act.RECEVOIR
    present: Presence


@dataclass(frozen=True, slots=True)
class ConstaterAbsence:
    """Nobody came."""

    act: ClassVar[Act] = Act.CONSTATER_ABSENCE


@dataclass(frozen=True, slots=True)
class Justifier:
    """Accept an excuse; `motif_retard`: why it is accepted after the window."""

    act: ClassVar[Act] = Act.JUSTIFIER
    motif: Excuse
    motif_retard: str = ""


@dataclass(frozen=True, slots=True)
class ConstaterSituation:
    """A situation meets the obligation, from `debut` to `fin` or to be reviewed on `revue` (both days included)."""

    act: ClassVar[Act] = Act.CONSTATER_SITUATION
    nature: Nature
    debut: date
    preuve: Proof
    preuve_vue: date
    fin: date | None = None
    revue: date | None = None
    sous_type: str = ""


@dataclass(frozen=True, slots=True)
class Exempter:
    """A medical certificate was seen, valid until `jusqu_au` where it says so. Never what it says."""

    act: ClassVar[Act] = Act.EXEMPTER
    jusqu_au: date | None = None


@dataclass(frozen=True, slots=True)
class Rompre:
    """The situation ended before its term."""

    act: ClassVar[Act] = Act.ROMPRE
    motif: Breach


@dataclass(frozen=True, slots=True)
class ConstaterTerme:
    """The situation, or the exemption, reached its term."""

    act: ClassVar[Act] = Act.CONSTATER_TERME


@dataclass(frozen=True, slots=True)
class ConstaterSilence:
    """Nobody answers any more."""

    act: ClassVar[Act] = Act.CONSTATER_SILENCE


@dataclass(frozen=True, slots=True)
class PreparerTransmission:
    """Draft the notice to the département."""

    act: ClassVar[Act] = Act.PREPARER_TRANSMISSION


@dataclass(frozen=True, slots=True)
class Transmettre:
    """Send the notice, signed by a named person; `motif_sans_adresse`: why somebody cannot be written to."""

    act: ClassVar[Act] = Act.TRANSMETTRE
    signataire: str
    motif_sans_adresse: str = ""


@dataclass(frozen=True, slots=True)
class EnregistrerReponse:
    """The département answered."""

    act: ClassVar[Act] = Act.ENREGISTRER_REPONSE
    nature: Answer


@dataclass(frozen=True, slots=True)
class Cloturer:
    """Close the dossier."""

    act: ClassVar[Act] = Act.CLOTURER
    motif: Closing


@dataclass(frozen=True, slots=True)
class Rouvrir:
    """Open the dossier again where it stood."""

    act: ClassVar[Act] = Act.ROUVRIR
    motif: str


@dataclass(frozen=True, slots=True)
class Annuler:
    """Void the last act."""

    act: ClassVar[Act] = Act.ANNULER
    motif: str


Request = (
    Ouvrir
    | Convoquer
    | Reporter
    | Poster
    | EnregistrerRetour
    | Recevoir
    | ConstaterAbsence
    | Justifier
    | ConstaterSituation
    | Exempter
    | Rompre
    | ConstaterTerme
    | ConstaterSilence
    | PreparerTransmission
    | Transmettre
    | EnregistrerReponse
    | Cloturer
    | Rouvrir
    | Annuler
)


def to_data(request: Request | RendezVous) -> dict[str, Any]:
    """Return what was asked in the form kept by the journal; what is empty is left out."""
    pairs = ((f.name, getattr(request, f.name)) for f in fields(request))
    return {name: _plain(value) for name, value in pairs if value not in (None, "", ())}


def _plain(value: Any) -> Any:
    if isinstance(value, RendezVous):
        return to_data(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, str) else value
