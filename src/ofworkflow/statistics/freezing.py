"""Sealing the bilan of a period, once for the same figures; two bilans of a period side by side, with the
reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from ofworkflow.errors import BrokenSealError, UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.records import dataclass
from ofworkflow.statistics.bilan_changes import CellChange, FigureChange, cell_changes, figure_changes, moved
from ofworkflow.statistics.facts import gathered
from ofworkflow.statistics.figures import Figures, draw
from ofworkflow.statistics.frozen import SealedBilan, drawn_up, opened, seal, sealed
from ofworkflow.statistics.modalities import By, HouseTerritory
from ofworkflow.statistics.reasons import Reason, reasons
from ofworkflow.storage import bilans as store
from ofworkflow.storage.scope import structure_of

EVERY_BREAKDOWN = tuple((by,) for by in By)
"""What is sealed of a bilan: every breakdown by one thing."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What separates an older bilan of a period from a later one; `engines`: the versions of the engine,
    where they differ."""

    old: SealedBilan
    new: SealedBilan
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
    """What came of a sealing: the bilan, and the figures that it seals.

    `is_new`: `False` when a bilan that says the same was there already, and is given back. `since`: what
    changed since the one before, if any. `broken`: the one before, whose seal no longer holds.
    """

    bilan: SealedBilan
    figures: Figures
    is_new: bool
    since: Differences | None = None
    broken: str = ""


def freeze(
    connection: Connection, *, first: date, last: date, territory: HouseTerritory, author: str, now: datetime
) -> Freezing:  # fmt: skip
    """Seal the bilan of a period, in the transaction given; the last one of that period is given back when
    it says the same."""
    store.hold(connection)
    bilan, figures = current(connection, first=first, last=last, territory=territory, author=author, now=now)
    row = store.latest(connection, first, last)
    if row is None:
        return Freezing(seal(connection, bilan), figures, is_new=True)
    try:
        before = opened(row)
    except BrokenSealError:
        return Freezing(seal(connection, bilan), figures, is_new=True, broken=row.numero)
    if before.says() == bilan.says():
        return Freezing(before, figures, is_new=False)
    kept = seal(connection, bilan)
    return Freezing(kept, figures, is_new=True, since=differences(connection, before, kept))


def current(
    connection: Connection, *, first: date, last: date, territory: HouseTerritory, author: str, now: datetime
) -> tuple[SealedBilan, Figures]:  # fmt: skip
    """Return the bilan of a period as it is known now, not sealed, and its figures."""
    with gathered(connection, first=first, last=last) as facts:
        figures = draw(facts, first=first, last=last, territory=territory, by=EVERY_BREAKDOWN)
        return drawn_up(facts, figures, author=author, structure=structure_of(connection), now=now), figures


def differences(connection: Connection, one: SealedBilan, other: SealedBilan) -> Differences:
    """Return what separates two bilans, the older one first; raise `UsageError` when they are not of the
    same period."""
    if (one.first, one.last) != (other.first, other.last):
        raise UsageError(
            f"Ces bilans ne comptent pas la même période ({_period(one)} ; {_period(other)}) : "
            "leurs dossiers ne se comparent pas. "
            f"Pour comparer deux périodes : of stats --annee {other.first.year} --compare {one.first.year}"
        )
    old, new = sorted((one, other), key=lambda bilan: bilan.fixed_at)
    references = moved(old, new)
    engines = old.content["moteur"], new.content["moteur"]
    return Differences(
        old,
        new,
        figure_changes(old, new),
        cell_changes(old, new),
        tuple(references),
        reasons(connection, references, old, new),
        engines if engines[0] != engines[1] else None,
    )


def compared(
    connection: Connection,
    numbers: Sequence[str],
    years: Sequence[int],
    *,
    territory: HouseTerritory,
    author: str,
    now: datetime,
) -> Differences:
    """Return what separates two sealed bilans, or one and the figures of now; `years`: that of now, if it was
    named.

    Raise `UsageError` when a bilan does not exist, or is not of that year.
    """
    bilans = [sealed(connection, number) for number in numbers]
    if len(bilans) == len(("A", "B")):
        return differences(connection, bilans[0], bilans[1])
    [bilan] = bilans
    if years and list(years) != [bilan.first.year]:
        raise UsageError(
            f"{bilan.number} compte l'année {bilan.first.year}, et non {years[0]} : leurs dossiers ne se "
            "comparent pas. "
            f"Pour deux périodes : of stats --annee {bilan.first.year} --compare {years[0]}"
        )
    new, _ = current(
        connection, first=bilan.first, last=bilan.last, territory=territory, author=author, now=now
    )
    return differences(connection, bilan, new)


def _period(bilan: SealedBilan) -> str:
    return f"{bilan.number or 'maintenant'}, du {french_day(bilan.first)} au {french_day(bilan.last)}"
