"""Whom to call, and what was noted of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from sqlalchemy import Connection, exists, select

from ofworkflow.storage import models as m
from ofworkflow.storage.queries import DossierFilter, conditions
from ofworkflow.storage.rows import NamedRow
from ofworkflow.storage.scope import own, waiting

_d, _j, _c = m.dossier.c, m.jeune.c, m.contact.c


class ToCallRow(NamedRow, Protocol):
    """A dossier whose family is to be called."""

    id: int
    jeune_id: int


def to_call(connection: Connection, kept: DossierFilter, today: date, at_most: int) -> Sequence[ToCallRow]:
    """Return the open dossiers of these conditions that nobody contacted today, the nearest delay first."""
    contacted_today = exists().where(_c.dossier_id == _d.id, _c.le == today, _c.annule_a.is_(None))
    question = (
        select(_d.id, _d.reference, _d.jeune_id, _j.nom, _j.prenom)
        .join(m.jeune, _j.id == _d.jeune_id)
        .where(
            *own(connection, m.dossier), *conditions(connection, kept), _d.clos_le.is_(None), ~contacted_today
        )
        .order_by(_d.prochaine_le.is_(None), _d.prochaine_le, _d.reference)
    )
    return connection.execute(question.limit(at_most)).all()


def noted(connection: Connection, dossiers: Collection[int]) -> frozenset[tuple[int, str]]:
    """Return the notes of the contacts of these dossiers, those that were voided left out."""
    question = select(_c.dossier_id, _c.note).where(
        _c.dossier_id.in_(dossiers), _c.note.is_not(None), _c.annule_a.is_(None)
    )
    return frozenset((row.dossier_id, row.note) for row in connection.execute(question))


def unposted(connection: Connection, acts: Collection[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """Return those of these acts, each a dossier and the number of its entry, of which a letter has not left
    yet."""
    c = m.courrier.c
    question = select(c.dossier_id, c.acte_n).where(
        c.dossier_id.in_(sorted({number for number, _ in acts})), waiting(c.etat)
    )
    here = {(row.dossier_id, row.acte_n) for row in connection.execute(question)}
    return frozenset(here & set(acts))


def minors(connection: Connection, dossiers: Collection[int]) -> dict[int, int]:
    """Return the minor of each of these dossiers."""
    question = select(_d.id, _d.jeune_id).where(*own(connection, m.dossier), _d.id.in_(sorted(dossiers)))
    return {row.id: row.jeune_id for row in connection.execute(question)}


def contacted(connection: Connection, dossier_id: int, on: date, nature: str, result: str) -> bool:
    """Tell whether that very contact stands already."""
    same = (_c.dossier_id == dossier_id, _c.le == on, _c.nature == nature, _c.resultat == result)
    question = select(_c.id).where(*same, _c.annule_a.is_(None)).limit(1)
    return connection.execute(question).first() is not None


def hold(connection: Connection, dossier_id: int) -> None:
    """Hold a dossier for this transaction."""
    connection.execute(select(_d.id).where(_d.id == dossier_id).with_for_update())
