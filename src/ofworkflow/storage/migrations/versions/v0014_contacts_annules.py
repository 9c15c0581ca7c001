"""Un contact noté par erreur ne compte plus : quand, par qui, pourquoi."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Apply."""
    op.add_column("contact", sa.Column("annule_a", sa.DateTime(timezone=True), nullable=True))
    op.add_column("contact", sa.Column("annule_par", sa.String(), nullable=True))
    op.add_column("contact", sa.Column("annule_motif", sa.Text(), nullable=True))
