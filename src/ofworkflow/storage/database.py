"""Connections: one engine a process, short transactions, the same code on SQLite and PostgreSQL.

SQLite: the write lock is taken when a writing transaction starts (`BEGIN IMMEDIATE`), so that two people who
read, decide and write cannot lose each other's work; the journal is written ahead (WAL) and synchronous, so
that a committed act survives a power cut. The last connection that closes moves that journal into the base: a
process closes its own as soon as it rests. On a drive that several machines may share, WAL loses acts: a
rollback journal takes its place (`storage.drives`), and stays. PostgreSQL: the dossier's row is locked by the
question that reads it.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, select, text
from sqlalchemy.exc import DBAPIError

from ofworkflow.errors import StorageError
from ofworkflow.files import secure_base
from ofworkflow.storage import failures
from ofworkflow.storage.drives import network_reason
from ofworkflow.storage.location import Location, locate
from ofworkflow.storage.location import sqlite_path as sqlite_path
from ofworkflow.storage.models import meta
from ofworkflow.storage.prepared import Wire, send

SCHEMA_VERSION = "0019"
"""The migration that this code knows as the last one."""

BUSY_TIMEOUT_MS = 15_000

COLLISIONS = 5
"""How many times a unit of work that the base gave up to break a deadlock is done again."""

SHARED_MARK = 1
"""`user_version` of a base that was once on a network drive: no machine that sees it as its own disk puts
WAL back."""

_SOON, _LATE = 1_000, 25_000
"""Pages written ahead before they are moved into the base: few, the file keeps its length and is written
over, which costs an act less than one that grows; many, for who touches a lot of pages in many batches."""

_SECTOR = 512  # the smallest page of SQLite: a file is a whole number of them

T = TypeVar("T")


class Database:
    """An engine and its two kinds of transaction.

    `structure` is the mission locale whose dossiers are seen and acted upon (`storage.scope`); `None` is all
    of them.
    """

    def __init__(
        self, place: str | Path | Location, structure: str | None = None, *, aside: bool = False
    ) -> None:
        """`aside` is a copy that nobody else opens (a backup that is read again): it stays one plain file."""
        self.location = place if isinstance(place, Location) else locate(place)
        self.url = place if isinstance(place, str) else _address(self.location)
        self.structure = structure
        self.left_out: frozenset[int] = frozenset()
        self.commits: list[None] = []  # one for each transaction that was written, whoever sees the base
        self.network = network_reason(self.location.file) if self.location.file and not aside else ""
        self.engine = _engine(self.location, self.network, aside=aside)
        self._spare: list[Connection] = []  # the one that served last, whoever sees the base

    def __repr__(self) -> str:
        return f"Database({self.place})"

    def seen_by(self, structure: str | None) -> Database:
        """Return the same base, as another mission locale sees it; `None`: whole."""
        other = copy(self)
        other.structure = structure
        return other

    def without(self, dossiers: Collection[int]) -> Database:
        """Return the same base, these dossiers left out of what is seen."""
        other = copy(self)
        other.left_out = frozenset(dossiers)
        return other

    @property
    def is_sqlite(self) -> bool:
        """Tell SQLite from PostgreSQL."""
        return self.location.is_sqlite

    @property
    def caution(self) -> str:
        """What must be said of the place of this base, on one line; empty when there is nothing to say."""
        if not self.network:
            return ""
        return (
            f"la base est sur un {self.network} : ofworkflow y écrit en mode prudent (journal d'annulation), "
            "plus lent. "
            "À plusieurs postes, préférez PostgreSQL (docs/sauvegarde.md)."
        )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with failures.said_in_french(self.location), self._transaction(None) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes: committed whole at the end, rolled back on any error.

        What was entered in `after_commit(connection)` ends once it is committed, or is told of the error.
        Raise `UncertainError` when the base was lost while it committed: nobody knows then what it holds.
        """
        committing = False
        with ExitStack() as placed:
            try:
                with failures.said_in_french(self.location), self._transaction(placed) as connection:
                    yield connection
                    committing = True
            except StorageError as error:
                if committing and (version := failures.uncertain(error, self.location)):
                    raise version from error
                raise
            self.commits.append(None)

    @contextmanager
    def _transaction(self, placed: ExitStack | None) -> Iterator[Connection]:
        """Open a transaction on the connection that served last, or on another where that one serves: a new
        one each time costs as much as two statements. One that an error went through serves no more."""
        try:
            connection = self._spare.pop()
        except IndexError:
            connection = self.engine.connect()
        try:
            options = {"of_structure": self.structure, "of_left_out": self.left_out, "of_wire": Wire()}
            with connection.execution_options(of_placed=placed, **options).begin():
                if self.is_sqlite:
                    send(connection, "BEGIN" if placed is None else "BEGIN IMMEDIATE")
                yield connection
        except BaseException:
            connection.close()
            raise
        if self._spare:
            connection.close()
        else:
            self._spare.append(connection)

    def write(self, work: Callable[[Connection], T], *, patience: int = 0) -> T:
        """Do a unit of work in one writing transaction, again from its beginning when the base broke a
        deadlock at its expense.

        `work` reads, decides and writes through its connection only: what it did was rolled back, and is done
        again whole. `patience` is how many more times somebody else's lock is waited for. Raise `BusyError`
        after that.
        """
        collisions = waits = 0
        while True:
            try:
                with self.writing() as connection:
                    return work(connection)
            except failures.BusyError as error:
                if failures.is_collision(error):
                    collisions += 1
                    if collisions > COLLISIONS:
                        raise
                    time.sleep(failures.pause(collisions))
                elif waits < patience:
                    waits += 1
                else:
                    raise

    @contextmanager
    def far_ahead(self) -> Iterator[None]:
        """Have a long work in batches write far ahead: to move the same pages into the base again and again
        costs more than to write them."""
        self._move_after(_LATE)
        try:
            yield
        finally:
            self._move_after(_SOON)

    def _move_after(self, pages: int) -> None:
        if self.is_sqlite:
            with self.reading() as connection:
                send(connection, f"PRAGMA wal_autocheckpoint={pages}")

    def check(self) -> None:
        """Raise `StorageError` unless the database exists and has the tables of this version."""
        self.check_file()
        self.check_is_ours()
        with self.reading() as connection:
            version = schema_version(connection)
        path = self.location.file
        if version is None and path is not None:
            raise StorageError(failures.lost(self.location, "il n'a pas les tables d'ofworkflow"))
        if version is None:
            raise StorageError("La base ne contient pas les tables d'ofworkflow. Créez-les avec « of init ».")
        if version > SCHEMA_VERSION:
            raise StorageError(
                f"La base vient d'une version plus récente d'ofworkflow (schéma {version}, ici "
                f"{SCHEMA_VERSION}). "
                "Mettez ofworkflow à jour avant de l'ouvrir."
            )
        if version < SCHEMA_VERSION:
            raise StorageError(
                f"La base est d'une version plus ancienne (schéma {version}). Mettez-la à jour avec « of "
                "base migrer »."
            )

    def check_file(self) -> None:
        """Raise `StorageError` when the base is a file, and that file is missing or cannot be one; nothing
        is asked of it."""
        path = self.location.file
        if path is not None and not path.is_file():
            raise StorageError(
                f"Aucune base à l'endroit {path}. Créez-la avec « of init », ou donnez la bonne "
                "configuration (--config)."
            )
        self._check_shape()

    def _check_shape(self) -> None:
        path = self.location.file
        if path is None or not path.exists():
            return
        if path.is_dir():
            raise StorageError(
                f"Un dossier porte le nom de la base ({path}). Vérifiez [base] url dans la configuration."
            )
        size = path.stat().st_size
        if size % _SECTOR or not size:
            why = "il est coupé" if size else "il est vide (0 octet)"
            raise StorageError(failures.lost(self.location, why))

    def check_is_ours(self) -> None:
        """Raise `StorageError` when what stands where the base should be is not one: empty, cut short, or
        another program's."""
        self._check_shape()
        if self.location.file is None or not self.location.file.exists():
            return
        with self.reading() as connection:
            tables = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar()
            if tables and schema_version(connection) is None:
                raise StorageError(failures.lost(self.location, "c'est la base d'un autre programme"))

    @property
    def place(self) -> str:
        """Where the base is, without any password."""
        return self.location.place

    def dispose(self) -> None:
        """Close every connection; the last one of all processes moves what is written ahead into the base."""
        while self._spare:
            self._spare.pop().close()
        self.engine.dispose()


