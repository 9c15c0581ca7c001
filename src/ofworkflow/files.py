"""The one door through which a file is written: whole or not at all, for its owner only, never over what the
program lives on.

A file is written under a name of its own, in the folder where it goes; it is on the disk before it takes its
place, and its place is on the disk before we say so (fsync of the file, then of the folder). A program killed
in between leaves at most a `.of-…` file, which the next one sweeps away (`workbench`).
"""

from __future__ import annotations

import errno
import os
import platform
import re
import shutil
import stat
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ofworkflow.errors import RefusedError, UsageError, WriteError
from ofworkflow.records import dataclass

if sys.platform != "win32":
    import fcntl

FILE_MODE, FOLDER_MODE = 0o600, 0o700
"""Ours alone, whatever the umask: names, addresses and situations of minors."""

PARTIAL = ".of-"
"""How the name of a file begins while it is written; behind it, the machine that writes it."""

JOURNALS = ("", "-wal", "-shm", "-journal")
"""The files of a SQLite base, behind its name."""

# Drafts in the folder of their dossier, runs: names that only the program gives, in the letters' folder.
_ON_RECORD = re.compile(r"(?!apercus/)[^/]+/C\d{6,}_\w+\.(?:pdf|ics)|T\d{4,}\.pdf", re.IGNORECASE)

_REASONS = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "votre part du disque est pleine",
    errno.EACCES: "vous n'avez pas le droit d'y écrire",
    errno.EPERM: "vous n'avez pas le droit d'y écrire",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.ENOENT: "l'endroit n'existe pas",
    errno.ENOTDIR: "une partie du chemin est un fichier, pas un dossier",
    errno.EEXIST: "une partie du chemin est un fichier, pas un dossier",
    errno.ELOOP: "des liens y tournent en rond",
    errno.EIO: "le disque ne répond pas",
}


@dataclass(frozen=True, slots=True)
class Protected:
    """What no output may replace, each with the words that say what it is; made by `wiring`, from the
    configuration.

    `files` are compared by what they are (device and inode), then by their folder and their name, cases set
    apart: a link, a second name, `OFWORKFLOW.DB` are the same file. Nothing at all is written inside
    `folders`. In `letters`, the names that the program gives to letters and runs are its own.
    """

    files: tuple[tuple[Path, str], ...] = ()
    folders: tuple[tuple[Path, str], ...] = ()
    letters: Path | None = None

    def what(self, path: Path) -> str | None:
        """Say what `path` (its folder resolved) is, when it is protected."""
        for file, words in self.files:
            if _same_file(path, file):
                return words
        for folder, words in self.folders:
            if _parts_below(path, folder) is not None or _is_second_name(path, folder):
                return words
        below = _parts_below(path, self.letters) if self.letters is not None else None
        return (
            "un courrier ou un lot déjà enregistré"
            if below and _ON_RECORD.fullmatch("/".join(below))
            else None
        )


