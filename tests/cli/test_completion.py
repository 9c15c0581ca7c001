"""Completion: put in place for four shells, answered from the base between two keys."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import Of
from ofworkflow.cli.completion import _SHELLS

_OF = [sys.executable, "-c", "from ofworkflow.cli.main import main; main()"]


def completed(folder: Path, shell: str, words: str, at: str) -> list[str]:
    """Return what the shell is answered."""
    env = {
        **os.environ,
        "_OF_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": at,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(_OF, cwd=folder, env=env, capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "at", "answer"),
    [
        ("of voir 20", "2", ["plain,2025-0001"]),
        ("of voir 2024", "2", []),
        ("of voir du", "2", ["plain,DUPONT"]),
        ("of voir xy", "2", []),
        ("of courriers poster C0", "3", ["plain,C000003", "plain,C000002", "plain,C000001"]),
        ("of convo", "1", ["plain,convoquer"]),
        ("of recevoir 2025-0001 --present l", "4", ["plain,les_deux"]),
        ("of recevoir 2025-0001 --pres", "3", ["plain,--present"]),
    ],
)
def test_what_may_follow(of: Of, opened: str, folder: Path, words: str, at: str, answer: list[str]) -> None:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    assert completed(folder, "bash", words, at) == answer


def test_each_shell_is_answered_in_its_own_way(opened: str, folder: Path) -> None:
    assert completed(folder, "zsh", "of voir 2025", "2") == ["plain", "2025-0001", "DUPONT Léa"]
    assert completed(folder, "fish", "of voir 2025", "2025") == ["plain,2025-0001\tDUPONT Léa"]
    assert completed(folder, "powershell", "of voir 2025", "2025") == ["2025-0001\tDUPONT Léa"]
    assert completed(folder, "powershell", "of convo", "convo")[0].startswith("convoquer")


def test_nothing_is_proposed_of_another_house_nor_where_there_is_no_base(opened: str, folder: Path, tmp_path: Path) -> None:
    config = (folder / "config.toml").read_text(encoding="utf-8")
    (folder / "config.toml").write_text(config.replace('"ML-EXEMPLE"', '"ML-AUTRE"'), encoding="utf-8")
    assert completed(folder, "bash", "of voir 2025", "2") == []
    (folder / "ofworkflow.db").unlink()
    assert completed(folder, "bash", "of voir 2025", "2") == []
    (folder / "config.toml").unlink()
    assert completed(folder, "bash", "of voir 2025", "2") == []


def test_the_light_path_loads_neither_the_toolkit_of_the_base_nor_the_acts(opened: str, folder: Path) -> None:
    script = (
        "import os, sys; os.environ.update(_OF_COMPLETE='bash_complete', COMP_WORDS='of voir 2025', COMP_CWORD='2');"
        "from ofworkflow.cli.main import main; main();"
        "print(sorted({'sqlalchemy', 'ofworkflow.procedure.steps', 'ofworkflow.casework'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["plain,2025-0001", "[]"]


@pytest.mark.parametrize("shell", _SHELLS)
def test_it_is_put_in_place_once(of: Of, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    home = tmp_path / "chez moi"
    home.mkdir()
    monkeypatch.setattr(Path, "home", lambda: home)
    profile = home / (_SHELLS[shell].profile or "rien")
    profile.parent.mkdir(parents=True, exist_ok=True)
    profile.write_text("# à moi", encoding="utf-8")
    first, again = of("completion", shell), of("completion", shell)
    assert (first.code, again.code) == (0, 0)
    script = (home / _SHELLS[shell].script).read_text(encoding="utf-8")
    assert script.strip() == of("completion", shell, "--montrer").out.strip()
    lines = profile.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# à moi"
    assert len(lines) == (2 if _SHELLS[shell].profile else 1)


def test_the_shell_is_the_one_that_is_used(of: Of, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("SHELL", "/usr/bin/zsh")
    assert "completion.zsh" in of("completion").out
    monkeypatch.setenv("SHELL", "/bin/autre")
    monkeypatch.delenv("PSModulePath", raising=False)
    assert of("completion").code == (0 if sys.platform == "win32" else 2)


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
def test_bash_reads_the_script(of: Of, tmp_path: Path) -> None:
    script = of("completion", "bash", "--montrer").out
    done = subprocess.run(["bash", "-c", f"{script}\ncomplete -p of"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "complete -o nosort -F _of_completion of"
