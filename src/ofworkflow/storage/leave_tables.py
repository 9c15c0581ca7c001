"""Who is away, and who receives in his or her place: facts beside the journal, never edited; a leave that is
withdrawn stays, with who withdrew it."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKeyConstraint, Index, Integer, String, Table

from ofworkflow.storage.columns import Instant, Words, metadata

conge = Table(
    "conge",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("structure", String, nullable=False),
    Column("conseiller", Words, nullable=False),
    Column("du_le", Date, nullable=False),
    Column("au_le", Date, nullable=False),
    Column("auteur", Words, nullable=False),
    Column("enregistre_a", Instant, nullable=False),
    Column("retire_par", Words),
    Column("retire_a", Instant),
    Column("de_heure", String),  # of each of its days, « HH:MM »; none: from the morning on
    Column("a_heure", String),  # none: until the evening
)
Index("ix_conge_structure", conge.c.structure, conge.c.au_le)

# An appointment given over to a colleague: the last row of an appointment counts.
relais = Table(
    "relais",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dossier_id", Integer, nullable=False),
    Column("n", Integer, nullable=False),  # the entry that gave the appointment
    Column("conseiller", Words, nullable=False),
    Column("auteur", Words, nullable=False),
    Column("enregistre_a", Instant, nullable=False),
    ForeignKeyConstraint(["dossier_id", "n"], ["journal.dossier_id", "journal.n"]),
)
Index("ix_relais_dossier_id", relais.c.dossier_id, relais.c.n)
