"""Backups that were opened and read before they are called so; put back only once what would be lost was
said.

The base alone is enough to restore every letter that left: its bytes are sealed in the base. The folder of
letters holds drafts and files for printing, which are made again.
"""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from sqlalchemy import Connection, select, text

from ofworkflow.casework.doctor.examine import examine, examine_on
from ofworkflow.casework.doctor.kinds import Finding, Ground
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.errors import OfWorkflowError, StorageError
from ofworkflow.files import JOURNALS, PARTIAL, Destination
from ofworkflow.outside.reading import is_there
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage import postgresql_tools as server
from ofworkflow.storage import sqlite_copies as copies
from ofworkflow.storage.database import SCHEMA_VERSION, Database, schema_version
from ofworkflow.storage.drives import network_reason
from ofworkflow.storage.heads import APPENDED, heads_of, only_in_first
from ofworkflow.storage.heads import Heads as Heads
from ofworkflow.storage.location import Location
from ofworkflow.storage.migrate import upgrade
from ofworkflow.storage.numbering import Marks, highest, raise_to
from ofworkflow.workbench import sweep, workbench

FOLDER = "sauvegardes"
"""Where backups go unless told otherwise: beside the configuration."""

BEFORE = "avant"
"""What a base that was replaced is called: it stays beside, under this word and the instant."""

_SUFFIX = {True: ".db", False: ".dump"}

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Saved:
    """A backup that was written, then read again: what it holds, and what is wrong in it as it was in the
    base."""

    path: Path
    heads: Heads
    findings: tuple[Finding, ...]

    @property
    def size(self) -> int:
        """Its size, in bytes."""
        return self.path.stat().st_size


@dataclass(frozen=True, slots=True)
class Comparison:
    """A backup, made ready, beside the base it would replace; `current` is `None` where there is no base,
    or none to read."""

    backup: Heads
    was_schema: str
    findings: tuple[Finding, ...]
    current: Heads | None
    lost: int  # entries of the base that the backup does not have
    gained: int  # entries of the backup that the base does not have
    unreadable: str = ""  # why what stands there cannot be read

    @property
    def is_other(self) -> bool:
        """Whether the two are not copies of one base."""
        return (
            self.current is not None
            and not self.current.is_blank
            and self.current.identity != self.backup.identity
        )

    @property
    def fewer(self) -> dict[str, int]:
        """What the base has more of than the backup, by table: rows that are added and never taken back."""
        if self.current is None:
            return {}
        rows = {
            table.name: self.current.rows.get(table.name, 0) - self.backup.rows.get(table.name, 0)
            for table in APPENDED
        }
        return {name: more for name, more in rows.items() if more > 0}

    @property
    def loses(self) -> bool:
        """Whether something of the base would be lost: it needs a consent of its own."""
        return bool(self.lost or self.fewer or self.is_other or self.unreadable)


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """A backup restored aside, brought to this version and looked at; nothing was changed yet."""

    comparison: Comparison
    copy: Database


def default_path(folder: Path, location: Location, now: datetime) -> Path:
    """Return the dated name of a backup, one that nothing has yet: two may be made in one second."""
    stem = location.file.stem if location.file else (location.url.database or "base")
    return _free(folder, f"{stem}-{stamp(now)}", _SUFFIX[location.is_sqlite])


def _free(folder: Path, stem: str, suffix: str) -> Path:
    names = (f"{stem}{again}{suffix}" for again in chain([""], map("-{}".format, count(2))))
    return next(each for each in map(folder.joinpath, names) if not each.exists())


def stamp(now: datetime) -> str:
    """Return an instant as it stands in the name of a file."""
    return f"{now:%Y-%m-%d_%H%M%S}"


def last_backup(folder: Path, location: Location) -> Path | None:
    """Return the backup of that folder that was written last, or `None`."""
    paths = (
        [path for path in folder.glob(f"*{_SUFFIX[location.is_sqlite]}") if path.is_file()]
        if folder.is_dir()
        else []
    )
    return max(paths, key=lambda path: (path.stat().st_mtime, path.name), default=None)


