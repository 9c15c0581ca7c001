"""A list, read and checked and matched, before anything is written."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from ofworkflow.errors import ListError
from ofworkflow.intake.advice import NO_ADVICE, Advice
from ofworkflow.intake.checking import ListDay, check_row
from ofworkflow.intake.completing import ListProposal, Modification, ToldOfKnown
from ofworkflow.intake.doubts import WaitingRow, left_open
from ofworkflow.intake.fields_of_lists import STATE_COLUMNS
from ofworkflow.intake.judging import judge
from ofworkflow.intake.layout import ListColumn, Listing, find_listing
from ofworkflow.intake.leaving import NoLongerListed, no_longer_listed
from ofworkflow.intake.mapping import find_mapping, is_shipped, load_mapping
from ofworkflow.intake.matching import Doubt, match
from ofworkflow.intake.plain_texts import SAID_FREELY
from ofworkflow.intake.prepared import PreparedList, prepare
from ofworkflow.intake.profiles import profiles
from ofworkflow.intake.proposal import Mapped, propose
from ofworkflow.intake.readers import read_book, read_bytes
from ofworkflow.intake.sheets import Book
from ofworkflow.intake.territory import Communes
from ofworkflow.intake.turning import turn_names
from ofworkflow.intake.verdicts import Fault, Level, Repair
from ofworkflow.outside.reading import shown_name
from ofworkflow.procedure.case import WAITS_FROM_YEARS
from ofworkflow.procedure.persons import Signalement
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.records import dataclass
from ofworkflow.text import fold

Progress = Callable[[int, int], None]
_STEP = 50  # rows, between two moves of a bar


def quiet(_done: int, _total: int) -> None:
    """Move no bar."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a list was read, to be shown: what was found, what was supposed, what was left out."""

    listing: Listing
    mapped: Mapped
    assumed: tuple[str, ...] = ()
    mapping: str = ""  # the mapping of the house that was used, if any

    @property
    def columns(self) -> dict[str, str]:
        """Return heading → field, in the order of the list."""
        several = ((at, name) for name, ats in self.mapped.more.items() for at in ats)
        by_place = sorted([*((at, name) for name, at in self.mapped.places.items()), *several])
        columns = [(self.listing.columns[at], name) for at, name in by_place]
        twice = Counter(column.shown for column, _ in columns)
        return {
            f"{c.shown} ({c.group})" if c.group and twice[c.shown] > 1 else c.shown: name
            for c, name in columns
        }

    @property
    def unread(self) -> tuple[ListColumn, ...]:
        """Return the columns left out that hold data."""
        return self.mapped.unread


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would do; each sound row is in one of the first four, each fault of the others in `rejets`.

    `avertis` says what was left empty in the rows that are taken, `repares` what was brought back with
    certainty.
    Lines are those of the file, its header being the first.
    """

    fichier: str
    fichier_sha256: str
    a_creer: tuple[tuple[int, Signalement], ...]
    a_modifier: tuple[Modification, ...]
    inchanges: int
    douteux: tuple[Doubt, ...]
    rejets: tuple[Fault, ...]
    avertis: tuple[Fault, ...] = ()
    repares: tuple[Repair, ...] = ()
    lecture: Reading | None = None
    attendent: tuple[WaitingRow, ...] = ()  # what is kept of each doubtful row, until a person decides
    tranches: int = 0  # doubtful rows that a person decided already: they are not asked again
    proposes: tuple[
        ListProposal, ...
    ] = ()  # what the list says otherwise than a person did: for a person to take
    absents: tuple[NoLongerListed, ...] = ()  # named by an earlier list of the source, and no more
    connus: tuple[ToldOfKnown, ...] = ()  # the rows of those who are known for certain, as they are read
    nommes: frozenset[int] = frozenset()  # the minors of the base whom the list names, or may name
    ecartees: tuple[int, ...] = ()  # lines that a person did not tick: nothing is written of them


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list read from its file, before anything is asked of the base."""

    fichier: str
    sha256: str
    book: Book
    advice: Advice = NO_ADVICE


def read_list(path: Path, advice: Advice = NO_ADVICE) -> ReadList:
    """Return the list of a file: what is long or hostile in it is met here, outside of any transaction;
    raise `ListError`, and `UsageError` for what is told of another kind of file."""
    content = read_bytes(path)
    name = shown_name(path)
    return ReadList(name, hashlib.sha256(content).hexdigest(), read_book(Path(name), content, advice), advice)


