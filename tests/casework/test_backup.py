"""Backups while others write, put back, exercised; on SQLite and on PostgreSQL, with its own tools."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from casework.backups import people_at_work, postgresql_tools
from house import desk, open_one, summon
from ofworkflow.casework import backup
from ofworkflow.casework.backup import Comparison
from ofworkflow.errors import StorageError, UsageError
from ofworkflow.files import Destination
from ofworkflow.storage import models as m
from ofworkflow.storage import sqlite_copies
from ofworkflow.storage.database import Database
from ofworkflow.storage.failures import BusyError
from ofworkflow.storage.numbering import marks_of
from older_bases import UNDONE

ON = date(2025, 12, 1)
SECRET = "s3c'r et"  # noqa: S105 — looked for everywhere it must not be
NOW = datetime(2026, 11, 27, 23, 59, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", postgresql_tools(), prepend=os.pathsep)


def _quiet(done: int, total: int) -> None:
    pass


def _save(base: Database, path: Path, *, replaces: bool = False) -> backup.Saved:
    return backup.save(base, desk(ON), Destination(path, replaces=replaces), progress=_quiet)


@contextmanager
def _prepared(base: Database, path: Path, use: str = "restauration") -> Iterator[backup.RestorePlan]:
    with backup.prepared(base, desk(ON), path, use=use, progress=_quiet) as ready:
        yield ready


def _restore(base: Database, path: Path, printed: dict[str, int] | None = None) -> tuple[Comparison, str]:
    with _prepared(base, path) as ready:
        return ready.comparison, backup.put_back(base, ready, printed or {}, NOW)


def _references(base: Database) -> list[str]:
    with base.reading() as connection:
        return sorted(connection.execute(select(m.dossier.c.reference)).scalars())


def _name(base: Database, folder: Path) -> Path:
    return backup.default_path(folder, base.location, NOW)


def test_two_backups_made_in_one_second_have_each_a_name(database: Database, tmp_path: Path) -> None:
    first = _name(database, tmp_path)
    first.write_bytes(b"")
    second = _name(database, tmp_path)
    second.write_bytes(b"")
    assert len({first, second, _name(database, tmp_path)}) == 3


def test_a_backup_made_while_three_processes_write_is_whole_and_holds_all_that_was_confirmed_before(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    """Each was told « done » before the backup began: it is there. What came during it is there whole, or not at all."""
    with people_at_work(database_url, tmp_path) as log:
        while len(log.read_text().splitlines()) < 20:
            time.sleep(0.05)
        before = set(log.read_text().split())
        saved = _save(database, _name(database, tmp_path / "sauvegardes"))
    assert saved.findings == ()
    with _prepared(database, saved.path) as ready:
        kept = set(_references(ready.copy))
        assert before <= kept <= set(log.read_text().split())
        assert ready.comparison.backup.rows == saved.heads.rows
        assert ready.comparison.backup.entries == len(kept)
        assert ready.comparison.lost == len(_references(database)) - len(kept)
    assert saved.path.stat().st_mode & 0o077 == 0
    assert [each.name for each in saved.path.parent.iterdir()] == [saved.path.name]


def test_a_backup_put_back_gives_the_base_as_it_was_and_keeps_the_other_beside(database: Database, tmp_path: Path) -> None:
    first = open_one(database, on=ON)
    summon(database, first, ON, rdv=date(2025, 12, 20))
    saved = _save(database, _name(database, tmp_path))
    open_one(database, on=ON)
    both = _references(database)
    found, kept = _restore(database, saved.path)
    assert (found.lost, found.gained, found.loses) == (1, 0, True)
    assert _references(database) == both[:1]
    database.check()
    if database.is_sqlite:
        old = Database(Path(kept), aside=True)
    else:
        old = Database(database.location.url.set(database=kept).render_as_string(hide_password=False))
    assert _references(old) == both
    old.dispose()
    # and back again: the base that was replaced is newer, nothing is lost
    if database.is_sqlite:
        found, _ = _restore(database, Path(kept))
        assert (found.lost, found.gained, found.loses) == (0, 1, False)
        assert _references(database) == both


def test_what_was_printed_since_is_not_numbered_again(database: Database, tmp_path: Path) -> None:
    """Carried over from the base that is replaced, and from what the station remembers."""
    first = open_one(database, on=ON)
    saved = _save(database, _name(database, tmp_path))
    summon(database, first, ON, rdv=date(2025, 12, 20))
    open_one(database, on=ON)
    with database.reading() as connection:
        before = marks_of(connection)
    _restore(database, saved.path, {"lot": 12})
    with database.reading() as connection:
        after = marks_of(connection)
    assert after == before | {"lot": 12}
    assert after["courrier"] > 0
    open_one(database, on=ON)
    assert _references(database) == ["2025-0001", "2025-0003"]
    # numbers passed over are not rows removed: the examination has nothing to say
    assert _save(database, tmp_path / "apres").findings == ()


def test_a_base_that_somebody_has_open_is_not_replaced(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_copies, "WAIT_SECONDS", 0.1)
    open_one(database, on=ON)
    saved = _save(database, _name(database, tmp_path))
    open_one(database, on=ON)
    other = Database(database.url)
    with other.reading() as connection:
        connection.execute(select(m.dossier)).all()
        with pytest.raises(BusyError, match="ouverte par un autre programme"):
            _restore(database, saved.path)
    other.dispose()
    assert len(_references(database)) == 2


def test_a_backup_is_never_written_over_a_file_unless_asked(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "sauvegarde"
    path.write_bytes(b"autre chose")
    with pytest.raises(UsageError, match="--remplacer"):
        _save(database, path)
    assert path.read_bytes() == b"autre chose"
    assert _save(database, path, replaces=True).size > 1000


def test_a_base_that_was_lost_is_put_back_from_its_backup(database: Database, tmp_path: Path) -> None:
    open_one(database, on=ON)
    saved = _save(database, _name(database, tmp_path / "sauvegardes"))
    database.dispose()
    place = database.location
    if place.file is not None:
        place.file.unlink()
    else:
        from ofworkflow.storage.postgresql_tools import administrator

        with administrator(place) as admin:
            admin.exec_driver_sql(f'DROP DATABASE "{place.url.database}"')
    found, kept = _restore(database, saved.path)
    assert (found.current, found.loses, kept) == (None, False, "")
    assert _references(database) == ["2025-0001"]


def test_a_fault_of_the_base_is_said_and_its_backup_kept(database: Database, tmp_path: Path) -> None:
    dossier = open_one(database, on=ON)
    with database.writing() as connection:
        connection.execute(text("UPDATE dossier SET etape = 'cloture', clos_le = '2025-12-02' WHERE id = :id"), {"id": dossier})
    saved = _save(database, _name(database, tmp_path))
    assert [finding.subject for finding in saved.findings] == ["2025-0001"]
    assert saved.path.exists()


def test_a_backup_cut_short_is_refused_and_nothing_is_changed(database: Database, tmp_path: Path) -> None:
    open_one(database, on=ON)
    saved = _save(database, _name(database, tmp_path))
    whole = saved.path.read_bytes()
    for kept in (0, 100, len(whole) // 2, len(whole) - 2000):
        saved.path.write_bytes(whole[:kept])
        with pytest.raises(StorageError), _prepared(database, saved.path):
            pass
    assert _references(database) == ["2025-0001"]


def test_another_base_is_not_put_in_place_as_if_it_were_a_copy(sqlite_base: Database, tmp_path: Path) -> None:
    from ofworkflow.storage.migrate import upgrade

    open_one(sqlite_base, on=ON)
    other = Database(tmp_path / "autre.db")
    with other.writing() as connection:
        upgrade(connection)
    open_one(other, on=ON)
    saved = _save(other, tmp_path / "autre-sauvegarde.db")
    other.dispose()
    with _prepared(sqlite_base, saved.path) as ready:
        assert ready.comparison.is_other
        assert ready.comparison.loses


def test_a_backup_of_an_older_version_is_brought_up_to_date(sqlite_base: Database, tmp_path: Path) -> None:
    open_one(sqlite_base, on=ON)
    saved = _save(sqlite_base, tmp_path / "ancienne.db")
    with sqlite3.connect(saved.path) as old:
        for undone in (*UNDONE["0019"], *UNDONE["0018"], *UNDONE["0017"], *UNDONE["0016"], *UNDONE["0015"], *UNDONE["0014"]):
            old.execute(undone)
        old.execute("DROP TABLE fusion")
        old.execute("ALTER TABLE jeune DROP COLUMN emancipe_le")
        old.execute("ALTER TABLE representant DROP COLUMN a_part_jusqu_au")
        old.execute("UPDATE alembic_version SET version_num = '0011'")
    old.close()
    with _prepared(sqlite_base, saved.path) as ready:
        assert (ready.comparison.was_schema, ready.comparison.backup.schema) == ("0011", "0019")
    with sqlite3.connect(saved.path) as old:
        old.execute("UPDATE alembic_version SET version_num = '9999'")
    old.close()
    with pytest.raises(StorageError, match="plus récente"), _prepared(sqlite_base, saved.path):
        pass


def _live_journal(base: Database, folder: Path) -> None:
    """Leave beside the base the journal of a process that was killed, with an act that only it holds."""
    path = base.location.file
    assert path is not None
    open_one(base, on=ON)
    for suffix in ("", "-wal"):
        shutil.copyfile(path.with_name(path.name + suffix), folder / ("mort" + suffix))
    base.dispose()
    for suffix in ("", "-wal"):
        shutil.copyfile(folder / ("mort" + suffix), path.with_name(path.name + suffix))
    assert path.with_name(path.name + "-wal").stat().st_size


@pytest.mark.parametrize("state", ["whole", "gone", "empty", "foreign", "cut"])
def test_what_is_put_back_is_not_undone_by_a_journal_left_beside(sqlite_base: Database, tmp_path: Path, state: str) -> None:
    """Whatever stands in place: a base killed in the middle, or what is left of one."""
    path = sqlite_base.location.file
    assert path is not None
    saved = _save(sqlite_base, tmp_path / "sauvegardes" / "vide.db")
    _live_journal(sqlite_base, tmp_path)
    if state == "gone":
        path.unlink()
    elif state != "whole":
        content = {"empty": b"", "foreign": b"autre chose" * 500, "cut": path.read_bytes()[:5000]}[state]
        path.write_bytes(content)
    found, _ = _restore(sqlite_base, saved.path)
    assert found.loses is (state != "gone")
    again = Database(path)
    again.check()
    assert _references(again) == []
    again.dispose()
    assert sqlite_copies.what_is_broken(path) == []
    assert not path.with_name(path.name + "-wal").exists()


def test_a_plain_copy_with_its_journal_beside_is_a_backup_too(sqlite_base: Database, tmp_path: Path) -> None:
    _live_journal(sqlite_base, tmp_path)
    with _prepared(sqlite_base, tmp_path / "mort") as ready:
        assert ready.comparison.backup.dossiers == 1
    assert (tmp_path / "mort-wal").exists(), "a backup is never written to"


def test_what_a_killed_backup_left_is_swept(sqlite_base: Database, tmp_path: Path) -> None:
    from ofworkflow.files import machine

    folder = tmp_path / "sauvegardes"
    folder.mkdir()
    partial = folder / f".of-{machine()}-abcdefgh"
    for path in (partial, partial.with_name(partial.name + "-wal"), folder / "ailleurs.db-wal"):
        path.write_bytes(b"x")
    _save(sqlite_base, folder / "vide.db")
    assert sorted(each.name for each in folder.iterdir()) == ["ailleurs.db-wal", "vide.db"]


def test_without_the_tools_of_postgresql_the_command_for_the_colleague_is_given_without_a_password(
    postgresql_base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    url = postgresql_base.location.url.set(password=SECRET).render_as_string(hide_password=False)
    with pytest.raises(StorageError, match="pg_dump --dbname=") as error:
        _save(Database(url), tmp_path / "x.dump")
    assert SECRET not in str(error.value)
    assert not (tmp_path / "x.dump").exists()


def test_the_password_is_never_on_a_command_line(
    postgresql_base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real `pg_dump`, behind a script that notes what it was given."""
    log, tool = tmp_path / "arguments", tmp_path / "pg_dump"
    tool.write_text(f'#!/bin/sh\necho "$@" >> {log}\necho "$PGPASSWORD" >> {log}.env\nexec {postgresql_tools()}/pg_dump "$@"\n')
    tool.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    url = postgresql_base.location.url.set(password=SECRET).render_as_string(hide_password=False)
    _save(Database(url), tmp_path / "x.dump")
    assert "s3c" not in log.read_text()
    assert Path(f"{log}.env").read_text() == f"{SECRET}\n"


