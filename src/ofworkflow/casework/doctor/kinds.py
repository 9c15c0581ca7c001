"""What an examination is made of: checks, what they look at, what they find, and the report of it all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from ofworkflow.casework.doctor.dossier import DossierFile
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.records import dataclass
from ofworkflow.storage.database import Database

SHOWN_AT_MOST = 200
"""Findings kept for one check: a base in ruins is told in a page, and in bounded memory; all of them are
counted."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong, and about what: a reference, a letter, a table."""

    subject: str
    sentence: str


@dataclass(slots=True)
class Ground:
    """What a check of the whole base may look at; `counted` is what it says it went through."""

    database: Database
    connection: Connection
    desk: Desk
    expected_on: date
    letters_folder: Path | None = None
    backup_folder: Path | None = None
    counted: Counter[str] = field(default_factory=Counter)
    not_checked: dict[str, str] = field(default_factory=dict)

    @property
    def is_sqlite(self) -> bool:
        """Tell SQLite from PostgreSQL."""
        return self.connection.dialect.name == "sqlite"


@dataclass(frozen=True, slots=True)
class BaseCheck:
    """A check of the base as a whole: its slug, what it looks at in French, what to do when something is
    wrong."""

    name: str
    says: str
    to_do: str
    look: Callable[[Ground], Iterable[Flaw]]


@dataclass(frozen=True, slots=True)
class DossierCheck:
    """A check of one dossier, pure: all it looks at was read before."""

    name: str
    says: str
    to_do: str
    look: Callable[[DossierFile], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: which check found it, about what, and what to do."""

    check: str
    subject: str
    sentence: str
    to_do: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A check that was made: how much it found, which is more than what is shown when there is a lot."""

    name: str
    says: str
    count: int


@dataclass(frozen=True, slots=True)
class Examination:
    """The report: what was checked and counted, what is wrong, and what could not be checked, with the
    reason."""

    findings: tuple[Finding, ...]
    looked: tuple[Looked, ...]
    counted: Mapping[str, int]
    not_checked: Mapping[str, str]

    @property
    def faults(self) -> int:
        """How many things are wrong, those that are not shown included."""
        return sum(looked.count for looked in self.looked)
