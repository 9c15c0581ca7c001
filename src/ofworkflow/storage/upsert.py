"""A row written whether it is there or not, in one statement: two machines may write it at the same
instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table, delete

from ofworkflow.storage.models import meta

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def upsert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return the insertion of this base that knows what to do of a row already there (`on_conflict_do_…`)."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        return sqlite_insert(table)
    from sqlalchemy.dialects.postgresql import insert as postgresql_insert

    return postgresql_insert(table)


def note(connection: Connection, key: str, value: str) -> None:
    """Keep one value under a name of its own, in place of the one before."""
    row = upsert(connection, meta).values(cle=key, valeur=value)
    connection.execute(row.on_conflict_do_update(index_elements=["cle"], set_={"valeur": value}))


def forget(connection: Connection, key: str) -> None:
    """Keep nothing under that name any more."""
    connection.execute(delete(meta).where(meta.c.cle == key))
