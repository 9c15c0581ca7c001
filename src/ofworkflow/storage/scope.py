"""Whose dossiers are seen: the mission locale that a connection was opened for travels with it, and no
question forgets it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table, bindparam

from ofworkflow.storage import models as m


def structure_of(connection: Connection) -> str | None:
    """Return the code of the mission locale that this connection sees; `None` when it sees all of them."""
    code: str | None = connection.get_execution_options().get("of_structure")
    return code


WAITING_STATES = ("a_produire", "prepare", "imprime")
"""The states of a letter that did not leave, in the order of its partial index (`storage.indexes`)."""


def waiting(state: ColumnElement[str]) -> ColumnElement[bool]:
    """Return that a letter did not leave: its words stand in the statement, else no base sees its partial
    index."""
    return state.in_(bindparam("attente", WAITING_STATES, expanding=True, literal_execute=True, unique=True))


def own(connection: Connection, table: Table) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that keep, of a table which names its mission locale, what this connection may
    see.

    Dossiers that cannot be read are left out, once a question stumbled on one (`storage.unreadable`).
    """
    code = structure_of(connection)
    whose: tuple[ColumnElement[bool], ...] = () if code is None else (table.c.structure == code,)
    left_out = _left_out(connection)
    number = table.c.get("id" if table.name == "dossier" else "dossier_id")
    return whose if not left_out or number is None else (*whose, number.not_in(left_out))


def own_of_minors(connection: Connection) -> tuple[ColumnElement[bool], ...]:
    """Return what `own` does of dossiers looked for by their minors, which the index of minors finds.

    That of the mission locale would be read whole for each minor: it is kept from it.
    """
    code, dossier = structure_of(connection), m.dossier.c
    whose: tuple[ColumnElement[bool], ...] = () if code is None else (dossier.structure + "" == code,)
    left_out = _left_out(connection)
    return (*whose, dossier.id.not_in(left_out)) if left_out else whose


def is_whole(connection: Connection) -> bool:
    """Tell whether this connection sees one mission locale, with no dossier left out."""
    return structure_of(connection) is not None and not _left_out(connection)


def sees_all(connection: Connection) -> bool:
    """Tell whether this connection sees all of them, with no dossier left out."""
    return structure_of(connection) is None and not _left_out(connection)


def _left_out(connection: Connection) -> frozenset[int]:
    left_out: frozenset[int] | None = connection.get_execution_options().get("of_left_out")
    return left_out or frozenset()
