"""A list that was written: its lot, and what it filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Column, ColumnElement, Connection, String, func, insert, select, update

from ofworkflow.intake.completing import RepresentativeChange
from ofworkflow.intake.preview import Preview
from ofworkflow.procedure.fields import Value
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.storage import models as m
from ofworkflow.storage.columns import Words
from ofworkflow.storage.name_keys import OF_A_NAME, follow_names
from ofworkflow.storage.person_rows import representative_row, stored
from ofworkflow.storage.scope import structure_of
from ofworkflow.storage.searched import OF_A_MINOR, follow_searched


def record_lot(
    connection: Connection,
    seen: Preview,
    *,
    numero: str,
    source: Source,
    list_on: date,
    auteur: str,
    recorded_at: datetime,
) -> int:
    """Record the lot of a list and return its identifier.

    The lot keeps which fields were filled for whom, never their values: what figures explain themselves with.
    """
    counts = {
        "crees": len(seen.a_creer),
        "modifies": len(seen.a_modifier),
        "inchanges": seen.inchanges,
        "douteux": len(seen.douteux),
        "rejets": len({fault.ligne for fault in seen.rejets}),
        "completes": [
            {"jeune": change.jeune_id, "champs": list(change.columns)} for change in seen.a_modifier
        ],
    }
    row = {
        "numero": numero, "structure": structure_of(connection),
        "fichier": seen.fichier, "sha256": seen.fichier_sha256, "source": str(source), "liste_le": list_on,
        "auteur": auteur, "enregistre_a": recorded_at, "bilan": counts,
    }  # fmt: skip
    return int(connection.execute(insert(m.lot).values(row).returning(m.lot.c.id)).scalar_one())


def keep_traces(
    connection: Connection,
    lot_id: int,
    *,
    lines: Mapping[str, int],
    changes: Sequence[Mapping[str, object]],
    doubts: Sequence[Mapping[str, object]],
) -> None:
    """Keep with a lot the line that opened each dossier, what it changed of known persons (what undoing it
    needs), and the rows that wait for a person."""
    c = m.lot.c
    counts = connection.execute(select(c.bilan).where(c.id == lot_id)).scalar_one()
    result = {
        "lignes": dict(lines),
        "changements": [dict(change) for change in changes],
        "doutes": list(doubts),
    }
    connection.execute(update(m.lot).where(c.id == lot_id).values(bilan=counts | result))


def apply_modifications(connection: Connection, seen: Preview) -> int:
    """Fill the fields that are empty, in the base as it now is, and write those where the list is newer;
    complete the representatives. Return how many persons."""
    for change in seen.a_modifier:
        filled = {
            name: func.coalesce(_said(m.jeune.c[name]), value)
            for name, value in stored(m.jeune, dict(change.valeurs)).items()
        }
        values = {**filled, **stored(m.jeune, dict(change.remplaces))}
        if values:
            connection.execute(update(m.jeune).where(m.jeune.c.id == change.jeune_id).values(values))
        for one in change.representants:
            _complete(connection, change.jeune_id, one)
    follow_names(connection, [each.jeune_id for each in seen.a_modifier if OF_A_NAME & {*each.columns}])
    follow_searched(
        connection,
        [each.jeune_id for each in seen.a_modifier if each.representants or OF_A_MINOR & {*each.columns}],
    )
    return len(seen.a_modifier)


def _said(column: Column[Value]) -> ColumnElement[Value]:
    return func.nullif(column, "") if isinstance(column.type, String | Words) else column


def _complete(connection: Connection, minor: int, change: RepresentativeChange) -> None:
    r = m.representant.c
    if change.ajoute is None:
        values = stored(m.representant, dict(change.valeurs))
        connection.execute(update(m.representant).where(r.id == change.representant_id).values(values))
        return
    known = connection.execute(select(r.rang, r.heberge).where(r.jeune_id == minor)).all()
    rank = max((row.rang for row in known), default=-1) + 1
    who = replace(change.ajoute, heberge=change.ajoute.heberge and not any(row.heberge for row in known))
    connection.execute(insert(m.representant).values(representative_row(minor, rank, who)))
