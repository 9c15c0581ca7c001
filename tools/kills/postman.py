"""A mail server of our own for the reminders of the story: `python -m tools.kills.postman` says its port, then takes everything.

In a process apart: the one that types is forked from, and may have no thread.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def postman() -> Iterator[int]:
    """Give the port of a server that takes every message, and end it."""
    command = [sys.executable, "-m", "tools.kills.postman"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            if process.stdout is None:
                raise AssertionError("no pipe")
            yield int(process.stdout.readline())
        finally:
            process.kill()


async def _serve() -> None:
    from aiosmtpd.handlers import Sink
    from aiosmtpd.smtp import SMTP

    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Sink()), host="127.0.0.1", port=0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)  # until whoever asked is gone, killed or not
    server.close()


if __name__ == "__main__":
    asyncio.run(_serve())
