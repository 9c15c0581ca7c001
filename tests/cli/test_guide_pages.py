"""docs/guide/: every command of every page is typed in the demo base; every screen is what the program shows."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from tools.letter_pictures import LARGEST, kept_print, letters, print_of
from tools.screens import GUIDE, TODAY, commands, drawn, screens, shown

from cli.conftest import typist

PAGES = sorted(GUIDE.glob("*.md"))
_FINE = (0, 4, 5)


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_every_command_of_the_page_can_be_typed_in_its_order(
    page: Path, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(shutil.copytree(story, tmp_path / "maison"))
    monkeypatch.setenv("OFWORKFLOW_AU", TODAY)
    for typed in commands(page):
        answer = typist(capsys)(*shlex.split(typed)[1:])
        assert answer.code in _FINE, (typed, answer.err)


@pytest.mark.parametrize("page", [page for page in PAGES if list(screens(page))], ids=lambda page: page.stem)
def test_every_screen_is_the_one_of_the_program(page: Path, story: Path) -> None:
    """Otherwise: python -m tools.screens --ecrire."""
    for typed, picture in screens(page):
        assert picture.read_text(encoding="utf-8") == drawn(typed, shown(typed, story)), picture.name


@pytest.mark.parametrize("page", [page for page in PAGES if list(letters(page))], ids=lambda page: page.stem)
def test_every_letter_is_the_one_of_the_program(page: Path) -> None:
    """Otherwise: python -m tools.screens --ecrire."""
    for kind, picture in letters(page):
        assert kept_print(picture) == print_of(kind), picture.name
        assert picture.stat().st_size <= LARGEST, picture.name


def test_every_picture_of_a_letter_is_in_a_page() -> None:
    assert {picture.name for page in PAGES for _, picture in letters(page)} == {each.name for each in GUIDE.glob("*.png")}


def test_every_page_is_in_the_contents_and_every_picture_in_a_page() -> None:
    linked = set(re.findall(r"\(([a-z-]+\.md)\)", (GUIDE / "README.md").read_text(encoding="utf-8")))
    assert linked == {page.name for page in PAGES} - {"README.md"}
    assert {picture.name for page in PAGES for _, picture in screens(page)} == {each.name for each in GUIDE.glob("*.svg")}
