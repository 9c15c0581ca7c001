"""Finding somebody by what is known: a name as it is heard, a parent, a phone, a place, a note."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import OPEN, Of
from terminals import on_terminal

ZOE = [word.replace("DUPONT;Anne", "NGUYEN;Thérèse").replace("DUPONT", "MARTIN").replace("Léa", "Zoé") for word in OPEN]
ZOE[ZOE.index("14/05/2009")] = "15/04/2009"
ZOE = [*ZOE, "--telephone", "06 39 98 01 02", "--courriel", "zoe.martin@exemple.invalid", "--etablissement", "Lycée des Métiers"]


@pytest.fixture
def two(of: Of) -> Of:
    """Return the tool once Léa DUPONT (2025-0001) and Zoé MARTIN (2025-0002) are known."""
    of(*OPEN, "--le", "01/12/2025")
    of(*ZOE, "--le", "01/12/2025")
    of(
        "contact",
        "2025-0002",
        "--nature",
        "telephone",
        "--resultat",
        "message",
        "--le",
        "02/12/2025",
        "--note",
        "Voit sa marraine",
    )
    return of


@pytest.mark.parametrize(
    ("typed", "by"),
    [
        ("2025-0002", "reference"),
        ("zoe", "nom"),
        ("marti zo", "nom"),  # fragments, inverted
        ("2", "numero"),
        ("06 39 98 01 02", "telephone"),
        ("+33639980102", "telephone"),
        ("0639 98", "telephone"),
        ("therese nguyen", "parent"),
        ("zoe lambersart", "commune"),
        ("lycee metiers", "etablissement"),
        ("MARRAINE", "note"),
        ("zoey martain", "ressemble"),  # slips of the keyboard
        ("Martein", "ressemble"),
        ("2025-2", "reference"),
        ("dossier n° 2", "numero"),
        ("+33 (0)6 39 98 01 02", "telephone"),
        ("zoe.martin@Exemple.invalid", "courriel"),
        ("15/04/2009", "naissance"),
        ("né le 15 avril 2009", "naissance"),
        ("zoe 15/04/09", "nom"),
        ("martin 2009", "nom"),
        ("Mme Nguyen", "parent"),
        ("la mère de Zoé Martin", "nom"),
        ("terese nguyenn", "ressemble"),  # a parent, badly spelt
        ("lycee metier zoey", "ressemble"),
        ("zoe marraine", "note"),
    ],
)
def test_somebody_is_found_by_what_is_known(two: Of, typed: str, by: str) -> None:
    found = two("chercher", typed, "--json").json["dossiers"]
    assert [(f["reference"], f["trouve_par"]) for f in found] == [("2025-0002", by)]


def test_what_nobody_answers_to_finds_nobody(two: Of) -> None:
    for typed in ("xylophone", "06 39 98 77 77", "...", "99", "16/04/2009", "zoe 2008", "x@exemple.invalid", "Mme", "2025-9"):
        assert two("chercher", typed, "--json").json["dossiers"] == []


def test_a_common_place_gives_all_who_live_there(two: Of) -> None:
    assert {f["trouve_par"] for f in two("chercher", "lambersart", "--json").json["dossiers"]} == {"commune"}
    assert two("voir", "lambersart").code == 2


def test_a_parent_or_a_phone_names_one_dossier_and_a_likeness_never_does(two: Of) -> None:
    assert two("voir", "nguyen", "--json").json["reference"] == "2025-0002"
    assert two("voir", "0639980102", "--json").json["reference"] == "2025-0002"
    alike = two("voir", "Martein")
    assert alike.code == 2
    assert "Vouliez-vous dire : 2025-0002" in alike.err
    noted = two("voir", "marraine")
    assert noted.code == 2
    assert "2025-0002" in noted.err


def test_a_digit_astray_proposes_the_nearest_references(two: Of) -> None:
    astray = two("voir", "2025-0003")
    assert astray.code == 2
    assert "2025-0001" in astray.err
    assert "2025-0002" in astray.err


def test_an_act_names_the_person(two: Of) -> None:
    assert "2025-0002 · Zoé MARTIN : Clore" in two("clore", "2025-0002", "--motif", "demenagement").out


def test_several_are_numbered_to_choose_from_on_a_terminal(two: Of, folder: Path) -> None:
    shown = on_terminal("voir", "lambersart", folder=folder, typed="2\n")
    assert "  2  2025-0002  MARTIN Zoé, né(e) en 2009, Lambersart (commune)" in shown
    assert "2025-0002 · Zoé MARTIN" in shown


def test_nobody_chosen_is_nobody_shown(two: Of, folder: Path) -> None:
    shown = on_terminal("voir", "lambersart", folder=folder, typed="\n", code=1)
    assert "Zoé MARTIN ·" not in shown
