"""Rows of which a person decides: they wait, both sides are shown, a decision is taken once."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from cli.conftest import Of
from cli.test_lots import LEA, TOM, ZOE, _list, _references, _unsound
from terminals import on_terminal

WRITE = ("importer", "liste.csv", "--le", "01/12/2025", "--appliquer")
LEAH = LEA.replace("DUPONT;Léa", "DUPOND;Léa", 1)  # it sounds the same: the same child, or not


@pytest.fixture
def doubtful(of: Of, folder: Path) -> Of:
    """Return the tool, once a list brought somebody who may be somebody known."""
    _list(folder, LEA, ZOE)
    assert of(*WRITE).code == 0
    _list(folder, LEAH, TOM)
    answer = of(*WRITE, "--json")
    assert (answer.code, answer.json["a_creer"], answer.json["douteux"]) == (5, 1, 1)
    return of


def test_a_doubtful_row_waits_with_its_list_why_and_how_grave(doubtful: Of) -> None:
    waiting = doubtful("doutes", "--json")
    assert waiting.code == 4
    [doubt] = waiting.json["doutes"]
    assert (doubt["numero"], doubt["lot"], doubt["ligne"], doubt["gravite"]) == (1, "L0002", 2, "forte")
    assert (doubt["source"], doubt["liste_le"], doubt["fichier"]) == ("siei", "2025-12-01", "liste.csv")
    assert "DUPOND" in doubt["motif"]


def test_both_sides_are_shown(doubtful: Of) -> None:
    view = doubtful("doutes", "1", "--json").json
    assert view["liste"]["nom"] == "DUPOND"
    assert [(each["reference"], each["fiche"]["nom"]) for each in view["candidats"]] == [("2025-0001", "DUPONT")]
    shown = doubtful("doutes", "1").out
    assert any("DUPOND" in line and line.rstrip().endswith("DUPONT") and "≠" in line for line in shown.splitlines())


@pytest.mark.parametrize(
    ("decision", "dossiers"),
    [(("--meme", "2025-0001"), 3), (("--autre",), 4), (("--rejeter", "déjà suivie ailleurs"), 3)],
    ids=["même", "autre", "rejetée"],
)
def test_a_decision_is_taken_once(doubtful: Of, folder: Path, decision: tuple[str, ...], dossiers: int) -> None:
    assert doubtful("doutes", "1", *decision, "--le", "01/12/2025").code == 0
    assert len(_references(doubtful)) == dossiers
    assert doubtful("doutes", "--json").json["doutes"] == []
    again = doubtful(*WRITE, "--json")
    assert (again.code, again.json["douteux"], again.json["a_creer"], again.json["lot"]) == (0, 0, 0, None)
    assert doubtful("doutes", "1", "--autre").code == 3
    with sqlite3.connect(folder / "ofworkflow.db") as base:
        [doubt] = json.loads(base.execute("SELECT bilan FROM lot WHERE id = 2").fetchone()[0])["doutes"]
    base.close()
    assert (doubt["lu"], doubt["signalement"]) == ({}, None)  # what was decided needs the row no more
    assert _unsound(doubtful) == []


def test_a_row_that_waits_is_not_asked_twice(doubtful: Of, folder: Path) -> None:
    again = doubtful(*WRITE, "--json").json
    assert (again["douteux"], again["lot"]) == (1, None)
    assert len(doubtful("doutes", "--json").json["doutes"]) == 1
    _list(folder, TOM, LEAH, name="mois.csv")  # another line, another day, the same row
    doubtful("importer", "mois.csv", "--le", "02/12/2025", "--appliquer")
    assert len(doubtful("doutes", "--json").json["doutes"]) == 1


def test_the_same_person_gains_what_was_missing_and_loses_nothing(of: Of, folder: Path) -> None:
    _list(folder, LEA, ZOE)
    of(*WRITE)
    _list(folder, LEAH + "06 39 98 09 09", ZOE)
    of(*WRITE)
    assert of("doutes", "1", "--meme", "2025-0001", "--json").json["remplis"] == ["tel_portable"]
    with sqlite3.connect(folder / "ofworkflow.db") as base:
        assert base.execute("SELECT nom, tel_portable FROM jeune WHERE id = 1").fetchall() == [("DUPONT", "06 39 98 09 09")]
    base.close()


def test_a_row_that_does_not_say_who_it_is_opens_nothing(of: Of, folder: Path) -> None:
    """A day and a month that nothing tells apart: a person may look, not open at once."""
    _list(folder, LEA.replace("14/05/2009", "04/05/2009"))
    assert of(*WRITE).code == 5
    refused = of("doutes", "1", "--autre")
    assert refused.code == 3
    assert "of ouvrir" in refused.err
    assert of("doutes", "1", "--rejeter", "ouvert à la main").code == 0
    assert of(*WRITE).code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("9",), 2), (("9", "--autre"), 2), (("--autre",), 2), (("1", "--autre", "--rejeter", "x"), 2), (("1", "--rejeter", " "), 2),
        (("1", "--meme", "2025-0099"), 2),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_be_taken_changes_nothing(doubtful: Of, words: tuple[str, ...], code: int) -> None:
    assert doubtful("doutes", *words).code == code
    assert len(doubtful("doutes", "--json").json["doutes"]) == 1


def test_undoing_the_list_asks_no_more(doubtful: Of, folder: Path) -> None:
    assert doubtful("importer", "--annuler", "L0002", "--appliquer").code == 0
    assert doubtful("doutes", "--json").json["doutes"] == []
    assert doubtful("doutes", "1").code == 2
    doubtful(*WRITE)
    assert [each["numero"] for each in doubtful("doutes", "--json").json["doutes"]] == [2]  # a number is given once


def test_a_doubt_points_at_nobody_whose_list_was_undone(doubtful: Of, folder: Path) -> None:
    """On SQLite the number of a row taken away is given again: to somebody else."""
    assert doubtful("importer", "--annuler", "L0001", "--appliquer").code == 0
    assert doubtful("doutes", "1", "--json").json["candidats"] == []
    _list(folder, LEA.replace("DUPONT;Léa", "ROUX;Eva", 1), name="autre.csv")
    assert doubtful("importer", "autre.csv", "--le", "02/12/2025", "--appliquer").code == 0
    assert doubtful("doutes", "1", "--json").json["candidats"] == []


def test_what_a_decision_opened_stays_when_its_list_is_undone(doubtful: Of) -> None:
    doubtful("doutes", "1", "--autre", "--le", "01/12/2025")
    done = doubtful("importer", "--annuler", "L0002", "--appliquer", "--json")
    assert done.code == 5
    assert [(each["reference"], each["ligne"]) for each in done.json["gardes"]] == [("2025-0004", 2)]
    assert "2025-0004" in _references(doubtful)


@pytest.mark.parametrize(
    ("keys", "left", "dossiers"), [("m\n", 0, 3), ("a\n", 0, 4), ("r\nsuivie ailleurs\n", 0, 3), ("\n", 1, 3), ("q\n", 1, 3)]
)
def test_one_key_each_on_a_terminal(doubtful: Of, folder: Path, keys: str, left: int, dossiers: int) -> None:
    on_terminal("--au", "02/12/2025", "doutes", folder=folder, columns=200, typed=keys, code=4 if left else 0)
    assert len(doubtful("doutes", "--json").json["doutes"]) == left
    assert len(_references(doubtful)) == dossiers
