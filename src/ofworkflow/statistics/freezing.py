"""Sealing the report of a period, once for the same figures; two reports of a period side by side, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from ofworkflow.errors import BrokenSealError, UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.statistics.facts import gathered
from ofworkflow.statistics.figures import Figures, draw
from ofworkflow.statistics.frozen import SealedReport, drawn_up, opened, seal
from ofworkflow.statistics.modalities import By, HouseTerritory
from ofworkflow.statistics.reasons import Reason, reasons
from ofworkflow.statistics.report_changes import CellChange, FigureChange, cell_changes, figure_changes, moved
from ofworkflow.storage import reports as store
from ofworkflow.storage.scope import structure_of

EVERY_BREAKDOWN = tuple((by,) for by in By)
"""What is sealed of a report: every breakdown by one thing."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What separates an older report of a period from a later one; `engines`: the versions of the engine, where they differ."""

    old: SealedReport
    new: SealedReport
    figures: tuple[FigureChange, ...]
    cells: tuple[CellChange, ...]
    moved: tuple[str, ...]
    why: Mapping[str, Sequence[Reason]]
    engines: tuple[str, str] | None

    @property
    def identical(self) -> bool:
        """Whether nothing separates them, to the dossier."""
        return not (self.figures or self.cells or self.moved)


@dataclass(frozen=True, slots=True)
class Freezing:
    """What came of a sealing: the report, and the figures that it seals.

    `is_new`: `False` when a report that says the same was there already, and is given back. `since`: what changed since the one
    before, if any. `broken`: the one before, whose seal no longer holds.
    """

    report: SealedReport
    figures: Figures
    is_new: bool
    since: Differences | None = None
    broken: str = ""


def freeze(
    connection: Connection, *, first: date, last: date, territory: HouseTerritory, author: str, now: datetime
) -> Freezing:  # fmt: skip
    """Seal the report of a period, in the transaction given; the last one of that period is given back when it says the same."""
    store.hold(connection)
    report, figures = current(connection, first=first, last=last, territory=territory, author=author, now=now)
    row = store.latest(connection, first, last)
    if row is None:
        return Freezing(seal(connection, report), figures, is_new=True)
    try:
        before = opened(row)
    except BrokenSealError:
        return Freezing(seal(connection, report), figures, is_new=True, broken=row.numero)
    if before.says() == report.says():
        return Freezing(before, figures, is_new=False)
    kept = seal(connection, report)
    return Freezing(kept, figures, is_new=True, since=differences(connection, before, kept))


def current(
    connection: Connection, *, first: date, last: date, territory: HouseTerritory, author: str, now: datetime
) -> tuple[SealedReport, Figures]:  # fmt: skip
    """Return the report of a period as it is known now, not sealed, and its figures."""
    with gathered(connection, first=first, last=last) as facts:
        figures = draw(facts, first=first, last=last, territory=territory, by=EVERY_BREAKDOWN)
        return drawn_up(facts, figures, author=author, structure=structure_of(connection), now=now), figures


def differences(connection: Connection, one: SealedReport, other: SealedReport) -> Differences:
    """Return what separates two reports, the older one first; raise `UsageError` when they are not of the same period."""
    if (one.first, one.last) != (other.first, other.last):
        raise UsageError(
            f"Ces bilans ne comptent pas la même période ({_period(one)} ; {_period(other)}) : "
            "leurs dossiers ne se comparent pas. "
            f"Pour comparer deux périodes : of stats --annee {other.first.year} --compare {one.first.year}"
        )
    old, new = sorted((one, other), key=lambda report: report.fixed_at)
    references = moved(old, new)
    engines = old.content["moteur"], new.content["moteur"]
    return Differences(
        old, new, figure_changes(old, new), cell_changes(old, new), tuple(references),
        reasons(connection, references, old, new), engines if engines[0] != engines[1] else None,
    )  # fmt: skip


def _period(report: SealedReport) -> str:
    return f"{report.number or 'maintenant'}, du {french_day(report.first)} au {french_day(report.last)}"
