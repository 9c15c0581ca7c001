"""The tables of the night: what it will do, the alertes it gave, what it could not do, and the ledger of
its runs."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from ofworkflow.storage.columns import Instant, LongWords, metadata

# What the night will write about a dossier left alone, in order: worked out each time the dossier changes,
# never kept once done.
prevision = Table(
    "prevision",
    metadata,
    Column("dossier_id", ForeignKey("dossier.id"), primary_key=True, autoincrement=False),
    Column("rang", Integer, primary_key=True, autoincrement=False),
    Column("le", Date, nullable=False),
    # an alerte: of which delay, and how many days before its legal end
    Column("ouverte_par", Integer),
    Column("slug", String),
    Column("jours_restants", Integer),
    # an act: its entry in the journal, its letter, and the earliest delay left after it
    Column("n", Integer),
    Column("acte", String),
    Column("de", String),
    Column("vers", String),
    Column("donnees", JSON(none_as_null=True)),
    Column("modele", String),
    Column("prochaine_echeance", String),
    Column("prochaine_le", Date),
    # an act that the procedure would refuse: why
    Column("refus", Text),
    sqlite_with_rowid=False,  # the steps of a dossier lie together
)

# An alerte is a fact: it fell on a day, and was given on that day or later when nights were missed.
alerte = Table(
    "alerte",
    metadata,
    Column("dossier_id", ForeignKey("dossier.id"), primary_key=True, autoincrement=False),
    Column("ouverte_par", Integer, primary_key=True, autoincrement=False),
    Column("slug", String, primary_key=True),
    Column("tombe_le", Date, primary_key=True),
    Column("jours_restants", Integer, nullable=False),
    Column("donnee_le", Date, nullable=False),
    Column("enregistre_a", Instant, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_alerte_donnee_le", alerte.c.donnee_le)

# A dossier set aside by the night, shown until it is solved.
echec = Table(
    "echec",
    metadata,
    Column("dossier_id", ForeignKey("dossier.id"), primary_key=True, autoincrement=False),
    Column(
        "genre", String, nullable=False
    ),  # ecart: its journal and its row disagree; ecriture: it could not be written
    Column("motif", LongWords, nullable=False),
    Column("depuis_le", Date, nullable=False),
    Column("dernier_le", Date, nullable=False),
    Column("essais", Integer, nullable=False),
    Column("nuit_id", Integer),  # the run that failed last: it does not try twice
)

nuit = Table(
    "nuit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("jour_le", Date, nullable=False, index=True),
    Column("structure", String),  # NULL: all of them
    Column("mode", String),  # manuelle, planifiee
    Column("debut_a", Instant, nullable=False),
    Column("fin_a", Instant),  # NULL: it runs, or was stopped before its end
    Column("hote", String, nullable=False),
    Column("version", String, nullable=False),
    Column("examines", Integer, nullable=False, server_default="0"),
    Column("actes", Integer, nullable=False, server_default="0"),
    Column("alertes", Integer, nullable=False, server_default="0"),
    Column(
        "controles", Integer, nullable=False, server_default="0"
    ),  # dossiers whose next delay was worked out again
    Column("echecs", JSON, nullable=False),
)
