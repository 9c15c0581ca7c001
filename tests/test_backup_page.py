"""Every command of docs/sauvegarde.md is run as it is written."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

from casework.backups import postgresql_tools
from ofworkflow.installation import prepare_folder

PAGE = (Path(__file__).parents[1] / "docs" / "sauvegarde.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def _lines(block: str) -> list[str]:
    return [line.partition("  #")[0].strip() for line in block.splitlines() if line.strip()]


OURS = [line for block in _blocks("sh") for line in _lines(block) if not line.startswith(("pg_", "createdb", "psql"))]
THEIRS = [line for block in _blocks("sh") for line in _lines(block) if line.startswith(("pg_", "createdb", "psql"))]


@pytest.fixture
def programs(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which `of`, `python` and PostgreSQL's tools are found."""
    bench = tmp_path / "bin"
    bench.mkdir()
    code = f"import sys; sys.path[:0] = {sys.path!r}; from ofworkflow.cli.main import main; main()"
    (bench / "of").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {shlex.quote(code)} "$@"\n')
    (bench / "of").chmod(0o700)
    path = os.pathsep.join([str(bench), str(Path(sys.executable).parent), postgresql_tools(), os.environ["PATH"]])
    return {**os.environ, "PATH": path}


def test_what_the_page_says_of_a_file_is_done_as_written(tmp_path: Path, programs: dict[str, str]) -> None:
    folder = prepare_folder(tmp_path / "maison", trial=False)
    scheduled = re.search(r"0 20 \* \* \*  cd \S+ && \S+/(of base sauvegarder && find .*)", PAGE)
    archive = re.search(r"`(python -m zipfile [^`]*)`", PAGE)
    windows = re.search(r"of\.exe (base \w+)\"", PAGE)
    assert scheduled
    assert archive
    assert windows
    for line in [*OURS, scheduled[1], archive[1], f"of {windows[1]}"]:
        done = subprocess.run(line, shell=True, cwd=folder, env=programs, capture_output=True, text=True, check=False)  # noqa: S602 — the lines of our own page
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    assert len(OURS) > 10
    assert len(list((folder / "sauvegardes").iterdir())) >= 2


def test_what_the_page_says_of_a_server_is_done_as_written(
    postgresql_server: str, postgresql_base: object, tmp_path: Path, programs: dict[str, str]
) -> None:
    """Under names of our own: other tests share the server."""
    from sqlalchemy import text

    from ofworkflow.storage.database import Database

    base = Database(getattr(postgresql_base, "url", ""))
    name = base.location.url.database or ""
    getattr(postgresql_base, "dispose", lambda: None)()
    base.dispose()
    host = make_url(f"postgresql://postgres@/x?{postgresql_server}").query["host"]
    env = programs | {"PGHOST": str(host), "PGUSER": "postgres"}
    assert len(THEIRS) == 5
    for line in THEIRS:
        typed = re.sub(r"\bofworkflow(?!\.dump)", name, line)
        done = subprocess.run(shlex.split(typed), cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{typed}\n{done.stderr}"
    base.check()
    with base.reading() as connection:
        assert (
            connection.execute(text("SELECT count(*) FROM pg_database WHERE datname = :n"), {"n": f"{name}_avant"}).scalar() == 1
        )
    base.dispose()
