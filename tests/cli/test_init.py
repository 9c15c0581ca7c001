"""« of init » and « of demo »: what is there is kept, and a real base that was used never becomes a trial base."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from cli.conftest import OPEN, Of, typist
from ofworkflow.errors import RefusedError
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database, is_trial
from ofworkflow.storage.migrate import mark_trial


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Of:
    """Return the tool in the folder of a real base, where nothing was written yet."""
    (tmp_path / "vraie").mkdir()
    monkeypatch.chdir(tmp_path / "vraie")
    for name in ("OFWORKFLOW_AU", "OFWORKFLOW_CONFIG", "OFWORKFLOW_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    of = typist(capsys)
    assert of("init").code == 0
    return of


def _everything(folder: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and not p.name.endswith(("-wal", "-shm"))}


@pytest.mark.parametrize("where", [(), ("--dossier", "."), ("--dossier", "../vraie")])
def test_a_real_base_that_holds_a_dossier_never_becomes_a_trial_base(real: Of, where: tuple[str, ...]) -> None:
    assert real(*OPEN).code == 0
    before = _everything(Path())
    answer = real("init", "--essai", *where)
    assert answer.code == 3
    assert len(answer.err.strip().splitlines()) == 1
    assert "of init --essai --dossier" in answer.err
    assert _everything(Path()) == before
    assert not real("base", "etat", "--json").json["essai"]
    assert real("--au", "2028-01-01", "nuit").code == 3


def test_an_annulled_list_or_a_number_once_given_is_something_too(real: Of) -> None:
    assert real(*OPEN).code == 0
    with sqlite3.connect("ofworkflow.db") as base:
        for table in ("journal", "echeance", "dossier", "representant", "jeune"):
            base.execute(f"DELETE FROM {table}")
    base.close()
    assert real("init", "--essai").code == 3


def test_an_empty_real_base_may_become_a_trial_base_which_init_then_says(real: Of) -> None:
    assert real("init", "--essai").code == 0
    answer = real("init")
    assert answer.code == 0
    assert "base d'essai" in answer.err
    assert real("base", "etat", "--json").json["essai"]
    assert real(*OPEN).code == 0
    assert real("init", "--essai").code == 0  # it is one already


def test_the_base_that_the_environment_names_counts_and_nothing_is_made_beside(
    real: Of, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert real(*OPEN).code == 0
    monkeypatch.setenv("OFWORKFLOW_BASE_URL", f"sqlite:///{tmp_path / 'vraie/ofworkflow.db'}")
    assert real("init", "--essai", "--dossier", str(tmp_path / "autre")).code == 3
    assert not (tmp_path / "autre").exists()


def test_a_used_base_on_postgresql_is_refused_too_and_nothing_is_made_beside(
    real: Of, postgresql_base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFWORKFLOW_BASE_URL", postgresql_base.url)
    assert real(*OPEN).code == 0
    assert real("init", "--essai", "--dossier", str(tmp_path / "autre")).code == 3
    assert not (tmp_path / "autre").exists()
    assert not real("base", "etat", "--json").json["essai"]


@pytest.mark.parametrize("held", ["dossier", "counter", "nothing"])
def test_on_both_engines_a_used_base_is_refused_and_stays_as_it_was(database: Database, held: str) -> None:
    with database.writing() as connection:
        if held == "counter":
            connection.execute(insert(m.compteur).values(nom="dossier-2026", dernier=1))
        elif held == "dossier":
            connection.execute(
                text("INSERT INTO lot (numero, fichier, sha256, source, liste_le, auteur, enregistre_a, bilan) VALUES "
                     "('L0001', 'l.csv', 'x', 'siei', '2026-01-01', 'x', '2026-01-01 00:00:00', '{}')")
            )  # fmt: skip
    with database.writing() as connection:
        if held == "nothing":
            mark_trial(connection)
        else:
            with pytest.raises(RefusedError, match="vraie base"):
                mark_trial(connection)
    with database.reading() as connection:
        assert is_trial(connection) == (held == "nothing")


def test_init_never_rewrites_what_the_house_wrote(real: Of) -> None:
    Path("config.toml").write_text('[structure]\nnom = "La mienne"\n', encoding="utf-8")
    Path("letter_templates/report.md.j2").write_text("le mien", encoding="utf-8")
    Path("letter_templates/annulation.md.j2").unlink()
    assert real("init").code == 0
    assert Path("config.toml").read_text(encoding="utf-8") == '[structure]\nnom = "La mienne"\n'
    assert Path("letter_templates/report.md.j2").read_text(encoding="utf-8") == "le mien"
    assert not Path("letter_templates/annulation.md.j2").exists()


def test_the_demonstration_plays_in_an_empty_folder_only(real: Of, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _everything(Path())
    answer = real("demo", "--dossier", ".")
    assert answer.code == 3
    assert "n'est pas vide" in answer.err
    assert _everything(Path()) == before


def test_the_demonstration_never_plays_in_the_base_of_the_house(
    real: Of, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFWORKFLOW_BASE_URL", f"sqlite:///{tmp_path / 'vraie/ofworkflow.db'}")
    assert real("demo", "--dossier", str(tmp_path / "jeu")).code == 0
    monkeypatch.delenv("OFWORKFLOW_BASE_URL", raising=False)
    assert real("base", "etat", "--json").json["dossiers"] == 0
    assert not real("base", "etat", "--json").json["essai"]
