"""Un congé d'une demi-journée, ou de quelques heures : de quelle heure à quelle heure, chaque jour."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Apply."""
    op.add_column("conge", sa.Column("de_heure", sa.String(), nullable=True))
    op.add_column("conge", sa.Column("a_heure", sa.String(), nullable=True))
