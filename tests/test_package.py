"""What is installed works by itself: the built wheel, in an empty environment, in an empty folder."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
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


def test_nothing_is_imported_that_the_program_does_not_ask_for() -> None:
    """What the tests install is at hand here, and is not where people work."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["postgresql"]
    installed = {_plain(re.split(r"[\[<>=;, ]", wanted)[0]) for wanted in asked}
    giving = packages_distributions()
    imported = {
        (name.partition(".")[0], path.relative_to(ROOT).as_posix())
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _names(node)
    }
    foreign = {(name, path) for name, path in imported if name not in sys.stdlib_module_names | {"ofworkflow"}}
    assert foreign
    assert not {(name, path) for name, path in foreign if not installed & {_plain(one) for one in giving.get(name, [])}}


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
