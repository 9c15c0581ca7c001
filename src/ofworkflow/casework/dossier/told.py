"""What the journal of a dossier tells, and what this process already knew of it.

Entries are added, never changed: of a journal that was read before, only what was added since is decoded and
replayed. Nothing is taken on trust: every row is compared with the one that was decoded, as the driver gave
it, and a journal that differs anywhere is read as a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.replay import advance, replay
from ofworkflow.storage.journal_codec import decode

Raw = Sequence[Any]  # a row, as the driver gave it
_KEPT = 256
"""Journals that a process keeps in mind."""

_BESIDE = 2  # the last columns of the first row are not the journal's own: they may change


class Journal:
    """The rows of a journal, its entries, and the case that a replay of them gives; each worked out when it
    is first asked for."""

    def __init__(self, lines: Sequence[Any], raw: Sequence[Raw] = (), before: Journal | None = None) -> None:
        self.lines = lines
        self.raw = raw
        self._before = before

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The entries; raise `UnreadableEntryError`."""
        known = self._before.entries if self._before else ()
        return (*known, *map(decode, self.lines[len(known) :]))

    @cached_property
    def case(self) -> CaseState:
        """What a replay gives."""
        entries, before = self.entries, self._before
        self._before = None  # what it was worked out from is no longer kept
        if before is None:
            return replay(entries)
        added = entries[len(before.entries) :]
        if any(entry.request.voids for entry in added):
            return replay(entries)
        case = before.case
        for entry in added:
            case = advance(case, entry)
        return case

    @property
    def is_worked_out(self) -> bool:
        """Whether another reading may start from it."""
        return "case" in self.__dict__

    def begins(self, raw: Sequence[Raw]) -> bool:
        """Tell whether these rows are its own, and perhaps more."""
        mine = self.raw
        return len(raw) >= len(mine) and all(
            one[:-_BESIDE] == other[:-_BESIDE] for one, other in zip(mine, raw, strict=False)
        )


def journal_of(dossier_id: int, raw: Sequence[Raw], read: Callable[[Sequence[Raw]], list[Any]]) -> Journal:
    """Return the journal of these rows; `read` gives to rows of the driver their columns and their types."""
    known = _known.pop(dossier_id, None)
    if known is None or not known.is_worked_out or not known.begins(raw):
        journal = Journal(read(raw), raw)
    elif len(raw) == len(known.raw) and raw[0] == known.raw[0]:
        journal = known
    else:
        first = known.lines[:1] if raw[0] == known.raw[0] else read(raw[:1])
        lines = [*first, *known.lines[1:], *read(raw[len(known.raw) :])]
        journal = Journal(lines, raw, known)
    _known[dossier_id] = journal
    if len(_known) > _KEPT:
        _known.pop(next(iter(_known)), None)  # the one that was read the longest ago
    return journal


_known: dict[int, Journal] = {}
