"""Standard streams that never fail: what a command did does not depend on whether its words could be shown.

A closed pipe, a full disk, a terminal gone, an encoding without arrows: what cannot be shown is replaced, or
lost, and the command goes on to its end. Its exit code tells that some was lost, unless whoever read it had
enough (`| head`).
"""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO, cast

from ofworkflow.text import fold

_REPLACING = "ofworkflow-replace"
# What a typewriter has for signs that an encoding may lack, sign for sign where a column depends on it.
PLAIN_BARS = {
    "█": "#",
    "▓": "=",
    "▒": "+",
    "░": ".",
    "▁": "_",
    "▂": ".",
    "▃": "-",
    "▄": "=",
    "▅": "+",
    "▆": "*",
    "▇": "%",
}
"""What stands for the blocks of a bar where they cannot be shown, sign for sign."""

_TYPED = {
    "→": ">",
    "←": "<",
    "↗": "/",
    "↘": "\\",
    "–": "-",
    "—": "-",
    "−": "-",
    "‑": "-",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "…": ".",
    "·": "-",
    "•": "-",
    "■": "*",
    "≥": ">",
    "≤": "<",
    "×": "x",
    "°": ".",
    "€": "E",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    **PLAIN_BARS,
}
_WHY = {
    errno.ENOSPC: "il n'y a plus de place",
    errno.EFBIG: "le fichier serait trop grand",
    errno.EIO: "le terminal a disparu",
    errno.EBADF: "la sortie est fermée",
}


def _replace(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for the signs that an encoding has not: their letters, else « ? »."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_TYPED.get(sign) or _letters(sign) for sign in signs), error.end


def _letters(sign: str) -> str:
    plain = fold(sign)
    if not plain.isascii() or not plain:
        return "?"
    return plain.upper() if sign.isupper() else plain


codecs.register_error(_REPLACING, _replace)


class SafeStream:
    """A text stream that takes everything: what it cannot encode is replaced, and once it fails the rest
    is lost in silence."""

    # No `buffer`: click would write through it, around us.

    def __init__(self, stream: TextIO, *, is_missing: bool = False) -> None:
        self._stream = stream
        self.lost: Exception | None = None
        self._is_missing = is_missing
        self._errors = getattr(stream, "errors", None)
        if hasattr(stream, "reconfigure"):
            with suppress(OSError, ValueError):
                stream.reconfigure(errors=_REPLACING)

    def write(self, text: str) -> int:
        """Write what can be; raise `TypeError` for bytes, by which others know a text stream."""
        if not isinstance(text, str):
            raise TypeError("a text stream takes text")
        if self._is_missing and self.lost is None:
            self.lost = OSError(errno.EBADF, "closed by the caller")
        if self.lost is None:
            try:
                self._write(text)
            except (OSError, ValueError) as error:
                self._lose(error)
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write what can be of each."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Write what waits, where it can be."""
        if self.lost is None:
            try:
                self._stream.flush()
            except (OSError, ValueError) as error:
                self._lose(error)

    def isatty(self) -> bool:
        """Tell whether this is a terminal; a closed stream is none."""
        with suppress(OSError, ValueError):
            return self._stream.isatty()
        return False

    @property
    def encoding(self) -> str:
        """The encoding of what is written."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    @property
    def errors(self) -> str:
        """How what cannot be encoded is replaced."""
        return getattr(self._stream, "errors", None) or _REPLACING

    @property
    def closed(self) -> bool:
        """Whether the stream was closed."""
        return self._stream.closed

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._stream.fileno()

    def restore(self) -> None:
        """Give the stream back as it was, nothing waiting in it."""
        self.flush()
        if hasattr(self._stream, "reconfigure"):
            with suppress(OSError, ValueError):
                self._stream.reconfigure(errors=self._errors)

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
        except UnicodeEncodeError:  # a stream that is not ours to set
            self._stream.write(text.encode(self.encoding, _REPLACING).decode(self.encoding))

    def _lose(self, error: Exception) -> None:
        """Note the failure, and let what waits go nowhere: the interpreter flushes once more as it leaves."""
        self.lost = error
        with suppress(OSError, ValueError, AttributeError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            try:
                os.dup2(nowhere, self._stream.fileno())
            finally:
                os.close(nowhere)


def unwritten(stream: object) -> str:
    """Return why the words of a stream were lost; empty when none were, or when whoever read them had
    enough (`| head`)."""
    lost = getattr(stream, "lost", None)
    if isinstance(lost, ValueError):  # « I/O operation on closed file »
        return _WHY[errno.EBADF]
    if not isinstance(lost, OSError) or lost.errno == errno.EPIPE:
        return ""
    return _WHY.get(lost.errno or 0, "l'écriture est impossible")


@contextmanager
def safe_streams() -> Iterator[None]:
    """Give the command streams that never fail, and put those of the caller back after it."""
    kept = sys.stdin, sys.stdout, sys.stderr
    has_stdout = sys.stdout is not None
    _open_missing()
    if hasattr(sys.stdin, "reconfigure"):
        with suppress(OSError, ValueError):
            sys.stdin.reconfigure(
                errors="surrogateescape"
            )  # an answer typed in another encoding is cleaned like the rest
    out, err = SafeStream(sys.stdout, is_missing=not has_stdout), SafeStream(sys.stderr)
    sys.stdout, sys.stderr = cast("TextIO", out), cast("TextIO", err)
    try:
        yield
    finally:
        out.restore()
        err.restore()
        sys.stdin, sys.stdout, sys.stderr = kept


def _open_missing() -> None:
    """Put something behind the streams that the caller closed (`>&-`).

    Else the next file that is opened, the base itself, would take their number, and receive what is printed.
    """
    if sys.stdin is not None and sys.stdout is not None and sys.stderr is not None:
        return
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(number, True)
    os.close(number)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 — as long as the process
