"""A list that was written: its lot, and what it filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select, update

from ofworkflow.intake.preview import Preview
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.storage import models as m
from ofworkflow.storage.scope import structure_of


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
            {"jeune": change.jeune_id, "champs": [name for name, _ in change.valeurs]}
            for change in seen.a_modifier
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
    """Fill the fields that are empty, in the base as it now is; return how many persons."""
    for change in seen.a_modifier:
        values = {
            name: func.coalesce(func.nullif(m.jeune.c[name], ""), value) for name, value in change.valeurs
        }
        connection.execute(update(m.jeune).where(m.jeune.c.id == change.jeune_id).values(values))
    return len(seen.a_modifier)
