"""Minors of a list who live elsewhere: shown by mission locale, written to be sent, and what was handed over when is kept."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from cli.conftest import Of

TEXT = (
    "NOM;PRENOM;DATE_NAISSANCE;COMMUNE;CODE_POSTAL;Remarque\nDUPONT;Léa;14/05/2009;Lambersart;59130;\n"
    "MARTIN;Tom;25/09/2009;Roubaix;59100;vu le 3\nROY;Ana;22/12/2009;Arras;62000;\nPETIT;Lou;29/01/2010;Tourcoing;59200;\n"
)
ASKED = ("importer", "liste.csv", "--le", "15/10/2026")


@pytest.fixture
def elsewhere(of: Of, folder: Path) -> Of:
    """Return the tool, with neighbours named and a list of four, three of whom live elsewhere."""
    config = folder / "config.toml"
    text = config.read_text(encoding="utf-8")
    assert "voisines = []" in text
    named = 'voisines = ["Mission locale du Val : 59512, 59200", "Mission locale d\'Artois : 62"]'
    config.write_text(text.replace("voisines = []", named), encoding="utf-8")
    (folder / "liste.csv").write_text(TEXT, encoding="utf-8")
    return of


def test_who_lives_elsewhere_is_proposed_to_the_mission_locale_there(elsewhere: Of) -> None:
    answer = elsewhere(*ASKED, "--json")
    assert (answer.code, answer.json["a_creer"], answer.json["douteux"]) == (5, 1, 3)
    assert [(each["ligne"], each["pour"]) for each in answer.json["a_transferer"]] == [
        (3, "Mission locale du Val"), (4, "Mission locale d'Artois"), (5, "Mission locale du Val"),
    ]  # fmt: skip
    shown = elsewhere(*ASKED).out
    assert "À transférer : ces jeunes habitent ailleurs" in shown
    assert shown.index("Mission locale d'Artois") < shown.index("Mission locale du Val")


def test_the_rows_are_written_as_they_came_one_mission_locale_after_the_other(elsewhere: Of, folder: Path) -> None:
    answer = elsewhere(*ASKED, "--transferts", "ailleurs.csv")
    assert "--transferts ailleurs.csv --remplacer" in answer.out + answer.err
    assert (folder / "ailleurs.csv").read_text(encoding="utf-8-sig").splitlines() == [
        "NOM;PRENOM;DATE_NAISSANCE;COMMUNE;CODE_POSTAL;Remarque;A_TRANSMETTRE_A",
        "ROY;Ana;22/12/2009;Arras;62000;;Mission locale d'Artois",
        "MARTIN;Tom;25/09/2009;Roubaix;59100;vu le 3;Mission locale du Val",
        "PETIT;Lou;29/01/2010;Tourcoing;59200;;Mission locale du Val",
    ]


def test_a_commune_of_no_neighbour_that_is_named_is_said_with_its_own_name(of: Of, folder: Path) -> None:
    (folder / "liste.csv").write_text(TEXT, encoding="utf-8")
    receivers = {each["pour"] for each in of(*ASKED, "--json").json["a_transferer"]}
    assert "mission locale compétente pour Roubaix (59512), à chercher" in receivers


def test_what_was_handed_over_to_whom_and_when_is_kept_and_not_asked_again(elsewhere: Of, folder: Path) -> None:
    elsewhere(*ASKED, "--appliquer")
    waiting = elsewhere("doutes", "--json").json["doutes"]
    assert [each["pour"] for each in waiting] == ["Mission locale du Val", "Mission locale d'Artois", "Mission locale du Val"]
    assert "--transmis-a 'Mission locale du Val'" in elsewhere("doutes", "1").err
    done = elsewhere("doutes", "1", "--transmis-a", "Mission locale du Val", "--json")
    assert (done.code, done.json["etat"], done.json["reference"]) == (0, "transmis", None)
    with sqlite3.connect(folder / "ofworkflow.db") as base:
        [first, *_] = json.loads(base.execute("SELECT bilan FROM lot").fetchone()[0])["doutes"]
    assert (first["etat"], first["raison"], first["lu"]) == ("transmis", "Mission locale du Val", {})
    assert first["le"]
    assert first["par"]
    again = elsewhere(*ASKED, "--json").json
    assert ([each["ligne"] for each in again["a_transferer"]], again["tranches"]) == ([4, 5], 1)
    assert elsewhere("doutes", "1", "--transmis-a", "une autre").code == 3  # once


@pytest.mark.parametrize("words", [("--transmis-a", " "), ("--transmis-a", "X", "--autre")])
def test_a_receiver_is_named_and_is_one_decision(elsewhere: Of, words: tuple[str, ...]) -> None:
    elsewhere(*ASKED, "--appliquer")
    assert elsewhere("doutes", "1", *words).code == 2
