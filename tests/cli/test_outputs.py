"""Every command that writes a file for people: never over what the house lives on, never over a file without being asked."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import Of
from terminals import on_terminal

posix = pytest.mark.skipif(os.name != "posix", reason="links and rights of POSIX")

# What is typed before the file; what each needs was done by `house`.
COMMANDS = {
    "imprimer": ("courriers", "imprimer", "--sortie"),
    "imprimer à nouveau": ("courriers", "imprimer", "--lot", "T0001", "--sortie"),
    "bordereau": ("courriers", "bordereau", "T0001", "--sortie"),
    "rapport": ("rapport", "--sortie"),
    "bilan": ("bilan", "2025", "--format", "pdf", "--sortie"),
}

PROTECTED = (
    "ofworkflow.db",
    "ofworkflow.db-wal",
    "OFWORKFLOW.DB-SHM",
    "config.toml",
    "letter_templates/premiere_convocation.md.j2",
    "letter_templates/nouveau.md.j2",
    "correspondances/liste.toml",
    "courriers/T0001.pdf",
    "courriers/T0002.pdf",
    "{draft}",
    "ailleurs/../config.toml",
    "raccourci/ofworkflow.db",
    "base_bis.db",
    "lien.pdf",
)


@pytest.fixture
def house(of: Of, opened: str, folder: Path) -> Path:
    """Return the folder of a house: one run posted, and a letter that is ready."""
    assert of("convoquer", opened, "--rdv", "2025-12-15 14:00", "--le", "02/12/2025").code == 0
    assert of("courriers", "imprimer").code == 0
    assert of("courriers", "poster", "T0001", "--mode", "recommande", "--numero", "1A20938212345", "--numero", "1A20938212346", "--le",
              "02/12/2025").code == 0  # fmt: skip
    assert of("reporter", opened, "--rdv", "2025-12-18 14:00", "--motif", "demande_famille", "--le", "08/12/2025").code == 0
    (folder / "ailleurs").mkdir()
    (folder / "correspondances").mkdir()
    if os.name == "posix":
        (folder / "raccourci").symlink_to(folder)
        (folder / "base_bis.db").hardlink_to(folder / "ofworkflow.db")
        (folder / "lien.pdf").symlink_to(folder / "nulle-part")
    return folder


def _draft(house: Path) -> str:
    return str(next((house / "courriers").glob("2025-0001/C*.pdf")))


def _content(house: Path) -> dict[Path, bytes]:
    base = house / "ofworkflow.db"
    return {p: p.read_bytes() for p in house.rglob("*") if p.is_file() and not p.is_symlink() and base.name not in p.name}


@posix
@pytest.mark.parametrize("command", COMMANDS)
def test_no_output_ever_replaces_what_the_house_lives_on(of: Of, house: Path, command: str) -> None:
    before, told = _content(house), of("voir", "2025-0001", "--json").out
    for name in PROTECTED:
        answer = of(*COMMANDS[command], name.format(draft=_draft(house)), "--remplacer")
        assert answer.code == 3, (name, answer)
        assert len(answer.err.strip().splitlines()) == 1
    assert of(*COMMANDS[command], "courriers", "--remplacer").code == 2
    assert _content(house) == before
    assert of("voir", "2025-0001", "--json").out == told
    assert {r["lot"] for r in of("courriers", "tirages", "--json").json["tirages"]} == {"T0001"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_of_somebody_is_replaced_only_when_it_is_asked(of: Of, house: Path, command: str) -> None:
    kept = house / "ailleurs" / "notes.pdf"
    kept.write_bytes(b"notes")
    answer = of(*COMMANDS[command], str(kept))
    assert (answer.code, kept.read_bytes()) == (2, b"notes")
    assert "--remplacer" in answer.err
    assert of(*COMMANDS[command], str(kept), "--remplacer").code == 0
    assert kept.read_bytes() != b"notes"
    assert [p.name for p in kept.parent.iterdir()] == ["notes.pdf"]


@posix
def test_on_a_terminal_the_question_is_asked_and_no_means_no(of: Of, house: Path) -> None:
    kept = house / "notes.html"
    kept.write_bytes(b"notes")
    shown = on_terminal("rapport", "--sortie", "notes.html", folder=house, typed="n\n", code=1)
    assert "existe déjà. Le remplacer ?" in shown
    assert kept.read_bytes() == b"notes"
    on_terminal("rapport", "--sortie", "notes.html", folder=house, typed="o\n")
    assert kept.read_bytes().startswith(b"<!DOCTYPE html>")


def test_a_run_that_was_printed_elsewhere_is_not_printed_over(of: Of, house: Path) -> None:
    assert of("courriers", "imprimer", "--sortie", "ailleurs/lot.pdf").code == 0
    printed = (house / "ailleurs/lot.pdf").read_bytes()
    answer = of("rapport", "--sortie", "ailleurs/lot.pdf", "--remplacer")
    assert (answer.code, (house / "ailleurs/lot.pdf").read_bytes()) == (3, printed)
    assert "un lot déjà enregistré" in answer.err


def test_a_document_worked_in_is_not_lost_to_a_new_copy(of: Of, house: Path) -> None:
    copy = ("courriers", "apercu", "2025-0001", "--docx")
    number = of("courriers", "--etat", "prepare", "--json").json["courriers"][0]["id"]
    copy = ("courriers", "apercu", number, "--docx")
    path = Path(of(*copy).out.strip())
    assert of(*copy).code == 0  # the very same: nothing to lose
    path.write_bytes(b"worked in")
    answer = of(*copy)
    assert (answer.code, path.read_bytes()) == (2, b"worked in")
    assert of(*copy, "--remplacer").code == 0
    assert path.read_bytes() != b"worked in"
    assert of("courriers", "apercu", number).code == of("courriers", "apercu", number).code == 0  # a preview is made again


@posix
def test_whatever_the_umask_only_the_owner_reads(of: Of, folder: Path) -> None:
    """Base and journals, letters, runs, previews, reports: 0600; folders: 0700."""
    before = os.umask(0)
    try:
        assert of("init", "--essai", "--dossier", "neuf").code == 0
        os.chdir("neuf")
        _live(of)
    finally:
        os.umask(before)
    loose = [str(p.relative_to(folder)) for p in (folder / "neuf").rglob("*") if stat.S_IMODE(p.stat().st_mode) & 0o077]
    assert loose == []
    assert stat.S_IMODE((folder / "neuf").stat().st_mode) == 0o700


def _live(of: Of) -> None:
    from cli.conftest import OPEN

    reference = of(*OPEN, "--le", "01/12/2025").out.strip()
    for arguments in (
        ("convoquer", reference, "--rdv", "2025-12-15 14:00", "--le", "02/12/2025"),
        ("courriers", "imprimer"),
        ("courriers", "apercu", reference, "--png"),
        ("rapport", "--noms", "--sortie", "rapports/du-matin.html"),
        ("bilan", "2025"),
    ):
        assert of(*arguments).code == 0


@posix
def test_a_base_and_letters_left_open_to_all_are_closed_when_they_are_used(of: Of, house: Path) -> None:
    for path in (house / "ofworkflow.db", house / "courriers"):
        path.chmod(0o777)
    assert of("nuit").code == 0
    assert [stat.S_IMODE(p.stat().st_mode) for p in (house / "ofworkflow.db", house / "courriers")] == [0o600, 0o700]


def test_three_nights_at_once_make_the_same_drafts_and_leave_nothing_beside(of: Of, opened: str, folder: Path) -> None:
    assert of("convoquer", opened, "--rdv", "2025-12-15 14:00", "--le", "02/12/2025").code == 0
    with sqlite3.connect(folder / "ofworkflow.db") as base:
        base.execute("UPDATE courrier SET etat = 'a_produire'")
    base.close()
    command = [sys.executable, "-c", "from ofworkflow.cli.main import main; main()", "nuit"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    nights = [subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [night.communicate(timeout=120)[1] for night in nights]
    assert ([night.returncode for night in nights], "".join(said).count("écrit")) == ([0, 0, 0], 0), said
    assert {row["etat"] for row in of("courriers", "--json").json["courriers"]} == {"prepare"}
    assert not [p for p in (folder / "courriers").rglob("*") if p.name.startswith(".") or p.suffix not in ("", ".pdf", ".ics")]


def test_in_a_copied_folder_a_cancelled_act_leaves_the_files_of_the_original(
    of: Of, opened: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert of("convoquer", opened, "--rdv", "2025-12-15 14:00", "--le", "02/12/2025").code == 0
    original = {p.relative_to(folder): p.read_bytes() for p in (folder / "courriers").rglob("*") if p.is_file()}
    copy = folder.parent / "copie"
    shutil.copytree(folder, copy)
    monkeypatch.chdir(copy)
    assert str(copy) in of("voir", opened, "--json").json["courriers"][0]["fichier"]
    assert of("annuler", opened, "--motif", "erreur").code == 0
    assert of("nuit").code == 0
    assert {p: (folder / p).read_bytes() for p in original} == original
    assert not [p for p in original if "premiere_convocation" in p.name and (copy / p).exists()]


@posix
@pytest.mark.parametrize("stored", ["{outside}", "../precieux.pdf", "2025-0001/../../precieux.pdf", "lien/precieux.pdf"])
def test_whatever_the_base_says_nothing_outside_the_letters_folder_is_removed(
    of: Of, opened: str, folder: Path, stored: str
) -> None:
    assert of("convoquer", opened, "--rdv", "2025-12-15 14:00", "--le", "02/12/2025").code == 0
    kept = folder / "precieux.pdf"
    kept.write_bytes(b"kept")
    (folder / "courriers/lien").symlink_to(folder)
    with sqlite3.connect(folder / "ofworkflow.db") as base:
        base.execute("UPDATE courrier SET fichier = ?", (stored.format(outside=kept),))
    base.close()
    assert of("annuler", opened, "--motif", "erreur").code == 0
    assert of("nuit").code == 0
    assert kept.read_bytes() == b"kept"
