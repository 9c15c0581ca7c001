"""A line too long for its terminal goes on below between two words; what is to be typed stays whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import Of
from ofworkflow.cli.wrapping import wrapped
from terminals import on_terminal


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Elle tient.", ["Elle tient."]),
        ("Le préavis est court : neuf.", ["Le préavis est", "  court : neuf."]),  # no line begins with « : »
        ("Elle viendra le lun. 02/11/2026.", ["Elle viendra le", "  lun. 02/11/2026."]),
        ("Il viendra demain à 9 h 45.", ["Il viendra demain à", "  9 h 45."]),
        ("En congé, jusqu'à 12 h.", ["En congé, jusqu'à", "  12 h."]),
        ("Appelez Léa DURAND 06 39 98 01 01", ["Appelez Léa DURAND", "  06 39 98 01 01"]),
        ("Une fois postés : of courriers poster T0001", ["Une fois postés :", "  of courriers poster T0001"]),
        ("Il faut le faire : of --au 02/11/2026 nuit", ["Il faut le faire :", "  of --au 02/11/2026 nuit"]),
        ("La nuit n'est pas faite. Tapez : of nuit", ["La nuit n'est pas", "  faite. Tapez :", "  of nuit"]),
        ("La nuit de ce jour manque : of nuit", ["La nuit de ce jour", "  manque : of nuit"]),
        ("   of courriers poster T0001 --mode simple", ["   of courriers poster T0001 --mode simple"]),  # pasted, it must be one
        ("anticonstitutionnellement", ["anticonstitutionnellement"]),
        ("   - Un contact est noté ce jour", ["   - Un contact est", "     noté ce jour"]),
    ],
)  # fmt: skip
def test_where_a_line_is_cut(line: str, shown: list[str]) -> None:
    assert wrapped(line, 20).split("\n") == shown


def test_a_table_goes_on_under_its_last_column() -> None:
    assert wrapped("5  DATE  Le jour n'existe pas.", 24, 9).split("\n") == ["5  DATE  Le jour", "         n'existe pas."]


@pytest.mark.parametrize("columns", [40, 80])
def test_nothing_said_is_wider_than_the_terminal_save_a_command(of: Of, opened: str, folder: Path, columns: int) -> None:
    shown = on_terminal(
        "--au", "02/12/2025", "convoquer", opened, "--rdv", "15/12/2025 14:00", folder=folder, columns=columns
    ).splitlines()
    wide = [line for line in shown if len(line) > columns and " " in line.strip()]
    assert all(line.strip().startswith("of ") for line in wide), wide
    assert any(len(line) > columns // 2 for line in shown)
