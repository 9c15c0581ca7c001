"""« of rapport » as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import OPEN, Of
from scheduling.postmen import Postman, postman
from screens import Terminal
from terminals import on_terminal

NIGHT = ("--au", "31/01/2026")


@pytest.fixture
def server(folder: Path) -> object:
    """Give the house a server and a folder for its reports."""
    with postman(refused=frozenset({"parti@exemple.invalid"})) as man:
        config = folder / "config.toml"
        text = config.read_text(encoding="utf-8")
        for key, value in {
            "serveur": '"127.0.0.1"', "port": str(man.port), "chiffrement": '"aucun"', "fichier": '"rapports"',
            "expediteur": '"of@exemple.invalid"', "destinataires": '["accueil@exemple.invalid"]',
        }.items():  # fmt: skip
            [line] = [line for line in text.splitlines() if line.startswith(f"{key} = ")]
            text = text.replace(line, f"{key} = {value}")
        config.write_text(text, encoding="utf-8")
        yield man


def test_the_report_is_data_on_stdout_without_names(of: Of, opened: str) -> None:
    of(*NIGHT, "nuit")
    said = of(*NIGHT, "rapport")
    assert said.code == 0
    assert opened in said.out
    assert "DUPONT" not in said.out
    assert "DUPONT Léa" in of(*NIGHT, "rapport", "--noms").out


def test_a_file_takes_the_form_of_its_name(of: Of, opened: str, folder: Path) -> None:
    assert of(*NIGHT, "rapport", "--sortie", "r.html").out.strip() == "r.html"
    assert (folder / "r.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    of(*NIGHT, "rapport", "--sortie", "r.txt")
    assert (folder / "r.txt").read_text(encoding="utf-8").startswith("Mission locale")
    assert of(*NIGHT, "rapport", "--format", "html").out.startswith("<!DOCTYPE html>")


def test_the_keys_of_json_are_the_same_with_and_without_names(of: Of, opened: str) -> None:
    of(*NIGHT, "nuit")
    bare, full = of(*NIGHT, "rapport", "--json").json, of(*NIGHT, "rapport", "--json", "--noms").json
    assert list(bare) == list(full)
    assert {"schema", "au", "nuit_faite", "nuit_du", "passages", "actes", "alertes", "echecs", "taches"} == set(bare)
    assert bare["nuit_faite"] is True
    assert {task["nom"] for task in bare["taches"]} == {None}
    assert {task["nom"] for task in full["taches"]} == {"DUPONT Léa"}
    assert [set(task) for task in bare["taches"]] == [set(task) for task in full["taches"]]


def test_sending_writes_the_page_and_mails_it(of: Of, opened: str, server: Postman, folder: Path) -> None:
    of(*NIGHT, "nuit")
    said = of(*NIGHT, "rapport", "--envoyer")
    assert said.code == 0, said.err
    assert said.out.strip() == str(Path("rapports") / "rapport-2026-01-31.html")
    [(recipients, message)] = server.received
    assert recipients == ["accueil@exemple.invalid"]
    assert "DUPONT" not in message.as_string()
    assert message["Subject"].startswith("Obligation de formation, sam. 31/01/2026")


def test_a_refused_address_is_said_with_the_code_partly_done(of: Of, server: Postman, folder: Path) -> None:
    config = folder / "config.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('["accueil@', '["parti@exemple.invalid", "accueil@'), encoding="utf-8")
    said = of("rapport", "--envoyer")
    assert said.code == 5
    assert "refuse parti@exemple.invalid" in said.err
    assert len(server.received) == 1


def test_without_settings_sending_says_what_to_fill(of: Of) -> None:
    said = of("rapport", "--envoyer")
    assert said.code == 1
    assert "[rapport] serveur est vide" in said.err


@pytest.mark.parametrize("more", [("--noms",), ("--json",), ("--sortie", "x.html"), ("--format", "html")])
def test_names_never_go_with_sending(of: Of, more: tuple[str, ...]) -> None:
    assert of("rapport", "--envoyer", *more).code == 2


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40)])
def test_on_a_terminal_the_most_urgent_fits_and_the_rest_is_a_command_away(
    of: Of, folder: Path, columns: int, lines: int
) -> None:
    for day in range(1, 26):
        of(*[word.replace("DUPONT", f"DUPONT{chr(64 + day)}") for word in OPEN], "--le", f"{day:02}/11/2025")
    of(*NIGHT, "nuit")
    whole = of(*NIGHT, "rapport").out
    assert whole.count("→") == 25, "piped, nothing is left out"
    with Terminal(folder, columns=columns, lines=lines, env={"OFWORKFLOW_AU": NIGHT[1]}) as terminal:
        terminal.clear()
        terminal.types("of rapport\n")
        assert terminal.screen.startswith("$ of rapport"), "its first line has not left the screen"
        shown = terminal.screen
        assert "À FAIRE : 25" in shown
        assert "2025-0001" in shown, "the oldest is the most urgent"
        kept = shown.count("→")
        assert f"… et {25 - kept} autres : of rapport --tout" in shown
        assert kept >= (lines - 12) // 2
    assert on_terminal(*NIGHT, "rapport", "--tout", folder=folder, columns=columns, lines=lines).count("→") == 25
