"""« Ensuite : … » also where no act was done: a sheet corrected, a contact noted, a round of calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import Of
from terminals import on_terminal

CONTACT = ("contact", "--nature", "telephone", "--resultat", "joint")


@pytest.mark.parametrize(
    "words", [("modifier", "--telephone", "06 39 98 10 10"), ("fiche", "--telephone", "06 39 98 10 10"), CONTACT]
)
def test_what_comes_next_is_said_where_the_dossier_stands(of: Of, opened: str, words: tuple[str, ...]) -> None:
    said = of(words[0], opened, *words[1:])
    assert said.code == 0, said.err
    assert [line for line in said.err.splitlines() if line.startswith("Ensuite : ")][-1].endswith(
        f'of convoquer {opened} --rdv "DATE HH:MM"'
    )
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    summoned = of(words[0], opened, *[word.replace("10 10", "10 11").replace("joint", "message") for word in words[1:]])
    assert f"Ensuite : noter qui est venu au rendez-vous : of recevoir {opened} --present QUI" in summoned.err


def test_nothing_follows_in_a_dossier_that_is_closed(of: Of, opened: str) -> None:
    of("clore", opened, "--motif", "demenagement")
    assert "Ensuite" not in of("modifier", opened, "--telephone", "06 39 98 10 10").err


def test_a_round_of_calls_leads_back_to_the_day(opened: str, folder: Path) -> None:
    shown = on_terminal("--au", "02/12/2025", "contact", "--lot", folder=folder, typed="m\n")
    assert "Ensuite : ce qui reste à faire aujourd'hui : of jour" in shown
