"""Des numéros de courrier et de tirage jamais redonnés, et un nom à la base."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply."""
    connection = op.get_bind()
    known = connection.execute(sa.text("SELECT 1 FROM meta WHERE cle = 'identite'")).first()
    if known is None:
        connection.execute(
            sa.text("INSERT INTO meta (cle, valeur) VALUES ('identite', :name)"), {"name": uuid.uuid4().hex}
        )
    if connection.dialect.name == "sqlite":  # a sequence of PostgreSQL never goes back
        connection.execute(sa.text("PRAGMA defer_foreign_keys=ON"))
        for table in ("courrier", "tirage"):
            _never_again(connection, table)


def _never_again(connection: sa.Connection, table: str) -> None:
    """Rebuild a table so that SQLite remembers the last row it made, and not only the last that is left.

    Filled again under its own name: what refers to it is satisfied again, row by row, before the transaction
    ends.
    """
    question = sa.text(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL ORDER BY type = "
        "'table' DESC"
    )
    (_, created), *others = connection.execute(question, {"name": table}).all()
    if "AUTOINCREMENT" in created.upper():
        return
    made = created.replace("PRIMARY KEY (id)", "PRIMARY KEY (id AUTOINCREMENT)")
    for statement in (
        f"CREATE TABLE _copie AS SELECT * FROM {table}",  # noqa: S608 — our own names
        f"DROP TABLE {table}",
        made,
        f"INSERT INTO {table} SELECT * FROM _copie ORDER BY id",  # noqa: S608 — our own names
        "DROP TABLE _copie",
        *(sql for _, sql in others),
    ):
        connection.exec_driver_sql(statement)
