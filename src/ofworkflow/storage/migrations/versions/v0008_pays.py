"""Le pays d'une adresse, vide en France."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Apply."""
    for table in ("jeune", "representant"):
        op.add_column(table, sa.Column("pays", sa.String(), nullable=True))
