"""A base as an older version left it: what each version added, taken away again."""

from __future__ import annotations

from sqlalchemy import Connection, text

UNDONE = {
    "0019": tuple(f"ALTER TABLE conge DROP COLUMN {name}" for name in ("de_heure", "a_heure")),
    "0018": ("DROP TABLE recherche",),
    "0017": ("DROP TABLE cle_nom",),
    "0016": ("DROP TABLE partenaire",),
    "0015": ("DROP TABLE relais", "DROP TABLE conge"),
    "0014": tuple(f"ALTER TABLE contact DROP COLUMN annule_{what}" for what in ("a", "par", "motif")),
    "0013": ("DROP TABLE fusion",),
    "0012": ("ALTER TABLE jeune DROP COLUMN emancipe_le", "ALTER TABLE representant DROP COLUMN a_part_jusqu_au"),
    "0010": ("ALTER TABLE contact DROP COLUMN qui", "ALTER TABLE contact DROP COLUMN representant"),
    "0008": ("ALTER TABLE jeune DROP COLUMN pays", "ALTER TABLE representant DROP COLUMN pays"),
    "0006": ("DROP TABLE numero",),
    "0004": ("DROP TABLE bilan_fige", "DELETE FROM compteur WHERE nom = 'bilan'"),
}


def go_back(connection: Connection, version: str) -> None:
    """Take away what came after a version: its tables, as they were."""
    for later, statements in UNDONE.items():
        for statement in statements if later > version else ():
            connection.execute(text(statement))
    connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
