"""Whose dossiers are seen: the mission locale that a connection was opened for travels with it, and no
question forgets it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table


def structure_of(connection: Connection) -> str | None:
    """Return the code of the mission locale that this connection sees; `None` when it sees all of them."""
    code: str | None = connection.get_execution_options().get("of_structure")
    return code


def own(connection: Connection, table: Table) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that keep, of a table which names its mission locale, what this connection may
    see.

    Dossiers that cannot be read are left out, once a question stumbled on one (`storage.unreadable`).
    """
    code = structure_of(connection)
    whose: tuple[ColumnElement[bool], ...] = () if code is None else (table.c.structure == code,)
    left_out = connection.get_execution_options().get("of_left_out")
    number = table.c.get("id" if table.name == "dossier" else "dossier_id")
    return whose if not left_out or number is None else (*whose, number.not_in(left_out))
