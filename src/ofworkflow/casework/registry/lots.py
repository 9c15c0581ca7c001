"""The lists that were written: what each did, and what is left of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import Connection, select

from ofworkflow.errors import UsageError
from ofworkflow.procedure.vocabulary import Stage
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own


class LotRow(Protocol):
    """What is used here of the row of a lot."""

    id: int
    numero: str
    fichier: str
    source: str
    liste_le: date
    auteur: str
    enregistre_a: datetime
    annule_a: datetime | None
    bilan: dict[str, object]


@dataclass(frozen=True, slots=True)
class OpenedByLot:
    """A dossier that a list opened, where it stands now."""

    reference: str
    nom: str
    prenom: str
    etape: Stage
    ligne: int | None


@dataclass(frozen=True, slots=True)
class LotLine:
    """A list that was written: when, by whom, from where, how much of it; `annule` says what was undone."""

    numero: str
    fichier: str
    source: str
    liste_le: date
    auteur: str
    enregistre_a: datetime
    annule_a: datetime | None
    crees: int
    modifies: int
    inchanges: int
    douteux: int
    rejets: int
    retires: tuple[str, ...] = ()
    dossiers: tuple[OpenedByLot, ...] = ()

    @property
    def state(self) -> str:
        """Return where it stands, in French words."""
        if self.annule_a is not None:
            return "annulé"
        return "annulé en partie" if self.retires else "écrit"


def lots(connection: Connection) -> list[LotLine]:
    """Return every list that was written, the latest first."""
    question = select(m.lot).where(*own(connection, m.lot)).order_by(m.lot.c.id.desc())
    return [_line(row) for row in connection.execute(question)]


def lot(connection: Connection, number: str) -> LotLine:
    """Return one list with its dossiers; raise `UsageError` when it is not one of ours."""
    row = lot_row(connection, number)
    d, j = m.dossier.c, m.jeune.c
    question = select(d.reference, d.etape, j.nom, j.prenom).join(m.jeune, j.id == d.jeune_id)
    at = lines_of(row)
    opened = connection.execute(question.where(d.lot_id == row.id).order_by(d.id)).all()
    return _line(
        row,
        tuple(OpenedByLot(o.reference, o.nom, o.prenom, Stage(o.etape), at.get(o.reference)) for o in opened),
    )


def lot_row(connection: Connection, number: str) -> LotRow:
    """Return the row of a lot, named « L0001 » or « 1 »; raise `UsageError`."""
    name = number.strip().upper()
    name = f"L{int(name):04d}" if name.isdecimal() and len(name) < 9 else name
    answer = connection.execute(select(m.lot).where(m.lot.c.numero == name, *own(connection, m.lot))).first()
    if answer is None:
        raise UsageError(f"Le lot « {number} » n'existe pas. Les lots : of lots")
    row: LotRow = answer
    return row


def lines_of(row: LotRow) -> Mapping[str, int]:
    """Return the line of the list that opened each dossier; nothing for a lot of an older version."""
    lines = row.bilan.get("lignes")
    return lines if isinstance(lines, dict) else {}


def _line(row: LotRow, dossiers: tuple[OpenedByLot, ...] = ()) -> LotLine:
    counts = {name: _count(row.bilan.get(name)) for name in _COUNTS}
    undone = row.bilan.get("retires")
    references = undone.get("references", ()) if isinstance(undone, dict) else ()
    return LotLine(
        row.numero, row.fichier, row.source, row.liste_le, row.auteur, row.enregistre_a, row.annule_a,
        **counts, retires=tuple(map(str, references)), dossiers=dossiers,
    )  # fmt: skip


_COUNTS = ("crees", "modifies", "inchanges", "douteux", "rejets")


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0
