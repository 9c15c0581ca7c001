"""A file read up to a size and no further, whatever it is: a list of 500 Mo, a device that never ends."""

from __future__ import annotations

import os
from pathlib import Path


class TooLargeError(Exception):
    """The file has more bytes than asked for."""


def read_at_most(path: Path, most: int) -> bytes:
    """Return the content of a file; raise `TooLargeError` past `most` bytes, `OSError` and `ValueError` as
    `open` does."""
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise TooLargeError
    return content


def shown_name(path: Path) -> str:
    """Return the name of a file as it can be kept and printed, even one that another system wrote in other
    bytes."""
    try:
        path.name.encode()
    except UnicodeEncodeError:
        return os.fsencode(path.name).decode("cp1252", errors="replace")
    return path.name


def is_there(path: Path) -> bool:
    """Tell whether a file is there; a name that no system can hold is that of no file."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
