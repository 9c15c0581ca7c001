"""What a dossier is looked for by, folded beforehand: nothing there that the cards, the contacts and the
journal do not say (storage/searched.py)."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table, Text

from ofworkflow.storage.columns import metadata

recherche = Table(
    "recherche",
    metadata,
    # those of a house lie together: a search reads them all, and nobody else's
    Column("structure", String, primary_key=True),
    Column("dossier_id", ForeignKey("dossier.id"), primary_key=True, autoincrement=False, unique=True),
    Column("noms", Text, nullable=False),
    Column("parents", Text, nullable=False),
    Column("sons", Text, nullable=False),  # « kamil=camille »: each word of both, after how it sounds
    Column("commune", Text, nullable=False),
    Column("etablissement", Text, nullable=False),
    Column("notes", Text, nullable=False),  # each after an end of line
    sqlite_with_rowid=False,
)