def after_commit(connection: Connection) -> ExitStack:
    """Return what ends once this transaction is committed: a file that must not exist without its row
    takes its place there."""
    placed: ExitStack = connection.get_execution_options()["of_placed"]
    return placed


def writes(connection: Connection) -> bool:
    """Tell a transaction that writes from one that only reads."""
    return connection.get_execution_options().get("of_placed") is not None


def schema_version(connection: Connection) -> str | None:
    """Return the migration the database stands at; `None` without our tables."""
    try:
        version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise  # the server went away: nothing is known of its tables
        connection.rollback()
        return None
    return version


def is_trial(connection: Connection) -> bool:
    """Tell whether this is a trial base, where future days may be written."""
    return connection.execute(select(meta.c.valeur).where(meta.c.cle == "essai")).scalar() == "oui"


def _engine(location: Location, network: str, *, aside: bool) -> Engine:
    # nothing that is written is ever part of a message: names and addresses are in the parameters
    options: dict[str, Any] = {
        "json_serializer": _dumps,
        "json_deserializer": json.JSONDecoder().decode
        if location.is_sqlite
        else json.loads,  # text, or bytes
        "hide_parameters": True,
    }
    if location.is_sqlite:
        # Transactions are begun by us, below; the driver's own idea of them loses updates.
        options["connect_args"] = {"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000}
    else:
        # nobody waits for ever for a dossier that somebody else's program holds
        # what is sent often is prepared by us (`storage.pipeline`), and dropped by nobody
        options["connect_args"] = {
            "options": f"-c lock_timeout={BUSY_TIMEOUT_MS}",
            "prepare_threshold": None,
        }
    try:
        engine = create_engine(location.url, **options)
    except Exception as error:  # noqa: BLE001 — whatever SQLAlchemy says of a URL, the counsellor gets one sentence
        raise StorageError(
            f"L'adresse de la base ({location.place}) n'est pas comprise : "
            f"{location.scrub(failures.first_line(error))}. "
            "Écrivez [base] url comme sqlite:///fichier.db ou postgresql+psycopg://utilisateur@serveur/base."
        ) from None
    if location.is_sqlite:
        event.listen(engine, "do_connect", lambda *_: secure_base(location.file) if location.file else None)
        event.listen(
            engine, "connect", lambda connection, _record: _tune_sqlite(connection, network, aside=aside)
        )
    return engine


def _address(location: Location) -> str:
    return (
        f"sqlite:///{location.file}" if location.file else location.url.render_as_string(hide_password=False)
    )


_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _tune_sqlite(connection: Any, network: str, *, aside: bool) -> None:
    cursor = connection.cursor()
    shared = bool(network) or cursor.execute("PRAGMA user_version").fetchone()[0] == SHARED_MARK
    if shared and not aside:
        _never_ahead(cursor)
    # 32 Mo of pages kept. What is written ahead is moved to the base, sooner or later, by a commit: each is
    # on the disk all the same.
    kept = ("cache_size=-32000", f"wal_autocheckpoint={_SOON}", f"busy_timeout={BUSY_TIMEOUT_MS}")
    safe = ("synchronous=EXTRA",) if shared or aside else ("journal_mode=WAL", "synchronous=FULL")
    for pragma in (*safe, "foreign_keys=ON", *kept):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _never_ahead(cursor: Any) -> None:
    """Write with a rollback journal, and mark the base so that every machine does."""
    try:
        cursor.execute("PRAGMA journal_mode=DELETE")
        if cursor.execute("PRAGMA user_version").fetchone()[0] != SHARED_MARK:
            cursor.execute(f"PRAGMA user_version={SHARED_MARK}")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        raise StorageError(
            "La base est sur un disque réseau, et un autre programme l'a ouverte comme si elle était sur le "
            "sien : des actes s'y "
            "perdraient. Arrêtez ofworkflow (« of planifier » compris) sur les autres postes, puis "
            "recommencez."
        ) from None
