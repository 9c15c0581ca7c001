"""With what a help begins: three examples a command, each run in a demo base on the day that they were written for."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from cli.conftest import Of, examples, leaves, typist
from cli.story import TODAY
from ofworkflow.cli.main import cli
from ofworkflow.errors import ExitCode

_NOT_RUN = {"of planifier", "of demo", "of demo --annee"}  # the one never ends, the others play the story of test_demo
_FINE = (ExitCode.DONE, ExitCode.WORK_REMAINS, ExitCode.PARTLY_DONE)


def test_the_help_of_every_command_begins_with_its_examples(of: Of) -> None:
    for names, _ in (((), cli), *leaves()):
        said = of(*names, "--help").out
        assert said.startswith("Exemples\N{NO-BREAK SPACE}:\n"), names
        assert said.splitlines()[1:4] == [f"  {each}" for each in examples()[" ".join(names)]], names


@pytest.mark.parametrize("example", sorted({each for row in examples().values() for each in row} - _NOT_RUN))
def test_every_example_runs_in_the_demo_base(
    example: str, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house = shutil.copytree(story, tmp_path / "maison")
    monkeypatch.chdir(house)
    monkeypatch.setenv("OFWORKFLOW_AU", TODAY)
    monkeypatch.setenv("SHELL", "/bin/bash")  # a terminal, where the tests may have none
    of = typist(capsys)
    if example.startswith("of faire"):
        of("chercher", "lambersart")  # the screen of which a line is run
    answer = of(*shlex.split(example)[1:])
    assert answer.code in _FINE, answer.err + answer.out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("convoqer",), "« of convoquer »"),
        (("poster",), "« of courriers poster »"),
        (("Imprimer",), "« of courriers imprimer »"),
        (("sauvegarde",), "« of base sauvegarder »"),
        (("excuser",), "« of justifier »"),
        (("courriers", "postr"), "poster"),
        (("voir", "2026-0001", "--jsn"), "--json"),
        (("contact", "2026-0001", "--nature", "téléphon", "--resultat", "joint"), "telephone"),
        (("recevoir", "2026-0001", "--present", "les deux"), "les_deux"),
    ],
)
def test_an_unknown_word_proposes_the_nearest(of: Of, typed: tuple[str, ...], meant: str) -> None:
    answer = of(*typed)
    assert answer.code == 2
    assert "Vouliez-vous dire" in answer.err
    assert meant in answer.err.partition("Vouliez-vous dire")[2]
