"""The cycles of a dossier, and the reports it received: read from its journal, the ones over included."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ofworkflow.casework.dossier.opened import Opened
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.vocabulary import Act, Closing, ReportedFor, Source
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class SignalementLine:
    """A report: the entry that tells it, who reported, on which day, which person or organism, and why."""

    n: int
    noted_on: date
    source: Source
    on: date
    by: str = ""
    why: ReportedFor | None = None

    @property
    def told(self) -> str:
        """Return who reported and why, after the day."""
        who = f"{self.source.label} ({self.by})" if self.by else self.source.label
        return f"{who} : {self.why.label}" if self.why else who


@dataclass(frozen=True, slots=True)
class CycleLine:
    """A cycle: the entry that began it, the act, its day, and its closing where it has one."""

    n: int
    act: Act
    since: date
    closed_on: date | None = None
    motif: Closing | None = None


def signalements_of(opened: Opened, source: Source, signale_le: date) -> tuple[SignalementLine, ...]:
    """Return the report that opened the dossier, as its row says it, then those of its journal."""
    first = opened.entries[0]
    again = (
        SignalementLine(
            e.n, e.done_on, e.request.source, e.request.signale_le, e.request.par, e.request.raison
        )
        for e in _standing(opened)
        if isinstance(e.request, ask.Signaler)
    )
    request = first.request
    known = (request.par, request.raison) if isinstance(request, ask.Ouvrir) else ("", None)
    return (SignalementLine(first.n, first.done_on, source, signale_le, *known), *again)


def signalement_of_cycle(opened: Opened, n: int, source: Source, signale_le: date) -> tuple[Source, date]:
    """Return who reported, and on which day, in the cycle of the entry `n`: what its letters say."""
    begun = opened.case.cycle_at(n)
    of_cycle = (r for r in signalements_of(opened, source, signale_le) if r.n == begun)
    report = next(of_cycle, None)
    return (report.source, report.on) if report else (source, signale_le)


def cycles_of(opened: Opened) -> tuple[CycleLine, ...]:
    """Return the cycles, the running one last."""
    standing, begins = _standing(opened), (1, *opened.case.cycles)
    lines = []
    for begun, following in zip(begins, (*begins[1:], standing[-1].n + 1), strict=True):
        within = [e for e in standing if begun <= e.n < following]
        turns = [e for e in within if isinstance(e.request, ask.Cloturer | ask.Rouvrir)]
        last = turns[-1] if turns else None
        first = within[0]
        if last is not None and isinstance(last.request, ask.Cloturer):
            lines.append(CycleLine(begun, first.act, first.done_on, last.done_on, last.request.motif))
        else:
            lines.append(CycleLine(begun, first.act, first.done_on))
    return tuple(lines)


def _standing(opened: Opened) -> Sequence[Entry]:
    return [e for e in opened.entries if e.n not in opened.case.annulled and not e.request.voids]
