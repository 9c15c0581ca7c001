"""systemd as we know it: a datagram socket that hears what it is told."""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Manager:
    """What was heard, line by line."""

    def __init__(self, channel: socket.socket, address: str) -> None:
        self.channel = channel
        self.address = address
        self.heard: list[str] = []

    def hear(self, seconds: float) -> list[str]:
        """Wait for one message and return its lines; nothing when none came in that time."""
        self.channel.settimeout(seconds)
        try:
            lines = self.channel.recv(65536).decode().splitlines()
        except (TimeoutError, BlockingIOError):
            return []
        self.heard += lines
        return lines

    def wait_for(self, start: str) -> str:
        """Return the first line that begins so; fail after a minute of silence."""
        while lines := self.hear(60):
            for line in lines:
                if line.startswith(start):
                    return line
        raise AssertionError(f"{start} was never heard: {self.heard}")

    def drain(self) -> list[str]:
        """Hear what is already there, and return all that was ever heard."""
        while self.hear(0.01):
            pass
        return self.heard


@contextmanager
def manager(*, abstract: bool = False) -> Iterator[Manager]:
    """Listen as systemd would, under a path or in the abstract namespace."""
    folder = tempfile.mkdtemp(prefix="of")  # short: the path of a socket has about a hundred characters
    path = str(Path(folder) / "notify")
    address, bound = (f"@{path}", f"\0{path}") if abstract else (path, path)
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.bind(bound)
            yield Manager(channel, address)
    finally:
        shutil.rmtree(folder)
