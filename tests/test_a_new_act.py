"""A new act is four files: its word, its request, its row of the table, its command. Added to a copy, then typed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from cli.conftest import OPEN

SOURCES = Path(__file__).resolve().parents[1] / "src" / "ofworkflow"

_WORD = '    SALUER = "saluer", "Saluer", "greet the minor", "saluer", "Saluer le jeune."\n'
_ROW = '    Step(A.SALUER, OPEN_STAGES, None, "Le jeune est salué."),\n'
_REQUEST = '''

@dataclass(frozen=True, slots=True)
class Saluer(Request):
    """Greet the minor."""

    act: ClassVar[Act] = Act.SALUER
    mots: Annotated[str, "mots"]
'''
_COMMAND = '''

@act_command(Act.SALUER)
@click.option("--mots", metavar="TEXTE", required=True, help="Ce qui est dit.")
@pass_app
def greet(app: App, mots: str, **act: Unpack[ActOptions]) -> None:
    """Saluer le jeune."""
    run_act(app, ask.Saluer(mots), act)
'''
_TYPED = """
import sys
from ofworkflow.cli.main import main
for words in {commands!r}:
    try:
        main(list(words))
    except SystemExit as stopped:
        if stopped.code:
            raise
"""


def _insert(path: Path, before: str, words: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, (path, before)
    path.write_text(text.replace(before, words + before), encoding="utf-8")


def test_a_new_act_is_four_files(tmp_path: Path) -> None:
    house = tmp_path / "src" / "ofworkflow"
    shutil.copytree(SOURCES, house, ignore=shutil.ignore_patterns("__pycache__"))
    _insert(house / "procedure/vocabulary/acts.py", '    ANNULER = "annuler"', _WORD)
    _insert(house / "procedure/steps.py", "    Step(A.ANNULER,", _ROW)
    requests, commands = house / "procedure/requests/lives.py", house / "cli/acts/lives.py"
    _insert(requests, '    "Rouvrir",\n', '    "Saluer",\n')
    for path, words in ((requests, _REQUEST), (commands, _COMMAND)):
        path.write_text(path.read_text(encoding="utf-8") + words, encoding="utf-8")

    shutil.copytree(SOURCES.parents[1] / "letter_templates", tmp_path / "letter_templates")
    shutil.copy(SOURCES.parents[1] / "config.toml", tmp_path)
    typed = (
        ("init",), (*OPEN, "--le", "01/12/2025"), ("saluer", "2025-0001", "--mots", "Bonjour", "--le", "02/12/2025"),
        ("voir", "2025-0001"), ("pourquoi", "2025-0001", "2"), ("--help",),
    )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", _TYPED.format(commands=typed)],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(house.parent), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "2025-0001 · Léa DUPONT : Saluer, le mar. 02/12/2025 → Repéré, entretien à fixer." in done.stdout
    assert "Saluer" in done.stdout.partition("Journal")[2]
    assert "Bonjour" in done.stdout
    assert "saluer" in done.stdout.partition("Usage :")[2]
