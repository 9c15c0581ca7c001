"""A person at a real terminal: a shell on a pseudo-terminal, its screen kept as it is seen, its keys counted."""

from __future__ import annotations

import os
import re
import select
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import pyte

_PROMPT = "$ "
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
_ASKS = re.compile(r"(: |\? |\$ )$")  # where a person is waited for: a question of click, the shell
_AT_MOST = 60.0


class Terminal:
    """A shell in that folder, on a terminal of that many columns and lines."""

    def __init__(self, folder: Path, *, columns: int, lines: int, env: Mapping[str, str] = {}) -> None:
        import fcntl
        import struct
        import subprocess
        import termios

        self.columns, self.lines = columns, lines
        self._screen = pyte.HistoryScreen(columns, lines, history=10_000)
        self._stream = pyte.ByteStream(self._screen)
        self._ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        kept = {n: v for n, v in os.environ.items() if n not in {"COLUMNS", "LINES", "NO_COLOR", "BASH_ENV", "ENV"}}
        kept |= {"TERM": "linux", "PS1": _PROMPT, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8", "HOME": str(folder)}
        kept["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
        self._shell = subprocess.Popen(
            ["bash", "--noprofile", "--norc", "--noediting", "-i"],
            cwd=folder, env=kept | env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(theirs, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(theirs)
        self.keys = 0
        self._since = ""  # what was written since the last keys
        self._read()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        os.close(self._ours)  # the shell hears that its terminal is gone
        self._shell.wait(timeout=30)

    def types(self, keys: str) -> str:
        """Press these keys, wait until the person is waited for again, and return what was written since."""
        self.keys += len(keys)
        self._since = ""
        for line in keys.splitlines(keepends=True):
            os.write(self._ours, line.encode())
            self._read()
        return _ESCAPES.sub("", self._since).replace("\r\n", "\n")

    def unseen(self, typed: str) -> str:
        """Do something that is no key of hers: a file that arrives, another day."""
        before = self.keys
        shown = self.types(typed)
        self.keys = before
        return shown

    @contextmanager
    def counted(self) -> Iterator[list[int]]:
        """Give the keys pressed from here on, once it is left."""
        before, found = self.keys, [0]
        yield found
        found[0] = self.keys - before

    @property
    def screen(self) -> str:
        """What she sees, her last keys included."""
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip() + "\n"

    def clear(self) -> None:
        """Begin on an empty screen."""
        self._screen.reset()
        self._stream.feed(_PROMPT.encode())

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select([self._ours], [], [], _AT_MOST)
            assert ready, f"nothing is said any more:\n{self.screen}"
            piece = os.read(self._ours, 65_536)
            self._stream.feed(piece)
            self._since += piece.decode(errors="replace")
            if _ASKS.search(_ESCAPES.sub("", self._since)) and not select.select([self._ours], [], [], 0.05)[0]:
                return
