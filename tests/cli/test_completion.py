"""Completion: put in place for four shells, answered from the base between two keys."""

from __future__ import annotations

import os
import re
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


# --- the shells themselves, opened on what « of completion » put in place


@pytest.fixture
def home(of: Of, opened: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home whose shells find « of », in front of a base with one dossier and its three letters."""
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    place = tmp_path / "chez elle"
    (place / "bin").mkdir(parents=True)
    tool = place / "bin" / "of"
    tool.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path[:0] = {sys.path!r}\nfrom ofworkflow.cli.main import main\nmain()\n",
        encoding="utf-8",
    )
    tool.chmod(0o755)
    monkeypatch.setattr(Path, "home", lambda: place)
    for name, value in {"HOME": place, "ZDOTDIR": place, "XDG_CONFIG_HOME": place / ".config", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("PATH", f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return place


def pressed(command: list[str], keys: str, until: str) -> str:
    """Return what an interactive shell shows once these keys are pressed, up to the text that is awaited or ten seconds of silence."""
    import pty
    import select

    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown = ""
    waits = "prêt>"
    try:
        while select.select([ours], [], [], 10)[0] and (piece := os.read(ours, 65_536)):
            shown += re.sub(r"\x1b[\[(][0-9;?]*[a-zA-Z]|[\x07\x08]", "", piece.decode(errors="replace"))
            if waits and waits in shown:
                os.write(ours, keys.encode())
                waits, shown = "", ""
            elif not waits and until in shown:
                break
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    return shown


_SHOWS = [("of voir 2025-0\t", "2025-0001"), ("of voir du\t", "DUPONT"), ("of conv\t", "of convoquer")]


@pytest.mark.parametrize(("keys", "answer"), [*_SHOWS, ("of courriers poster C0\t\t\t", "C000002")])
@pytest.mark.parametrize(
    ("shell", "command", "profile", "prompt"),
    [
        ("bash", ["bash", "--noprofile", "-i"], ".bashrc", "PS1='prêt>'\n"),
        ("zsh", ["zsh", "-i"], ".zshrc", "PROMPT='prêt>'\nunsetopt ZLE_PROMPT_SP PROMPT_SP 2>/dev/null\n"),
    ],
    ids=["bash", "zsh"],
)
def test_a_real_shell_completes_a_word_at_the_press_of_tab(
    of: Of, home: Path, shell: str, command: list[str], profile: str, prompt: str, keys: str, answer: str
) -> None:
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here")
    assert of("completion", shell).code == 0
    with (home / profile).open("a", encoding="utf-8") as file:
        file.write(prompt)
    assert answer in pressed(command, keys, answer)


@pytest.mark.skipif(not shutil.which("fish"), reason="no fish here")
def test_fish_finds_its_answers_in_its_own_folder(of: Of, home: Path) -> None:
    assert of("completion", "fish").code == 0

    def answered(words: str) -> list[str]:
        done = subprocess.run(
            ["fish", "-c", f'complete -C "{words}"'], capture_output=True, text=True, check=True, encoding="utf-8"
        )
        return [line.partition("\t")[0] for line in done.stdout.splitlines()]

    assert answered("of voir 2025") == ["2025-0001"]
    assert answered("of voir du") == ["DUPONT"]
    assert set(answered("of courriers poster C0")) == {"C000001", "C000002", "C000003"}


@pytest.mark.skipif(not shutil.which("pwsh"), reason="no PowerShell here")
def test_powershell_completes_from_its_profile(of: Of, home: Path) -> None:
    assert of("completion", "powershell").code == 0
    asked = "(TabExpansion2 -inputScript 'of voir 2025' -cursorColumn 12).CompletionMatches.CompletionText"
    done = subprocess.run(["pwsh", "-NoLogo", "-Command", asked], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.split() == ["2025-0001"]
