"""Le nom tel qu'on le cherche, calculé de nouveau : « Łukasz » se trouve par « lukasz », rien d'invisible
n'y cache un nom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ofworkflow.text import fold

revision = "0005"
down_revision = "0004"

_BATCH = 1000  # rows


def upgrade() -> None:
    """Apply."""
    connection = op.get_bind()
    jeune = sa.table("jeune", *(sa.column(name) for name in ("id", "nom", "prenom", "cle")))
    c = jeune.c
    rewrite = sa.update(jeune).where(c.id == sa.bindparam("number")).values(cle=sa.bindparam("key"))
    last = 0
    while rows := connection.execute(
        sa.select(c.id, c.nom, c.prenom, c.cle).where(c.id > last).order_by(c.id).limit(_BATCH)
    ).all():
        last = rows[-1].id
        changed = [
            {"number": row.id, "key": key} for row in rows if (key := fold(row.nom, row.prenom)) != row.cle
        ]
        if changed:
            connection.execute(rewrite, changed)
