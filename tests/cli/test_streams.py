"""What was done does not depend on whether it could be shown: same journal, same letters; the exit code tells it (5)."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import OPEN, Of
from ofworkflow.cli.main import main

_SUMMON = ("convoquer", "2025-0001", "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
_COMMAND = [sys.executable, "-c", "from ofworkflow.cli.main import main; main()"]


class Failing(io.RawIOBase):
    """A file that takes nothing, as a full disk or a reader gone."""

    def __init__(self, number: int) -> None:
        self.number = number

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        raise OSError(self.number, os.strerror(self.number))


def _encoded(name: str) -> Callable[[], io.TextIOWrapper]:
    return lambda: io.TextIOWrapper(io.BytesIO(), encoding=name, errors="strict")


def _failing(number: int) -> Callable[[], io.TextIOWrapper]:
    return lambda: io.TextIOWrapper(io.BufferedWriter(Failing(number)), encoding="utf-8", write_through=True)


def _closed() -> io.TextIOWrapper:
    stream = _encoded("utf-8")()
    stream.close()
    return stream


BAD = {
    "cp1252": _encoded("cp1252"),
    "ascii": _encoded("ascii"),
    "latin-1": _encoded("latin-1"),
    "full": _failing(errno.ENOSPC),
    "pipe": _failing(errno.EPIPE),
    "hung up": _failing(errno.EIO),
    "closed": _closed,
}


_LOST = {"full", "hung up", "closed"}  # an error of the place, unlike an encoding or a reader who had enough


def run(monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], out: Any, err: Any) -> int:
    """Run one command on these streams; return its exit code."""
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        with pytest.raises(SystemExit) as stopped:
            main(list(arguments))
        assert (sys.stdout, sys.stderr) == (out, err)
    return int(stopped.value.code or 0)


@pytest.mark.parametrize("kind", BAD)
def test_an_act_is_done_and_its_letters_made_whatever_becomes_of_its_words(
    of: Of, opened: str, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    assert run(monkeypatch, _SUMMON, BAD[kind](), BAD[kind]()) == (5 if kind in _LOST else 0)
    found = of("voir", opened, "--json").json
    assert [entry["acte"] for entry in found["journal"]] == ["ouvrir", "convoquer"]
    assert {letter["etat"] for letter in found["courriers"]} == {"prepare"}


# What reads, what writes, what talks; each with its own exit code.
COMMANDS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("jour",), 0),
    (("dossiers",), 0),
    (("dossiers", "--csv"), 0),
    (("dossiers", "--json"), 0),
    (("chercher", "dupont"), 0),
    (("voir", "2025-0001"), 0),
    (("pourquoi", "2025-0001"), 0),
    (("courriers",), 0),
    (("nuit",), 0),
    (("nuit", "--simuler", "--au", "+40j"), 0),
    (("rapport",), 0),
    (("stats",), 0),
    (("procedure",), 0),
    (("base", "etat"), 0),
    (("convoquer", "--help"), 0),
    (("--help",), 0),
    (("--version",), 0),
    (("modifier", "2025-0001", "--nom", "ŁUKASZ"), 0),
    (("contact", "2025-0001", "--nature", "sms", "--resultat", "joint", "--note", "rappeler →"), 0),
    (("absence", "2025-0001"), 3),
    (("convoquer", "2025-0001", "--rdv", "jamais"), 2),
    (("voir", "9999-9999"), 2),
    (("nuits",), 4),
)


@pytest.mark.parametrize("kind", ["ascii", "full", "pipe"])
def test_every_kind_of_command_ends_with_its_own_code(of: Of, opened: str, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    codes = [run(monkeypatch, ("--au", "05/12/2025", *words), BAD[kind](), BAD[kind]()) for words, _ in COMMANDS]
    lost = {0: 5, 4: 5} if kind in _LOST else {}  # a refusal, an error keep their own: nothing of them was to be shown
    silent = {("courriers",)}  # there are none: nothing was to be shown on stdout
    assert codes == [code if words in silent else lost.get(code, code) for words, code in COMMANDS]


def test_what_an_encoding_has_not_is_replaced_by_what_is_nearest(of: Of, opened: str, monkeypatch: pytest.MonkeyPatch) -> None:
    of("modifier", opened, "--nom", "ŁUKASIEWICZ", "--prenom", "Zoë")
    shown: dict[str, str] = {}
    for name in ("cp1252", "ascii"):
        out = _encoded(name)()
        run(monkeypatch, ("voir", opened), out, io.StringIO())
        shown[name] = out.buffer.getvalue().decode(name)  # type: ignore[attr-defined]
    assert "Zoë LUKASIEWICZ" in shown["cp1252"]
    assert "Zoe LUKASIEWICZ" in shown["ascii"]
    assert "representant legal" in shown["ascii"].lower()


def test_json_in_a_poor_encoding_loses_nothing(of: Of, opened: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    of("modifier", opened, "--nom", "ŁUKASIEWICZ")
    out = _encoded("cp1252")()
    run(monkeypatch, ("dossiers", "--json"), out, io.StringIO())
    assert json.loads(out.buffer.getvalue().decode("cp1252"))["dossiers"][0]["nom"] == "ŁUKASIEWICZ"  # type: ignore[attr-defined]


def test_a_full_disk_is_said_a_reader_gone_is_not(of: Of, opened: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {}
    for kind in ("full", "pipe"):
        err = io.StringIO()
        assert run(monkeypatch, ("dossiers", "--csv"), BAD[kind](), err) == (5 if kind in _LOST else 0)
        said[kind] = err.getvalue()
    assert "plus de place" in said["full"]
    assert said["pipe"] == ""


@pytest.mark.skipif(sys.platform == "win32", reason="redirections of a POSIX shell")
@pytest.mark.parametrize("redirection", [">&-", ">&- 2>&- <&-", "> /dev/full", "> /dev/full 2>&1", "| true", "2>&1 | true"])
def test_the_interpreter_leaves_in_silence_too(of: Of, opened: str, folder: Path, redirection: str) -> None:
    """What is flushed last, as the interpreter ends, is no error either; and no file of ours takes a closed stream's number."""
    script = f'"$@" {redirection}; echo "code ${{PIPESTATUS[0]}}" >&3'
    words = ["bash", "-c", f"exec 3>code; {script}", "of", *_COMMAND, *_SUMMON]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)
    code = 5 if ">&-" in redirection or "/dev/full" in redirection else 0
    assert (folder / "code").read_text() == f"code {code}\n", done.stderr
    assert "Exception" not in done.stderr
    assert "Traceback" not in done.stderr
    found = of("voir", opened, "--json").json
    assert [entry["acte"] for entry in found["journal"]] == ["ouvrir", "convoquer"]
    assert {letter["etat"] for letter in found["courriers"]} == {"prepare"}