def save(database: Database, desk: Desk, destination: Destination, *, progress: Progress) -> Saved:
    """Write a backup of the whole base, whoever writes meanwhile, then read it again; raise `StorageError`,
    `WriteError`.

    What is wrong in the base is wrong in its copy: it is said, and the copy is kept.
    """
    whole = database.seen_by(None)
    _sweep(destination.path.parent)
    if not database.is_sqlite:
        with destination.partial() as path, server.snapshot(whole) as (connection, snapshot):
            server.dump(database.location, path, snapshot)
            heads, findings = heads_of(connection), _seen(whole, connection, desk, progress)
        return Saved(destination.path, heads, tuple(findings))
    with destination.partial() as path:
        with closing(whole.engine.raw_connection()) as source:
            live = source.driver_connection
            if not isinstance(live, sqlite3.Connection):
                raise TypeError(type(live))
            copies.copy_into(live, path)
        with _plain(path) as copy:
            heads, findings = _looked_at(copy, desk, progress)
    return Saved(destination.path, heads, tuple(findings))


def save_letters(folder: Path, destination: Destination) -> int:
    """Put the files of the letters' folder into one archive; return how many. Links are left out: they
    lead elsewhere."""
    letters = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and not path.name.startswith(PARTIAL)
    )
    with destination.opened() as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in letters:
            archive.write(path, path.relative_to(folder))
    return len(letters)


@contextmanager
def prepared(
    database: Database, desk: Desk, backup: Path, *, use: str, progress: Progress
) -> Iterator[RestorePlan]:
    """Restore a backup aside, bring it to this version, look at it, and compare it with the base; nothing is
    changed there.

    Raise `StorageError` when it cannot be restored.
    """
    if not is_there(backup):
        raise StorageError(
            f"La sauvegarde {backup} n'existe pas. Voyez celles que vous avez : le dossier {FOLDER}/ "
            "d'ofworkflow."
        )
    with _aside(database, backup, use=use) as copy:
        was = _bring_up_to_date(copy, backup)
        heads, findings = _looked_at(copy, desk, progress)
        yield RestorePlan(_compared(database, copy, heads, was, findings), copy)


def put_back(database: Database, ready: RestorePlan, printed: Marks, now: datetime) -> str:
    """Put a prepared backup in the place of the base; return the name under which the old one stays, empty if
    there was none.

    Numbers go on above all that may have been printed: by the base that is replaced, or known to `printed`.
    Raise `BusyError` when somebody has the base open.
    """
    known = ready.comparison.current.marks if ready.comparison.current else {}
    with ready.copy.writing() as connection:
        raise_to(connection, highest((ready.comparison.backup.marks, known, printed)))
    ready.copy.dispose()
    database.dispose()
    place = database.location
    if place.file is None:
        name = server.kept_name(place, stamp(now))
        return name if server.take_name(place, ready.copy, name) else ""
    path = ready.copy.location.file or Path()
    copies.mark_drive(path, shared=bool(network_reason(place.file)))
    beside = _free(place.file.parent, f"{place.file.stem}.{BEFORE}-{stamp(now)}", place.file.suffix)
    return str(beside) if copies.put_in_place(path, place.file, beside) else ""


@contextmanager
def _aside(database: Database, backup: Path, *, use: str) -> Iterator[Database]:
    if database.location.file is None:
        with server.restored_aside(database.location, backup, use=use) as copy:
            yield copy
        return
    with workbench(database.location.file.parent) as bench:
        path = bench.folder / "copie.db"
        copies.copy_file(backup, path)
        with _plain(path) as copy:
            yield copy


@contextmanager
def _plain(path: Path) -> Iterator[Database]:
    copy = Database(path, aside=True)
    try:
        yield copy
    finally:
        copy.dispose()


