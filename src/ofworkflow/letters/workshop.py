"""Many pages at once: the compiler takes one core, so a long run is shared between processes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread

from ofworkflow.errors import LetterError
from ofworkflow.letters.renderer import Job

Compiled = tuple[bytes, str] | LetterError
"""The PDF of a job and the SHA-256 of its unchanged letter, or why it cannot be made."""

WORTH_SHARING = 60  # jobs: below, starting a process costs more than it brings
SHARE = 10  # jobs handed over at a time
PROCESSES = (
    1  # beside this one, which composes: two cores at work, and one compiler's memory (some 100 MB), not two
)


class Workshop:
    """What compiles jobs in their order, here for a few, beside for many; close it to give its memory
    back."""

    def __init__(self, expected: int) -> None:
        beside = expected >= WORTH_SHARING and os.cpu_count() != 1
        # « spawn » everywhere: the same on every system, and no half-copied state of a database
        self._pool = (
            ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=_end_with_the_run)
            if beside
            else None
        )

    def compile(self, jobs: Iterable[Job]) -> Iterator[Compiled]:
        """Return what becomes of each job; the jobs are taken as they come, while the ones before are laid
        out."""
        return self._pool.map(_compiled, jobs, chunksize=SHARE) if self._pool else map(_compiled, jobs)

    def close(self) -> None:
        """End the process beside, once what it has in hand is done; what still comes is compiled here."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _end_with_the_run() -> None:
    """Have this process end when the one that started it dies, however it dies: nobody else would ever
    stop it."""

    def watch() -> None:
        parent = parent_process()
        if parent is not None:
            wait([parent.sentinel])
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def _compiled(job: Job) -> Compiled:
    try:
        return job.compile()
    except LetterError as error:
        return LetterError(str(error))
