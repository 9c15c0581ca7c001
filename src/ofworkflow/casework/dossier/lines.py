"""Letters and runs as lists show them: one line each, typed, whatever face asks."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from operator import attrgetter

from sqlalchemy import Connection

from ofworkflow.casework.dossier.opened import INTERNAL, letter_id
from ofworkflow.procedure.vocabulary import LetterState
from ofworkflow.records import dataclass
from ofworkflow.storage import queries
from ofworkflow.storage.rows import LetterRow


def run_name(number: int) -> str:
    """Return « T0001 »."""
    return f"T{number:04d}"


_FILED: dict[str, str] = {LetterState.PREPARE: "prêt à imprimer", LetterState.IMPRIME: "imprimé, à classer"}


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter, with the reference of its dossier."""

    id: int
    dossier_id: int
    reference: str
    acte_n: int
    modele: str
    role: str
    destinataire: str
    etat: str
    poste_le: date | None
    mode: str | None
    numero: str | None
    sha256: str | None
    fichier: str | None
    erreur: str | None
    tirage_id: int | None
    presente_le: date | None
    issue_le: date | None

    @property
    def name(self) -> str:
        """« C000123 »."""
        return letter_id(self.id)

    @property
    def run(self) -> str:
        """« T0001 », or nothing."""
        return run_name(self.tirage_id) if self.tirage_id else ""

    @property
    def is_ready(self) -> bool:
        """Whether it only waits to be printed or posted."""
        return self.etat == LetterState.PREPARE and self.role != INTERNAL

    @property
    def state(self) -> str:
        """What became of it, in words: a record of the dossier waits for no post."""
        label = LetterState.say(self.etat)
        return _FILED.get(self.etat, label) if self.role == INTERNAL else label


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run that was printed, and how many of its letters left."""

    id: int
    cree_le: date
    recto_verso: bool
    auteur: str
    fichier: str | None
    courriers: int
    postes: int

    @property
    def name(self) -> str:
        """« T0001 »."""
        return run_name(self.id)


_RUN = attrgetter(*(each.name for each in fields(RunLine)))
_LETTER = attrgetter(*(each.name for each in fields(LetterLine)))


def as_line(row: LetterRow, reference: str) -> LetterLine:
    """Return the line of a letter of that dossier."""
    return LetterLine(reference=reference, **{name: getattr(row, name) for name in _OF_THE_ROW})


_OF_THE_ROW = tuple(each.name for each in fields(LetterLine) if each.name != "reference")


def letters(connection: Connection, *, dossier_id: int | None = None, state: str = "") -> list[LetterLine]:
    """Return letters, of a dossier or of a state, the oldest first."""
    return [
        LetterLine(*_LETTER(row)) for row in queries.letters(connection, dossier_id=dossier_id, state=state)
    ]


def runs(connection: Connection) -> list[RunLine]:
    """Return the print runs, the latest first."""
    return [RunLine(*_RUN(row)) for row in queries.print_runs(connection)]
