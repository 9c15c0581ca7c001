"""All that a base holds of one dossier, read as it is stored, five hundred dossiers at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Table, func, select

from ofworkflow.casework.doctor.raw import StoredRow, rows
from ofworkflow.casework.doctor.words import wrong_in
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.opened import Opened
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.replay import advance, replay
from ofworkflow.procedure.vocabulary import Act
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own

AT_ONCE = 500

OF_A_DOSSIER: tuple[Table, ...] = (
    m.journal, m.echeance, m.situation, m.rendez_vous, m.prevision, m.alerte, m.contact, m.courrier, m.numero,
    m.recherche,
)  # fmt: skip
OF_A_MINOR: tuple[Table, ...] = (m.representant, m.modification, m.cle_nom)
OF_A_LETTER: tuple[Table, ...] = (m.suivi, m.feuille, m.retouche)
_BYTES = frozenset({"pdf", "contenu"})


@dataclass(frozen=True, slots=True)
class ByAList:
    """What a list changed of a card, and when: what stood in each column before; `None`: it added the
    card."""

    at: datetime
    before: Mapping[str, object] | None


def by_a_list(
    bilan: Mapping[str, Any],
) -> Iterator[tuple[tuple[int, int | None], Mapping[str, object] | None]]:
    """Yield what a lot says that it changed of each card: of a minor, of one of the representatives."""
    for change in bilan.get("changements") or ():
        number = change["cle"][0]
        if change["table"] == m.jeune.name and change["fait"] == "change":
            yield (change["jeune"], None), change["avant"]
        elif change["table"] == m.representant.name:
            yield (change["jeune"], number), change["avant"] if change["fait"] == "change" else None
    if "changements" in bilan:
        return
    for done in bilan.get("completes") or ():  # a lot of an older version, which only filled what was empty
        if done["champs"]:
            yield (done["jeune"], None), dict.fromkeys(done["champs"])


@dataclass(slots=True)
class Whole:
    """What is read once for all dossiers: few rows, or only those that say something of a dossier."""

    desk: Desk
    planned: bool  # else the next night makes the plans again: they are not to be compared
    nights: frozenset[datetime]  # the instant of each run: what it wrote bears it
    is_trial: bool = False  # where future days may be written
    lots: Mapping[int, StoredRow] = field(default_factory=dict)
    doubled: frozenset[str] = (
        frozenset()
    )  # numbers of the post that two envelopes bear (a base from before 0006)
    filled: Mapping[tuple[int, int | None], Sequence[ByAList]] = field(default_factory=dict)


@dataclass
class DossierFile:
    """One dossier, with every row that speaks of it."""

    whole: Whole
    row: StoredRow
    minor: StoredRow | None
    of: Mapping[str, list[StoredRow]]  # by name of table
    seals: Mapping[str, StoredRow]
    runs: Mapping[int, StoredRow]

    def __getitem__(self, table: Table) -> list[StoredRow]:
        """Return its rows in a table, in the order of their keys."""
        return self.of.get(table.name, [])

    @cached_property
    def opened(self) -> Opened:
        """The dossier in hand; its case raises what a replay raises."""
        lines = self[m.journal]
        first = ",".join(f"{a.ouverte_par}:{a.slug}:{a.tombe_le}" for a in self[m.alerte])
        for line in lines:  # what comes with the first entry when a dossier is read to be acted upon
            line.alertes = first if line.n == 1 else None
            line.jeune = f"{self.minor.prenom} {self.minor.nom}" if self.minor and line.n == 1 else None
        return Opened(self.row, lines)

    @property
    def case(self) -> CaseState:
        """What a replay of its journal gives."""
        return self.opened.case

    @cached_property
    def before(self) -> list[CaseState]:
        """The case just before each entry but the first, for which there is none: its own, in that place."""
        entries = self.opened.entries
        cases = [replay(entries[:1])] * 2
        for i, entry in enumerate(entries[1:], start=1):
            cases.append(replay(entries[: i + 1]) if entry.request.voids else advance(cases[i], entry))
        return cases[: len(entries)]

    @cached_property
    def letters(self) -> dict[int, StoredRow]:
        """Its letters, by number."""
        return {letter.id: letter for letter in self[m.courrier]}

    def events(self, letter: int) -> list[StoredRow]:
        """Return what happened to a letter, in order."""
        return self._events.get(letter, [])

    def asked(self, *acts: Act) -> Iterator[tuple[StoredRow, dict[str, Any]]]:
        """Yield the entries of these acts, with what was asked."""
        for line in self[m.journal]:
            if line.acte in acts:
                yield line, dict((line.donnees or {}).get("demande", {}))

    @cached_property
    def wrong_values(self) -> list[str]:
        """What cannot stand where it stands, in any of its rows."""
        tables: list[tuple[Table, list[StoredRow]]] = [(m.dossier, [self.row])]
        tables += [(m.jeune, [self.minor] if self.minor else [])]
        tables += [(table, self[table]) for table in (*OF_A_DOSSIER, *OF_A_MINOR, *OF_A_LETTER)]
        tables += [(m.scelle, list(self.seals.values()))]
        return [sentence for table, rows_of in tables for sentence in wrong_in(table, rows_of)]

    @cached_property
    def _events(self) -> dict[int, list[StoredRow]]:
        by_letter: dict[int, list[StoredRow]] = defaultdict(list)
        for event in self[m.suivi]:
            by_letter[event.courrier_id].append(event)
        return by_letter


def count(connection: Connection) -> int:
    """Return how many dossiers there are to examine."""
    return int(
        connection.execute(
            select(func.count()).select_from(m.dossier).where(*own(connection, m.dossier))
        ).scalar_one()
    )


def files(connection: Connection, whole: Whole) -> Iterator[list[DossierFile]]:
    """Yield the dossiers of the house, batch by batch."""
    after = -1
    d = m.dossier.c
    while True:
        question = select(d.id).where(*own(connection, m.dossier), d.id > after).order_by(d.id).limit(AT_ONCE)
        ids = list(connection.execute(question).scalars())
        if not ids:
            return
        after = ids[-1]
        yield _batch(connection, whole, ids)


def _batch(connection: Connection, whole: Whole, ids: Sequence[int]) -> list[DossierFile]:
    dossiers = list(rows(connection, m.dossier, m.dossier.c.id.in_(ids)))
    minors = sorted({row.jeune_id for row in dossiers if row.jeune_id is not None})
    people = {row.id: row for row in rows(connection, m.jeune, m.jeune.c.id.in_(minors))}
    by_minor: dict[int, dict[str, list[StoredRow]]] = defaultdict(lambda: defaultdict(list))
    for table in OF_A_MINOR:
        for row in rows(connection, table, table.c.jeune_id.in_(minors)):
            by_minor[row.jeune_id][table.name].append(row)
    by_dossier: dict[int, dict[str, list[StoredRow]]] = defaultdict(lambda: defaultdict(list))
    for table in OF_A_DOSSIER:
        for row in rows(connection, table, table.c.dossier_id.in_(ids)):
            by_dossier[row.dossier_id][table.name].append(row)
    owner = {letter.id: number for number, rows in by_dossier.items() for letter in rows[m.courrier.name]}
    c = m.courrier.c
    for table in OF_A_LETTER:
        theirs = table.c.courrier_id.in_(select(c.id).where(c.dossier_id.in_(ids)))
        for row in rows(connection, table, theirs, without=_BYTES):
            if row.courrier_id in owner:
                by_dossier[owner[row.courrier_id]][table.name].append(row)
    sealed = m.scelle.c.sha256.in_(select(c.sha256).where(c.dossier_id.in_(ids)))
    seals = {row.sha256: row for row in rows(connection, m.scelle, sealed, without=_BYTES)}
    printed = m.tirage.c.id.in_(select(c.tirage_id).where(c.dossier_id.in_(ids)))
    runs = {row.id: row for row in rows(connection, m.tirage, printed)}
    return [_file(whole, row, people, by_dossier[row.id], by_minor, seals, runs) for row in dossiers]


def _file(
    whole: Whole,
    row: StoredRow,
    people: Mapping[int, StoredRow],
    rows: Mapping[str, list[StoredRow]],
    by_minor: Mapping[int, Mapping[str, list[StoredRow]]],
    seals: Mapping[str, StoredRow],
    runs: Mapping[int, StoredRow],
) -> DossierFile:
    letters = rows.get(m.courrier.name, [])
    own_seals = {letter.sha256: seals[letter.sha256] for letter in letters if letter.sha256 in seals}
    own_runs = {letter.tirage_id: runs[letter.tirage_id] for letter in letters if letter.tirage_id in runs}
    return DossierFile(
        whole, row, people.get(row.jeune_id), {**rows, **by_minor.get(row.jeune_id, {})}, own_seals, own_runs
    )
