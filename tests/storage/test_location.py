"""Where a base is: a path stays the path it is, and nobody ever reads a password."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import pytest
from sqlalchemy import text

from ofworkflow.errors import StorageError
from ofworkflow.storage.database import Database
from ofworkflow.storage.location import locate, sqlite_path
from ofworkflow.storage.migrate import upgrade

ODD_NAMES = ["a%20b", "quoi?", "n°#3", "deux mots", "été", "R&D", "file:memoire", "100%", "a=b;c", "x@y", "?mode=memory"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_folder_keeps_its_name_whatever_signs_are_in_it(tmp_path: Path, name: str) -> None:
    """The base is made in that folder, and nowhere else."""
    folder = tmp_path / name
    folder.mkdir()
    for given in (folder / "of.db", f"sqlite:///{folder / 'of.db'}"):
        base = Database(given)
        with base.writing() as connection:
            upgrade(connection)
        base.dispose()
        assert sqlite_path(given) == folder / "of.db"
    assert [path.relative_to(tmp_path) for path in tmp_path.rglob("*.db*")] == [Path(name) / "of.db"]


@pytest.mark.parametrize("name", ["file:of.db", "of.db?mode=memory", "%2e%2e"])
def test_a_file_keeps_its_name_too(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    base = Database(f"sqlite:///{name}")
    with base.writing() as connection:
        connection.execute(text("CREATE TABLE t (a int)"))
    base.dispose()
    assert [path.name for path in tmp_path.iterdir()] == [name]


SECRETS = [
    ("postgresql+psycopg://moi:s3cr%40t-p%25ss@{}/b", ["s3cr%40t-p%25ss", "s3cr@t-p%ss", "s3cr"], "percent-coded"),
    ("postgresql+psycopg://moi:s3cr@t-p:ss@{}/b", ["s3cr@t", "t-p:ss", "s3cr"], "raw @ and :"),
    ("postgresql+psycopg://moi:100%s3cr@{}/b", ["100%s3cr", "s3cr"], "raw %"),
    ("postgresql+psycopg://moi:s3crété@{}/b", ["s3crété", "s3cr"], "unicode"),
    ("postgresql+psycopg://moi@{}/b?password=s3cr%40t", ["s3cr%40t", "s3cr@t", "s3cr"], "in the query"),
    ("postgresql+psycopg://moi@{}/b?sslpassword=s3crt", ["s3crt", "s3cr"], "of the key, in the query"),
    ("postgresql+psycopg://moi:s3cr/t@{}/b", ["s3cr"], "raw /"),
    ("postgresql+psycopg://moi:s3cr?t@{}/b", ["s3cr"], "raw ?, cannot be told apart"),
    ("postgresql+psycopg://moi:s3cr@{}:porte/b", ["s3cr"], "port that is a word"),
    ("postgresql+psycopg://moi:s3cr@{}/b?inconnu=1", ["s3cr"], "option that psycopg does not know"),
    ("postgresl://moi:s3cr@{}/b", ["s3cr"], "no such engine"),
    ("moi:s3cr@{}/b", ["s3cr"], "no scheme"),
    ("postgresql+psycopg:/moi:s3cr@{}/b", ["s3cr"], "one slash"),
]


@pytest.mark.parametrize(("url", "secrets", "why"), SECRETS, ids=[why for *_, why in SECRETS])
def test_a_password_is_in_no_message_no_trace_no_log(
    url: str, secrets: list[str], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing listens there: the sentence, the whole trace that --debug prints, the log of « planifier » are read."""
    said = []
    try:
        base = Database(url.format("127.0.0.1:1"))
        said += [base.place, repr(base), repr(base.location)]
        base.check()
    except Exception as error:
        said += [str(error), repr(error), "".join(traceback.format_exception(error))]
        logging.getLogger("ofworkflow.nuit").error("La nuit : %s", error, exc_info=error)
    said.append(caplog.text)
    assert len(said) > 3, "nothing was refused"
    assert not [secret for secret in secrets for each in said if secret in each]


def test_a_password_is_understood_coded_or_not() -> None:
    coded = locate("postgresql+psycopg://moi:s%40f%3A%25@h/b").url
    raw = locate("postgresql+psycopg://moi:s@f:%@h/b").url
    there = locate("postgresql+psycopg://moi@h/b?password=s%40f%3A%25").url
    assert {(url.username, url.password, url.host, url.database) for url in (coded, raw, there)} == {("moi", "s@f:%", "h", "b")}


def test_a_short_password_does_not_eat_the_sentence() -> None:
    place = locate("postgresql+psycopg://moi:e@h/b")
    assert place.scrub("le serveur : e.") == "le serveur : ***."


def test_what_is_written_is_in_no_message(database: Database) -> None:
    """Neither the parameters, nor the row that PostgreSQL quotes under « DETAIL »."""
    with pytest.raises(Exception, match="jeune") as error, database.writing() as connection:
        connection.execute(
            text("INSERT INTO jeune (nom, prenom, naissance, sexe, commune) VALUES (:nom, :p, '2009-01-01', 'F', 'Lompret')"),
            {"nom": "INCONNUE", "p": "Zoé"},
        )
    trace = "".join(traceback.format_exception(error.value))
    assert "INCONNUE" not in trace
    assert "Zoé" not in trace


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "vide"), (b"ceci n'est pas une base" * 100, "foreign"), (b"SQLite format 3\0" + b"\0" * 4080, "cut short")],
    ids=["empty", "foreign", "header only"],
)
def test_what_is_no_base_is_to_be_restored_never_made_again(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "of.db"
    path.write_bytes(content)
    (tmp_path / "sauvegardes").mkdir()
    (tmp_path / "sauvegardes" / "ofworkflow-2026-01-02.db").touch()
    with pytest.raises(StorageError, match=r"of base restaurer .*2026-01-02\.db") as error:
        Database(path).check()
    assert "of init" not in str(error.value)
    assert path.read_bytes() == content


@pytest.mark.parametrize("kept", [100, 4096, 8192, 0.5, -1], ids=str)
def test_a_base_cut_short_is_to_be_restored(sqlite_model: Path, tmp_path: Path, kept: float) -> None:
    path = tmp_path / "of.db"
    whole = sqlite_model.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept) if isinstance(kept, float) else kept])
    with pytest.raises(StorageError, match="of base restaurer"):
        Database(path).check()


def test_the_base_of_another_program_is_not_made_ours(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "of.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE photos (nom)")
    other.close()
    for check in (Database(path).check, Database(path).check_is_ours):
        with pytest.raises(StorageError, match="autre programme"):
            check()
