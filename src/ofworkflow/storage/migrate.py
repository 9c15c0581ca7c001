"""Bring a database to the tables of this version, in one transaction."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, insert, inspect, literal, select, table

from ofworkflow.errors import RefusedError
from ofworkflow.storage.database import SCHEMA_VERSION, is_trial
from ofworkflow.storage.models import compteur, meta


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
    """Mark the base as a trial base, where future days may be written; raise `RefusedError` on a real one
    that was used."""
    if is_trial(connection):
        return
    refuse_used(connection)
    connection.execute(insert(meta).values(cle="essai", valeur="oui"))


def refuse_used(connection: Connection) -> None:
    """Raise `RefusedError` when a base, of whatever version, holds anything: it never becomes a trial
    base."""
    if held := what_it_holds(connection):
        raise RefusedError(
            f"Cette base est une vraie base : elle contient déjà {held}. Elle ne devient pas une base "
            "d'essai, "
            "où la nuit pourrait agir à des dates futures. Faites votre essai ailleurs : of init --essai "
            "--dossier AUTRE_DOSSIER"
        )


def has_tables(connection: Connection) -> bool:
    """Tell whether our tables were made here, at whatever version."""
    return inspect(connection).has_table(meta.name)


def what_it_holds(connection: Connection) -> str | None:
    """Say what somebody wrote in a base, whichever tables it has; `None` when it was not yet used."""
    tables = inspect(connection).get_table_names()
    for name in sorted(set(tables) - _OF_ANY_BASE, key=lambda name: (name != "dossier", name)):
        if connection.execute(select(literal(1)).select_from(table(name)).limit(1)).first():
            return "des dossiers" if name == "dossier" else f"quelque chose (table « {name} »)"
    if (
        compteur.name in tables
        and connection.execute(select(compteur.c.nom).where(compteur.c.dernier > 0)).first()
    ):
        return "des numéros déjà donnés"
    return None


_OF_ANY_BASE = frozenset({"alembic_version", meta.name, compteur.name})
"""What a base holds from its first day."""
