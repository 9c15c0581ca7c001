"""Houses to work in: a folder with its configuration, on SQLite or on a PostgreSQL server; copied for each life."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from ofworkflow.records import dataclass
from tools.kills.story import write_list

T = TypeVar("T")
SOURCES = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class House:
    """A place to type in, and its base."""

    folder: Path
    url: str

    @property
    def base_name(self) -> str:
        """Return the name of a PostgreSQL database."""
        return self.url.partition("@/")[2].partition("?")[0]


@dataclass(frozen=True, slots=True)
class Builder:
    """Makes houses on one engine; `server` is the query of its URLs, empty for SQLite; `mail`, the port where its
    reminders leave, 0 for a house that sends none."""

    scratch: Path
    server: str = ""
    mail: int = 0

    @property
    def engine(self) -> str:
        """Return the name of the engine."""
        return "PostgreSQL" if self.server else "SQLite"

    def build(self, name: str, *, listed: int = 4) -> House:
        """Make a house, with an empty base of no table yet on PostgreSQL, no file yet on SQLite."""
        folder = self.scratch / name
        folder.mkdir(parents=True)
        write_list(folder / "liste.csv", listed)
        house = self._house(name, folder)
        if self.server:
            self.administer(f"CREATE DATABASE {house.base_name}")
        self._configure(house)
        return house

    def copy(self, house: House, name: str) -> House:
        """Make the same house once more."""
        folder = self.scratch / name
        shutil.copytree(house.folder, folder)
        twin = self._house(name, folder)
        if self.server:
            self.administer(f"CREATE DATABASE {twin.base_name} TEMPLATE {house.base_name}")
        self._configure(twin)
        return twin

    def remove(self, house: House) -> None:
        """Give a house back."""
        shutil.rmtree(house.folder, ignore_errors=True)
        if self.server:
            self.administer(f"DROP DATABASE IF EXISTS {house.base_name} WITH (FORCE)")

    def _house(self, name: str, folder: Path) -> House:
        base = f"morts_{os.getpid()}_{name}".replace("-", "_")
        url = f"postgresql+psycopg://postgres@/{base}?{self.server}" if self.server else f"sqlite:///{folder / 'ofworkflow.db'}"
        return House(folder, url)

    def _configure(self, house: House) -> None:
        text = (SOURCES / "config.toml").read_text(encoding="utf-8")
        for before, after in (("sqlite:///ofworkflow.db", house.url), *(_mailed(self.mail) if self.mail else ())):
            if before not in text:
                raise AssertionError(before)
            text = text.replace(before, after, 1)
        (house.folder / "config.toml").write_text(text, encoding="utf-8")

    def administer(self, statement: str) -> list[Any]:
        """Run a statement on the server, in a process of its own."""
        return apart(_administer, self.server, statement)

    def settled(self, house: House) -> None:
        """Wait until the server has noticed that its client is dead."""
        if self.server:
            apart(_settled, self.server, house.base_name)

    def databases(self, house: House) -> list[str]:
        """Return the databases of the server whose name begins as that house's: its own, and what was made from it."""
        if not self.server:
            return []
        asked = f"SELECT datname FROM pg_database WHERE datname LIKE '%{house.base_name}%'"  # noqa: S608
        return [name for (name,) in self.administer(asked) if not name.removeprefix(house.base_name)[:1].isdigit()]

    def kept(self, house: House) -> list[str]:
        """Return where the bases that a restore replaced are kept."""
        if not self.server:
            return [f"sqlite:///{path}" for path in house.folder.glob("ofworkflow.avant-*.db")]
        return [house.url.replace(house.base_name, name) for name in self.databases(house) if "avant" in name]

    def remove_all(self, house: House) -> None:
        """Give back a house, and the databases that were made from it."""
        for name in self.databases(house):
            if name != house.base_name:
                self.administer(f'DROP DATABASE "{name}" WITH (FORCE)')
        self.remove(house)

    def settled_all(self, house: House) -> None:
        """Wait until the server has noticed that its client is dead, whatever database it was in."""
        for name in self.databases(house):
            apart(_settled, self.server, name)

    def crash(self, house: House) -> None:
        """Kill a process of the server behind that house, when there is one: the whole server starts again, and is waited for."""
        asked = f"SELECT pid FROM pg_stat_activity WHERE datname = '{house.base_name}'"  # noqa: S608 — a name of ours
        checkpointer = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"
        before, victims = self.administer(checkpointer), self.administer(asked)
        killed = False
        for (pid,) in victims:
            with suppress(ProcessLookupError):  # it ended by itself meanwhile
                os.kill(pid, signal.SIGKILL)  # a backend of a server of ours
                killed = True
        until = time.monotonic() + 60
        while killed and self.administer(checkpointer) in (before, []):
            if time.monotonic() > until:
                raise AssertionError("the server did not start again")
            time.sleep(0.05)


def _mailed(port: int) -> tuple[tuple[str, str], ...]:
    return (
        ('serveur = ""', 'serveur = "127.0.0.1"'),
        ('expediteur = ""', 'expediteur = "of@exemple.invalid"'),
        ("port = 587", f"port = {port}"),
        ('chiffrement = "starttls"', 'chiffrement = "aucun"'),
        ('courriel = "non"', 'courriel = "oui"'),
    )


def _administer(server: str, statement: str) -> list[Any]:
    import psycopg

    until = time.monotonic() + 60
    while True:
        try:
            with psycopg.connect(f"postgresql://postgres@/postgres?{server}", autocommit=True) as connection:
                cursor = connection.execute(statement)
                return list(cursor.fetchall()) if cursor.description else []
        except psycopg.OperationalError:  # the server is starting again
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _settled(server: str, name: str) -> None:
    asked = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608 — a name of ours
    for _ in range(400):
        if _administer(server, asked) == [(0,)]:
            return
        time.sleep(0.025)
    raise AssertionError("a backend of a dead client is still there after ten seconds")


def apart(work: Callable[..., T], *given: Any) -> T:
    """Do something in a forked child and return what it returned: this process opens no base, and can be forked from."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            told = pickle.dumps((True, work(*given)))
        except BaseException as error:  # noqa: BLE001 — told to the parent, whatever it is
            told = pickle.dumps((False, f"{type(error).__name__} : {error}"))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(told)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    done, result = pickle.loads(told)  # noqa: S301 — from our own child
    if not done:
        raise AssertionError(result)
    answer: T = result
    return answer
