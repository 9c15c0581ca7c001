"""Odd machines: a name in other bytes, a user without an entry, no home, a folder that takes nothing: it works, or says why."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import Of
from intake.lists import csv_text, row


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("apply", [(), ("--appliquer",)], ids=["previewed", "applied"])
def test_a_list_whose_name_is_in_other_bytes_is_imported_under_a_name_that_can_be_printed(
    of: Of, folder: Path, apply: tuple[str, ...]
) -> None:
    name = os.fsdecode(b"liste_\xe9t\xe9.csv")
    try:
        (folder / name).write_text(csv_text([row()]), encoding="utf-8", newline="")
    except OSError:
        pytest.skip("this disk takes no such name")
    answer = of("importer", name, "--le", "01/12/2025", *apply)
    assert answer.code == 0, answer.err
    assert "liste_été.csv" in answer.out + answer.err


def _run(folder: Path, *arguments: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
    """Run the tool as a process of its own, with these variables and without those that are `None`."""
    given = {name: value for name, value in (os.environ | environment).items() if value is not None}
    code = "import sys; from ofworkflow.cli.main import main; main(sys.argv[1:])"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


NOBODY = dict.fromkeys(("HOME", "USER", "LOGNAME", "LNAME", "USERNAME", "XDG_CONFIG_HOME"))


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0"},
        {"LC_ALL": "xx_YY.nowhere"},
        {"TZ": "Nulle/Part"},
        {"TMPDIR": "/proc/nowhere"},
        {"HOME": "/proc/nowhere"},
        dict(NOBODY),
    ],
    ids=["plain locale", "unknown locale", "wrong zone", "no temporary folder", "no home", "nobody"],
)
def test_an_odd_environment_changes_nothing(of: Of, opened: str, folder: Path, environment: dict[str, str | None]) -> None:
    done = _run(folder, "voir", opened, "--json", **environment)
    assert done.returncode == 0, done.stderr
    assert opened in done.stdout


def test_a_user_whom_the_system_does_not_list_has_his_night(of: Of, opened: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4242")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert of("--au", "02/12/2025", "nuit").code == 0
    assert of("contact", opened, "--nature", "telephone", "--resultat", "message", "--le", "02/12/2025").code == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the folder one stands in cannot be removed")
def test_a_current_folder_that_was_removed_is_no_accident(
    of: Of, opened: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "parti"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    answer = of("dossiers")
    assert answer.code == 1
    assert "of init" in answer.err
    assert of("--config", str(folder / "config.toml"), "dossiers").code == 0
    answer = of("--config", "config.toml", "dossiers")
    assert answer.code == 1
    assert "Erreur inattendue" not in answer.err


def test_a_letters_folder_that_takes_no_file_is_said_and_the_act_is_done(of: Of, opened: str, folder: Path) -> None:
    letters = folder / "courriers"
    if letters.is_dir():
        letters.rmdir()
    letters.write_text("un fichier, pas un dossier", encoding="utf-8")
    answer = of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    assert answer.code == 0
    assert "Erreur inattendue" not in answer.err
    assert "courriers" in answer.err
    assert len(of("voir", opened, "--json").json["journal"]) == 2
    night = of("--au", "02/12/2025", "nuit")
    assert "Erreur inattendue" not in night.err
    letters.unlink()
    of("--au", "02/12/2025", "nuit")
    assert {letter["etat"] for letter in of("courriers", "--json").json["courriers"]} == {"prepare"}
