"""Les tirages, le suivi des plis, les retouches à la main, ce qui change dans une fiche."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Apply."""
    for name, kind in (
        ("tirage_id", sa.Integer()),
        ("remplace", sa.Integer()),
        ("presente_le", sa.Date()),
        ("issue_le", sa.Date()),
    ):
        op.add_column("courrier", sa.Column(name, kind, nullable=True))
    for name in ("retouche_sha256", "origine_sha256"):
        op.add_column("scelle", sa.Column(name, sa.String(), nullable=True))
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "suivi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("courrier_id", sa.Integer(), nullable=False),
        sa.Column("evenement", sa.String(), nullable=False),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("mode", sa.String(), nullable=True),
        sa.Column("numero", sa.String(), nullable=True),
        sa.Column("tirage_id", sa.Integer(), nullable=True),
        sa.Column("auteur", sa.String(), nullable=False),
        sa.Column("enregistre_a", instant, nullable=False),
        sa.ForeignKeyConstraint(["courrier_id"], ["courrier.id"], name=op.f("fk_suivi_courrier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suivi")),
    )
    op.create_index(op.f("ix_suivi_courrier_id"), "suivi", ["courrier_id"])
    op.create_table(
        "retouche",
        sa.Column("courrier_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fichier", sa.String(), nullable=False),
        sa.Column("contenu", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("auteur", sa.String(), nullable=False),
        sa.Column("enregistre_a", instant, nullable=False),
        sa.ForeignKeyConstraint(["courrier_id"], ["courrier.id"], name=op.f("fk_retouche_courrier_id")),
        sa.PrimaryKeyConstraint("courrier_id", name=op.f("pk_retouche")),
    )
    op.create_table(
        "tirage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cree_le", sa.Date(), nullable=False),
        sa.Column("recto_verso", sa.Boolean(), nullable=False),
        sa.Column("fichier", sa.String(), nullable=True),
        sa.Column("fini_a", instant, nullable=True),
        sa.Column("auteur", sa.String(), nullable=False),
        sa.Column("enregistre_a", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tirage")),
    )
    op.create_table(
        "feuille",
        sa.Column("tirage_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rang", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("courrier_id", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["courrier_id"], ["courrier.id"], name=op.f("fk_feuille_courrier_id")),
        sa.ForeignKeyConstraint(["tirage_id"], ["tirage.id"], name=op.f("fk_feuille_tirage_id")),
        sa.PrimaryKeyConstraint("tirage_id", "rang", name=op.f("pk_feuille")),
    )
    op.create_index(op.f("ix_feuille_courrier_id"), "feuille", ["courrier_id"])
    op.create_table(
        "modification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jeune_id", sa.Integer(), nullable=False),
        sa.Column("representant_id", sa.Integer(), nullable=True),
        sa.Column("champ", sa.String(), nullable=False),
        sa.Column("avant", sa.String(), nullable=True),
        sa.Column("apres", sa.String(), nullable=True),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("auteur", sa.String(), nullable=False),
        sa.Column("enregistre_a", instant, nullable=False),
        sa.ForeignKeyConstraint(["jeune_id"], ["jeune.id"], name=op.f("fk_modification_jeune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_modification")),
    )
    op.create_index(op.f("ix_modification_jeune_id"), "modification", ["jeune_id"])
