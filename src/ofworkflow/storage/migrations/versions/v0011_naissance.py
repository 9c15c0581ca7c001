"""Retrouver un jeune par sa naissance : qui arrive dans une liste est comparé à ceux du même jour."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_jeune_naissance", "jeune", ["naissance"], if_not_exists=True)
