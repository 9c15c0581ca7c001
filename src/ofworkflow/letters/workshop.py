"""Many pages at once: the compiler takes one core, so a long run is shared between processes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from ofworkflow.errors import LetterError
from ofworkflow.letters.renderer import Job

WORTH_SHARING = 60  # jobs: below, starting a process costs more than it brings
SHARE = 10  # jobs handed over at a time


def compile_all(jobs: Sequence[Job]) -> Iterator[tuple[bytes, str] | LetterError]:
    """Yield for each job, in order, its PDF and the SHA-256 of its unchanged letter, or why it cannot be made."""
    cores = os.cpu_count() or 1
    if len(jobs) < WORTH_SHARING or cores == 1:
        yield from map(_compiled, jobs)
        return
    # « spawn » everywhere: the same on every system, and no half-copied state of a database
    with ProcessPoolExecutor(min(cores, 4), mp_context=get_context("spawn")) as pool:
        yield from pool.map(_compiled, jobs, chunksize=SHARE)


def _compiled(job: Job) -> tuple[bytes, str] | LetterError:
    try:
        return job.compile()
    except LetterError as error:
        return LetterError(str(error))
