"""Broken configuration, absent or foreign base, template in error: one French sentence, the right code, nothing half written."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from cli.conftest import OPEN, Of, typist

BROKEN = [
    ("[structure]\nnoms = 'X'\n", "Vouliez-vous dire « nom » ?", "unknown key"),
    ("[structures]\nnom = 'X'\n", "Vouliez-vous dire « structure » ?", "unknown section"),
    ("[structure\nnom = 'X'\n", "ligne 1", "broken TOML"),
    ("[procedure]\njustification = 'cinq'\n", "un nombre entier", "wrong type"),
    ("[procedure]\njustification = -1\n", "négatif", "negative delay"),
    ("[procedure]\ndepart_date = 'hier'\n", "envoi, presentation, rendez_vous", "unknown choice"),
    ("[nuit]\nheure = '4h15'\n", "04:15", "wrong hour"),
    ("[territoire]\njours_feries = 'mars'\n", "n'est pas connu", "unknown territory"),
    ("[base]\nurl = 'oracle://x'\n", "n'est pas comprise", "unknown database"),
    ("structure = 3\n", "section", "not a section"),
]


@pytest.mark.parametrize(("text", "said", "why"), BROKEN, ids=[why for *_, why in BROKEN])
def test_a_broken_configuration_is_refused_with_the_nearest_word(of: Of, folder: Path, text: str, said: str, why: str) -> None:
    (folder / "config.toml").write_text(text, encoding="utf-8")
    answer = of(*OPEN)
    assert answer.code == 1
    assert said in answer.err
    assert len(answer.err.strip().splitlines()) == 1


def test_without_configuration_init_is_proposed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    answer = typist(capsys)("dossiers")
    assert answer.code == 1
    assert "of init" in answer.err


def test_without_base_init_is_proposed_and_no_empty_file_is_left(of: Of, folder: Path) -> None:
    (folder / "ofworkflow.db").unlink()
    answer = of("dossiers")
    assert answer.code == 1
    assert "of init" in answer.err
    assert not (folder / "ofworkflow.db").exists()


def test_the_base_of_a_newer_version_is_not_touched(of: Of, folder: Path) -> None:
    with sqlite3.connect(folder / "ofworkflow.db") as base:
        base.execute("UPDATE alembic_version SET version_num = '9999'")
    base.close()
    answer = of(*OPEN)
    assert answer.code == 1
    assert "plus récente" in answer.err


def test_a_file_that_is_no_base_is_said_so(of: Of, folder: Path) -> None:
    (folder / "ofworkflow.db").write_bytes(b"ceci n'est pas une base" * 100)
    answer = of("dossiers")
    assert answer.code == 1
    assert "n'est pas une base" in answer.err


def test_a_template_with_an_undefined_name_leaves_the_letter_to_be_made(of: Of, opened: str, folder: Path) -> None:
    template = folder / "letter_templates" / "premiere_convocation.md.j2"
    text = template.read_text(encoding="utf-8")
    template.write_text(text + "\n{{ jeune.prenomm }}\n", encoding="utf-8")
    answer = of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    assert answer.code == 0  # the act is done; its letters will follow
    assert "premiere_convocation.md.j2" in answer.err
    assert "prenomm" in answer.err
    assert {letter["etat"] for letter in of("courriers", "--json").json["courriers"]} == {"a_produire"}
    template.write_text(text, encoding="utf-8")
    of("--au", "02/12/2025", "nuit")
    assert {letter["etat"] for letter in of("courriers", "--json").json["courriers"]} == {"prepare"}


def test_envoi_with_a_broken_template_writes_nothing_at_all(of: Of, opened: str, folder: Path) -> None:
    template = folder / "letter_templates" / "premiere_convocation.md.j2"
    template.write_text(template.read_text(encoding="utf-8") + "\n{% if %}\n", encoding="utf-8")
    answer = of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--envoi", "simple")
    assert answer.code == 1
    view = of("voir", opened, "--json").json
    assert (len(view["journal"]), view["courriers"]) == (1, [])


def test_an_unexpected_error_shows_no_traceback_unless_debug(of: Of, opened: str, folder: Path) -> None:
    with sqlite3.connect(folder / "ofworkflow.db") as base:
        base.execute("DROP TABLE contact")
    base.close()
    answer = of("voir", opened)
    assert answer.code == 1
    assert "Traceback" not in answer.err
    with pytest.raises(Exception, match="contact"):
        of("--debug", "voir", opened)


def test_init_keeps_what_exists(of: Of, folder: Path) -> None:
    config = folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("Camille", "Dominique"), encoding="utf-8")
    assert of("init").code == 0
    assert "Dominique" in config.read_text(encoding="utf-8")
