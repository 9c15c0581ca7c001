"""A house whose letters are read: an empty base of its own, and its folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from letters.lives import House
from ofworkflow.storage.database import Database


@pytest.fixture
def house(sqlite_model: Path, tmp_path: Path) -> Iterator[House]:
    """Return the house."""
    shutil.copyfile(sqlite_model, tmp_path / "ofworkflow.db")
    base = Database(f"sqlite:///{tmp_path / 'ofworkflow.db'}")
    yield House(base, tmp_path)
    base.dispose()
