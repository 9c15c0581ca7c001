"""An act whose letters left is withdrawn by others: they are shown before, and nothing is written where they are not wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import Of
from terminals import on_terminal


@pytest.fixture
def summoned(of: Of, opened: str) -> str:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--envoi", "simple")
    return opened


def rectify(folder: Path, *words: str, typed: str, code: int = 0) -> str:
    words = ("--au", "03/12/2025", "rectifier", "2025-0001", "--acte", "2", "--motif", "personne", *words)
    return on_terminal(*words, folder=folder, columns=120, typed=typed, code=code)


def test_what_will_leave_is_shown_before_it_is_done(of: Of, summoned: str, folder: Path) -> None:
    shown = rectify(folder, typed="o\n")
    assert "Léa DUPONT : seront retirés n° 2 « Convoquer » → Repéré, entretien à fixer." in shown
    assert shown.count("à envoyer : ") == 3
    assert shown.index("à envoyer : ") < shown.index("Le faire ?")
    sheet = of("voir", summoned, "--json").json
    assert sheet["etape"] == "reperage"
    assert len([x for x in sheet["courriers"] if x["acte"] == sheet["journal"][-1]["n"]]) == 3


def test_no_leaves_the_journal_and_the_letters_as_they_were(of: Of, summoned: str, folder: Path) -> None:
    before = of("voir", summoned, "--json").json
    rectify(folder, typed="n\n", code=1)
    assert of("voir", summoned, "--json").json == before


def test_with_yes_nothing_is_asked(of: Of, summoned: str, folder: Path) -> None:
    assert "Le faire ?" not in rectify(folder, "--oui", typed="")
    assert of("voir", summoned, "--json").json["etape"] == "reperage"
