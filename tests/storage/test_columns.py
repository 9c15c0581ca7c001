"""No column is dead: something of ours writes it, and something reads it, or the reason why not stands here."""

from __future__ import annotations

import re
from pathlib import Path

from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE
from ofworkflow.storage import models as m

SOURCES = Path(__file__).resolve().parents[2] / "src" / "ofworkflow"
NOT_A_USE = {"models.py", "night_tables.py"}  # where they are declared; migrations and `docteur` look at every column
PERSONS = {("jeune", f.name) for f in MINOR} | {("representant", f.name) for f in REPRESENTATIVE}  # through `procedure.fields`
WAITING = {
    "echeance.nominale_le": "la projection entière du journal : docteur la compare, un tableur la lit",
    "echeance.fondement": "de même",
    "situation.preuve_vue_le": "de même",
    "conge.retire_par": "qui a retiré un congé : gardé pour qui relit la base, un congé retiré ne se montre plus",
    "suivi.evenement": "l'histoire d'un courrier : docteur la compare à son état",
}


def test_every_column_is_written_and_read() -> None:
    paths = [p for p in SOURCES.rglob("*.py") if p.name not in NOT_A_USE and not {"migrations", "doctor"} & set(p.parts)]
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    dead = {
        f"{table.name}.{column.name}"
        for table in m.metadata.tables.values()
        for column in table.columns
        if (table.name, column.name) not in PERSONS and not (_written(column.name, text) and _read(column.name, text))
    }
    assert dead == set(WAITING)


def _written(name: str, text: str) -> bool:
    return re.search(rf'\b{name}=(?!=)|"(?:b_)?{name}"(?:\]\s*=|:)', text) is not None


def _read(name: str, text: str) -> bool:
    return re.search(rf"\.{name}\b", text) is not None
