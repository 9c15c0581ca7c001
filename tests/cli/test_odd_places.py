"""Odd machines: a name in other bytes, a user without an entry, no home, a folder that takes nothing: it works, or says why."""

from __future__ import annotations

import os
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
