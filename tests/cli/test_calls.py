"""A round of calls, one key each, or a file of results; the reminders of appointments, noted once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import OPEN, Of
from terminals import on_terminal

AU = ("--au", "02/12/2025")


def three(of: Of) -> None:
    """Open a dossier for each of three families; the mother of the first has a phone."""
    for name in ("DUPONT", "MARTIN", "PETIT"):
        of(*[word.replace("DUPONT", name) for word in OPEN], "--le", "01/12/2025")
    of("modifier", "2025-0001", "--representant", "1", "--telephone", "03 53 01 00 09")


def contacts(of: Of, reference: str) -> list[tuple[str, str]]:
    return [(c["nature"], c["resultat"]) for c in of("voir", reference, "--json").json["contacts"]]


def test_one_key_notes_each_call_and_who_was_called_is_no_longer_listed(of: Of, folder: Path) -> None:
    three(of)
    shown = on_terminal(*AU, "contact", "--lot", folder=folder, columns=80, typed="x\np\nm\n\n")
    assert "2025-0001 · Léa DUPONT : 03 53 01 00 09, Anne DUPONT (mère)" in shown
    assert "« x » n'est pas l'une des touches" in shown
    assert "2 appels notés, 1 à faire." in shown
    assert contacts(of, "2025-0001") == [("telephone", "joint")]
    assert contacts(of, "2025-0002") == [("telephone", "message")]
    left = of(*AU, "contact", "--lot", "--json").json["appels"]
    assert [each["reference"] for each in left] == ["2025-0003"]
    assert len(of("--au", "03/12/2025", "contact", "--lot", "--json").json["appels"]) == 3


def test_a_file_of_results_is_shown_then_noted_and_noted_once(of: Of, folder: Path) -> None:
    three(of)
    (folder / "appels.csv").write_text(
        "reference;resultat;qui;note\n2025-0001;joint;representant;rappeler lundi\n2025-0002;peut-être;;\n2025-9999;message;;\n",
        encoding="utf-8",
    )
    first = of(*AU, "contact", "--lot", "--resultats", "appels.csv")
    assert (first.code, "Rien n'est écrit : 1 contact" in first.err) == (5, True)
    assert contacts(of, "2025-0001") == []
    done = of(*AU, "contact", "--lot", "--resultats", "appels.csv", "--appliquer")
    assert (done.code, "ligne 3 : « peut-être »" in done.err, "ligne 4" in done.err) == (5, True, True)
    assert contacts(of, "2025-0001") == [("telephone", "joint")]
    again = of(*AU, "contact", "--lot", "--resultats", "appels.csv", "--appliquer")
    assert (again.code, "Déjà noté" in again.err) == (3, True)


def test_a_file_without_its_columns_and_options_that_contradict_are_refused(of: Of, folder: Path) -> None:
    (folder / "autre.csv").write_text("nom;prenom\nA;B\n", encoding="utf-8")
    assert of(*AU, "contact", "--lot", "--resultats", "autre.csv").code == 2
    assert of(*AU, "contact", "--lot", "--appliquer").code == 2
    assert of(*AU, "contact", "--lot", "--tous", "--conseiller", "renard").code == 2


@pytest.mark.parametrize(
    ("day", "before"),
    [("07/12/2025", []), ("08/12/2025", [7]), ("12/12/2025", [7]), ("13/12/2025", [2]), ("14/12/2025", [2]), ("15/12/2025", [])],
)
def test_an_appointment_is_to_be_reminded_of_a_week_then_two_days_before(
    of: Of, opened: str, day: str, before: list[int]
) -> None:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--envoi", "simple")
    assert [r["avant"] for r in of("--au", day, "rappels", "--json").json["rappels"]] == before


def test_a_reminder_is_a_contact_noted_once_for_each_moment(of: Of, folder: Path, opened: str) -> None:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--envoi", "simple")
    shown = on_terminal("--au", "08/12/2025", "rappels", folder=folder, columns=80, typed="m\n")
    assert "1 rappel noté, 0 à faire." in shown
    [noted] = of("voir", opened, "--json").json["contacts"]
    assert (noted["resultat"], noted["note"]) == ("message", "rappel du rendez-vous du 15/12/2025 (J-7)")
    assert of("--au", "09/12/2025", "rappels", "--json").json["rappels"] == []
    assert [r["avant"] for r in of("--au", "13/12/2025", "rappels", "--json").json["rappels"]] == [2]
    assert {c["etat"] for c in of("courriers", "--json").json["courriers"]} == {"poste"}  # the letter left all the same


def test_a_moved_appointment_is_reminded_of_at_its_new_day_alone(of: Of, opened: str) -> None:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--envoi", "simple")
    of("reporter", opened, "--rdv", "18/12/2025 14:00", "--motif", "demande_famille", "--le", "03/12/2025")
    assert of("--au", "10/12/2025", "rappels", "--json").json["rappels"] == []
    assert [r["jour"] for r in of("--au", "11/12/2025", "rappels", "--json").json["rappels"]] == ["2025-12-18"]


FATHER = "03 53 01 00 10"


@pytest.mark.parametrize(
    ("change", "called", "reminded"),
    [
        ((), ["Anne DUPONT (mère)", "Marc DUPONT (père)"], "Anne DUPONT (mère)"),
        (("--representant", "2", "--heberge", "oui"), ["Marc DUPONT (père)", "Anne DUPONT (mère)"], "Marc DUPONT (père)"),
        (("--representant", "1", "--autorite", "exclusive"), ["Anne DUPONT (mère)"], "Anne DUPONT (mère)"),
        (("--representant", "1", "--autorite", "retiree"), ["Marc DUPONT (père)"], "Marc DUPONT (père)"),
        (
            ("--representant", "1", "--autorite", "retiree", "--depuis-le", "01/01/2026"),
            ["Anne DUPONT (mère)", "Marc DUPONT (père)"],
            "Anne DUPONT (mère)",
        ),
        (("--representant", "1", "--a-part-jusqu-au", "01/06/2026"), ["Anne DUPONT (mère)", "Marc DUPONT (père)"], None),
        (("--emancipe-le", "01/12/2025"), [], None),
    ],
)
def test_who_is_called_is_who_is_written_to(
    of: Of, opened: str, change: tuple[str, ...], called: list[str], reminded: str | None
) -> None:
    """A call about an appointment goes to nobody who must not know of it: a date told on the phone is told."""
    for n, number in (("1", "03 53 01 00 09"), ("2", FATHER)):
        of("modifier", opened, "--representant", n, "--telephone", number)
    of("--au", "02/12/2025", "convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    if change:
        assert of("--au", "02/12/2025", "modifier", opened, *change).code == 0
    [call] = of(*AU, "contact", "--lot", "--json").json["appels"]
    assert [each["qui"] for each in call["telephones"]] == called
    [met] = of("--au", "08/12/2025", "rappels", "--json").json["rappels"]
    assert met["a_appeler"] == reminded


def test_a_file_that_is_no_text_is_refused_in_one_sentence(of: Of, folder: Path) -> None:
    (folder / "photo.csv").write_bytes(bytes(range(256)) * 40)
    refused = of(*AU, "contact", "--lot", "--resultats", "photo.csv", "--appliquer")
    assert (refused.code, "n'est pas un texte" in refused.err) == (2, True)
