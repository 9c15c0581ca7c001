"""Qui a répondu à un contact : le jeune, un représentant et lequel, une autre personne."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Apply."""
    op.add_column("contact", sa.Column("qui", sa.String(), nullable=True))
    op.add_column("contact", sa.Column("representant", sa.Integer(), nullable=True))
