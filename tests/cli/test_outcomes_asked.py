"""Outcomes that want a reason or another hour: asked for, done in one gesture, on a screen of 24 lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import Of
from cli.test_outcomes import three
from screens import Terminal
from terminals import on_terminal

_ENV = {"OFWORKFLOW_AU": "16/12/2025", "LOGNAME": "Camille Renard"}


def last_acts(of: Of, reference: str, count: int) -> list[tuple[str, str]]:
    journal = of("voir", reference, "--json").json["journal"]
    return [(entry["acte"], entry["fait_le"]) for entry in journal[-count:]]


def test_an_excuse_notes_the_absence_on_its_day_and_the_excuse_today(of: Of, folder: Path) -> None:
    three(of)
    shown = on_terminal("--au", "16/12/2025", "issues", folder=folder, columns=200, typed="e\n2\nq\n")
    assert "Repéré, entretien à fixer" in shown
    assert "1 issue notée, 2 à noter." in shown
    assert last_acts(of, "2025-0001", 2) == [("constater_absence", "2025-12-15"), ("justifier", "2025-12-16")]


def test_an_excuse_that_is_refused_leaves_no_absence_behind(of: Of, folder: Path) -> None:
    """The window is over, and no reason is given to accept it late: all or nothing."""
    three(of)
    shown = on_terminal("--au", "16/01/2026", "issues", folder=folder, columns=200, typed="e\ntransport\n\nq\n", code=3)
    assert "le délai pour justifier l'absence est passé depuis le lun. 22/12/2025" in shown
    assert last_acts(of, "2025-0001", 1) == [("poster", "2025-12-02")]
    on_terminal("--au", "16/01/2026", "issues", folder=folder, columns=200, typed="e\nmaladie\nnotee_apres\nq\n")
    assert last_acts(of, "2025-0001", 1) == [("justifier", "2026-01-16")]


def test_another_hour_is_proposed_and_taken_by_enter(of: Of, folder: Path) -> None:
    three(of)
    shown = on_terminal("--au", "16/12/2025", "issues", folder=folder, columns=200, typed="d\n1\n\nq\n")
    assert "1 issue notée, 2 à noter." in shown
    assert last_acts(of, "2025-0001", 1) == [("reporter", "2025-12-16")]
    [given] = [a for a in of("voir", "2025-0001", "--json").json["rendez_vous"] if not a["issue"]]
    assert f"{given['jour'][8:]}/{given['jour'][5:7]}" in shown
    assert given["jour"] > "2025-12-16"


def test_an_hour_that_is_typed_is_checked_and_a_reason_asked(of: Of, folder: Path) -> None:
    three(of)
    shown = on_terminal(
        "--au", "16/12/2025", "issues", folder=folder, columns=200, typed="d\n1\n11/01/2026 10:00\nla famille ne peut que là\nq\n"
    )
    assert "le dim. 11/01/2026 est un dimanche" in shown
    assert last_acts(of, "2025-0001", 1) == [("reporter", "2025-12-16")]


@pytest.mark.parametrize("typed", ["e\n\nq\n", "d\n\nq\n", "d\n1\n-\nq\n"])
def test_what_is_left_by_enter_is_noted_later(of: Of, folder: Path, typed: str) -> None:
    three(of)
    shown = on_terminal("--au", "16/12/2025", "issues", folder=folder, columns=200, typed=typed)
    assert "0 issue notée, 3 à noter." in shown
    assert last_acts(of, "2025-0001", 1) == [("poster", "2025-12-02")]


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40)])
def test_the_appointment_that_is_asked_for_stands_on_the_screen_with_the_keys(
    of: Of, folder: Path, columns: int, lines: int
) -> None:
    three(of)
    with Terminal(folder, columns=columns, lines=lines, env=_ENV) as terminal:
        terminal.clear()
        for keys in ("of issues\n", "e\n", "2\n", "d\n", "1\n", "\n"):
            terminal.types(keys)
            assert "p venu avec un parent" in terminal.screen, terminal.screen
            assert len(terminal.screen.splitlines()) <= lines
        assert "Ana" in terminal.screen