def test_tools_older_than_the_server_are_told_as_such(
    postgresql_base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tmp_path / "pg_dump"
    tool.write_text("#!/bin/sh\necho 'pg_dump: error: aborting because of server version mismatch' >&2\nexit 1\n")
    tool.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(StorageError, match="plus ancien que le serveur"):
        _save(postgresql_base, tmp_path / "x.dump")


def test_a_user_who_may_not_make_bases_is_told_what_to_ask_for(postgresql_base: Database, tmp_path: Path) -> None:
    saved = _save(postgresql_base, tmp_path / "x.dump")
    with postgresql_base.writing() as connection:
        connection.execute(text("DROP ROLE IF EXISTS modeste"))
        connection.execute(text("CREATE ROLE modeste LOGIN"))
    url = postgresql_base.location.url.set(username="modeste").render_as_string(hide_password=False)
    with pytest.raises(StorageError, match='ALTER ROLE "modeste" CREATEDB'), _prepared(Database(url), saved.path):
        pass
    with postgresql_base.writing() as connection:
        connection.execute(text("DROP ROLE modeste"))


def test_the_letters_folder_is_put_in_an_archive_without_links(tmp_path: Path) -> None:
    import zipfile

    folder = tmp_path / "courriers"
    (folder / "2025-0001").mkdir(parents=True)
    (folder / "2025-0001" / "C000001.pdf").write_bytes(b"%PDF")
    (folder / "ailleurs").symlink_to(tmp_path)
    assert backup.save_letters(folder, Destination(tmp_path / "c.zip", replaces=False)) == 1
    with zipfile.ZipFile(tmp_path / "c.zip") as archive:
        assert archive.namelist() == ["2025-0001/C000001.pdf"]
