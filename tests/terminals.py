"""A real terminal to read a command's screen on: its columns, its `TERM`, what it shows without its escape codes."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

SILENT = 120.0
"""Seconds after which a command that says nothing waits for an answer that nobody gives."""
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def on_terminal(
    *arguments: str, folder: Path, columns: int = 80, env: Mapping[str, str] = {}, typed: str = "", code: int = 0, lines: int = 50
) -> str:
    """Return what « of … » shows, both streams, on a terminal of that many columns, where somebody types."""
    shown = raw_on_terminal(*arguments, folder=folder, columns=columns, env=env, typed=typed, code=code, lines=lines)
    return _ESCAPES.sub("", shown).replace("\r\n", "\n")


def raw_on_terminal(
    *arguments: str,
    folder: Path,
    columns: int = 80,
    env: Mapping[str, str] = {},
    typed: str = "",
    code: int | None = 0,
    lines: int = 50,
) -> str:
    """Return what a terminal receives, escape codes and all; `code` is how the command must end, `None` when it may end anyhow."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    clean = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES", "NO_COLOR"}}
    clean |= {"TERM": "xterm-256color", "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(sys.path), **env}
    command = [sys.executable, "-c", "from ofworkflow.cli.main import main; main()", *arguments]
    process = subprocess.Popen(command, cwd=folder, env=clean, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while select.select([ours], [], [], SILENT)[0] and (piece := os.read(ours, 65_536)):
            shown += piece
            if typed and shown.endswith(b": "):  # a question: answered once it is asked, as a person does
                os.write(ours, typed.encode())
                typed = ""
    except OSError:
        pass  # Linux says so when the other end is closed
    finally:
        os.close(ours)  # whoever still asks is hung up on
    ended = process.wait(timeout=60)
    assert code in (None, ended), shown.decode()
    return shown.decode()
