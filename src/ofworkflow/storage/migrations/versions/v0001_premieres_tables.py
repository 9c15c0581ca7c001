"""Les premières tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "compteur",
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column("dernier", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("nom", name=op.f("pk_compteur")),
    )
    op.create_table(
        "jeune",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ine", sa.String(), nullable=True),
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column("nom_usage", sa.String(), nullable=True),
        sa.Column("prenom", sa.String(), nullable=False),
        sa.Column("prenom2", sa.String(), nullable=True),
        sa.Column("naissance", sa.Date(), nullable=False),
        sa.Column("lieu_naissance", sa.String(), nullable=True),
        sa.Column("sexe", sa.String(length=1), nullable=False),
        sa.Column("adresse1", sa.String(), nullable=True),
        sa.Column("adresse2", sa.String(), nullable=True),
        sa.Column("code_postal", sa.String(), nullable=True),
        sa.Column("ville", sa.String(), nullable=True),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("commune_insee", sa.String(), nullable=True),
        sa.Column("tel_fixe", sa.String(), nullable=True),
        sa.Column("tel_portable", sa.String(), nullable=True),
        sa.Column("courriel", sa.String(), nullable=True),
        sa.Column("uai", sa.String(), nullable=True),
        sa.Column("etablissement", sa.String(), nullable=True),
        sa.Column("classe", sa.String(), nullable=True),
        sa.Column("entree_le", sa.Date(), nullable=True),
        sa.Column("sortie_le", sa.Date(), nullable=True),
        sa.Column("motif_sortie", sa.String(), nullable=True),
        sa.Column("niveau", sa.String(), nullable=True),
        sa.Column("qpv", sa.Boolean(), nullable=True),
        sa.Column("cle", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jeune")),
    )
    with op.batch_alter_table("jeune") as batch_op:
        batch_op.create_index(batch_op.f("ix_jeune_cle"), ["cle"], unique=False)
        batch_op.create_index(batch_op.f("ix_jeune_commune_insee"), ["commune_insee"], unique=False)
        batch_op.create_index(batch_op.f("ix_jeune_ine"), ["ine"], unique=False)

    op.create_table(
        "lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.String(), nullable=False),
        sa.Column("fichier", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("liste_le", sa.Date(), nullable=False),
        sa.Column("auteur", sa.String(), nullable=False),
        sa.Column("enregistre_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("annule_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bilan", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("numero", name=op.f("uq_lot_numero")),
    )
    op.create_table(
        "meta",
        sa.Column("cle", sa.String(), nullable=False),
        sa.Column("valeur", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("cle", name=op.f("pk_meta")),
    )
    op.create_table(
        "nuit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jour_le", sa.Date(), nullable=False),
        sa.Column("debut_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fin_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hote", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("examines", sa.Integer(), server_default="0", nullable=False),
        sa.Column("actes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("alertes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("echecs", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nuit")),
    )
    with op.batch_alter_table("nuit") as batch_op:
        batch_op.create_index(batch_op.f("ix_nuit_jour_le"), ["jour_le"], unique=False)

    op.create_table(
        "scelle",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("modele", sa.String(), nullable=False),
        sa.Column("version_modele", sa.String(), nullable=False),
        sa.Column("donnees", sa.JSON(), nullable=False),
        sa.Column("auteur", sa.String(), nullable=False),
        sa.Column("enregistre_a", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_scelle")),
    )
    op.create_table(
        "dossier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("structure", sa.String(), nullable=False),
        sa.Column("jeune_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("conseiller", sa.String(), nullable=False),
        sa.Column("signale_le", sa.Date(), nullable=False),
        sa.Column("ouvert_le", sa.Date(), nullable=False),
        sa.Column("clos_le", sa.Date(), nullable=True),
        sa.Column("etape", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("prochaine_echeance", sa.String(), nullable=True),
        sa.Column("prochaine_le", sa.Date(), nullable=True),
        sa.Column("nuit_le", sa.Date(), nullable=True),
        sa.Column("avertis", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["jeune_id"], ["jeune.id"], name=op.f("fk_dossier_jeune_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_dossier_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("reference", name=op.f("uq_dossier_reference")),
    )
    with op.batch_alter_table("dossier") as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_etape"), ["etape"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_jeune_id"), ["jeune_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_lot_id"), ["lot_id"], unique=False)
        batch_op.create_index(
            "ix_dossier_nuit_le",
            ["nuit_le", "id"],
            unique=False,
            sqlite_where=sa.text("nuit_le IS NOT NULL"),
            postgresql_where=sa.text("nuit_le IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_dossier_prochaine_le",
            ["prochaine_le"],
            unique=False,
            sqlite_where=sa.text("prochaine_le IS NOT NULL"),
            postgresql_where=sa.text("prochaine_le IS NOT NULL"),
        )

    op.create_table(
        "representant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jeune_id", sa.Integer(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("qualite", sa.String(), nullable=False),
        sa.Column("autorite", sa.String(), server_default="titulaire", nullable=False),
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column("prenom", sa.String(), nullable=False),
        sa.Column("adresse1", sa.String(), nullable=True),
        sa.Column("adresse2", sa.String(), nullable=True),
        sa.Column("code_postal", sa.String(), nullable=True),
        sa.Column("ville", sa.String(), nullable=True),
        sa.Column("telephone", sa.String(), nullable=True),
        sa.Column("courriel", sa.String(), nullable=True),
        sa.Column("confidentielle", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("heberge", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("depuis_le", sa.Date(), nullable=True),
        sa.Column("jusqu_au", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["jeune_id"], ["jeune.id"], name=op.f("fk_representant_jeune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representant")),
    )
    with op.batch_alter_table("representant") as batch_op:
        batch_op.create_index(batch_op.f("ix_representant_jeune_id"), ["jeune_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("nature", sa.String(), nullable=False),
        sa.Column("resultat", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("auteur", sa.String(), nullable=False),
        sa.Column("enregistre_a", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_contact_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact") as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "echeance",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("ouverte_par", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("depart_le", sa.Date(), nullable=False),
        sa.Column("nominale_le", sa.Date(), nullable=False),
        sa.Column("legale_le", sa.Date(), nullable=False),
        sa.Column("interne_le", sa.Date(), nullable=False),
        sa.Column("etat", sa.String(), nullable=False),
        sa.Column("provisoire", sa.Boolean(), nullable=False),
        sa.Column("fondement", sa.String(), nullable=False),
        sa.Column("duree", sa.String(), nullable=False),
        sa.Column("close_le", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_echeance_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "ouverte_par", "slug", name=op.f("pk_echeance")),
    )
    with op.batch_alter_table("echeance") as batch_op:
        batch_op.create_index(
            "ix_echeance_ouverte",
            ["slug", "legale_le"],
            unique=False,
            sqlite_where=sa.text("etat = 'ouverte'"),
            postgresql_where=sa.text("etat = 'ouverte'"),
        )

    op.create_table(
        "journal",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("acte", sa.String(), nullable=False),
        sa.Column("de", sa.String(), nullable=True),
        sa.Column("vers", sa.String(), nullable=False),
        sa.Column("fait_le", sa.Date(), nullable=False),
        sa.Column("enregistre_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("auteur", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("donnees", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_journal_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "n", name=op.f("pk_journal")),
    )
    with op.batch_alter_table("journal") as batch_op:
        batch_op.create_index("ix_journal_acte_fait_le", ["acte", "fait_le"], unique=False)

    op.create_table(
        "rendez_vous",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("etape", sa.String(), nullable=False),
        sa.Column("le", sa.Date(), nullable=False),
        sa.Column("heure", sa.String(length=5), nullable=False),
        sa.Column("lieu", sa.String(), nullable=False),
        sa.Column("issue", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_rendez_vous_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "n", name=op.f("pk_rendez_vous")),
    )
    with op.batch_alter_table("rendez_vous") as batch_op:
        batch_op.create_index("ix_rendez_vous_le", ["le"], unique=False)

    op.create_table(
        "situation",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nature", sa.String(), nullable=False),
        sa.Column("sous_type", sa.String(), nullable=True),
        sa.Column("debut_le", sa.Date(), nullable=False),
        sa.Column("fin_le", sa.Date(), nullable=False),
        sa.Column("revue", sa.Boolean(), nullable=False),
        sa.Column("rompue_le", sa.Date(), nullable=True),
        sa.Column("preuve", sa.String(), nullable=False),
        sa.Column("preuve_vue_le", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_situation_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "n", name=op.f("pk_situation")),
    )
    op.create_table(
        "courrier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("acte_n", sa.Integer(), nullable=False),
        sa.Column("modele", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("representant_id", sa.Integer(), nullable=True),
        sa.Column("destinataire", sa.String(), nullable=False),
        sa.Column("pli", sa.Integer(), nullable=False),
        sa.Column("etat", sa.String(), nullable=False),
        sa.Column("fichier", sa.String(), nullable=True),
        sa.Column("erreur", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("poste_le", sa.Date(), nullable=True),
        sa.Column("mode", sa.String(), nullable=True),
        sa.Column("numero", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id", "acte_n"], ["journal.dossier_id", "journal.n"], name=op.f("fk_courrier_dossier_id")
        ),
        sa.ForeignKeyConstraint(
            ["representant_id"], ["representant.id"], name=op.f("fk_courrier_representant_id")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["scelle.sha256"], name=op.f("fk_courrier_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courrier")),
    )
    with op.batch_alter_table("courrier") as batch_op:
        batch_op.create_index(
            "ix_courrier_attente",
            ["etat", "id"],
            unique=False,
            sqlite_where=sa.text("etat IN ('a_produire', 'prepare', 'imprime')"),
            postgresql_where=sa.text("etat IN ('a_produire', 'prepare', 'imprime')"),
        )
        batch_op.create_index("ix_courrier_dossier_id", ["dossier_id", "acte_n"], unique=False)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("courrier") as batch_op:
        batch_op.drop_index("ix_courrier_dossier_id")
        batch_op.drop_index(
            "ix_courrier_attente",
            sqlite_where=sa.text("etat IN ('a_produire', 'prepare', 'imprime')"),
            postgresql_where=sa.text("etat IN ('a_produire', 'prepare', 'imprime')"),
        )

    op.drop_table("courrier")
    op.drop_table("situation")
    with op.batch_alter_table("rendez_vous") as batch_op:
        batch_op.drop_index("ix_rendez_vous_le")

    op.drop_table("rendez_vous")
    with op.batch_alter_table("journal") as batch_op:
        batch_op.drop_index("ix_journal_acte_fait_le")

    op.drop_table("journal")
    with op.batch_alter_table("echeance") as batch_op:
        batch_op.drop_index(
            "ix_echeance_ouverte",
            sqlite_where=sa.text("etat = 'ouverte'"),
            postgresql_where=sa.text("etat = 'ouverte'"),
        )

    op.drop_table("echeance")
    with op.batch_alter_table("contact") as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_dossier_id"))

    op.drop_table("contact")
    with op.batch_alter_table("representant") as batch_op:
        batch_op.drop_index(batch_op.f("ix_representant_jeune_id"))

    op.drop_table("representant")
    with op.batch_alter_table("dossier") as batch_op:
        batch_op.drop_index(
            "ix_dossier_prochaine_le",
            sqlite_where=sa.text("prochaine_le IS NOT NULL"),
            postgresql_where=sa.text("prochaine_le IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_dossier_nuit_le",
            sqlite_where=sa.text("nuit_le IS NOT NULL"),
            postgresql_where=sa.text("nuit_le IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_dossier_lot_id"))
        batch_op.drop_index(batch_op.f("ix_dossier_jeune_id"))
        batch_op.drop_index(batch_op.f("ix_dossier_etape"))

    op.drop_table("dossier")
    op.drop_table("scelle")
    with op.batch_alter_table("nuit") as batch_op:
        batch_op.drop_index(batch_op.f("ix_nuit_jour_le"))

    op.drop_table("nuit")
    op.drop_table("meta")
    op.drop_table("lot")
    with op.batch_alter_table("jeune") as batch_op:
        batch_op.drop_index(batch_op.f("ix_jeune_ine"))
        batch_op.drop_index(batch_op.f("ix_jeune_commune_insee"))
        batch_op.drop_index(batch_op.f("ix_jeune_cle"))

    op.drop_table("jeune")
    op.drop_table("compteur")
