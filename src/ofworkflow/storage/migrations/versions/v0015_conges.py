"""Les congés des conseillers, et qui reçoit à leur place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "conge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("structure", sa.String(), nullable=False),
        sa.Column("conseiller", sa.String(), nullable=False),
        sa.Column("du_le", sa.Date(), nullable=False),
        sa.Column("au_le", sa.Date(), nullable=False),
        sa.Column("auteur", sa.String(), nullable=False),
        sa.Column("enregistre_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retire_par", sa.String(), nullable=True),
        sa.Column("retire_a", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conge")),
    )
    op.create_index("ix_conge_structure", "conge", ["structure", "au_le"])
    op.create_table(
        "relais",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("conseiller", sa.String(), nullable=False),
        sa.Column("auteur", sa.String(), nullable=False),
        sa.Column("enregistre_a", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id", "n"], ["journal.dossier_id", "journal.n"], name=op.f("fk_relais_dossier_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relais")),
    )
    op.create_index("ix_relais_dossier_id", "relais", ["dossier_id", "n"])
