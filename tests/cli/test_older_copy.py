"""An older copy of the base put back by hand: what left on paper since is never numbered again; and what a plain copy is worth."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from cli.conftest import OPEN, Of


def _summon(of: Of, name: str) -> str:
    reference = of(*(name if word == "DUPONT" else word for word in OPEN), "--le", "01/12/2025").out.strip()
    of("convoquer", reference, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    return reference


def _letters(of: Of, reference: str) -> set[str]:
    return {letter["id"] for letter in of("voir", reference, "--json").json["courriers"]}


def test_a_plain_copy_of_an_older_base_gives_no_number_twice_and_says_so_once(of: Of, folder: Path) -> None:
    first = _summon(of, "DUPONT")
    shutil.copyfile(folder / "ofworkflow.db", folder / "hier.db")
    lost = _summon(of, "MARTIN")
    printed = _letters(of, lost)
    shutil.copyfile(folder / "hier.db", folder / "ofworkflow.db")
    answer = of("dossiers")
    assert answer.code == 0
    assert answer.err.count("copie plus ancienne") == 1
    assert lost in answer.err
    assert "copie plus ancienne" not in of("dossiers").err
    again = _summon(of, "BERNARD")
    assert again not in {first, lost}
    assert not _letters(of, again) & printed


def test_a_base_that_is_only_ahead_says_nothing(of: Of, folder: Path) -> None:
    _summon(of, "DUPONT")
    (folder / "ofworkflow.db.numeros").unlink()
    assert "copie plus ancienne" not in of("dossiers").err


def test_after_each_command_the_file_of_the_base_alone_is_whole(of: Of, folder: Path) -> None:
    reference = of(*OPEN, "--le", "01/12/2025").out.strip()
    assert not list(folder.glob("ofworkflow.db-*"))
    copy = sqlite3.connect(f"file:{folder / 'ofworkflow.db'}?immutable=1", uri=True)
    assert copy.execute("SELECT reference FROM dossier").fetchall() == [(reference,)]
    copy.close()
