"""Doubtful rows, kept with the lot of their list until a person decides; what was decided is remembered.

A doubt is known again by the row itself, not by its line: the same list a month later asks nothing twice.
Once it is decided, what the row said is forgotten: the decision and its fingerprint stay.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, field
from enum import StrEnum

from sqlalchemy import Connection, select

from ofworkflow.intake.layout import Listing
from ofworkflow.intake.matching import Doubt
from ofworkflow.intake.plain_texts import tells_of_health
from ofworkflow.procedure.persons import Signalement
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own
from ofworkflow.text import fold

_OF_HEALTH = "(parle de santé : non repris)"


class Decided(StrEnum):
    """What became of a doubtful row."""

    ATTEND = "attend"
    MEME = "meme"  # it is somebody of the base
    AUTRE = "autre"  # it is somebody else: a dossier was opened
    REJETE = "rejete"
    TRANSMIS = "transmis"  # handed over to another mission locale: which one, and when, is kept
    ANNULE = "annule"  # its list was undone


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A doubtful row: what it says, what it is known again by, its number once it is kept."""

    doute: Doubt
    empreinte: str
    lu: Mapping[str, str] = field(default_factory=dict)  # heading → cell, as the list has it
    signalement: Signalement | None = None  # whom it reports, where that is certain
    numero: int | None = None


def left_open(
    connection: Connection,
    doubts: Sequence[Doubt],
    sound: Mapping[int, Signalement],
    listing: Listing,
    freely: Collection[int] = (),
) -> tuple[tuple[WaitingRow, ...], int]:
    """Return the doubts that nobody decided, with what is kept of each; and how many were. `freely`: the
    columns in which somebody may have written of a minor's health, which is kept nowhere."""
    if not doubts:
        return (), 0
    known = dict(kept_doubts(connection))
    rows = {row.line: row for row in listing.rows}
    waiting, decided = [], 0
    for doubt in doubts:
        row, report = rows.get(doubt.ligne), sound.get(doubt.ligne)
        read = {c.shown: row.cell(c.at) for c in listing.columns if row.cell(c.at)} if row else {}
        for column in listing.columns:
            if column.at in freely and tells_of_health(read.get(column.shown, "")):
                read[column.shown] = _OF_HEALTH
        mark = _mark(doubt, report, read)
        state, number = known.get(mark, ("", None))
        if state not in ("", Decided.ATTEND):
            decided += 1
            continue
        waiting.append(WaitingRow(doubt, mark, read, report, number))
    return tuple(waiting), decided


def kept_doubts(connection: Connection) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield each doubt that was kept: what it is known again by, where it stands, its number; the last word
    last."""
    question = select(m.lot.c.bilan["doutes"]).where(*own(connection, m.lot)).order_by(m.lot.c.id)
    for doubts in connection.execute(question).scalars():
        for each in doubts or ():
            if each["etat"] != Decided.ANNULE:
                yield each["empreinte"], (each["etat"], each["n"])


def _mark(doubt: Doubt, report: Signalement | None, read: Mapping[str, str]) -> str:
    parts: Iterable[object] = astuple(report)[:2] if report else sorted(read.items())
    return hashlib.sha256(fold(str(parts), doubt.selon).encode()).hexdigest()[:32]