@dataclass(frozen=True, slots=True)
class Destination:
    """A place where a file goes. Unless it `replaces`, nothing that stands there is touched, even come
    meanwhile.

    It is written in its own folder, or in the folder `via` of the same disk, which is swept more easily.
    """

    path: Path
    protected: Protected = Protected()
    replaces: bool = True
    via: Path | None = None

    def check(self) -> bool:
        """Tell whether a file stands there; raise `UsageError`, `RefusedError`, `WriteError` when none may
        be written."""
        with _told(self.path):
            return self._place()[1]

    def write(self, content: bytes) -> Path:
        """Write the file and return its path; raise what `check` raises, `UsageError` for a file that is
        not to be replaced."""
        with self.opened() as file:
            file.write(content)
        return self.path

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Give the file to write, which takes its place when the block ends well; raise what `write`
        raises."""
        with self.partial() as path, path.open("wb") as file:
            yield file

    @contextmanager
    def partial(self) -> Iterator[Path]:
        """Give the path of an empty file to fill, for what only takes a path; it takes its place when the
        block ends well."""
        with _told(self.path):
            place, stands = self._place()
            if stands and not self.replaces:
                raise already_there(self.path)
            make_folder(place.parent)
            handle, path = unfinished(self.via or place.parent)
            try:
                yield path
                _to_disk(path)
                self._take(path, place)
                sync_folder(place.parent)
            finally:
                if handle is not None:
                    os.close(handle)
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    def _place(self) -> tuple[Path, bool]:
        try:
            place = self.path.parent.resolve() / self.path.name
            mode = place.lstat().st_mode
        except FileNotFoundError:
            mode = None
        except (ValueError, RuntimeError) as error:  # a NUL in the name; links in a loop, before Python 3.13
            raise OSError(errno.EINVAL, "ce nom n'est pas possible") from error
        if mode is not None and stat.S_ISDIR(mode):
            raise UsageError(f"{self.path} est un dossier. Donnez le nom d'un fichier.")
        if words := self.protected.what(place):
            raise RefusedError(
                f"{self.path} est {words} : rien n'est écrit par-dessus. Donnez un autre nom de fichier."
            )
        if mode is not None and not stat.S_ISREG(mode):
            words = "un lien" if stat.S_ISLNK(mode) else "un périphérique ou un tube"
            raise RefusedError(
                f"{self.path} est {words}, pas un fichier ordinaire : rien n'y est écrit. Donnez un autre "
                "nom."
            )
        return place, mode is not None

    def _take(self, partial: Path, place: Path) -> None:
        if self.replaces:
            partial.replace(place)
            return
        try:
            place.hardlink_to(partial)  # unlike a renaming, never over a file come meanwhile
        except FileExistsError:
            raise already_there(self.path) from None
        except OSError:  # no second names on this disk
            if os.path.lexists(place):
                raise already_there(self.path) from None
            partial.rename(place)


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file that the program names itself, over the one before; raise what `Destination.write`
    raises."""
    return Destination(path).write(content)


def already_there(path: Path) -> UsageError:
    """Return what is said of a file that nobody asked to replace."""
    return UsageError(f"Le fichier {path} existe déjà. Donnez un autre nom, ou ajoutez --remplacer.")


def base_files(base: Path) -> tuple[Path, ...]:
    """Return the files of a SQLite base: itself and its journals, which lie where its links lead."""
    return tuple(
        p.with_name(p.name + suffix) for p in dict.fromkeys((base, base.resolve())) for suffix in JOURNALS
    )


def make_folder(folder: Path) -> Path:
    """Create what is missing of a folder, for its owner only, and return it; raise `WriteError`."""
    with _told(folder):
        missing = []
        at = folder
        while not at.is_dir():
            missing.append(at)
            if at == at.parent:
                break
            at = at.parent
        for each in reversed(missing):
            try:
                each.mkdir(FOLDER_MODE)
            except FileExistsError:
                if not each.is_dir():
                    raise
            else:
                sync_folder(each.parent)
    return folder


def copy_folder(source: Path, target: Path) -> None:
    """Copy a folder whole, or not at all, where nothing stands; raise `WriteError`."""
    with _told(target):
        made = Path(tempfile.mkdtemp(prefix=f"{PARTIAL}{machine()}-", dir=target.parent))
        try:
            for path in sorted(source.rglob("*")):
                if path.is_file():
                    Destination(made / path.relative_to(source)).write(path.read_bytes())
            made.rename(target)
            sync_folder(target.parent)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise


def within(folder: Path, stored: str) -> Path:
    """Return the path of a file that was stored relative to `folder`; raise `RefusedError` when it lies
    outside of it."""
    root = folder.resolve()
    named = root / stored
    path = named.parent.resolve() / named.name
    if not path.is_relative_to(root) or path == root or path.is_symlink() or named.name == "..":
        raise RefusedError(
            f"{stored} n'est pas dans {folder} : rien n'y est touché. Vérifiez [courriers] dossier."
        )
    return path


