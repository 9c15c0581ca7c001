"""Deux dossiers d'un même jeune, réunis : lequel continue, et de quoi défaire."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "fusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("structure", sa.String(), nullable=False),
        sa.Column("absorbe_id", sa.Integer(), nullable=False),
        sa.Column("garde_id", sa.Integer(), nullable=False),
        sa.Column("acte_n", sa.Integer(), nullable=False),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("malgre", sa.Text(), nullable=True),
        sa.Column("auteur", sa.String(), nullable=False),
        sa.Column("enregistre_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("annule_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("traces", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["garde_id"], ["dossier.id"], name=op.f("fk_fusion_garde_id")),
        sa.ForeignKeyConstraint(
            ["absorbe_id", "acte_n"],
            ["journal.dossier_id", "journal.n"],
            name=op.f("fk_fusion_absorbe_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fusion")),
    )
    op.create_index(op.f("ix_fusion_absorbe_id"), "fusion", ["absorbe_id"])
    op.create_index(op.f("ix_fusion_garde_id"), "fusion", ["garde_id"])
