"""The minors of whom something is missing that an act will need: a sex, a commune, an address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from sqlalchemy import Column, ColumnElement, Connection, and_, exists, func, or_, select

from ofworkflow.storage import models as m
from ofworkflow.storage.rows import NamedRow
from ofworkflow.storage.scope import own


class IncompleteRow(NamedRow, Protocol):
    """An open dossier, since when it is open, and what is missing of its minor."""

    since: date
    sexe: str
    commune: str
    nowhere: bool


def incomplete(connection: Connection) -> Sequence[IncompleteRow]:
    """Return the open dossiers whose minor lacks a sex, a commune, or any address where a letter could go."""
    d, j, r = m.dossier.c, m.jeune.c, m.representant.c
    own_address = and_(func.coalesce(j.ville, "") != "", _written(j.code_postal, j.pays))
    theirs = exists().where(
        r.jeune_id == j.id, func.coalesce(r.ville, "") != "", _written(r.code_postal, r.pays)
    )
    nowhere = ~or_(own_address, theirs)
    question = (
        select(
            d.reference,
            j.nom,
            j.prenom,
            d.ouvert_le.label("since"),
            j.sexe,
            j.commune,
            nowhere.label("nowhere"),
        )
        .join(m.jeune, j.id == d.jeune_id)
        # an open dossier always has a next delay: its index holds them alone (`storage.indexes`)
        .where(*own(connection, m.dossier), d.clos_le.is_(None), d.prochaine_le.is_not(None))
        .where(or_(j.sexe == "", j.commune == "", nowhere))
    )
    return connection.execute(question.order_by(d.ouvert_le, d.reference)).all()


def _written(postcode: Column[str], country: Column[str]) -> ColumnElement[bool]:
    return or_(func.coalesce(postcode, "") != "", func.coalesce(country, "") != "")
