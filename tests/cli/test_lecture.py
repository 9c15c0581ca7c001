"""`--lecture`: every screen without columns, one « label : value » a line, for a screen reader or a Braille line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from cli.conftest import Of, typist
from cli.story import TODAY
from ofworkflow.cli.output import without_columns

SCREENS = (
    ("jour",), ("jour", "--tout"), ("agenda", "mois"), ("issues",), ("dossiers",), ("chercher", "goncalves"), ("voir", "2026-0004"), ("voir", "2026-0010"),
    ("pourquoi", "2026-0004", "departement"), ("courriers",), ("courriers", "tirages"), ("courriers", "modeles"), ("lots",), ("lots", "L0001"), ("doutes",),
    ("doutes", "1"), ("importer", "liste.csv"), ("nuit", "--simuler"), ("nuits",), ("rapport", "--noms"), ("docteur",), ("stats",), ("bilan", "liste"),
    ("procedure",), ("base", "etat"), ("stats", "--par", "sexe,age"), ("transmettre", "2026-0004", "--verifier"),
)  # fmt: skip
_COLUMNS = re.compile(r"\S {2,}\S")
_BARS = re.compile(r"[█▓▒░▁▂▃▄▅▆▇]|[#.]{5,}")


@pytest.fixture
def aloud(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Of:
    """Return the tool as somebody hears it."""
    monkeypatch.chdir(shutil.copytree(story, tmp_path / "maison"))
    monkeypatch.setenv("OFWORKFLOW_AU", TODAY)
    monkeypatch.setenv("OFWORKFLOW_LECTURE", "1")
    return typist(capsys)


def test_no_screen_has_columns_nor_bars(aloud: Of) -> None:
    for words in SCREENS:
        answer = aloud(*words)
        lines = (answer.out + answer.err).splitlines()
        assert lines, words
        assert [line for line in lines if _COLUMNS.search(line) or _BARS.search(line) or line.startswith(" ")] == [], words


def test_each_cell_of_a_table_is_said_after_its_heading(aloud: Of) -> None:
    said = aloud("chercher", "ferreira").out.splitlines()
    assert said[0] == "ligne : 1 sur 1"
    here = said.index("référence : 2026-0004")
    assert said[here : here + 4] == ["référence : 2026-0004", "nom : FERREIRA", "prénom : Zoé", "né(e) : 2009"]


def test_the_option_says_it_too_and_json_stays_as_it_is(aloud: Of, monkeypatch: pytest.MonkeyPatch) -> None:
    heard, as_data = aloud("dossiers").out, aloud("dossiers", "--json").out
    monkeypatch.delenv("OFWORKFLOW_LECTURE")
    assert aloud("--lecture", "dossiers").out == heard
    assert aloud("dossiers").out != heard
    assert aloud("dossiers", "--json").out == as_data


@pytest.mark.parametrize(
    ("shown", "heard"),
    [
        ("  Majorité        jeu. 20/07/2028   dans 597 j", "Majorité : jeu. 20/07/2028 ; dans 597 j"),
        ("Reçus           12   ████░░░░   80 %", "Reçus : 12 ; 80 %"),
        ("Délai  ####....M..  15 j", "Délai : 15 j"),
        ("une phrase, telle quelle.", "une phrase, telle quelle."),
        ("", ""),
    ],
)
def test_aligned_words_become_a_label_and_its_values(shown: str, heard: str) -> None:
    assert without_columns(shown) == heard
