"""The day: the most serious first, one line a thing to do, the rest a word away."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from cli.conftest import OPEN, Of
from spies import asked
from terminals import on_terminal


def test_the_same_thing_to_type_is_said_once_for_its_most_serious_reason(of: Of, opened: str) -> None:
    tasks = of("--au", "15/02/2026", "jour", "--json").json["taches"]
    assert [(t["rubrique"], t["commande"]) for t in tasks] == [
        ("Premier entretien dans les trois mois (L. 313-8)", f"of convoquer {opened} --rdv DATE")
    ]


def test_letters_that_wait_are_to_be_posted(of: Of, opened: str) -> None:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    tasks = of("--au", "02/12/2025", "jour", "--json").json["taches"]
    assert [t["commande"] for t in tasks] == ["of courriers poster C000001 C000002 C000003 --le DATE --mode MODE"]


def test_an_outcome_is_asked_for_once_the_appointment_is_past(of: Of, opened: str) -> None:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--envoi", "simple")
    assert of("--au", "15/12/2025", "jour", "--json").json["taches"] == []
    assert [t["rang"] for t in of("--au", "16/12/2025", "jour", "--json").json["taches"]] == [5]


def test_a_long_list_is_cut_and_says_so(of: Of) -> None:
    for i in range(12):
        of(*[word.replace("Léa", f"Léa{i}") for word in OPEN], "--le", "01/12/2025")
    day = of("--au", "01/12/2025", "jour")
    assert day.out.count("of convoquer") == 10
    assert "et 2 autres" in day.err
    assert of("--au", "01/12/2025", "jour", "--tout").out.count("of convoquer") == 12


def test_the_first_command_of_the_day_says_that_the_last_night_is_missing_and_the_next_ones_do_not(of: Of) -> None:
    first, second = of(*OPEN, "--le", "01/12/2025"), of("dossiers")
    assert "n'a pas été faite" in first.err
    assert first.out.strip() == "2025-0001"
    assert "n'a pas été faite" not in second.err


def test_a_missing_night_is_said_until_it_is_done(of: Of, opened: str) -> None:
    assert "nuit" in of("--au", "02/12/2025", "jour").err
    of("--au", "02/12/2025", "nuit")
    assert "nuit" not in of("--au", "02/12/2025", "jour").err


def test_a_warning_that_no_night_gave_is_said_by_the_act_that_gives_it_and_by_the_day(of: Of, opened: str) -> None:
    """The night of 31/01 was missed; nobody looks at a warning that is kept and never told."""
    of("--au", "02/12/2025", "nuit")
    typed = of("--au", "10/02/2026", "convoquer", opened, "--rdv", "23/02/2026 14:00")
    assert "Alerte qu'aucune nuit n'avait donnée : « Premier entretien à tenir », tombée le sam. 31/01/2026" in typed.err
    day = of("--au", "10/02/2026", "jour")
    assert "Alertes depuis la nuit du mar. 02/12/2025 (1)" in day.out
    [told] = of("--au", "10/02/2026", "jour", "--json").json["alertes"]
    assert (told["echeance"], told["le"], told["en_retard"]) == ("premier_entretien", "2026-01-31", True)


def test_a_simulated_night_is_still_owed(of: Of, opened: str) -> None:
    """Trap 17: what was only simulated is not in the ledger, and the day goes on asking for it."""
    assert of("--au", "02/12/2025", "nuit", "--simuler").code == 0
    assert "n'a pas été faite" in of("--au", "02/12/2025", "jour").err
    assert of("--au", "02/12/2025", "nuits", "--json").json["nuits"] == []


_SOON = [word.replace("14/05/2009", "10/02/2008") for word in OPEN]  # of age on 10/02/2026, before the three months end


def test_a_delay_that_majority_cuts_short_is_asked_for_by_its_last_useful_day(of: Of) -> None:
    assert of(*_SOON, "--le", "01/12/2025").code == 0
    task = of("--au", "15/01/2026", "jour", "--json").json["taches"][0]
    assert (task["rubrique"], task["echeance"]) == ("Premier entretien dans les trois mois (L. 313-8)", "2026-02-09")
    assert "veille de la majorité (fin légale le lun. 02/03/2026)" in task["raison"]


def test_a_solution_that_outlives_majority_is_not_said_to_end_soon(of: Of) -> None:
    of(*_SOON, "--le", "01/12/2025")
    met = (
        "--nature",
        "emploi",
        "--debut",
        "02/12/2025",
        "--fin",
        "30/11/2026",
        "--preuve",
        "contrat",
        "--preuve-vue",
        "02/12/2025",
    )
    assert of("--au", "02/12/2025", "situation", "2025-0001", *met).code == 0
    said = of("--au", "15/01/2026", "jour", "--json").json["taches"]
    assert {task["rubrique"] for task in said} == {"Majorité proche", "Courriers à poster"}


def test_what_one_gesture_does_is_one_line_of_a_small_screen_and_each_dossier_a_word_away(of: Of, folder: Path) -> None:
    for i in range(12):
        of(*[word.replace("Léa", f"Léa{i}").replace("DUPONT", f"DUPONT{i}") for word in OPEN], "--le", "01/12/2025")
    shown = on_terminal("--au", "01/12/2025", "jour", folder=folder, columns=80, lines=24)
    assert "of convoquer --lot" in shown
    assert "12 dossiers, en une fois, à commencer par" in shown
    assert "of convoquer 2025-" not in shown
    assert len(shown.splitlines()) < 24
    whole = on_terminal("--au", "01/12/2025", "jour", "--tout", folder=folder, columns=80, lines=24)
    assert whole.count("of convoquer 2025-") == 12


def test_two_of_a_kind_are_two_lines(of: Of, folder: Path) -> None:
    for name in ("Léa", "Zoé"):
        of(*[word.replace("Léa", name) for word in OPEN], "--le", "01/12/2025")
    assert on_terminal("--au", "01/12/2025", folder=folder, columns=80, lines=24).count("of convoquer 2025-") == 2


@pytest.mark.parametrize("lines", range(6, 17))
def test_what_was_typed_and_the_prompt_stay_on_a_screen_of_any_height(of: Of, folder: Path, lines: int) -> None:
    """What is left over, and the alertes, take a line each."""
    for name in ("Léa", "Zoé", "Ana", "Eva"):
        of(*[word.replace("Léa", name) for word in OPEN], "--le", "01/12/2025")
    of("convoquer", "2025-0001", "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--envoi", "simple")
    shown = on_terminal("--au", "16/12/2025", "jour", folder=folder, columns=80, lines=lines).splitlines()
    assert len(shown) <= lines - 2


def test_the_day_goes_through_no_table_of_the_years_that_are_over(of: Of, opened: str, folder: Path) -> None:
    """A house keeps a hundred thousand closed dossiers: the morning reads those that run, by an index, whatever lies beside."""
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--envoi", "simple")
    with asked() as sent:
        of("--au", "16/12/2025", "jour")
    reading = [(statement, values) for statement, values in sent if statement.lstrip().startswith("SELECT")]
    assert len(reading) > 10
    with sqlite3.connect(folder / "ofworkflow.db") as base:
        plans = {
            statement: str(base.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()) for statement, values in reading
        }
    base.close()
    whole = (
        "'SCAN dossier'",
        "'SCAN jeune'",
        "'SCAN journal'",
        "'SCAN courrier'",
        "'SCAN echeance'",
        "'SCAN neuf'",
        "'SCAN representant'",
    )
    assert {statement: plan for statement, plan in plans.items() if any(scan in plan for scan in whole)} == {}
    closed = [s for s, plan in plans.items() if "clos_le IS NULL" in s and "ix_dossier_ouvert" not in plan]
    assert closed == []


def test_a_house_without_a_dossier_is_told_where_to_begin(of: Of) -> None:
    day = of("jour")
    assert day.out.endswith(" : aucun dossier encore\n")
    assert day.err == "Commencez par une liste : of importer LISTE.csv ; ou par un jeune : of ouvrir --help\n"


def test_the_first_dossier_ends_the_welcome(of: Of, opened: str) -> None:
    assert "aucun dossier encore" not in of("--au", "02/12/2025", "jour").out


@pytest.mark.parametrize(("many", "said"), [(6, ""), (7, ""), (8, "… et 2 autres : of agenda jour")])
def test_the_appointment_that_would_take_the_line_that_leaves_it_out_is_shown(of: Of, folder: Path, many: int, said: str) -> None:
    for number in range(many):
        name = f"DUPONT{chr(65 + number)}"
        of(*[w.replace("DUPONT", name) for w in OPEN], "--le", "01/12/2025")
        rdv = f"15/12/2025 {(9, 10, 11, 12, 14, 15, 16, 17)[number]}:00"
        of("convoquer", f"2025-{number + 1:04}", "--rdv", rdv, "--le", "02/12/2025", "--malgre", "journée longue")
    shown = on_terminal("--au", "15/12/2025", "jour", folder=folder, lines=40)
    assert shown.count("premier entretien") == (many if not said else 6)
    assert said in shown
    assert ("of agenda jour" in shown) == bool(said)
