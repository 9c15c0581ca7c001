"""Les bilans figés, et leur numéro."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "bilan_fige",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.String(), nullable=False),
        sa.Column("structure", sa.String(), nullable=True),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=False),
        sa.Column("fige_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("auteur", sa.String(), nullable=False),
        sa.Column("contenu", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bilan_fige")),
        sa.UniqueConstraint("numero", name=op.f("uq_bilan_fige_numero")),
    )
    op.create_index("ix_bilan_fige_structure", "bilan_fige", ["structure", "du_le", "au_le"])
    # numbers are given from here on, and never given again
    op.execute("INSERT INTO compteur (nom, dernier) VALUES ('bilan', 0)")
