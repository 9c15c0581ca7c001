"""« of conges »: a leave is noted, its appointments are given over, on a terminal or without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import Of
from letters.reading import text
from terminals import on_terminal

AU = ("--au", "02/12/2025")
WEEK = ("--du", "15/12/2025", "--au-jour", "19/12/2025")


@pytest.fixture
def team(of: Of, folder: Path, opened: str) -> str:
    """Return a dossier summoned on the Monday, in a house where Sacha Morel receives too."""
    config = folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("equipe = []", 'equipe = ["Sacha Morel"]'), encoding="utf-8")
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    return opened


def receiver(of: Of) -> str:
    return str(of("--au", "15/12/2025", "agenda", "--json").json["rendez_vous"][0]["conseiller"])


@pytest.mark.parametrize("columns", [80, 120])
def test_a_leave_and_its_appointments_are_one_gesture_on_a_terminal(of: Of, folder: Path, team: str, columns: int) -> None:
    shown = on_terminal(*AU, "conges", *WEEK, folder=folder, columns=columns, typed="o\n")
    assert "Congé n° 1 : Camille Renard, du lun. 15/12/2025 au ven. 19/12/2025." in shown
    assert "1 rendez-vous confié" in shown
    assert all(len(line) <= columns for line in shown.splitlines())
    assert receiver(of) == "Sacha Morel"
    assert of("--au", "15/12/2025", "agenda", "--json").json["conges"] == [
        {"conseiller": "Camille Renard", "du": "2025-12-15", "au": "2025-12-19"}
    ]


def test_without_a_terminal_nobody_s_appointment_moves_until_it_is_asked(of: Of, team: str) -> None:
    first = of(*AU, "conges", *WEEK)
    assert (first.code, "of conges --relais 1 --appliquer" in first.err) == (0, True)
    assert receiver(of) == "Camille Renard"
    assert of(*AU, "conges", *WEEK).code == 3  # noted already
    plan = of(*AU, "conges", "--relais", "1", "--json").json
    assert [(r["reference"], r["confie_a"]) for r in plan["rendez_vous"]] == [(team, "Sacha Morel")]
    assert of(*AU, "conges", "--relais", "1", "--a", "morel", "--appliquer").code == 0
    assert receiver(of) == "Sacha Morel"


def test_leaves_are_listed_and_withdrawn(of: Of, team: str) -> None:
    of(*AU, "conges", *WEEK)
    [listed] = of(*AU, "conges", "--json").json["conges"]
    assert (listed["numero"], listed["conseiller"], listed["du"]) == (1, "Camille Renard", "2025-12-15")
    assert of(*AU, "conges", "--retirer", "1").code == 0
    assert of(*AU, "conges", "--json").json["conges"] == []
    assert of(*AU, "conges", "--retirer", "1").code == 3
    assert of(*AU, "conges", "--relais", "1").code == 2


def test_nobody_free_says_how_to_move_the_appointment(of: Of, opened: str) -> None:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    done = of(*AU, "conges", *WEEK, "--appliquer")
    assert (done.code, f"of reporter {opened} --rdv" in " ".join(done.out.split())) == (0, True)


def test_one_thing_at_a_time(of: Of, opened: str) -> None:
    assert of(*AU, "conges", *WEEK, "--retirer", "1").code == 2
    assert of(*AU, "conges", "--au-jour", "15/12/2025").code == 2
    assert of(*AU, "conges", *WEEK, "--conseiller", "inconnu").code == 2
    assert of(*AU, "conges", "--du", "19/12/2025", "--au-jour", "15/12/2025").code == 2


def test_a_day_without_its_year_is_the_next_one(of: Of) -> None:
    """A leave is ahead: noted in November for « 05/01 », it is next year's, never the one that is gone."""
    said = of("--au", "16/11/2025", "conges", "--du", "23/12", "--au-jour", "05/01").out
    assert "du mar. 23/12/2025 au lun. 05/01/2026" in said


def test_the_colleague_is_named_on_the_sheet_in_the_calendar_and_in_the_letters_that_wait(
    of: Of, folder: Path, team: str
) -> None:
    of(*AU, "conges", *WEEK, "--appliquer")
    sheet = of(*AU, "voir", team).out
    assert "Premier entretien le lun. 15/12/2025 à 14 h" in sheet
    assert ", avec Sacha Morel" in sheet
    assert [a["conseiller"] for a in of(*AU, "voir", team, "--json").json["rendez_vous"]] == ["Sacha Morel"]
    of("--au", "15/12/2025", "agenda", "--ics", "rdv.ics")
    assert "Avec Sacha Morel" in (folder / "rdv.ics").read_text(encoding="utf-8").replace("\r\n ", "")
    of(*AU, "courriers", "imprimer", "--sortie", "lot.pdf")
    assert "Avec : Sacha Morel" in " ".join(text((folder / "lot.pdf").read_bytes()).split())


@pytest.mark.parametrize(
    ("half", "moved"),
    [
        (("--matin",), []),  # the appointment is at two
        (("--apres-midi",), ["14:00"]),
        (("--a-partir-de", "14:45"), []),  # it ends when the leave begins
        (("--a-partir-de", "14:44"), ["14:00"]),  # a minute of it is in the leave
        (("--jusqu-a", "14:00"), []),
        (("--jusqu-a", "14:01"), ["14:00"]),
    ],
)
def test_a_half_day_takes_its_own_hours_alone(of: Of, team: str, half: tuple[str, ...], moved: list[str]) -> None:
    plan = of(*AU, "conges", "--du", "15/12/2025", *half, "--json").json
    assert [a["heure"] for a in plan["rendez_vous"]] == moved


def test_half_a_day_of_leave_leaves_the_other_half(of: Of, team: str) -> None:
    of(*AU, "conges", "--du", "16/12/2025", "--matin", "--json")
    free = of("--au", "15/12/2025", "agenda", "--json").json
    assert free["conges"] == [{"conseiller": "Camille Renard", "du": "2025-12-16", "au": "2025-12-16", "jusqu_a": "12:00"}]
    hours = [f["heure"] for f in free["libres"] if (f["jour"], f["conseiller"]) == ("2025-12-16", "Camille Renard")]
    assert hours, "the afternoon is free"
    assert min(hours) >= "13:30"
    assert "jusqu'à 12 h" in of(*AU, "conges").out
    refused = of("reporter", team, "--rdv", "16/12/2025 09:00", "--motif", "demande_famille", "--le", "03/12/2025")
    assert (refused.code, "en congé le mar. 16/12/2025, jusqu'à 12 h" in refused.err) == (3, True)
    assert of("reporter", team, "--rdv", "16/12/2025 14:00", "--motif", "demande_famille", "--le", "03/12/2025").code == 0
    assert of(*AU, "conges", "--du", "16/12/2025", "--jusqu-a", "11:00").code == 3  # noted already, and longer
    assert of(*AU, "conges", "--du", "16/12/2025", "--json").code == 0  # the whole day is more


@pytest.mark.parametrize(
    "typed",
    [
        ("--du", "16/12/2025", "--matin", "--apres-midi"),
        ("--du", "16/12/2025", "--matin", "--jusqu-a", "11:00"),
        ("--du", "16/12/2025", "--a-partir-de", "15:00", "--jusqu-a", "14:00"),
        ("--matin",),
    ],
)
def test_hours_that_make_no_sense_are_a_mistake_of_typing(of: Of, team: str, typed: tuple[str, ...]) -> None:
    assert of(*AU, "conges", *typed).code == 2