def reading_of(
    read: ReadList,
    *,
    mapping_folder: Path | None = None,
    mapping_name: str | None = None,
    chosen: Mapping[str, str] | None = None,
    asks: bool = False,
) -> Reading:
    """Tell how the columns of a list are read; `chosen` is what a person said of some, field → heading; with
    `asks`, a person is there to say which column is one that is missing.

    A mapping of the house that fits the headings is found by itself. Raise `ListError` when there is no list,
    or a column that is needed is missing.
    """
    saved: Mapping[str, str] = STATE_COLUMNS
    sheet = read.advice.sheet
    listing = find_listing(read.book, sheet=sheet)
    if mapping_name or (
        listing is not None and (mapping_name := find_mapping(mapping_folder, listing.headings))
    ):
        saved = load_mapping(mapping_folder, mapping_name)
        if mapping_name and listing is not None and is_shipped(mapping_folder, mapping_name):
            saved = {**STATE_COLUMNS, **profiles()[mapping_name].present(listing.headings)}
    if saved is not STATE_COLUMNS:
        listing = find_listing(read.book, saved, sheet)
    if listing is None:
        raise ListError(f"{read.fichier} est vide. Vérifiez l'export, puis recommencez.")
    if not listing.rows:
        raise ListError(f"{read.fichier} n'a que son en-tête : aucune personne n'y est. Vérifiez l'export.")
    mapped = propose(listing, {**saved, **(chosen or {})}, file=read.fichier, asks=asks)
    return Reading(listing, mapped, mapping=mapping_name or "")


def preview(
    connection: Connection,
    read: ReadList,
    *,
    source: Source,
    list_on: date,
    communes: Mapping[str, str],
    neighbours: Mapping[str, str] | None = None,
    today: date | None = None,
    mapping_folder: Path | None = None,
    mapping_name: str | None = None,
    chosen: Mapping[str, str] | None = None,
    youngest: int = WAITS_FROM_YEARS,
    reported_on: date | None = None,
    progress: Progress = quiet,
) -> Preview:
    """Tell what a list of `list_on` would do, written on `today`; write nothing.

    Raise `ListError` when it lacks a column that is needed; a faulty row is a reject, not an error.
    """
    reading = reading_of(read, mapping_folder=mapping_folder, mapping_name=mapping_name, chosen=chosen)
    prepared = prepare(reading.listing, reading.mapped, list_on, read.advice.days)
    turn_names(prepared)
    supposed = judge(prepared, read.advice.one)
    where = Communes(communes, neighbours or {})
    day = ListDay(list_on, today or list_on, where, source, youngest, reported_on)
    sound = []
    for count, row in enumerate(prepared.rows, start=1):
        if (report := check_row(row, prepared, day)) is not None:
            sound.append((row.line, report))
        if count % _STEP == 0 or count == len(prepared.rows):
            progress(count, len(prepared.rows))
    taken = {line for line, _ in sound}
    faults = [fault for row in prepared.rows for fault in row.faults]
    rejected = {fault.ligne for fault in faults if fault.niveau is Level.REJET}
    waiting = [f for f in faults if f.niveau is Level.DOUTE and f.ligne not in rejected]
    matched = match(connection, sound)
    doubts = tuple(sorted((*matched.doubtful, *_doubts(waiting))))
    open_doubts, decided = left_open(
        connection, doubts, dict(sound), reading.listing, _freely(reading.mapped)
    )
    return Preview(
        read.fichier,
        read.sha256,
        matched.new,
        matched.modified,
        matched.unchanged,
        tuple(each.doute for each in open_doubts),
        tuple(f for f in faults if f.ligne in rejected and f.niveau is Level.REJET),
        tuple(f for f in faults if f.ligne in taken),
        tuple(repair for repair in prepared.repairs if repair.ligne in taken),
        replace(reading, assumed=(*prepared.assumed, *supposed)),
        open_doubts,
        decided,
        matched.proposed,
        no_longer_listed(
            connection, source, list_on, present=matched.known, names=_unsure_names(prepared, taken)
        ),
        matched.rows,
        matched.known,
    )


def _freely(mapped: Mapped) -> set[int]:
    """Return the columns in which somebody may have written anything."""
    return {c.at for c in mapped.unread} | {at for name, at in mapped.places.items() if name in SAID_FREELY}


def _unsure_names(prepared: PreparedList, taken: set[int]) -> set[str]:
    """Return the names of the rows that are not sound: nobody says that these persons are not in the list."""
    rows = (row for row in prepared.rows if row.line not in taken)
    return {fold(row.get("nom"), row.get("prenom")) for row in rows}


def _doubts(waiting: list[Fault]) -> list[Doubt]:
    """Return one doubt a row: all that a person has to look at in it."""
    by_line: dict[int, list[str]] = {}
    receivers: dict[int, str] = {}
    for fault in waiting:
        by_line.setdefault(fault.ligne, []).append(f"{fault.champ} : {fault.motif}")
        if fault.pour:
            receivers[fault.ligne] = fault.pour
    return [Doubt(line, " ".join(motifs), pour=receivers.get(line, "")) for line, motifs in by_line.items()]
