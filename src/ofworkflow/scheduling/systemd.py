"""What systemd is told, when it is the one who started us: ready, alive, stopping; nothing at all otherwise.

The protocol is a datagram of « KEY=value » lines to the socket that `$NOTIFY_SOCKET` names (sd_notify(3)).
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Mapping

# sd-daemon(3): what a line of the journal begins with, so that « journalctl -p crit » finds a night that was
# not done.
_PRIORITIES = {logging.CRITICAL: "<2>", logging.ERROR: "<3>", logging.WARNING: "<4>", logging.INFO: "<6>"}


def notify(*lines: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Send these lines and tell whether they left; a manager that does not listen never stops the night."""
    address = environment.get("NOTIFY_SOCKET", "")
    family = getattr(socket, "AF_UNIX", None)
    if family is None or not address.startswith(("/", "@")):
        return False
    if address.startswith("@"):  # the abstract namespace of Linux
        address = "\0" + address[1:]
    message = "\n".join(line.replace("\n", " ") for line in lines)
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as channel:
            channel.settimeout(1)
            channel.sendto(message.encode(), address)
    except OSError:
        return False
    return True


def watchdog_seconds(environment: Mapping[str, str] = os.environ) -> float | None:
    """Return how long we may stay silent before we are killed; `None` when nobody watches this process."""
    try:
        microseconds = int(environment.get("WATCHDOG_USEC", ""))
        watched = int(environment.get("WATCHDOG_PID", os.getpid()))
    except ValueError:
        return None
    return microseconds / 1_000_000 if microseconds > 0 and watched == os.getpid() else None


class JournalFormatter(logging.Formatter):
    """Lines that the journal of systemd ranks by seriousness, and dates itself."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, behind its rank."""
        return _PRIORITIES.get(record.levelno, "") + super().format(record)


def under_journal(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether what we write goes to the journal of systemd."""
    return "JOURNAL_STREAM" in environment
