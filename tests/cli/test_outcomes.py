"""The outcomes of past appointments, one key each on a terminal."""

from __future__ import annotations

from pathlib import Path

from cli.conftest import OPEN, Of
from terminals import on_terminal


def three(of: Of) -> None:
    """Open and summon three minors, on the same day."""
    for name, hour in (("Léa", "09:00"), ("Zoé", "10:00"), ("Ana", "14:00")):
        reference = of(*[word.replace("Léa", name).replace("DUPONT", f"D{name}") for word in OPEN], "--le", "01/12/2025").out
        of("convoquer", reference.strip(), "--rdv", f"15/12/2025 {hour}", "--le", "02/12/2025", "--envoi", "simple")


def test_one_key_notes_an_outcome_on_its_day(of: Of, folder: Path) -> None:
    three(of)
    shown = on_terminal("--au", "16/12/2025", "issues", folder=folder, columns=100, typed="p\nx\na\n\n")
    assert "« x » n'est pas l'une des touches" in shown
    assert "2 issues notées, 1 à noter." in shown
    of_day = of("--au", "15/12/2025", "jour", "--json").json["rendez_vous"]
    assert [a["issue"] for a in of_day] == ["tenu", "absent", None]
    assert of("voir", "2025-0001", "--json").json["journal"][-1]["fait_le"] == "2025-12-15"


def test_an_excuse_gives_what_to_type_and_q_stops(of: Of, folder: Path) -> None:
    three(of)
    shown = on_terminal("--au", "16/12/2025", "issues", folder=folder, columns=100, typed="e\nq\n")
    assert "of absence 2025-0001 --le 15/12/2025, puis of justifier 2025-0001 --motif MOTIF" in shown
    assert "0 issue notée, 3 à noter." in shown


def test_without_a_terminal_the_list_alone(of: Of) -> None:
    three(of)
    assert len(of("--au", "16/12/2025", "issues").out.splitlines()) == 3
    assert of("--au", "14/12/2025", "issues").out == ""
    assert len(of("--au", "16/12/2025", "issues", "--json").json["rendez_vous"]) == 3
