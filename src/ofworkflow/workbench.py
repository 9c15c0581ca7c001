"""Folders to work in, thrown away at the end; and what a program killed in the middle left behind, swept by
the next one.

What is still being made is never swept: its lock is held (flock, which the system releases when its holder
dies, however), or it was begun less than a day ago by another machine, whose locks the shared disk may not
show.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ofworkflow.files import FILE_MODE, PARTIAL, hold, machine, make_folder
from ofworkflow.records import dataclass

if sys.platform != "win32":
    import fcntl

BENCH = ".tirage-"
_LOCK = "verrou"
_OLD = 24 * 3600  # seconds

# As `mkstemp` makes them; without a machine, those of the first version.
_OURS = re.compile(
    rf"(?:{re.escape(PARTIAL)}|{re.escape(BENCH)})(?:(?P<machine>.+)-)?[a-z0-9_]{{8}}|.+\.(?:pdf|ics)\.partiel"
)


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder of our own, for as long as the work lasts."""

    folder: Path

    def put(self, name: str, content: bytes) -> Path:
        """Lay a file on the bench and return where; raise `OSError`. It needs not survive us."""
        path = self.folder / name
        path.write_bytes(content)
        return path


@contextmanager
def workbench(home: Path) -> Iterator[Bench]:
    """Give a folder to work in, inside `home`, removed whatever happens; sweep before. Raise `WriteError`,
    `OSError`."""
    make_folder(home)
    sweep(home)
    handle, folder = _held_folder(home)
    try:
        yield Bench(folder)
    finally:
        _clear(folder)
        os.close(handle)
        _remove(folder)


def throw_away_folder(prefix: str) -> Path:
    """Make a folder for somebody to look at and throw away, among the temporary ones."""
    return Path(tempfile.mkdtemp(prefix=prefix))


def sweep(home: Path) -> None:
    """Remove what killed programs left in `home`; what cannot be removed waits for the next time."""
    with suppress(OSError):
        left = [path for path in home.iterdir() if _OURS.fullmatch(path.name) and not path.is_symlink()]
        for path in left:
            _sweep_one(path, is_old=_age(path) > _OLD)


def _sweep_one(path: Path, *, is_old: bool) -> None:
    match = _OURS.fullmatch(path.name)
    is_here = match is not None and match["machine"] == machine()
    if not (is_here or is_old):
        return
    lock = path / _LOCK if path.is_dir() else path
    with suppress(OSError):
        if not lock.exists():
            # not locked yet, or never by the first version; an empty folder taken from its maker is made
            # again
            shutil.rmtree(path) if is_old else path.rmdir()
        elif (handle := _take_over(lock, is_old=is_old)) is not None:
            if path == lock:
                path.unlink()
            else:
                _clear(path)
                _remove(path)
            os.close(handle)


def _take_over(lock: Path, *, is_old: bool) -> int | None:
    """Return the lock of somebody who died, taken; `None` while he lives, or when it is not known."""
    if sys.platform == "win32":
        if lock.name == _LOCK:
            lock.unlink()  # refused while its holder lives
        elif not is_old:
            return None
        return os.open(os.devnull, os.O_RDONLY)
    handle = os.open(lock, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    except OSError:  # a disk without locks
        if is_old:
            return handle
        os.close(handle)
        return None
    return handle


def _held_folder(home: Path) -> tuple[int, Path]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f"{BENCH}{machine()}-", dir=home))
        with suppress(FileNotFoundError):  # swept between these two lines
            handle = os.open(folder / _LOCK, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE)
            if hold(handle, folder / _LOCK):
                return handle, folder


def _age(path: Path) -> float:
    """Return how long ago a file changed, by the clock of its disk, which is that of its date."""
    handle, name = tempfile.mkstemp(prefix=f"{PARTIAL}{machine()}-", dir=path.parent)
    try:
        return os.fstat(handle).st_mtime - path.stat().st_mtime
    finally:
        os.close(handle)
        Path(name).unlink(missing_ok=True)  # another sweeper may have been quicker


def _clear(folder: Path) -> None:
    """Empty a bench, its lock last: killed in the middle, it is still known as ours."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name != _LOCK:
                path.unlink()


def _remove(folder: Path) -> None:
    with suppress(OSError):
        (folder / _LOCK).unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()
