"""Type real command lines, in processes that may be killed; every line is logged outside the base, before and after.

A child is forked from an interpreter that has imported everything and opened nothing: it then lives as `of` does. Its points of
death are its statements, its commits, its file operations and what it says.
"""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from sqlalchemy import Connection, Engine, event

import ofworkflow
from ofworkflow.records import dataclass

_FILE_EVENTS = frozenset(
    {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "tempfile.mkdtemp"}
)
_WRITTEN = ("INSERT", "UPDATE", "DELETE")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
GIVEN_UP = 180.0
"""Seconds after which a command that does not end is a fault of its own."""


@dataclass(frozen=True, slots=True)
class Death:
    """When a process dies: before its nth point, or after so many seconds; `by`: who is killed."""

    point: int = 0
    after: float = -1.0
    by: str = "client"

    @property
    def kind(self) -> str:
        """Say in a word."""
        return self.by if self.by != "client" else ("instruction" if self.point else "instant")


ALIVE = Death()


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a line: its exit code (None: killed), what it said, how many points it passed, how long it took."""

    code: int | None
    out: str
    err: str
    points: int
    seconds: float
    orphans: int = 0
    early: bool = False  # something was read before anything was written

    @property
    def confirmed(self) -> bool:
        """Whether somebody was told that it is done: its exit code, or what was read before the kill.

        « Partly done » (5) confirms what it shows, and nothing when a base that was lost says that the rest is not done.
        """
        return self.code == 0 or bool(self.out.strip())


class Log:
    """The log of what was typed and of what was confirmed, in a file outside the base, on the disk before what follows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("a", encoding="utf-8")

    def write(self, **line: Any) -> None:
        """Add a line, and wait for the disk."""
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def last_confirmed(self, life: int) -> int:
        """Return the last step of a life that was confirmed, read from the file; 0 when none was."""
        with self.path.open(encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        return max((line["n"] for line in lines if line.get("confirme") and line["vie"] == life), default=0)


def warm_up() -> None:
    """Import what the commands import, count the holidays once; open nothing, start no thread: it is forked from."""
    for found in walk_packages(ofworkflow.__path__, "ofworkflow."):
        if "migrations" not in found.name and not found.name.endswith("__main__"):
            import_module(found.name)
    for name in (
        "psycopg",
        "sqlalchemy.dialects.postgresql.psycopg",
        "sqlalchemy.dialects.sqlite",
        "typst",
        "jinja2",
        "alembic.command",
    ):
        import_module(name)
    from ofworkflow.law.calendar import WorkCalendar

    WorkCalendar("metropole").is_working(date(2025, 9, 1))
    if threading.active_count() > 1:
        raise AssertionError("this process has threads: it cannot be forked from")


def type_line(
    folder: Path, words: Sequence[str], scratch: Path, death: Death = ALIVE, *, cold: bool = False,
    strike: Callable[[], None] | None = None,
) -> Answer:  # fmt: skip
    """Type one line in that folder and wait for its end; `strike` is what kills something else than the client."""
    out, err, count = scratch / "sortie", scratch / "erreurs", scratch / "points"
    for path in (out, err, count):
        path.write_bytes(b"")
    start, process = time.perf_counter(), None
    if cold:
        with out.open("wb") as o, err.open("wb") as e:
            command = [sys.executable, "-c", "from ofworkflow.cli.main import main; main()", *words]
            # kept: forgotten, it would be reaped before it is waited for
            process = subprocess.Popen(command, cwd=folder, stdout=o, stderr=e, stdin=subprocess.DEVNULL, start_new_session=True)
            pid = process.pid
    else:
        pid = os.fork()
        if pid == 0:
            _live(folder, words, (out, err, count), death.point)
    status = _wait(pid, start, death, strike)
    seconds = time.perf_counter() - start
    if process is not None:
        process.returncode = status
    code = None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)
    points, early = (int(number) for number in (count.read_text() or "0 0").split())
    read = [path.read_text(encoding="utf-8", errors="replace") for path in (out, err)]
    return Answer(code, read[0], read[1], points, seconds, _orphans(pid), bool(early))


