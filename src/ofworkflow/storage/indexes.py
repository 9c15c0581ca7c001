"""The partial indexes: what the night and the morning ask for, and nothing of what is closed.

They stand apart from the tables because naming a dialect imports it, which no reading command needs;
migrations import them.
"""

from __future__ import annotations

from sqlalchemy import Index

from ofworkflow.storage.models import courrier, dossier
from ofworkflow.storage.scope import WAITING_STATES

_waiting = courrier.c.etat.in_(WAITING_STATES)

Index(
    "ix_dossier_nuit_le",
    dossier.c.nuit_le,
    dossier.c.id,
    sqlite_where=dossier.c.nuit_le.is_not(None),
    postgresql_where=dossier.c.nuit_le.is_not(None),
)
# The open dossiers of a house, each with a next delay: what its counsellors see, whatever else the base
# holds.
Index(
    "ix_dossier_ouvert",
    dossier.c.structure,
    dossier.c.prochaine_le,
    sqlite_where=dossier.c.prochaine_le.is_not(None),
    postgresql_where=dossier.c.prochaine_le.is_not(None),
)
Index(
    "ix_courrier_attente",
    courrier.c.structure,
    courrier.c.etat,
    courrier.c.id,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)
