"""The outcomes of past appointments, one key each on a terminal."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from cli.conftest import OPEN, Of
from ofworkflow.casework.agenda.appointments import awaiting_outcome
from ofworkflow.storage.database import Database
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
    assert "Ensuite : imprimer" in shown
    of_day = of("--au", "15/12/2025", "jour", "--json").json["rendez_vous"]
    assert [a["issue"] for a in of_day] == ["tenu", "absent", None]
    assert of("voir", "2025-0001", "--json").json["journal"][-1]["fait_le"] == "2025-12-15"


def test_q_stops(of: Of, folder: Path) -> None:
    three(of)
    assert "0 issue notée, 3 à noter." in on_terminal("--au", "16/12/2025", "issues", folder=folder, columns=100, typed="q\n")


def test_without_a_terminal_the_list_alone(of: Of) -> None:
    three(of)
    assert len(of("--au", "16/12/2025", "issues").out.splitlines()) == 3
    assert of("--au", "14/12/2025", "issues").out == ""
    assert len(of("--au", "16/12/2025", "issues", "--json").json["rendez_vous"]) == 3


def test_an_appointment_of_today_is_asked_for_once_its_hour_has_come(of: Of, folder: Path) -> None:
    three(of)
    base = Database(f"sqlite:///{folder / 'ofworkflow.db'}", "ML-EXEMPLE")
    day = date(2025, 12, 15)
    for hour, names in ((8, 0), (10, 2), (23, 3)):
        now = datetime(2025, 12, 15, hour, tzinfo=UTC)
        with base.reading() as connection:
            assert len(awaiting_outcome(connection, date(2025, 12, 1), now, day)) == names
            assert len(awaiting_outcome(connection, date(2025, 12, 1), now.replace(day=20), day)) == 3, "--au counts whole"
    base.dispose()
