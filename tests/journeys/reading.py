"""A life of a dossier, told back from its journal."""

from __future__ import annotations

from sqlalchemy import select

from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database


def told(database: Database, dossier: int) -> list[str]:
    """Return the journal, a line an entry: day, who, act, where it led."""
    j = m.journal.c
    with database.reading() as connection:
        rows = connection.execute(select(j.fait_le, j.auteur, j.acte, j.vers).where(j.dossier_id == dossier).order_by(j.n))
        return [
            f"{r.fait_le:%d/%m/%Y} {'la nuit' if r.auteur == 'automate' else 'une personne'} : {r.acte} → {r.vers}" for r in rows
        ]


def delays(database: Database, dossier: int) -> dict[str, tuple[str, str]]:
    """Return for each kind of delay its last legal end and its state."""
    e = m.echeance.c
    with database.reading() as connection:
        rows = connection.execute(select(e.slug, e.legale_le, e.etat).where(e.dossier_id == dossier).order_by(e.ouverte_par))
        return {r.slug: (f"{r.legale_le:%d/%m/%Y}", r.etat) for r in rows}
