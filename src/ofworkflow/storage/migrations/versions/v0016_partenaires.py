"""Le carnet des partenaires de la maison."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "partenaire",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("structure", sa.String(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("genre", sa.String(), nullable=False),
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("telephone", sa.String(), nullable=True),
        sa.Column("courriel", sa.String(), nullable=True),
        sa.Column("fin_le", sa.Date(), nullable=True),
        sa.Column("auteur", sa.String(), nullable=False),
        sa.Column("enregistre_a", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partenaire")),
    )
    op.create_index("ix_partenaire_structure", "partenaire", ["structure", "numero"])
