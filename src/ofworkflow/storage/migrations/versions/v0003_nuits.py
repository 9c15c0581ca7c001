"""Ce que la nuit fera, ce dont elle a averti, ce qu'elle a mis de côté ; à quelle mission locale
appartient chaque chose."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_INSTANT = sa.DateTime(timezone=True)
_OWNED = ("courrier", "tirage", "lot")


def upgrade() -> None:
    """Apply."""
    _create_tables()
    for table in _OWNED:
        op.add_column(table, sa.Column("structure", sa.String(), nullable=True))
    for column in (sa.Column("structure", sa.String()), sa.Column("mode", sa.String())):
        op.add_column("nuit", column)
    op.add_column("nuit", sa.Column("controles", sa.Integer(), server_default="0", nullable=False))
    _keep_warnings()
    op.execute("ALTER TABLE dossier DROP COLUMN avertis")
    _name_owners()
    _index()


def _create_tables() -> None:
    op.create_table(
        "prevision",
        sa.Column("dossier_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rang", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("ouverte_par", sa.Integer(), nullable=True),
        sa.Column("slug", sa.String(), nullable=True),
        sa.Column("jours_restants", sa.Integer(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("acte", sa.String(), nullable=True),
        sa.Column("de", sa.String(), nullable=True),
        sa.Column("vers", sa.String(), nullable=True),
        sa.Column("donnees", sa.JSON(), nullable=True),
        sa.Column("modele", sa.String(), nullable=True),
        sa.Column("prochaine_echeance", sa.String(), nullable=True),
        sa.Column("prochaine_le", sa.Date(), nullable=True),
        sa.Column("refus", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_prevision_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "rang", name=op.f("pk_prevision")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alerte",
        sa.Column("dossier_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ouverte_par", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("tombe_le", sa.Date(), nullable=False),
        sa.Column("jours_restants", sa.Integer(), nullable=False),
        sa.Column("donnee_le", sa.Date(), nullable=False),
        sa.Column("enregistre_a", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_alerte_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "ouverte_par", "slug", "tombe_le", name=op.f("pk_alerte")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "echec",
        sa.Column("dossier_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("genre", sa.String(), nullable=False),
        sa.Column("motif", sa.Text(), nullable=False),
        sa.Column("depuis_le", sa.Date(), nullable=False),
        sa.Column("dernier_le", sa.Date(), nullable=False),
        sa.Column("essais", sa.Integer(), nullable=False),
        sa.Column("nuit_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_echec_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_echec")),
    )


def _keep_warnings() -> None:
    """A warning given stays given: « entry:slug » and its day become a line."""
    base = op.get_bind()
    told = base.execute(sa.text("SELECT id, avertis FROM dossier")).all()
    ends = {
        (row.dossier_id, row.ouverte_par, row.slug): row.legale_le
        for row in base.execute(
            sa.text("SELECT dossier_id, ouverte_par, slug, legale_le FROM echeance").columns(
                legale_le=sa.Date()
            )
        )
    }
    lines = []
    for row in told:
        known = json.loads(row.avertis) if isinstance(row.avertis, str) else row.avertis or {}
        for name, on in known.items():
            by, _, slug = name.partition(":")
            fell_on = sa.Date().python_type.fromisoformat(on)
            end = ends.get((row.id, int(by), slug), fell_on)
            lines.append(
                {
                    "dossier_id": row.id,
                    "ouverte_par": int(by),
                    "slug": slug,
                    "tombe_le": fell_on,
                    "donnee_le": fell_on,
                    "jours_restants": (end - fell_on).days,
                    "enregistre_a": sa.func.current_timestamp(),
                }
            )
    alerte = sa.table(
        "alerte",
        sa.column("dossier_id"),
        sa.column("ouverte_par"),
        sa.column("slug"),
        sa.column("tombe_le", sa.Date()),
        sa.column("jours_restants"),
        sa.column("donnee_le", sa.Date()),
        sa.column("enregistre_a", _INSTANT),
    )
    for line in lines:
        base.execute(sa.insert(alerte).values(**line))


def _name_owners() -> None:
    op.execute(
        "UPDATE courrier SET structure = (SELECT structure FROM dossier WHERE dossier.id = "
        "courrier.dossier_id)"
    )
    # a base of before held one mission locale: its runs and its lists were hers
    op.execute("UPDATE tirage SET structure = (SELECT min(structure) FROM dossier)")
    op.execute("UPDATE lot SET structure = (SELECT min(structure) FROM dossier)")


def _index() -> None:
    for name, table in (
        ("ix_dossier_etape", "dossier"),
        ("ix_dossier_prochaine_le", "dossier"),
        ("ix_echeance_ouverte", "echeance"),
        ("ix_courrier_attente", "courrier"),
    ):
        op.drop_index(name, table_name=table)
    op.create_index("ix_alerte_donnee_le", "alerte", ["donnee_le"])
    op.create_index("ix_dossier_structure", "dossier", ["structure", "etape"])
    running, waiting = (
        sa.text("prochaine_le IS NOT NULL"),
        sa.text("etat IN ('a_produire', 'prepare', 'imprime')"),
    )
    op.create_index(
        "ix_dossier_ouvert",
        "dossier",
        ["structure", "prochaine_le"],
        sqlite_where=running,
        postgresql_where=running,
    )
    op.create_index(
        "ix_courrier_attente",
        "courrier",
        ["structure", "etat", "id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
