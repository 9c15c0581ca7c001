"""A file of the house that serves nothing is named: its words would not be those printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import Of
from intake.lists import csv_text, row
from ofworkflow.letters.renderer import Renderer
from ofworkflow.wiring import App

SUMMON = ("--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
WORDS = "# Objet : convocation\n\nNos mots.\n"


def _unused(folder: Path) -> list[str]:
    return App(str(folder / "config.toml")).unused_files()


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("premiere_convocation.md.j2.txt", "premiere_convocation.md.j2"),
        ("Premiere_Convocation.md.j2", "premiere_convocation.md.j2"),
        ("premiere convocation.md.j2", "premiere_convocation.md.j2"),
        ("premiere_convocation.md", "premiere_convocation.md.j2"),
        ("premiere_convocation.j2", "premiere_convocation.md.j2"),
        ("premiere_convocatoin.md.j2", "premiere_convocation.md.j2"),
        ("premiere_convocation.md.j2~", "premiere_convocation.md.j2"),
        ("_signatures.md.j2", "_signature.md.j2"),
        ("mise_en_page.typ.bak", "mise_en_page.typ"),
    ],
)
def test_a_template_that_no_letter_reads_is_named_with_the_nearest_name(tmp_path: Path, name: str, near: str) -> None:
    (tmp_path / name).write_text(WORDS, encoding="utf-8")
    [said] = Renderer(tmp_path).unused_files()
    assert f"/{name} ne sert à rien" in said
    assert f"« {near} »" in said


def test_a_folder_among_the_templates_is_named_and_what_a_file_manager_leaves_is_not(tmp_path: Path) -> None:
    (tmp_path / "anciens").mkdir()
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        (tmp_path / name).write_bytes(b"x")
    [said] = Renderer(tmp_path).unused_files()
    assert "/anciens ne sert à rien" in said


def test_a_block_that_a_template_of_the_house_includes_is_used_and_the_one_it_replaced_may_stay(folder: Path) -> None:
    templates = folder / "letter_templates"
    report = templates / "report.md.j2"
    report.write_text(report.read_text(encoding="utf-8").replace("_signature", "_notre_signature"), encoding="utf-8")
    (templates / "_notre_signature.md.j2").write_text("{{ conseiller.nom }}", encoding="utf-8")
    assert _unused(folder) == []


def test_making_a_letter_says_once_what_serves_nothing(of: Of, opened: str, folder: Path) -> None:
    assert "ne sert à rien" not in of("voir", opened).err
    (folder / "letter_templates" / "premiere_convocation.md.j2.txt").write_text(WORDS, encoding="utf-8")
    made = of("convoquer", opened, *SUMMON)
    assert made.code == 0
    assert made.err.count("letter_templates/premiere_convocation.md.j2.txt ne sert à rien") == 1
    assert "ne sert à rien" not in of("voir", opened).err


def test_the_linter_names_every_file_that_serves_nothing_and_ends_in_4(of: Of, folder: Path) -> None:
    (folder / "letter_templates" / "Majorite.md.j2").write_text(WORDS, encoding="utf-8")
    (folder / "correspondances").mkdir()
    (folder / "correspondances" / "psad.toml.txt").write_text('nom = "NOM"\n', encoding="utf-8")
    (folder / "Logo.PNG").write_bytes(b"x")
    found = of("courriers", "modeles", "verifier", "--json")
    assert found.code == 4
    messages = [finding["message"] for finding in found.json["constats"]]
    assert len(messages) == 3
    for said in (
        "letter_templates/Majorite.md.j2",
        "correspondances/psad.toml.txt",
        "Logo.PNG ne sert à rien : « structure.logo »",
    ):
        assert any(said in message for message in messages)
    assert "ne sert à rien" not in found.err


def test_a_folder_of_templates_that_is_not_there_is_said(of: Of, opened: str, folder: Path) -> None:
    config = folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('"letter_templates"', '"nos_modeles"'), encoding="utf-8")
    assert "nos_modeles n'existe pas" in of("convoquer", opened, *SUMMON).err


@pytest.mark.parametrize(
    ("name", "near"), [("psad.toml.txt", "« psad.toml »"), ("psad.json", "renommez-le"), ("psad.TOML", "« psad.toml »")]
)
def test_a_mapping_that_no_list_can_be_read_with_is_named_when_a_list_is(of: Of, folder: Path, name: str, near: str) -> None:
    (folder / "correspondances").mkdir()
    (folder / "correspondances" / name).write_text('nom = "NOM"\n', encoding="utf-8")
    (folder / "correspondances" / "bonne.toml").write_text('nom = "NOM"\n', encoding="utf-8")
    (folder / "liste.csv").write_text(csv_text([row()]), encoding="utf-8", newline="")
    said = of("importer", "liste.csv", "--le", "01/12/2025")
    assert f"correspondances/{name} ne sert à rien" in said.err
    assert near in said.err
    assert "bonne.toml" not in said.err
