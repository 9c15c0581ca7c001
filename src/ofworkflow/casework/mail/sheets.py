"""The letters of a print run, made one by one before the run is bound and sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from pathlib import Path

from ofworkflow.casework.dossier.lines import run_name as run_name
from ofworkflow.casework.dossier.opened import letter_id
from ofworkflow.casework.mail.drafts import NotMade
from ofworkflow.casework.mail.letters.subject import LetterSubject
from ofworkflow.casework.mail.slips import run_number as run_number
from ofworkflow.casework.mail.slips import slip_of_registered as slip_of_registered
from ofworkflow.casework.mail.subjects import job_of
from ofworkflow.errors import LetterError, OfWorkflowError
from ofworkflow.letters.page_reading import pages_of
from ofworkflow.letters.renderer import Job, ProducedLetter
from ofworkflow.letters.workshop import Workshop
from ofworkflow.records import dataclass
from ofworkflow.workbench import Bench

AT_ONCE = 200
"""Letters composed and laid out before the next ones are looked at."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RunSheet:
    """A letter made: its bytes wait in a file, not in memory."""

    subject: LetterSubject
    path: Path
    made: ProducedLetter
    pages: int


@dataclass(slots=True)
class RunBatch:
    """What a run could make, and what it could not."""

    sheets: list[RunSheet] = field(default_factory=list)
    failed: list[NotMade] = field(default_factory=list)
    together: bool = False  # what goes to one person at one address is in one envelope


def make_sheets(
    waiting: Sequence[LetterSubject], bench: Bench, shop: Workshop, progress: Progress
) -> RunBatch:
    """Make the letters of a run, each in a file of the bench; those that cannot be made are told apart."""
    batch = RunBatch()
    for start in range(0, len(waiting), AT_ONCE):
        composed: list[tuple[LetterSubject, Job]] = []
        # composed here while the letters before are laid out there
        results = shop.compile(_noted(_composed(waiting[start : start + AT_ONCE], batch.failed), composed))
        for i, result in enumerate(results):
            subject, job = composed[i]
            if isinstance(result, LetterError):
                batch.failed.append(not_made(subject, result))
                continue
            path = bench.put(f"{letter_id(subject.letter.id)}.pdf", result[0])
            batch.sheets.append(
                RunSheet(subject, path, replace(job.made_of(*result), pdf=b""), pages_of(result[0]))
            )
        progress(min(start + AT_ONCE, len(waiting)), len(waiting))
    return batch


def not_made(subject: LetterSubject, error: OfWorkflowError) -> NotMade:
    """Return a letter that could not be made, and why."""
    return NotMade(subject.letter.id, subject.opened.reference, str(error))


def _noted(
    pairs: Iterable[tuple[LetterSubject, Job]], sealed: list[tuple[LetterSubject, Job]]
) -> Iterator[Job]:
    for pair in pairs:
        sealed.append(pair)
        yield pair[1]


def _composed(
    subjects: Iterable[LetterSubject], failed: list[NotMade]
) -> Iterator[tuple[LetterSubject, Job]]:
    for subject in subjects:
        try:
            yield subject, job_of(subject)
        except OfWorkflowError as error:
            failed.append(not_made(subject, error))
