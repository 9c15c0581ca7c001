"""What a base holds, at a glance: its rows, its last entry, what makes one older or newer than another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from datetime import datetime

from sqlalchemy import Connection, func, inspect, select

from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.database import is_trial, schema_version
from ofworkflow.storage.numbering import identity_of, marks_of

APPENDED = (
    m.journal,
    m.suivi,
    m.contact,
    m.modification,
    m.scelle,
    m.tirage,
    m.lot,
    m.bilan_fige,
    m.alerte,
    m.nuit,
)
"""Tables whose rows are added and never taken back: one base that has more of them than another knows
more."""


@dataclass(frozen=True, slots=True)
class LastEntry:
    """The entry of the journal that was recorded last."""

    reference: str
    n: int
    act: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Heads:
    """Rows by table, counts and last entry of a base; `marks` are the last numbers given."""

    schema: str
    identity: str
    trial: bool
    rows: dict[str, int]
    last: LastEntry | None
    marks: dict[str, int] = field(default_factory=dict)

    @property
    def dossiers(self) -> int:
        """How many dossiers."""
        return self.rows.get("dossier", 0)

    @property
    def entries(self) -> int:
        """How many entries in all the journals."""
        return self.rows.get("journal", 0)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was ever written there by anybody."""
        return not any(self.rows.get(table.name) for table in (m.dossier, m.jeune, *APPENDED))


def heads_of(connection: Connection) -> Heads:
    """Return what a base of this version holds, read in one transaction."""
    known = set(inspect(connection).get_table_names())
    own = known - {m.cle_nom.name, m.recherche.name}  # what follows from others is no row of anybody's
    tables = [table for table in m.metadata.sorted_tables if table.name in own]
    rows = {t.name: int(connection.execute(select(func.count()).select_from(t)).scalar_one()) for t in tables}
    return Heads(
        schema_version(connection) or "",
        identity_of(connection),
        is_trial(connection),
        rows,
        _last(connection),
        marks_of(connection),
    )


def only_in_first(first: Connection, second: Connection) -> int:
    """Return how many entries the first base has that the second has not, both read in the order of their
    keys."""
    missing, others = 0, _keys(second)
    other = next(others, None)
    for key in _keys(first):
        while other is not None and other < key:
            other = next(others, None)
        missing += other != key
    return missing


def _keys(connection: Connection) -> Iterator[tuple[object, ...]]:
    j = m.journal.c
    question = select(j.dossier_id, j.n, j.enregistre_a, j.acte).order_by(j.dossier_id, j.n)
    for row in connection.execute(question, execution_options={"stream_results": True, "yield_per": 2000}):
        yield tuple(row)


def _last(connection: Connection) -> LastEntry | None:
    j = m.journal.c
    question = select(m.dossier.c.reference, j.n, j.acte, j.enregistre_a).join(
        m.dossier, m.dossier.c.id == j.dossier_id
    )
    row = connection.execute(
        question.order_by(j.enregistre_a.desc(), j.dossier_id.desc(), j.n.desc()).limit(1)
    ).first()
    return LastEntry(row.reference, row.n, row.acte, row.enregistre_a) if row else None
