"""Un numéro de la poste n'est que d'un pli, et un pli n'en a qu'un."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Apply; of a number that an older version gave to two envelopes, the first letter keeps it; the other
    shows it still."""
    numbers = op.create_table(
        "numero",
        sa.Column("numero", sa.String(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("acte_n", sa.Integer(), nullable=False),
        sa.Column("pli", sa.Integer(), nullable=False),
        sa.Column("poste_le", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id", "acte_n"],
            ["journal.dossier_id", "journal.n"],
            name=op.f("fk_numero_dossier_id_journal"),
        ),
        sa.PrimaryKeyConstraint("numero", name=op.f("pk_numero")),
        sa.UniqueConstraint("dossier_id", "acte_n", "pli", "poste_le", name=op.f("uq_numero_dossier_id")),
    )
    letters = sa.table(
        "courrier",
        *(sa.column(name) for name in ("id", "numero", "dossier_id", "acte_n", "pli")),
        sa.column("poste_le", sa.Date),
    )
    taken: dict[str, dict[str, object]] = {}
    envelopes = set()
    sent = letters.c.numero.is_not(None) & letters.c.poste_le.is_not(None)
    for row in op.get_bind().execute(sa.select(letters).where(sent).order_by(letters.c.id)):
        bare = "".join(row.numero.upper().split())
        envelope = {
            "dossier_id": row.dossier_id,
            "acte_n": row.acte_n,
            "pli": row.pli,
            "poste_le": row.poste_le,
        }
        if bare not in taken and tuple(envelope.values()) not in envelopes:
            taken[bare] = {"numero": bare, **envelope}
            envelopes.add(tuple(envelope.values()))
    if taken:
        op.bulk_insert(numbers, list(taken.values()))
