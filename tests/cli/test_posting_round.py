"""« of courriers poster » with nothing named: what waits goes by, one key a pile."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import OPEN, Of
from terminals import on_terminal

AU = ("--au", "03/12/2025")


@pytest.fixture
def waiting(of: Of) -> None:
    """Summon three minors: the letters of the first are printed in a run, those of the others are not."""
    for name, hour in (("Léa", "09:00"), ("Zoé", "10:00"), ("Ana", "14:00")):
        reference = of(*[word.replace("Léa", name).replace("DUPONT", f"D{name}") for word in OPEN], "--le", "01/12/2025").out
        of("convoquer", reference.strip(), "--rdv", f"15/12/2025 {hour}", "--le", "02/12/2025")
        if name == "Léa":
            of("--au", "02/12/2025", "courriers", "imprimer")


def posted(of: Of) -> dict[str, set[str]]:
    """Return how the letters of each dossier left."""
    modes: dict[str, set[str]] = {}
    for letter in of("courriers", "--json").json["courriers"]:
        modes.setdefault(letter["reference"], set()).add(letter["etat"])
    return modes


def test_a_key_notes_a_pile_enter_leaves_it_and_a_number_may_come_later(of: Of, folder: Path, waiting: None) -> None:
    shown = on_terminal(*AU, "courriers", "poster", folder=folder, columns=100, typed="x\ns\n\nr\n\n")
    assert "« x » n'est pas l'une des touches" in shown
    assert "lot T0001 : 3 courriers, pour" in shown
    assert "2025-0002, pas encore imprimé" in shown
    assert "2 envois notés, 1 à noter." in shown
    assert posted(of) == {"2025-0001": {"poste"}, "2025-0002": {"prepare"}, "2025-0003": {"poste"}}
    on_terminal(*AU, "courriers", "poster", folder=folder, columns=100, typed="s\n")
    assert "Aucun courrier n'attend" in of(*AU, "courriers", "poster").err


def test_a_number_misread_leaves_its_pile_and_the_next_one_goes(of: Of, folder: Path, waiting: None) -> None:
    shown = on_terminal(*AU, "courriers", "poster", folder=folder, columns=100, typed="r\n1A\n1A\ns\n\n", code=5)
    assert "n'est pas un numéro de suivi" in shown
    assert posted(of) == {"2025-0001": {"imprime"}, "2025-0002": {"poste"}, "2025-0003": {"prepare"}}


def test_without_a_terminal_it_says_what_waits(of: Of, waiting: None) -> None:
    asked = of(*AU, "courriers", "poster")
    assert asked.code == 2
    assert "of courriers poster T0001 2025-0002 2025-0003 --mode simple" in asked.err
    assert of(*AU, "courriers", "poster", "T0001").code == 2  # how it left is not guessed
