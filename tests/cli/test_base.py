"""`of base`: saved, put back, exercised, as typed; and a base that is lost is restored, never made again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from cli.conftest import OPEN, Of
from terminals import raw_on_terminal


def _saved(of: Of) -> Path:
    return Path(of("base", "sauvegarder", "--json").json["fichier"])


def _open(of: Of, name: str = "DUPONT") -> str:
    return of(*(name if word == "DUPONT" else word for word in OPEN), "--le", "01/12/2025").out.strip()


def _dossiers(of: Of) -> list[str]:
    return sorted(each["reference"] for each in of("dossiers", "--json").json["dossiers"])


def test_a_backup_says_where_it_is_what_it_holds_and_that_it_was_read(of: Of, opened: str, folder: Path) -> None:
    answer = of("base", "sauvegarder")
    [path] = (folder / "sauvegardes").iterdir()
    assert answer.code == 0
    assert str(path) in answer.out
    assert f"dernier acte : {opened} n° 1, Ouvrir" in answer.out
    assert "1 dossier, 1 acte" in answer.out
    assert "rejoué" in answer.err
    assert of("base", "etat", "--json").json["derniere_sauvegarde"] == str(path)


def test_a_backup_never_goes_over_the_base_nor_another_file_unless_asked(of: Of, opened: str, folder: Path) -> None:
    assert of("base", "sauvegarder", "ofworkflow.db", "--remplacer").code == 3
    assert of("base", "sauvegarder", "config.toml", "--remplacer").code == 3
    assert of("base", "sauvegarder", "ici.db").code == 0
    assert of("base", "sauvegarder", "ici.db").code == 2
    assert of("base", "sauvegarder", "ici.db", "--remplacer").code == 0
    assert _dossiers(of) == [opened]


def test_restoring_shows_first_and_changes_nothing(of: Of, folder: Path) -> None:
    first = _open(of)
    backup = _saved(of)
    second = _open(of, "MARTIN")
    answer = of("base", "restaurer", str(backup))
    assert answer.code == 0
    assert "en place : 2 dossiers, 2 actes" in answer.out
    assert "plus récente que la sauvegarde, et serait perdu : 1 acte" in answer.err
    assert "--appliquer --perdre-les-actes" in answer.err  # what is proposed does what was just shown
    assert _dossiers(of) == [first, second]


def test_a_newer_base_is_replaced_only_with_a_consent_of_its_own(of: Of, folder: Path) -> None:
    first = _open(of)
    backup = _saved(of)
    second = _open(of, "MARTIN")
    refused = of("base", "restaurer", str(backup), "--appliquer")
    assert (refused.code, "--perdre-les-actes" in refused.err) == (3, True)
    assert _dossiers(of) == [first, second]
    done = of("base", "restaurer", str(backup), "--appliquer", "--perdre-les-actes", "--json").json
    assert (done["applique"], done["actes_perdus"]) == (True, 1)
    assert _dossiers(of) == [first]
    assert _open(of, "BERNARD") not in {first, second}
    # the base that was replaced is put back the same way; the one just made is the newer of the two
    assert of("base", "restaurer", done["ancienne"], "--appliquer", "--perdre-les-actes").code == 0
    assert _dossiers(of) == [first, second]


@pytest.mark.parametrize(("key", "left"), [("o", 1), ("n", 2)])
def test_on_a_terminal_the_consent_is_asked(of: Of, folder: Path, key: str, left: int) -> None:
    _open(of)
    backup = _saved(of)
    _open(of, "MARTIN")
    raw_on_terminal("base", "restaurer", str(backup), "--appliquer", folder=folder, code=None, typed=key + "\n")
    assert len(_dossiers(of)) == left


def test_the_exercise_takes_the_last_backup_or_makes_one_and_leaves_the_base_alone(of: Of, opened: str, folder: Path) -> None:
    first = of("base", "exercice")
    assert (first.code, "il en a été fait une" in first.err) == (0, True)
    _open(of, "MARTIN")
    again = of("base", "exercice", "--json").json
    assert (again["sauvegarde"]["dossiers"], again["actes_perdus"], again["anomalies"]) == (1, 1, 0)
    assert len(_dossiers(of)) == 2
    assert not list(folder.glob(".of-*"))


def test_the_exercise_ends_with_4_when_the_backup_would_not_do(of: Of, opened: str, folder: Path) -> None:
    with sqlite3.connect(_saved(of)) as backup:
        backup.execute("UPDATE dossier SET etape = 'entretien'")
    backup.close()
    answer = of("base", "exercice")
    assert (answer.code, opened in answer.err) == (4, True)


def test_letters_are_restored_from_the_base_alone(of: Of, opened: str, folder: Path) -> None:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--envoi", "simple")
    sealed = {letter["id"]: letter["sha256"] for letter in of("voir", opened, "--json").json["courriers"]}
    answer = of("base", "sauvegarder", "--avec-courriers", "--json").json
    assert Path(answer["courriers"]).is_file()
    (folder / "ofworkflow.db").unlink()
    assert of("base", "restaurer", answer["fichier"], "--appliquer").code == 0
    assert of("courriers", "verifier").code == 0
    assert {letter["id"]: letter["sha256"] for letter in of("voir", opened, "--json").json["courriers"]} == sealed


OPENS_THE_BASE = [
    (), ("init",), ("dossiers",), OPEN, ("nuit",), ("nuits",), ("docteur",), ("stats",), ("courriers",), ("base", "etat"),
    ("base", "migrer"), ("base", "sauvegarder"), ("base", "exercice"), ("voir", "2025-0001"), ("rapport",), ("bilan", "2025"),
]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"autre chose" * 500, None], ids=["empty", "foreign", "cut short"])
def test_every_command_that_opens_a_lost_base_says_to_restore_it(of: Of, folder: Path, content: bytes | None) -> None:
    base = folder / "ofworkflow.db"
    base.write_bytes(base.read_bytes()[:20_480] if content is None else content)
    before = base.read_bytes()
    for command in OPENS_THE_BASE:
        answer = of(*command)
        assert answer.code in (1, 4), command
        assert "of base restaurer" in answer.err + answer.out, command
        assert base.read_bytes() == before, command


def test_a_lost_base_is_restored_with_a_consent_and_what_was_there_is_kept(of: Of, opened: str, folder: Path) -> None:
    backup = _saved(of)
    (folder / "ofworkflow.db").write_bytes(b"autre chose" * 500)
    assert of("base", "restaurer", str(backup), "--appliquer").code == 3
    assert of("base", "restaurer", str(backup), "--appliquer", "--perdre-les-actes").code == 0
    assert _dossiers(of) == [opened]
    [kept] = folder.glob("ofworkflow.avant-*.db")
    assert kept.read_bytes() == b"autre chose" * 500


@pytest.mark.parametrize("name", ["a%20b", "quoi?", "été & co #1"])
def test_a_folder_of_any_name_holds_its_own_base(of: Of, tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    assert of("init", "--dossier", str(place)).code == 0
    assert (place / "ofworkflow.db").is_file()
    assert of("--config", str(place / "config.toml"), "base", "sauvegarder").code == 0
    [backup] = (place / "sauvegardes").iterdir()
    assert of("--config", str(place / "config.toml"), "base", "restaurer", str(backup), "--appliquer").code == 0


def test_what_is_no_backup_is_refused(of: Of, opened: str, folder: Path) -> None:
    for name, content in (("vide.db", b""), ("autre.db", b"x" * 5000)):
        (folder / name).write_bytes(content)
        assert of("base", "restaurer", name).code == 1
    assert of("base", "restaurer", "absente.db").code == 1
    assert _dossiers(of) == [opened]


def test_the_drive_is_said_once_on_stderr(of: Of, opened: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ofworkflow.storage import database

    monkeypatch.setattr(database, "network_reason", lambda file: f"disque réseau (nfs4, {folder})")
    answer = of("dossiers", "--json")
    assert answer.json["dossiers"]
    assert answer.err.count("disque réseau (nfs4") == 1
    assert "journal d'annulation (disque réseau (nfs4" in of("base", "etat").out
