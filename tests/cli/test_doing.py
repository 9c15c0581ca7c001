"""A line of the last screen, run by its number: named first, asked for what is missing, refused once the dossier changed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from cli.conftest import OPEN, Of
from terminals import on_terminal


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where this test's last screen is remembered."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "etat"))
    return tmp_path / "etat" / "ofworkflow"


def faire(folder: Path, *words: str, typed: str = "", code: int = 0) -> str:
    return on_terminal("--au", "03/12/2025", "faire", *words, folder=folder, columns=120, typed=typed, code=code)


def test_what_is_missing_is_asked_and_the_person_is_named_first(of: Of, opened: str, folder: Path) -> None:
    assert "of convoquer 2025-0001 --rdv DATE" in of("--au", "03/12/2025", "jour").out
    shown = faire(folder, "1", typed="15/12/2025 14:00\no\n")
    assert "rdv (DATE), Entrée pour renoncer : " in shown
    assert shown.index("Léa DUPONT, Lambersart : of convoquer 2025-0001 --rdv '15/12/2025 14:00'") < shown.index("Le faire ?")
    assert of("voir", opened, "--json").json["etape"] == "entretien"


def test_what_is_typed_after_the_number_is_not_asked(of: Of, opened: str) -> None:
    of("--au", "03/12/2025", "jour")
    answer = of("--au", "03/12/2025", "faire", "1", "--rdv", "15/12/2025 14:00", "--note", "vu avec la mère")
    assert answer.code == 0, answer.err
    journal = of("voir", opened, "--json").json["journal"]
    assert (journal[-1]["acte"], journal[-1]["note"], journal[-1]["fait_le"]) == ("convoquer", "vu avec la mère", "2025-12-03")


def test_no_does_nothing(of: Of, opened: str, folder: Path) -> None:
    of("--au", "03/12/2025", "jour")
    faire(folder, "1", typed="15/12/2025 14:00\nn\n", code=1)
    assert len(of("voir", opened, "--json").json["journal"]) == 1


def test_a_screen_of_before_says_so(of: Of, opened: str) -> None:
    of("--au", "03/12/2025", "jour")
    of("fiche", opened, "--telephone", "06 39 98 01 01")
    answer = of("--au", "03/12/2025", "faire", "1", "--rdv", "15/12/2025 14:00")
    assert (answer.code, "le dossier 2025-0001 a changé depuis" in answer.err) == (3, True), answer.err
    assert len(of("voir", opened, "--json").json["journal"]) == 1


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (("1",), 2, "Il manque --rdv DATE"),
        (("7", "--oui"), 2, "n'a pas de ligne 7 : de 1 à 1"),
        (("1", "--rdv", "15/12/2025 14:00", "--jamais", "x"), 2, "--jamais"),
    ],
)
def test_what_cannot_be_run_is_said(of: Of, opened: str, words: tuple[str, ...], code: int, reason: str) -> None:
    of("--au", "03/12/2025", "jour")
    answer = of("--au", "03/12/2025", "faire", *words)
    assert (answer.code, reason in answer.err) == (code, True), answer.err
    assert len(of("voir", opened, "--json").json["journal"]) == 1


def test_of_several_ways_one_is_chosen_or_follows_from_what_is_typed(of: Of, opened: str, folder: Path) -> None:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--envoi", "simple")
    jour = of("--au", "16/12/2025", "jour").out
    number = next(line.split()[0] for line in jour.splitlines() if "of recevoir 2025-0001 --present QUI … ou of absence" in line)
    refused = of("--au", "16/12/2025", "faire", number)
    assert (refused.code, "Cette ligne en propose plusieurs" in refused.err) == (2, True)
    shown = on_terminal("--au", "16/12/2025", "faire", number, "--oui", folder=folder, columns=120, typed="2\n")
    assert "of absence 2025-0001" in shown
    assert of("voir", opened, "--json").json["etape"] == "absence"


def test_a_line_that_only_shows_asks_nothing(of: Of, opened: str, folder: Path) -> None:
    of(*[w.replace("Léa", "Zoé").replace("DUPONT", "MARTIN") for w in OPEN], "--le", "01/12/2025")
    of("chercher", "lambersart")
    shown = faire(folder, "2")
    assert "Zoé MARTIN, Lambersart : of voir 2025-0002" in shown
    assert "Le faire ?" not in shown


@pytest.mark.parametrize("words", [("rapport",), ("rapport", "--noms"), ("jour", "--tout"), ()])
def test_every_numbered_screen_is_remembered(of: Of, opened: str, words: tuple[str, ...]) -> None:
    of("--au", "03/12/2025", *words)
    answer = of("--au", "03/12/2025", "faire", "1", "--rdv", "15/12/2025 14:00")
    assert answer.code == 0, answer.err


def test_nobody_else_reads_it_and_it_names_nobody(of: Of, opened: str, state: Path) -> None:
    of("chercher", "dupont")
    [kept] = state.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert "Léa" not in kept.read_text(encoding="utf-8")


def test_without_a_home_the_screen_is_shown_and_the_rest_is_said(of: Of, opened: str, tmp_path: Path) -> None:
    (tmp_path / "etat").write_text("", encoding="utf-8")  # a file stands where its folder would be
    assert of("--au", "03/12/2025", "jour").code == 0
    assert "Aucun écran n'est retenu" in of("faire", "1").err


def test_the_person_is_named_before_anything_is_asked_of_the_line(of: Of, opened: str, folder: Path) -> None:
    of("--au", "03/12/2025", "jour")
    shown = faire(folder, "1", typed="\n", code=1)
    who, asked = shown.index("Léa DUPONT"), shown.index("Entrée pour renoncer")
    assert who < asked
    assert "Abandonné : rien n'a été écrit." in shown
    assert of("voir", opened, "--json").json["etape"] == "reperage"
