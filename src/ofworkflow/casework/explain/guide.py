"""Where a dossier stands in the procedure, what it went through, and what comes next."""

from __future__ import annotations

from datetime import date

from ofworkflow.casework.dossier.opened import WAITING
from ofworkflow.casework.explain.links import Subject
from ofworkflow.procedure.next_steps import NextStep, next_steps
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.vocabulary import Act, LetterState, Stage
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class Passed:
    """A stage that the dossier reached, and the day."""

    stage: Stage
    on: date


@dataclass(frozen=True, slots=True)
class Guide:
    """The way of a dossier: the last stage of `path` is where it stands."""

    reference: str
    path: tuple[Passed, ...]
    steps: tuple[NextStep, ...]


def guide(subject: Subject) -> Guide:
    """Return the way of a dossier and what comes next; letters that wait come before all else."""
    steps = next_steps(subject.case, subject.reference, subject.today)
    return Guide(subject.reference, _path(subject), (*_letters(subject), *steps))


def _path(subject: Subject) -> tuple[Passed, ...]:
    """Return each stage reached, once in a row; what was voided is left out."""
    path: list[Passed] = []
    for entry in subject.entries:
        stands = entry.n not in subject.case.annulled
        if stands and (not path or path[-1].stage is not entry.dest):
            path.append(Passed(entry.dest, entry.done_on))
    stage = subject.case.stage
    if stage and path and path[-1].stage is not stage:
        path.append(Passed(stage, subject.entries[-1].done_on))
    return tuple(path)


def _letters(subject: Subject) -> list[NextStep]:
    """Return what the letters ask that may leave: neither a record of our own, nor a notice nobody signed."""
    unsigned = {e.n for e in subject.entries if e.act is Act.PREPARER_TRANSMISSION}
    ready = [x for x in subject.letters if x.act_n not in unsigned and x.model is not Model.CONSTAT_CARENCE]
    waiting = [letter for letter in ready if letter.state in WAITING]
    if not waiting:
        return []
    names = " ".join(letter.number for letter in waiting)
    printing = NextStep("imprimer les courriers qui attendent", "of courriers imprimer")
    printed = all(letter.state is LetterState.IMPRIME for letter in waiting)
    posting = NextStep(
        "noter que les courriers imprimés sont partis", f"of courriers poster {names} --mode MODE"
    )
    return [posting] if printed else [printing, posting]
