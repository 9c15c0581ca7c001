"""The base itself, as people speak of it: made, brought up to date, looked at."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from ofworkflow.records import dataclass
from ofworkflow.storage.database import SCHEMA_VERSION, Database, sqlite_path
from ofworkflow.storage.database import is_trial as is_trial
from ofworkflow.storage.migrate import has_tables, mark_trial, refuse_used, upgrade
from ofworkflow.storage.queries import count_dossiers


@dataclass(frozen=True, slots=True)
class BaseState:
    """What a base is, and how it is written."""

    place: str
    schema: str
    is_trial: bool
    dossiers: int
    mode: str


def base_state(database: Database) -> BaseState:
    """Return what there is to say of a base that was checked."""
    with database.reading() as connection:
        return BaseState(
            database.place,
            SCHEMA_VERSION,
            is_trial(connection),
            count_dossiers(connection),
            _mode(database, connection),
        )


def _mode(database: Database, connection: Connection) -> str:
    if not database.is_sqlite:
        return "serveur PostgreSQL"
    if database.network:
        return f"journal d'annulation ({database.network})"
    if connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal":
        return "journal anticipé (WAL), disque de ce poste"
    return "journal d'annulation (cette base a été sur un disque réseau)"


def migrate(database: Database, *, trial: bool = False) -> str:
    """Bring a base to the tables of this version; return the version it stands at.

    Raise `StorageError` when what stands there is not ours, `RefusedError` when a base that was used would
    become a trial base.
    """
    database.check_is_ours()
    with database.writing() as connection:
        upgrade(connection)
        if trial:
            mark_trial(connection)
    return SCHEMA_VERSION


def refuse_used_base(place: str | Path) -> None:
    """Raise `RefusedError` when the base at this place is a real one that holds something: it never
    becomes a trial base."""
    file = sqlite_path(place)
    if file is not None and not file.is_file():
        return
    database = Database(place)
    try:
        database.check_is_ours()
        with database.reading() as connection:
            if not (has_tables(connection) and is_trial(connection)):
                refuse_used(connection)
    finally:
        database.dispose()
