"""The tool as it is typed, in a folder of its own: exit code, stdout, stderr."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest

from ofworkflow.cli.bulk import WithLot
from ofworkflow.cli.examples import EXAMPLES
from ofworkflow.cli.main import cli, command_names, main
from ofworkflow.installation import prepare_folder

MOTHER = "DUPONT;Anne;mere;12 rue des Lilas;59130;Lambersart"
FATHER = "DUPONT;Marc;pere;3 rue du Bac;59110;La Madeleine"
OPEN = (
    "ouvrir", "--nom", "DUPONT", "--prenom", "Léa", "--naissance", "14/05/2009", "--sexe", "F", "--commune", "Lambersart",
    "--source", "siei", "--representant", MOTHER, "--representant", FATHER,
)  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return what was written, as JSON."""
        return json.loads(self.out)


Of = Callable[..., Typed]


def examples() -> dict[str, tuple[str, ...]]:
    """Return what the help of each command begins with: its own, for the command of an act, or its row of the table."""
    own = {" ".join(names): getattr(command, "examples", ()) for names, command in leaves()}
    return {**EXAMPLES, **{words: three for words, three in own.items() if three}}


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder made by « of init --essai », to be copied."""
    return prepare_folder(tmp_path_factory.mktemp("modele") / "maison", trial=True)


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a house in which every example of the help has its dossier, to be copied."""
    from cli.story import played

    return played(tmp_path_factory.mktemp("exemples") / "maison")


@pytest.fixture
def folder(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working folder of one's own, and go there."""
    place = tmp_path / "maison"
    shutil.copytree(prepared, place)
    monkeypatch.chdir(place)
    monkeypatch.delenv("OFWORKFLOW_AU", raising=False)
    monkeypatch.delenv("OFWORKFLOW_CONFIG", raising=False)
    return place


@pytest.fixture
def of(folder: Path, capsys: pytest.CaptureFixture[str]) -> Of:
    """Return the tool: `of("convoquer", "2026-0001", …)`."""
    return typist(capsys)


def typist(capsys: pytest.CaptureFixture[str]) -> Of:
    """Return what types a command and reads the answer."""

    def type_command(*arguments: str) -> Typed:
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main(list(arguments))
        said = capsys.readouterr()
        return Typed(int(stopped.value.code or 0), said.out, said.err)

    return type_command


@pytest.fixture
def opened(of: Of) -> str:
    """Return the reference of a dossier opened on 01/12/2025."""
    return of(*OPEN, "--le", "01/12/2025").out.strip()


def leaves() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command that can be typed, by its words."""
    context = click.Context(cli)
    for name in command_names():
        command = cli.get_command(context, name)
        assert command is not None
        yield (name,), command
        if isinstance(command, WithLot):
            yield (name, "--lot"), command.in_lots
        if isinstance(command, click.Group):
            for sub in command.list_commands(context):
                child = command.get_command(context, sub)
                assert child is not None
                yield (name, sub), child
