"""What a search looks at beyond the name of the minor: phones, parents, places, notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, func, or_, select

from ofworkflow.storage import models as m
from ofworkflow.storage.rows import ListedRow
from ofworkflow.storage.scope import own

_d, _j, _r = m.dossier.c, m.jeune.c, m.representant.c
_LISTED = (
    _d.id, _d.reference, _d.etape, _d.prochaine_echeance, _d.prochaine_le, _j.nom, _j.prenom, _j.naissance,
    _j.commune,
)  # fmt: skip
_DOSSIERS = select(*_LISTED).join(m.jeune, _j.id == _d.jeune_id)
_AT_MOST = 50
_AT_ONCE = 500


class PlacedRow(Protocol):
    """A dossier with the places of its minor."""

    id: int
    jeune_id: int
    cle: str
    nom_usage: str | None
    commune: str
    etablissement: str | None


class ParentRow(Protocol):
    """A representative, and whose."""

    jeune_id: int
    nom: str
    prenom: str


class NoteRow(Protocol):
    """A note, and its dossier."""

    dossier_id: int
    note: str
    le: date


def dossiers_of(connection: Connection, numbers: Sequence[int]) -> Sequence[ListedRow]:
    """Return these dossiers, in the order of the numbers, the first fifty."""
    kept = list(dict.fromkeys(numbers))[:_AT_MOST]
    rows = connection.execute(_DOSSIERS.where(*own(connection, m.dossier), _d.id.in_(kept))).all()
    by_number = {row.id: row for row in rows}
    return [by_number[number] for number in kept if number in by_number]


def by_number(connection: Connection, digits: str) -> Sequence[ListedRow]:
    """Return the dossiers whose reference ends with that number, the latest year first."""
    ending = _d.reference.endswith(f"-{digits.zfill(4)}")
    question = _DOSSIERS.where(*own(connection, m.dossier), ending)
    return connection.execute(question.order_by(_d.reference.desc()).limit(_AT_MOST)).all()


def by_ine(connection: Connection, ine: str) -> Sequence[ListedRow]:
    """Return the dossiers of that national number."""
    question = _DOSSIERS.where(*own(connection, m.dossier), _j.ine == ine)
    return connection.execute(question.order_by(_d.reference.desc()).limit(_AT_MOST)).all()


def by_phone(connection: Connection, digits: str) -> Sequence[ListedRow]:
    """Return the dossiers where a phone, the minor's or a representative's, holds these digits."""
    theirs = select(_r.jeune_id).where(_holds(_r.telephone, digits))
    mine = or_(_holds(_j.tel_portable, digits), _holds(_j.tel_fixe, digits), _j.id.in_(theirs))
    question = _DOSSIERS.where(*own(connection, m.dossier), mine)
    return connection.execute(question.order_by(_d.reference).limit(_AT_MOST)).all()


def _holds(column: ColumnElement[str], digits: str) -> ColumnElement[bool]:
    plain = func.replace(column, " ", "")
    return (
        plain.contains(digits) | plain.contains(f"+33{digits[1:]}")
        if digits[0] == "0"
        else plain.contains(digits)
    )


def placed(connection: Connection) -> Sequence[PlacedRow]:
    """Return every dossier with what its minor is called and where he or she lives and learnt."""
    question = select(_d.id, _d.jeune_id, _j.cle, _j.nom_usage, _j.commune, _j.etablissement).join(
        m.jeune, _j.id == _d.jeune_id
    )
    return connection.execute(question.where(*own(connection, m.dossier)).order_by(_d.reference)).all()


def parents(connection: Connection) -> Sequence[ParentRow]:
    """Return every representative of our dossiers."""
    question = select(_r.jeune_id, _r.nom, _r.prenom)
    if ours := own(connection, m.dossier):
        question = question.where(_r.jeune_id.in_(select(_d.jeune_id).where(*ours)))
    return connection.execute(question).all()


def notes(connection: Connection) -> Sequence[NoteRow]:
    """Return every note of a contact or of an act, the latest first."""
    c, k = m.contact.c, m.journal.c
    mine = select(_d.id).where(*own(connection, m.dossier))
    matches = [
        *connection.execute(
            select(c.dossier_id, c.note, c.le).where(c.note.is_not(None), c.dossier_id.in_(mine))
        ),
        *connection.execute(
            select(k.dossier_id, k.note, k.fait_le.label("le")).where(
                k.note.is_not(None), k.dossier_id.in_(mine)
            )
        ),
    ]
    return sorted((row for row in matches if row.note), key=lambda row: row.le, reverse=True)
