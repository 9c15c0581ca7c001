"""A dossier in hand, read from its journal: the only way in. What is written of it is in `writes`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    Text,
    bindparam,
    case,
    cast,
    func,
    select,
    type_coerce,
)

from ofworkflow.casework.dossier.told import Journal, journal_of
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.vocabulary import Delay, LetterState, Recipient, Stage
from ofworkflow.storage import models as m
from ofworkflow.storage.columns import Kept
from ofworkflow.storage.merged import goes_on_as
from ofworkflow.storage.prepared import Prepared
from ofworkflow.storage.scope import structure_of


def letter_id(number: int) -> str:
    """Return « C000123 »."""
    return f"C{number:06d}"


INTERNAL = str(Recipient.INTERNE)
"""The role of a letter to nobody: a record that stays in the dossier."""

WAITING = (LetterState.A_PRODUIRE, LetterState.PREPARE, LetterState.IMPRIME)


class Opened:
    """A dossier in hand: its row, its journal, and the case they give.

    The journal is replayed when it is first asked for, so that a journal which cannot be is one dossier's
    failure, not a batch's.
    """

    def __init__(self, row: Any, journal: Sequence[Any] | Journal) -> None:
        entries = journal if isinstance(journal, Journal) else Journal(journal)
        lines = entries.lines
        self.id: int = row.id
        self.reference: str = row.reference
        self.jeune_id: int = row.jeune_id
        self.version: int = row.version
        self.structure: str = row.structure
        first = lines[0] if lines else None  # the name and the alertes come with it
        self.minor_name: str = first.jeune or "" if first else ""
        self.warned = _warned(first.alertes or "" if first else "")
        self.lines = lines  # the rows themselves, with their instants and notes
        self._told = entries

    @cached_property
    def entries(self) -> list[Entry]:
        """The journal."""
        return list(self._told.entries)

    @cached_property
    def case(self) -> CaseState:
        """What a replay of the journal gives."""
        return self._told.case


def read_by_reference(connection: Connection, reference: str) -> Opened | None:
    """Return the dossier of that exact reference, held for this transaction, as `read` does; the one that
    goes on, where it was merged."""
    dossier = _read_one(connection, _ROW_BY_REFERENCE.read(connection, {"reference": reference}))
    if dossier is None or dossier.lines[-1].vers != Stage.CLOTURE:
        return dossier
    number = goes_on_as(connection, dossier.id)
    return dossier if number == dossier.id else read(connection, [number], lock=True)[0]


def read(connection: Connection, ids: Sequence[int], *, lock: bool = False) -> list[Opened]:
    """Return the dossiers of these identifiers, read from their journals, in the order of the identifiers.

    `lock` keeps the rows for this transaction on PostgreSQL (on SQLite the writing transaction already holds
    the base). Those of another mission locale are not found.
    """
    if len(ids) == 1:
        one = _read_one(connection, _ROW[lock].read(connection, {"id": ids[0]}))
        return [one] if one else []
    rows = _ours(connection, connection.execute(_ROWS[lock], {"ids": list(ids)}))
    lines: dict[int, list[Any]] = defaultdict(list)
    if not rows:
        return []
    for line in connection.execute(_JOURNALS, {"ids": [row.id for row in rows]}):
        lines[line.dossier_id].append(line)
    return [Opened(row, lines[row.id]) for row in rows]


def _read_one(connection: Connection, answers: Iterable[Any]) -> Opened | None:
    rows = _ours(connection, answers)
    if not rows:
        return None
    raw, entries = _JOURNAL.rows(connection, {"id": rows[0].id})
    return Opened(rows[0], journal_of(rows[0].id, raw, entries))


def _ours(connection: Connection, answers: Iterable[Any]) -> list[Any]:
    whose = structure_of(connection)
    return [row for row in answers if whose in (None, row.structure)]


def _warned(lines: str) -> dict[tuple[int, Delay], date]:
    """Return, for each delay, the day of the last alerte given, from lines « entry:slug:day »."""
    warned: dict[tuple[int, Delay], date] = {}
    for line in sorted(filter(None, lines.split(",")), key=lambda text: text[-len("2026-01-31") :]):
        by, slug, on = line.split(":")
        warned[int(by), Delay(slug)] = date.fromisoformat(on)
    return warned


def _rows_question(which: ColumnElement[bool], *, lock: bool) -> Select[tuple[object, ...]]:
    d = m.dossier.c
    question = select(d.id, d.reference, d.structure, d.jeune_id, d.version).where(which).order_by(d.id)
    return question.with_for_update() if lock else question


def _alertes_given() -> ColumnElement[str]:
    a = m.alerte.c
    line = cast(a.ouverte_par, String) + ":" + a.slug + ":" + cast(a.tombe_le, String)
    return (
        select(func.aggregate_strings(line, ","))
        .where(a.dossier_id == m.journal.c.dossier_id)
        .scalar_subquery()
    )


def _name_of_the_minor() -> ColumnElement[str]:
    d, j = m.dossier.c, m.jeune.c
    of_this = (d.id == m.journal.c.dossier_id, j.id == d.jeune_id)
    return select(j.prenom + " " + j.nom).where(*of_this).correlate(m.journal).scalar_subquery()


def _journal_question(*, one: bool) -> Select[tuple[object, ...]]:
    j = m.journal.c
    which = j.dossier_id == bindparam("id") if one else j.dossier_id.in_(bindparam("ids", expanding=True))
    # The alertes given and the name come with the first entry, not with the row: a row that was waited for is
    # read as it has become, but what its own question says of other tables is as it was before the wait.
    alertes = case((j.n == 1, _alertes_given())).label("alertes")
    name = case((j.n == 1, _name_of_the_minor())).label("jeune")
    kept = type_coerce(cast(j.donnees, Text), Kept).label("donnees")
    own = [kept if column is j.donnees else column for column in m.journal.c]
    return select(*own, alertes, name).where(which).order_by(j.dossier_id, j.n)


_D = m.dossier.c
_ROW = {lock: Prepared(_rows_question(_D.id == bindparam("id"), lock=lock)) for lock in (False, True)}
_ROW_BY_REFERENCE = Prepared(_rows_question(_D.reference == bindparam("reference"), lock=True))
_ROWS = {
    lock: _rows_question(_D.id.in_(bindparam("ids", expanding=True)), lock=lock) for lock in (False, True)
}
_JOURNAL, _JOURNALS = Prepared(_journal_question(one=True)), _journal_question(one=False)


Whose = tuple[str, int | None]
"""Whom a letter is for: a role, and which representative."""


def recipients_of(connection: Connection, letters: Collection[int]) -> frozenset[Whose]:
    """Return whom these letters are for."""
    if not letters:
        return frozenset()
    c = m.courrier.c
    question = select(c.role, c.representant_id).where(c.id.in_(letters))
    return frozenset((row.role, row.representant_id) for row in connection.execute(question))
