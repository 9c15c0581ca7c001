"""Retrouver un jeune dont le nom est écrit autrement, sans le comparer à tous : les clés de chaque nom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ofworkflow.storage.name_keys import follow_all_names

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "cle_nom",
        sa.Column("cle", sa.String(), nullable=False),
        sa.Column("jeune_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["jeune_id"], ["jeune.id"], name=op.f("fk_cle_nom_jeune_id")),
        sa.PrimaryKeyConstraint("cle", "jeune_id", name=op.f("pk_cle_nom")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_cle_nom_jeune_id"), "cle_nom", ["jeune_id"])
    follow_all_names(op.get_bind())
