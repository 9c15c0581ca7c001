"""Connections: one engine a process, short transactions, the same code on SQLite and PostgreSQL.

SQLite: the write lock is taken when a writing transaction starts (`BEGIN IMMEDIATE`), so that two people who read, decide and
write cannot lose each other's work; the journal is written ahead (WAL) and synchronous, so that a committed act survives a
power cut. PostgreSQL: the dossier's row is locked by the question that reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select, text
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from ofworkflow.errors import OfWorkflowError, StorageError
from ofworkflow.storage.models import meta

SCHEMA_VERSION = "0005"
"""The migration that this code knows as the last one."""

BUSY_TIMEOUT_MS = 15_000


class Database:
    """An engine and its two kinds of transaction.

    `structure` is the mission locale whose dossiers are seen and acted upon (`storage.scope`); `None` is all of them.
    """

    def __init__(self, url: str, structure: str | None = None) -> None:
        self.url = url
        self.structure = structure
        self.engine = _engine(url)

    def seen_by(self, structure: str | None) -> Database:
        """Return the same base, as another mission locale sees it; `None`: whole."""
        other = copy(self)
        other.structure = structure
        return other

    @property
    def is_sqlite(self) -> bool:
        """Tell SQLite from PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with (
            _said_in_french(self.url),
            self.engine.connect().execution_options(of_structure=self.structure) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes: committed whole at the end, rolled back on any error."""
        with (
            _said_in_french(self.url),
            self.engine.connect().execution_options(of_writes=True, of_structure=self.structure) as connection,
            connection.begin(),
        ):
            yield connection

    def check(self) -> None:
        """Raise `StorageError` unless the database exists and has the tables of this version."""
        path = sqlite_path(self.url)
        if path is not None and not path.is_file():
            raise StorageError(
                f"Aucune base à l'endroit {path}. Créez-la avec « of init », ou donnez la bonne configuration (--config)."
            )
        with self.reading() as connection:
            found = schema_version(connection)
        if found is None:
            raise StorageError("La base ne contient pas les tables d'ofworkflow. Créez-les avec « of init ».")
        if found > SCHEMA_VERSION:
            raise StorageError(
                f"La base vient d'une version plus récente d'ofworkflow (schéma {found}, ici {SCHEMA_VERSION}). "
                "Mettez ofworkflow à jour avant de l'ouvrir."
            )
        if found < SCHEMA_VERSION:
            raise StorageError(
                f"La base est d'une version plus ancienne (schéma {found}). Mettez-la à jour avec « of base migrer »."
            )

    @property
    def place(self) -> str:
        """Where the base is, without any password."""
        return _without_password(self.url)

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def sqlite_path(url: str) -> Path | None:
    """Return the file of a SQLite URL; `None` for a memory base or PostgreSQL."""
    path = url.removeprefix("sqlite:///")
    return None if path == url or path in ("", ":memory:") else Path(path)


def schema_version(connection: Connection) -> str | None:
    """Return the migration the database stands at; `None` without our tables."""
    try:
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError:
        connection.rollback()
        return None
    return found


def is_trial(connection: Connection) -> bool:
    """Tell whether this is a trial base, where future days may be written."""
    return connection.execute(select(meta.c.valeur).where(meta.c.cle == "essai")).scalar() == "oui"


def _engine(url: str) -> Engine:
    sqlite = url.startswith("sqlite")
    options: dict[str, Any] = {"json_serializer": _dumps, "json_deserializer": json.loads}
    if sqlite:
        # Transactions are begun by us, below; the driver's own idea of them loses updates.
        options["connect_args"] = {"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000}
    elif url.startswith("postgresql"):
        # nobody waits for ever for a dossier that somebody else's program holds
        options["connect_args"] = {"options": f"-c lock_timeout={BUSY_TIMEOUT_MS}"}
    try:
        engine = create_engine(url, **options)
    except Exception as error:  # noqa: BLE001 — whatever SQLAlchemy says of a URL, the counsellor gets one sentence
        raise StorageError(
            f"L'adresse de la base ({_without_password(url)}) n'est pas comprise : {_first_line(error)}. "
            "Écrivez [base] url comme sqlite:///fichier.db ou postgresql+psycopg://utilisateur@serveur/base."
        ) from None
    if sqlite:
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _tune_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    # 32 Mo of pages kept, and a hundred written ahead before they are moved to the base: a night touches many, a few in each
    # batch, and moving them again and again costs more than writing them. Each commit is on the disk all the same.
    kept = ("cache_size=-32000", "wal_autocheckpoint=25000", f"busy_timeout={BUSY_TIMEOUT_MS}")
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", *kept):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("of_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _said_in_french(url: str) -> Iterator[None]:
    try:
        yield
    except OfWorkflowError:
        raise
    except DatabaseError as error:
        if not isinstance(error, OperationalError) and "not a database" not in str(error):
            raise
        raise StorageError(_sentence(_first_line(error.orig or error), url)) from error


def _sentence(reason: str, url: str) -> str:
    where = _without_password(url)
    known = {
        "locked": "La base est occupée par un autre programme. Rien n'a été écrit : recommencez dans un instant.",
        "lock timeout": "La base est occupée par un autre programme. Rien n'a été écrit : recommencez dans un instant.",
        "full": "Le disque est plein : rien n'a été écrit. Faites de la place, puis recommencez.",
        "No space left": "Le disque est plein : rien n'a été écrit. Faites de la place, puis recommencez.",
        "readonly": f"La base {where} est en lecture seule. Vérifiez les droits du fichier et du dossier.",
        "unable to open": f"La base {where} ne peut pas être ouverte. Vérifiez le chemin et les droits.",
        "not a database": f"Le fichier {where} n'est pas une base ofworkflow. Vérifiez [base] url dans la configuration.",
    }
    return next(
        (sentence for word, sentence in known.items() if word in reason),
        f"La base {where} ne répond pas : {reason}. Rien n'a été écrit ; vérifiez [base] url et que le serveur tourne.",
    )


def _without_password(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if "@" in rest else url


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
