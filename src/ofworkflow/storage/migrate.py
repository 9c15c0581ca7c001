"""Bring a database to the tables of this version, in one transaction."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, insert, select

from ofworkflow.storage.database import SCHEMA_VERSION
from ofworkflow.storage.models import meta


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing; nothing when the database is up to date."""
    # alembic is imported here only: no other command needs it
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, SCHEMA_VERSION)


def mark_trial(connection: Connection) -> None:
    """Mark the base as a trial base, where future days may be written."""
    known = connection.execute(select(meta.c.valeur).where(meta.c.cle == "essai")).first()
    if known is None:
        connection.execute(insert(meta).values(cle="essai", valeur="oui"))
