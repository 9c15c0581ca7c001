"""The words of notes by which dossiers are looked for, added as they are noted (storage/searched.py)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, update

from ofworkflow.storage import models as m
from ofworkflow.storage.prepared import Prepared
from ofworkflow.storage.rows import Values
from ofworkflow.text import fold


def note_line(note: str) -> str:
    """Return what is added to the words of a dossier for a note."""
    return f"\n{fold(note)}"


def add_notes(connection: Connection, rows: Sequence[Values]) -> None:
    """Add to the words of dossiers those of the notes of rows just written, where they have one."""
    noted = [(row["dossier_id"], str(row["note"])) for row in rows if row["note"]]
    _ADD_NOTE.write(
        connection, *({"b_dossier_id": number, "b_note": note_line(note)} for number, note in noted)
    )


_ADD_NOTE = Prepared(
    update(m.recherche)
    .where(m.recherche.c.dossier_id == bindparam("b_dossier_id"))
    .values(notes=m.recherche.c.notes + bindparam("b_note"))
)