@pytest.mark.skipif(sys.platform == "win32", reason="redirections of a POSIX shell")
@pytest.mark.parametrize("redirection", ["2>&1 | true", "> dit 2>&1", "> /dev/full 2>&1", ">&- 2>&- <&-"])
def test_init_makes_its_folder_whatever_becomes_of_its_words(tmp_path: Path, redirection: str) -> None:
    _made_in(tmp_path, ("init", "--essai"), redirection)
    assert {"config.toml", "ofworkflow.db", "letter_templates"} <= {path.name for path in tmp_path.iterdir()}


@pytest.mark.skipif(sys.platform == "win32", reason="redirections of a POSIX shell")
def test_the_demonstration_goes_to_its_end_in_a_poor_encoding_that_nobody_reads(tmp_path: Path) -> None:
    _made_in(tmp_path, ("demo", "--dossier", "essai"), "2>&1 | true")
    assert len(list((tmp_path / "essai" / "courriers").rglob("*.pdf"))) > 10


def _made_in(place: Path, words: tuple[str, ...], redirection: str) -> None:
    script = f'"$@" {redirection}; echo "code ${{PIPESTATUS[0]}}" >&3'
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252:strict"}
    command = ["bash", "-c", f"exec 3>code; {script}", "of", *_COMMAND, *words]
    done = subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, check=False)
    code = 5 if ">&-" in redirection or "/dev/full" in redirection else 0
    assert (place / "code").read_text() == f"code {code}\n", done.stderr


def test_a_connection_that_breaks_is_an_error_not_a_reader_gone(of: Of, opened: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """click ends in silence on any broken pipe, even that of a server."""
    from ofworkflow.wiring import App

    def broken(app: App) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(App, "reading", broken)
    typed = of("dossiers")
    assert typed.code == 1
    assert "connexion a été coupée" in typed.err


def test_opening_says_its_reference_once_where_the_terminal_is_gone(of: Of, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, (*OPEN, "--le", "01/12/2025"), BAD["hung up"](), BAD["hung up"]()) == 5
    assert len(of("dossiers", "--json").json["dossiers"]) == 1
