"""Depuis quand un jeune est émancipé ; jusqu'à quand un parent est reçu à part."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Apply."""
    op.add_column("jeune", sa.Column("emancipe_le", sa.Date(), nullable=True))
    op.add_column("representant", sa.Column("a_part_jusqu_au", sa.Date(), nullable=True))