def _wait(pid: int, start: float, death: Death, strike: Callable[[], None] | None) -> int:
    if death.after >= 0:
        left = start + death.after - time.perf_counter()
        if left > 0:
            time.sleep(left)
        if strike is not None:
            strike()
        else:
            os.kill(pid, signal.SIGKILL)  # not reaped yet: its number is still its own
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return status
        if time.perf_counter() - start > GIVEN_UP:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            raise AssertionError("a command does not end")
        time.sleep(0.002)


def _live(folder: Path, words: Sequence[str], files: tuple[Path, Path, Path], target: int) -> None:
    """Be `of`, from here to the end of this process."""
    code = 70
    try:
        os.setsid()
        os.chdir(folder)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        for number, path in ((1, files[0]), (2, files[1])):
            handle = os.open(path, os.O_WRONLY | os.O_APPEND)
            os.dup2(handle, number)
        passed = [0]

        def point() -> None:
            passed[0] += 1
            if passed[0] == target:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), encoding="utf-8")
        sys.stdout = _Voice(io.FileIO(1, "w", closefd=False), point)
        sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), encoding="utf-8", line_buffering=True)
        from ofworkflow.cli.main import main

        wrote = _count(point)
        try:
            main(list(words))
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        counted = passed[0]
        sys.stdout.flush()
        files[2].write_text(f"{counted} {int(sys.stdout.spoke_before(wrote))}")
    except BaseException as error:  # noqa: BLE001 — a child never returns into its parent's code
        os.write(2, f"HARNAIS : {error!r}\n".encode())
    finally:
        os._exit(code)


class _Voice(io.TextIOWrapper):
    """A standard output each word of which is a point of death."""

    def __init__(self, raw: io.FileIO, point: Callable[[], None]) -> None:
        super().__init__(io.BufferedWriter(raw), encoding="utf-8")
        self._point = point
        self._first = float("inf")

    def write(self, text: str) -> int:
        """Write, then come to the next point."""
        self._point()
        self._first = min(self._first, time.perf_counter())
        return super().write(text)

    def spoke_before(self, moments: Sequence[float]) -> bool:
        """Tell whether a word was written before the first of those moments."""
        return bool(moments) and self._first < moments[0]


def _count(point: Callable[[], None]) -> list[float]:
    """Come to a point at each thing that is done; return the moments at which a base was written, as they come."""
    wrote: list[float] = []

    def state(connection: Connection, _: object, statement: str, *__: object) -> None:
        point()
        if statement.lstrip().upper().startswith(_WRITTEN):
            connection.info["écrit"] = True

    def committed(connection: Connection) -> None:
        point()
        if connection.info.pop("écrit", False):
            wrote.append(time.perf_counter())

    event.listen(Engine, "before_cursor_execute", state)
    event.listen(Engine, "commit", committed)

    def heard(name: str, args: tuple[Any, ...]) -> None:
        if name in _FILE_EVENTS or (name == "open" and len(args) > 2 and isinstance(args[2], int) and args[2] & _WRITES):
            point()

    sys.addaudithook(heard)
    really = os.fsync

    def fsync(fd: Any) -> None:
        point()
        really(fd)

    os.fsync = fsync
    return wrote


def _orphans(session: int) -> int:
    """Return how many processes of that session are still there after five seconds."""
    until = time.perf_counter() + 5
    while True:
        left = sum(_session_of(path) == session for path in Path("/proc").glob("[0-9]*/stat"))
        if not left or time.perf_counter() > until:
            return left
        time.sleep(0.05)


def _session_of(stat: Path) -> int:
    try:
        fields = stat.read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if fields[0] == "Z" else int(fields[3])