def why_not(error: OSError) -> str:
    """Return, in French, why the system did not take a file."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def remove(folder: Path, stored: str) -> None:
    """Remove a file of `folder`, if it is still there; raise `RefusedError` outside of it, `WriteError`."""
    path = within(folder, stored)
    with _told(path):
        path.unlink(missing_ok=True)


def relative(folder: Path, path: Path) -> str:
    """Return how the path of a file is stored: relative to `folder`, in whole when it lies elsewhere."""
    place = path.parent.resolve() / path.name
    root = folder.resolve()
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else str(place)


def too_open(path: Path) -> bool:
    """Tell whether somebody else than the owner may read or write a file or a folder of ours; never on
    Windows."""
    try:
        return os.name == "posix" and bool(path.stat().st_mode & 0o077)
    except OSError:
        return False


def tighten(path: Path) -> None:
    """Take from the others what they could read; where the file is not ours, it stays as it is (`docteur`
    says it)."""
    if too_open(path):
        with suppress(OSError):
            path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)


def secure_base(base: Path) -> None:
    """Create the file of a SQLite base for its owner only, or tighten it and its journals, before it is
    opened.

    SQLite gives its journals the rights of the base. The file is not opened when it exists: closing it would
    release the locks that this process holds on it (https://www.sqlite.org/howtocorrupt.html, § 2.2).
    """
    with suppress(OSError):  # SQLite says it better
        os.close(os.open(base, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE))
    for suffix in JOURNALS:
        tighten(base.with_name(base.name + suffix))


def sync_folder(folder: Path) -> None:
    """Put on the disk the names of a folder, where the system knows how; raise `OSError`."""
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # a folder that may be written and not listed
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):  # network disks that do not know
            raise
    finally:
        os.close(handle)


def machine() -> str:
    """Return the name of this machine, fit for the name of a file."""
    return re.sub(r"[^A-Za-z0-9]+", "-", platform.node())[:40] or "x"


def unfinished(folder: Path) -> tuple[int | None, Path]:
    """Make an empty file of ours in a folder, held while its handle is open; raise `OSError`.

    There is no handle on Windows, which does not rename what is open.
    """
    while True:
        handle, name = tempfile.mkstemp(prefix=f"{PARTIAL}{machine()}-", dir=folder)
        if sys.platform == "win32":
            os.close(handle)
            return None, Path(name)
        if hold(handle, Path(name)):
            return handle, Path(name)


def hold(handle: int, path: Path) -> bool:
    """Hold a file just made until it is closed, or until we die; close it and return false when it was
    swept meanwhile."""
    if sys.platform == "win32":  # what is open there cannot be removed
        return True
    with suppress(OSError):  # a disk without locks: its age tells
        fcntl.flock(handle, fcntl.LOCK_EX)
    with suppress(FileNotFoundError):
        if os.path.samestat(os.fstat(handle), path.stat()):
            return True
    os.close(handle)
    return False


def _to_disk(path: Path) -> None:
    path.chmod(FILE_MODE)  # what fills a path may have made another file there
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _same_file(path: Path, other: Path) -> bool:
    with suppress(OSError):
        if path.samefile(other):
            return True
    try:
        return _folded(path.name) == _folded(other.name) and path.parent.samefile(other.parent)
    except OSError:
        return path == other


def _parts_below(path: Path, folder: Path) -> tuple[str, ...] | None:
    """Return what names `path` below `folder`, whatever the way to it; `None` elsewhere."""
    for parent in path.parents:
        with suppress(OSError):
            if parent.samefile(folder):
                return path.relative_to(parent).parts
    return None


def _is_second_name(path: Path, folder: Path) -> bool:
    try:
        if path.lstat().st_nlink < 2:
            return False
    except OSError:
        return False
    return any(_same_file(path, each) for each in folder.rglob("*") if each.is_file())


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = why_not(error)
        raise WriteError(
            f"{path} n'a pas pu être écrit ({reason}) : rien n'y a changé. "
            "Faites de la place, vérifiez les droits, ou choisissez un autre dossier."
        ) from error
