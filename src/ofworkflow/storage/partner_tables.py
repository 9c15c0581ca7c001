"""The directory of the partners of the house: nothing there is of a dossier, nothing is overwritten: a line
is added at each change, the last one of a number counts."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, String, Table

from ofworkflow.storage.columns import Instant, Words, metadata

partenaire = Table(
    "partenaire",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("structure", String, nullable=False),
    Column("numero", Integer, nullable=False),  # by which people call it, one series a house
    Column("genre", String, nullable=False),
    Column("nom", Words, nullable=False),
    Column("contact", Words),
    Column("telephone", Words),
    Column("courriel", Words),
    Column("fin_le", Date),  # no more asked from that day
    Column("auteur", Words, nullable=False),
    Column("enregistre_a", Instant, nullable=False),
)
Index("ix_partenaire_structure", partenaire.c.structure, partenaire.c.numero)
