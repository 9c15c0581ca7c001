"""A letters' folder that takes no file: the act stays, no letter is marked made, printed nor posted, and each screen says why."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.conftest import Of

Typing = Callable[..., tuple[int, str]]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts and capabilities of Linux")

AT = ("--le", "02/12/2025")
CODE = "import sys; from ofworkflow.cli.main import main; main(sys.argv[1:])"


def _typed(folder: Path, before: tuple[str, ...] = ()) -> Typing:
    """Return what types a command in a process of its own."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}

    def run(*words: str) -> tuple[int, str]:
        done = subprocess.run(
            [*before, sys.executable, "-c", CODE, *words],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.fixture
def read_only(folder: Path, opened: str) -> Iterator[tuple[Typing, str]]:
    """Return the tool where the letters' folder may be read and not written, even by root."""
    asked = ("setpriv", "--bounding-set", "-dac_override") if os.geteuid() == 0 else ()
    if asked and (not shutil.which("setpriv") or subprocess.run([*asked, "true"], check=False, capture_output=True).returncode):
        pytest.skip("root cannot give up writing everywhere here")
    place = folder / "courriers"
    place.mkdir(exist_ok=True)
    place.chmod(0o500)
    yield _typed(folder, asked), "vous n'avez pas le droit d'y écrire"
    place.chmod(0o700)


@pytest.fixture
def full(folder: Path, opened: str) -> Iterator[tuple[Typing, str]]:
    """Return the tool where the letters lie on a disk of their own, too small for one."""
    place = folder / "courriers"
    place.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield _typed(folder), "le disque est plein"
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("place", ["read_only", "full"])
def test_nothing_is_marked_made_printed_or_posted_and_the_reason_is_said(
    of: Of, opened: str, folder: Path, request: pytest.FixtureRequest, place: str
) -> None:
    run, why = request.getfixturevalue(place)
    code, said = run("convoquer", opened, "--rdv", "15/12/2025 14:00", *AT)
    assert (code, f"({why})" in said, ".." in said) == (0, True, False), said  # done: the letters wait for the night
    for words, expected in (
        (("courriers", "imprimer"), 1),
        (("courriers", "poster", opened, *AT, "--mode", "simple"), 1),
        (("courriers", "apercu", "C000001"), 1),
        (("--au", "03/12/2025", "nuit"), 5),
    ):
        code, said = run(*words)
        assert (code, why in said, ".. " in said) == (expected, True, False), said
    found = of("voir", opened, "--json").json
    assert [entry["acte"] for entry in found["journal"]] == ["ouvrir", "convoquer"]
    assert {(letter["etat"], letter["sha256"], letter["fichier"]) for letter in found["courriers"]} == {
        ("a_produire", None, None)
    }
    assert [path for path in (folder / "courriers").rglob("*") if path.is_file()] == []  # whole, or not at all
