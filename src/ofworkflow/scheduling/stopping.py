"""Told to stop: the batch in hand is finished first."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGBREAK") if hasattr(signal, name))


@contextmanager
def until_told() -> Iterator[Callable[[], bool]]:
    """Give what tells whether a signal asked to stop; what those did before is given back at the end."""
    signals: list[int] = []

    def stop(number: int, _frame: object) -> None:
        signals.append(number)  # nothing that takes a lock may be called from here

    if threading.current_thread() is not threading.main_thread():  # only the main thread may answer signals
        yield lambda: False
        return
    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield lambda: bool(signals)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
