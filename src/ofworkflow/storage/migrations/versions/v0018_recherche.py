"""Chercher parmi cent mille dossiers sans les lire : les mots de chacun, et comment ils se prononcent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ofworkflow.storage.searched import follow_all_searched

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Apply."""
    words = ("noms", "parents", "sons", "commune", "etablissement", "notes")
    op.create_table(
        "recherche",
        sa.Column("structure", sa.String(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in words),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_recherche_dossier_id")),
        sa.PrimaryKeyConstraint("structure", "dossier_id", name=op.f("pk_recherche")),
        sa.UniqueConstraint("dossier_id", name=op.f("uq_recherche_dossier_id")),
        sqlite_with_rowid=False,
    )
    follow_all_searched(op.get_bind())
