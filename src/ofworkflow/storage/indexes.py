"""The partial indexes: what the night and the morning ask for, and nothing of what is closed.

They stand apart from the tables because naming a dialect imports it, which no reading command needs; migrations import them.
"""

from __future__ import annotations

from sqlalchemy import Index

from ofworkflow.storage.models import courrier, dossier, echeance

_waiting = courrier.c.etat.in_(("a_produire", "prepare", "imprime"))

Index(
    "ix_dossier_nuit_le",
    dossier.c.nuit_le,
    dossier.c.id,
    sqlite_where=dossier.c.nuit_le.is_not(None),
    postgresql_where=dossier.c.nuit_le.is_not(None),
)
Index(
    "ix_dossier_prochaine_le",
    dossier.c.prochaine_le,
    sqlite_where=dossier.c.prochaine_le.is_not(None),
    postgresql_where=dossier.c.prochaine_le.is_not(None),
)
Index(
    "ix_echeance_ouverte",
    echeance.c.slug,
    echeance.c.legale_le,
    sqlite_where=echeance.c.etat == "ouverte",
    postgresql_where=echeance.c.etat == "ouverte",
)
Index("ix_courrier_attente", courrier.c.etat, courrier.c.id, sqlite_where=_waiting, postgresql_where=_waiting)
