"""What becomes of the letters that an act stopped, once that act is voided: they wait again.

Which letters an act stops is a column of the table; so which it alone stopped is a function of the journal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.step_letters import Model
from ofworkflow.procedure.steps import row_written


def given_back(entries: Sequence[Entry], voided_n: int) -> Iterator[tuple[int, frozenset[Model]]]:
    """Yield, for each act before the one that is voided, which of its letters that one alone had stopped."""
    gone = {entry.effects.annuls for entry in entries if entry.effects.annuls is not None}
    standing = [entry for entry in entries if entry.n not in gone]
    voided = next((entry for entry in standing if entry.n == voided_n), None)
    for entry in standing:
        if voided is None or entry.n >= voided_n:
            return
        others = frozenset[Model]().union(
            *(_stops(other) for other in standing if other.n > entry.n and other is not voided)
        )
        if back := _stops(voided) - others:
            yield entry.n, back


def _stops(entry: Entry) -> frozenset[Model]:
    step = row_written(entry.act, entry.source, entry.dest)
    return step.stopped(entry.request) if step else frozenset()
