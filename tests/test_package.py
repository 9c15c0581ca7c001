"""What is installed works by itself: the built wheel, in an empty environment, in an empty folder."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as anybody would."""
    folder = tmp_path_factory.mktemp("roue")
    _run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT), cwd=folder)
    [built] = folder.glob("*.whl")
    return built


def test_templates_fonts_and_configuration_travel_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for template in (ROOT / "letter_templates").iterdir():
        assert f"ofworkflow/_defaults/letter_templates/{template.name}" in names
    assert {"ofworkflow/_defaults/config.toml", "ofworkflow/py.typed", "ofworkflow/resources/fonts/NotoSans-Regular.ttf"} <= names


def test_the_wheel_works_in_an_empty_environment_and_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    _run(sys.executable, "-m", "venv", str(tmp_path / "env"), cwd=tmp_path)
    tools = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    _run(str(tools / "python"), "-m", "pip", "install", "-q", str(wheel), cwd=tmp_path)
    place = tmp_path / "vide"
    place.mkdir()
    told = _run(str(tools / "of"), "demo", "--dossier", str(place / "demo"), cwd=place)
    assert "À vous" in told
    assert len(list((place / "demo").rglob("*.pdf"))) >= 16
    _run(str(tools / "of"), "init", cwd=place)
    assert {path.name for path in place.iterdir()} == {"demo", "config.toml", "letter_templates", "ofworkflow.db"}
    assert "Aucun courrier" in _run(str(tools / "ofworkflow"), "courriers", cwd=place)


def _run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr
