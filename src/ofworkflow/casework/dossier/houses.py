"""A base that holds dossiers of another mission locale only: its code was changed, or the configuration is
of another house."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from ofworkflow.storage import models as m
from ofworkflow.storage.scope import own, structure_of


def other_house(connection: Connection) -> str:
    """Return the sentence that says so; empty when the house has a dossier, or when nobody has."""
    code, d = structure_of(connection), m.dossier.c
    if (
        code is None
        or connection.execute(select(d.id).where(*own(connection, m.dossier)).limit(1)).first() is not None
    ):
        return ""
    there = connection.execute(
        select(d.structure, func.count()).group_by(d.structure).order_by(d.structure)
    ).all()
    if not there:
        return ""
    counted = " et ".join(f"{count} de {other}" for other, count in there)
    return (
        f"la base ne contient aucun dossier de {code} ; elle en contient {counted} : avez-vous changé "
        "[structure] code ?"
    )
