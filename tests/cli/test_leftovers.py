"""What a killed command had begun to write is swept by the next one that writes at the same place, under a name of its own too."""

from __future__ import annotations

from pathlib import Path

from cli.conftest import Of
from ofworkflow.files import PARTIAL, machine

LEFT = f"{PARTIAL}{machine()}-abcd2345"


def test_a_report_sweeps_what_a_killed_one_had_begun(of: Of, opened: str, folder: Path) -> None:
    (folder / LEFT).write_bytes(b"la moiti")
    assert of("bilan", "2025").code == 0
    assert not (folder / LEFT).exists()


def test_a_preview_sweeps_the_letters_folder_where_it_begins_its_own_file(of: Of, opened: str, folder: Path) -> None:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    (folder / "courriers" / LEFT).write_bytes(b"la moiti")
    assert of("courriers", "apercu", opened).code == 0
    assert not (folder / "courriers" / LEFT).exists()
