"""The directory of partners: its lines, the last of each number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import Connection, func, insert, select, update

from ofworkflow.storage.models import partenaire
from ofworkflow.storage.scope import own

_c = partenaire.c


class PartnerRow(Protocol):
    """A line of the directory."""

    numero: int
    genre: str
    nom: str
    contact: str | None
    telephone: str | None
    courriel: str | None
    fin_le: date | None
    auteur: str
    enregistre_a: datetime


def partner_rows(connection: Connection) -> Sequence[PartnerRow]:
    """Return each partner as the last line of its number says, in the order of the numbers."""
    mine = own(connection, partenaire)
    last = select(func.max(_c.id)).where(*mine).group_by(_c.structure, _c.numero)
    return connection.execute(select(partenaire).where(_c.id.in_(last)).order_by(_c.numero, _c.id)).all()


def partner_lines(connection: Connection, number: int) -> Sequence[PartnerRow]:
    """Return every line that is kept of a partner, the first one first."""
    mine = (*own(connection, partenaire), _c.numero == number)
    return connection.execute(select(partenaire).where(*mine).order_by(_c.id)).all()


def forget_contacts(connection: Connection, structure: str, number: int) -> None:
    """Erase who answers there from every line of a partner of that house, and from the pages of the file; the
    lines stay."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    these = update(partenaire).where(_c.structure == structure, _c.numero == number)
    connection.execute(these.values(contact=None, telephone=None, courriel=None))


def next_partner_number(connection: Connection, structure: str) -> int:
    """Return the number of the next partner of that house, which it holds already (`hold_house_lists`)."""
    known: int | None = connection.execute(
        select(func.max(_c.numero)).where(_c.structure == structure)
    ).scalar_one()
    return (known or 0) + 1


def add_partner_line(connection: Connection, **values: object) -> None:
    """Write a line."""
    connection.execute(insert(partenaire).values(**values))
