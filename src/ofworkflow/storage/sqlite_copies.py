"""A base on SQLite copied and put back through SQLite itself: whole at every instant, whoever writes,
whatever kills us.

A copy is made by its online backup (https://www.sqlite.org/backup.html): one reading transaction, that
writers do not disturb. Putting one back writes its pages *into* the base in one transaction of SQLite, under
its exclusive lock: killed before the end, the next to open it rolls back to the old base; no journal written
ahead by the old base is left to be played over the new one (https://www.sqlite.org/howtocorrupt.html, § 1.4);
nobody keeps acting on a file that was renamed.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ofworkflow.errors import StorageError
from ofworkflow.files import JOURNALS, Destination, sync_folder
from ofworkflow.storage.database import SHARED_MARK
from ofworkflow.storage.failures import BusyError

WAIT_SECONDS = 5
"""How long a command that is about to end is waited for, before the base is said to be in use."""

_HEADER = 100

IN_USE = (
    "La base est ouverte par un autre programme (une nuit en cours, une autre fenêtre, un autre poste). Rien "
    "n'a été changé : "
    "fermez-le, puis recommencez."
)


def copy_into(source: sqlite3.Connection, target: Path) -> None:
    """Copy a base, as it stands at this instant, into a plain file without journals."""
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def copy_file(source: Path, target: Path) -> None:
    """Copy a backup, with the journal that may lie beside it, without writing anything there; raise
    `StorageError`."""
    for suffix in JOURNALS:
        if suffix != "-shm" and (beside := source.with_name(source.name + suffix)).exists():
            shutil.copyfile(beside, target.with_name(target.name + suffix))
    if _is_cut_short(target) and not target.with_name(target.name + "-wal").exists():
        raise StorageError(f"Le fichier {source} est coupé : sa fin manque. Choisissez une autre sauvegarde.")
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        raise StorageError(
            f"Le fichier {source} n'est pas une base lisible ({error}). Choisissez une autre sauvegarde."
        ) from None


def _is_cut_short(path: Path) -> bool:
    """Tell whether a file holds less than its header says; SQLite takes a last page that is not whole for a
    page of zeros.

    https://www.sqlite.org/fileformat.html, § 1.3: page size at 16, number of pages at 28.
    """
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if len(header) < _HEADER:
        return True
    page = int.from_bytes(header[16:18], "big")
    return path.stat().st_size < int.from_bytes(header[28:32], "big") * (65536 if page == 1 else page)


def what_is_broken(path: Path) -> list[str]:
    """Return what SQLite finds wrong in a plain file: its pages and indexes, then its references."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as copy:
            broken_pages = [line for (line,) in copy.execute("PRAGMA integrity_check(20)") if line != "ok"]
            broken = copy.execute("PRAGMA foreign_key_check").fetchmany(20)
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return broken_pages + [
        f"{table}, ligne {row} : renvoie à {parent}, qui n'existe pas" for table, row, parent, _ in broken
    ]


def mark_drive(path: Path, *, shared: bool) -> None:
    """Write in a plain file whether it goes to a drive that several machines share (`storage.database`)."""
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        copy.execute(f"PRAGMA user_version={SHARED_MARK if shared else 0}")


def put_in_place(prepared: Path, base: Path, kept: Path) -> bool:
    """Put a prepared base in the place of another; tell whether the old one was kept, whole, as `kept`.

    Raise `BusyError` when somebody else has the base open: nothing is changed then.
    """
    if not base.exists():
        _set_aside(base, kept)  # a journal may have outlived its base
        _lay(prepared, base)
        return kept.exists()
    try:
        with _held(base) as live:
            if base.stat().st_size:
                with Destination(kept, replaces=False).partial() as partial:
                    copy_into(live, partial)
            with closing(sqlite3.connect(prepared, isolation_level=None)) as source:
                source.backup(live)
        sync_folder(base.parent)
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise BusyError(IN_USE) from None
        if isinstance(error, sqlite3.OperationalError):
            raise
        # what stands there is no base that SQLite can open: nothing of it can be lost by taking its place
        _set_aside(base, kept)
        _lay(prepared, base)
    return kept.exists()


@contextmanager
def _held(base: Path) -> Iterator[sqlite3.Connection]:
    """Hold a base alone: its journal written ahead is moved into it, which SQLite does only when nobody
    else has it open."""
    live = sqlite3.connect(base, isolation_level=None, timeout=WAIT_SECONDS)
    with closing(live):
        live.execute("PRAGMA locking_mode=EXCLUSIVE")
        live.execute("PRAGMA synchronous=EXTRA")
        if live.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":
            raise BusyError(IN_USE)
        live.execute("BEGIN EXCLUSIVE")
        live.execute("COMMIT")  # in this mode the lock is kept until the connection closes
        yield live


def _set_aside(base: Path, kept: Path) -> None:
    """Keep a copy of what stands there and of its journals, then take the journals away: they belong to no
    other base."""
    for suffix in JOURNALS:
        old = base.with_name(base.name + suffix)
        if not old.exists():
            continue
        if suffix == "-shm" and _is_used(old):
            raise BusyError(IN_USE)
        if suffix != "-shm":
            with (
                old.open("rb") as source,
                Destination(kept.with_name(kept.name + suffix), replaces=False).opened() as file,
            ):
                shutil.copyfileobj(source, file)
    for suffix in JOURNALS[1:]:
        base.with_name(base.name + suffix).unlink(missing_ok=True)
    sync_folder(base.parent)


def _lay(prepared: Path, base: Path) -> None:
    with prepared.open("rb") as source, Destination(base).opened() as file:
        shutil.copyfileobj(source, file)


def _is_used(shm: Path) -> bool:
    """Tell whether a process still has the base of this index open: it holds a lock on its byte 128
    (WAL_NLOCK, « DMS »)."""
    try:
        import fcntl
    except ImportError:  # Windows does not remove what is open
        return False
    with shm.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 128)
        except OSError:
            return True
    return False
