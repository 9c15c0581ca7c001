"""One dossier on the screen: what the phone call needs first, what is confidential only when asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cli.conftest import Of
from ofworkflow.cli.sheet_top import delay_bar
from ofworkflow.procedure.case import CaseState
from terminals import on_terminal

SUMMON = ("--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--envoi", "simple")


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("12/12/2025", "(dans 3 jours)"),
        ("15/12/2025", ": aujourd'hui."),
        ("16/12/2025", ": issue à noter (of recevoir 2025-0001"),
    ],
)
def test_the_appointment_is_said_before_all_else(of: Of, opened: str, on: str, said: str) -> None:
    of("convoquer", opened, *SUMMON)
    lines = of("--au", on, "voir", opened).out.splitlines()
    assert lines[3].startswith("Premier entretien le lun. 15/12/2025 à 14 h")
    assert said in lines[3]


def test_the_appointments_are_in_the_json_with_what_became_of_them(of: Of, opened: str) -> None:
    of("convoquer", opened, *SUMMON)
    [met] = of("voir", opened, "--json").json["rendez_vous"]
    assert (met["jour"], met["heure"], met["nature"], met["issue"]) == ("2025-12-15", "14:00", "premier_entretien", None)
    of("absence", opened, "--le", "15/12/2025")
    assert of("voir", opened, "--json").json["rendez_vous"][0]["issue"] == "absent"


def test_a_note_of_a_contact_is_shown(of: Of, opened: str) -> None:
    of("contact", opened, "--nature", "sms", "--resultat", "message", "--note", "rappeler le soir")
    assert "rappeler le soir" in of("voir", opened).out
    assert of("voir", opened, "--json").json["contacts"][0]["note"] == "rappeler le soir"


def test_a_confidential_address_is_shown_only_when_asked_for(of: Of, opened: str) -> None:
    of("modifier", opened, "--representant", "2", "--confidentielle", "oui")
    hidden = of("voir", opened).out
    assert "3 rue du Bac" not in hidden
    assert "adresse confidentielle" in hidden
    assert "12 rue des Lilas" in hidden
    assert "3 rue du Bac" in of("voir", opened, "--confidentiel").out


@pytest.mark.parametrize(
    ("today", "bar"),
    [
        (date(2026, 1, 1), "." * 10 + "M" + "." * 9),  # nothing has run; of age half-way
        (date(2026, 1, 6), "#" * 10 + "M" + "." * 9),
        (date(2026, 2, 1), "#" * 10 + "M" + "#" * 9),  # all has run
    ],
)
def test_a_delay_is_a_bar_on_which_majority_is_marked(today: date, bar: str) -> None:
    assert delay_bar(CaseState(born_on=date(2008, 1, 6)), date(2026, 1, 1), date(2026, 1, 11), today) == bar


def test_a_delay_that_ends_before_majority_has_no_mark() -> None:
    assert "M" not in delay_bar(CaseState(born_on=date(2009, 1, 6)), date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 3))


def test_no_row_of_the_sheet_wraps_on_a_small_screen(of: Of, folder: Path, opened: str) -> None:
    of("convoquer", opened, *SUMMON)
    of("contact", opened, "--nature", "sms", "--resultat", "message", "--note", "rappeler le soir après vingt heures, pas avant")
    shown = on_terminal("--au", "16/12/2025", "voir", opened, folder=folder, columns=80).splitlines()
    assert all(len(line) <= 80 for line in shown)
    assert len(on_terminal("--au", "16/12/2025", "voir", opened, folder=folder, columns=160).splitlines()) < len(shown)