def _sweep(folder: Path) -> None:
    """Remove what a backup that was killed left behind; the journals of a file that is no more are
    nobody's."""
    sweep(folder)
    with suppress(OSError):
        for suffix in JOURNALS[1:]:
            for left in folder.glob(f"{PARTIAL}*{suffix}"):
                if not left.with_name(left.name.removesuffix(suffix)).exists():
                    left.unlink(missing_ok=True)


def _bring_up_to_date(copy: Database, backup: Path) -> str:
    path = copy.location.file
    if path is not None and (wrong := copies.what_is_broken(path)):
        raise StorageError(f"La sauvegarde {backup} est abîmée ({wrong[0]}). Choisissez-en une autre.")
    with copy.reading() as connection:
        was = schema_version(connection)
    if was is None:
        raise StorageError(
            f"Le fichier {backup} n'est pas une sauvegarde d'ofworkflow : il n'en a pas les tables."
        )
    if was > SCHEMA_VERSION:
        raise StorageError(
            f"La sauvegarde {backup} vient d'une version plus récente d'ofworkflow (schéma {was}, ici "
            f"{SCHEMA_VERSION}). "
            "Mettez ofworkflow à jour, puis recommencez."
        )
    if was < SCHEMA_VERSION:
        with copy.writing() as connection:
            upgrade(connection)
    return was


def _looked_at(copy: Database, desk: Desk, progress: Progress) -> tuple[Heads, list[Finding]]:
    path = copy.location.file
    findings = (
        [Finding("fichier", path.name, sentence, "") for sentence in copies.what_is_broken(path)]
        if path is not None
        else []
    )
    with copy.reading() as connection:
        heads, houses = heads_of(connection), _houses(connection)
    for code in houses:
        findings += examine(copy.seen_by(code), desk, expected_on=desk.today, progress=progress).findings
    return heads, _of_the_copy(findings)


def _seen(base: Database, connection: Connection, desk: Desk, progress: Progress) -> list[Finding]:
    """Examine what one snapshot of a server shows, house by house."""
    findings: list[Finding] = []
    for code in _houses(connection):
        house = connection.execution_options(of_structure=code)
        findings += examine_on(
            Ground(base.seen_by(code), house, desk, desk.today), progress=progress
        ).findings
    connection.execution_options(of_structure=None)
    return _of_the_copy(findings)


def _houses(connection: Connection) -> list[str]:
    """Return the mission locales of a base: each has its own habits, and plans that follow them."""
    return list(
        connection.execute(select(m.dossier.c.structure).distinct().order_by(m.dossier.c.structure)).scalars()
    )


def _of_the_copy(findings: list[Finding]) -> list[Finding]:
    # a night that a copy of yesterday misses, a draft that is not beside it, dossiers of another house: no
    # faults of the copy
    return list(
        dict.fromkeys(
            finding for finding in findings if finding.check not in ("nuits", "structures", "fichiers")
        )
    )


def _compared(
    database: Database, copy: Database, backup: Heads, was: str, findings: list[Finding]
) -> Comparison:
    try:
        current, lost, gained = _current(database, copy)
    except OfWorkflowError as error:
        return Comparison(backup, was, tuple(findings), None, 0, backup.entries, str(error))
    return Comparison(backup, was, tuple(findings), current, lost, gained)


def _current(database: Database, copy: Database) -> tuple[Heads | None, int, int]:
    """Read the base as it is, whatever its version: what it holds, and what each has that the other has
    not."""
    place = database.location
    if place.file is not None:
        if not place.file.exists():
            return None, 0, 0
        database.check_is_ours()
    elif not _exists(database):
        return None, 0, 0
    with database.seen_by(None).reading() as here, copy.reading() as there:
        if schema_version(here) is None:
            return None, 0, 0
        return heads_of(here), only_in_first(here, there), only_in_first(there, here)


def _exists(database: Database) -> bool:
    with server.administrator(database.location) as admin:
        name = database.location.url.database
        return (
            admin.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}).first()
            is not None
        )
