"""Told to stop: the batch in hand is finished first."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGINT") if hasattr(signal, name))


@contextmanager
def until_told() -> Iterator[Callable[[], bool]]:
    """Give what tells whether SIGTERM or Ctrl-C was received; what those did before is given back at the end."""
    told = threading.Event()

    def stop(*_: Any) -> None:
        told.set()

    if threading.current_thread() is not threading.main_thread():  # only the main thread may answer signals
        yield told.is_set
        return
    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield told.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
