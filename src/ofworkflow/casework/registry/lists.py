"""A list that comes in: looked at, or written, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import hold_minors, hold_openings
from ofworkflow.casework.registry import corrections
from ofworkflow.casework.registry.doubts import kept
from ofworkflow.casework.registry.opening import next_lot_number, open_dossiers
from ofworkflow.casework.registry.traces import watched
from ofworkflow.intake.batches import apply_modifications, keep_traces, record_lot
from ofworkflow.intake.preview import Preview, Progress, Reading, ReadList, preview, quiet, reading_of
from ofworkflow.intake.ticking import Ticks
from ofworkflow.procedure.case import WAITS_FROM_YEARS
from ofworkflow.procedure.decide import Decision
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class ListAsked:
    """A list read from its file, and all that it is looked at with."""

    read: ReadList
    source: Source
    list_on: date
    communes: Mapping[str, str]
    mapping_folder: Path | None = None
    mapping_name: str | None = None
    today: date | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)  # what a person said of some columns
    ticks: Ticks = field(default_factory=Ticks)
    neighbours: Mapping[str, str] = field(default_factory=dict)  # whom a minor outside the territory is for
    youngest: int = WAITS_FROM_YEARS  # who is younger has no dossier; before 16 it waits
    progress: Progress = quiet  # moved as the rows are read
    reported_on: date | None = None  # the day of the school's own report, where it is not that of the list

    def reading(self, *, asks: bool = False) -> Reading:
        """Tell how the columns are read, before anything is asked of the base; `asks` when a person is there
        to say which is one that is missing. Raise what `reading_of` raises."""
        return reading_of(
            self.read,
            mapping_folder=self.mapping_folder,
            mapping_name=self.mapping_name,
            chosen=self.chosen,
            asks=asks,
        )

    def look(self, connection: Connection) -> Preview:
        """Tell what the list would do to the base as it is now, of the rows that are ticked; write nothing.

        Raise what `preview` and `Ticks.taken` raise.
        """
        seen = preview(
            connection,
            self.read,
            source=self.source,
            list_on=self.list_on,
            communes=self.communes,
            neighbours=self.neighbours,
            mapping_folder=self.mapping_folder,
            mapping_name=self.mapping_name,
            today=self.today,
            chosen=self.chosen,
            youngest=self.youngest,
            reported_on=self.reported_on,
            progress=self.progress,
        )
        return self.ticks.taken(seen)


@dataclass(frozen=True, slots=True)
class Import:
    """What came of a list: what was seen of it, the number of its lot when it was written, the dossiers
    opened."""

    seen: Preview
    lot: str | None = None
    opened: tuple[tuple[str, Decision], ...] = ()

    @property
    def references(self) -> tuple[str, ...]:
        """The dossiers opened, in the order of the list."""
        return tuple(reference for reference, _ in self.opened)

    @property
    def warnings(self) -> tuple[tuple[str, str], ...]:
        """What deserves a look in the dossiers opened, each with its reference."""
        return tuple((reference, sentence) for reference, made in self.opened for sentence in made.warnings)


def write_list(
    connection: Connection,
    look: Callable[[Connection], Preview],
    *,
    source: Source,
    list_on: date,
    desk: Desk,
) -> Import:
    """Write what a list brings.

    Who is known is asked once nobody else opens, and what is missing once nobody else changes it.
    """
    hold_openings(connection, desk.structure)
    seen, held = look(connection), set[int]()
    while completed := {change.jeune_id for change in seen.a_modifier} - held:
        hold_minors(connection, completed)
        held |= completed
        seen = look(connection)  # as they are, once nobody else changes them
    fresh = [each for each in seen.attendent if each.numero is None]
    if not (seen.a_creer or seen.a_modifier or fresh):
        return Import(seen)
    number = next_lot_number(connection)
    lot = record_lot(
        connection,
        seen,
        numero=number,
        source=source,
        list_on=list_on,
        auteur=desk.author,
        recorded_at=desk.now,
    )
    opened = open_dossiers(connection, [s for _, s in seen.a_creer], done_on=list_on, desk=desk, lot_id=lot)
    minors = [change.jeune_id for change in seen.a_modifier]

    def complete() -> None:
        apply_modifications(connection, seen)
        corrections.follow_minors(connection, minors)

    changes = watched(connection, minors, complete)
    lines = {made[0]: line for made, (line, _) in zip(opened, seen.a_creer, strict=True)}
    keep_traces(connection, lot, lines=lines, changes=changes, doubts=kept(connection, fresh))
    return Import(seen, number, tuple(opened))
