"""Dossiers as lists show them: one line each, typed, whatever face asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from operator import attrgetter

from sqlalchemy import Connection

from ofworkflow.procedure.vocabulary import Stage
from ofworkflow.records import dataclass
from ofworkflow.storage import queries
from ofworkflow.storage.merged import merged_into
from ofworkflow.storage.queries import DossierFilter as DossierFilter
from ofworkflow.storage.rows import ListedRow
from ofworkflow.text import fold


@dataclass(frozen=True, slots=True)
class DossierLine:
    """A dossier in a list, as `queries` asks for it: who, where it stands, what ends first."""

    id: int
    reference: str
    etape: str
    prochaine_echeance: str | None
    prochaine_le: date | None
    nom: str
    prenom: str
    naissance: date
    commune: str


_FIELDS = attrgetter(*(each.name for each in fields(DossierLine)))


def as_line(row: ListedRow) -> DossierLine:
    """Return a row as a line."""
    return DossierLine(*_FIELDS(row))


def by_reference(connection: Connection, reference: str) -> DossierLine | None:
    """Return the dossier of that exact reference, however it is typed; the one that goes on, where it was
    merged."""
    row = queries.dossier_by_reference(connection, reference.strip().upper())
    return None if row is None else going_on(connection, [row])[0]


def going_on(connection: Connection, rows: Sequence[ListedRow]) -> list[DossierLine]:
    """Return the lines of these dossiers, those that were merged as the one that goes on, once."""
    closed = [row.id for row in rows if row.etape == Stage.CLOTURE]
    merged = merged_into(connection, closed) if closed else {}
    lines = {row.id: as_line(row) for row in rows if row.id not in merged}
    for number in merged.values():
        if number not in lines:
            lines[number] = as_line(queries.listed_row(connection, number))
    return list(lines.values())


def named(connection: Connection, text: str) -> list[DossierLine]:
    """Return the dossiers whose minor's name holds every word, accents and capitals put aside."""
    words = fold(text).split()
    return going_on(connection, queries.dossiers_by_key(connection, words)) if words else []


def listed(
    connection: Connection,
    *,
    stage: str = "",
    commune: str = "",
    conseiller: str = "",
    due_before: date | None = None,
) -> list[DossierLine]:
    """Return the dossiers that these words keep (empty keeps all), the nearest delay first, the closed
    ones last."""
    kept = queries.DossierFilter(stage, commune, conseiller, due_before)
    return [as_line(row) for row in queries.dossiers(connection, kept)]


def references(connection: Connection, start: str) -> list[str]:
    """Return the references that begin so, for the shell to complete."""
    return list(queries.references_like(connection, start))
