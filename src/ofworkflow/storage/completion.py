"""What a shell completes from the base: references, names, numbers of letters, runs and lots.

Asked of SQLite itself, read only: between two keys there is no time to load a toolkit. Elsewhere, and for a
base that cannot be read, nothing is proposed.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_DOSSIERS = """SELECT d.reference, j.nom || ' ' || j.prenom FROM dossier d JOIN jeune j ON j.id = d.jeune_id
    WHERE d.structure = :house AND d.reference >= :start AND d.reference < :after ORDER BY 1 LIMIT 50"""
_NAMES = """SELECT DISTINCT j.nom, '' FROM jeune j JOIN dossier d ON d.jeune_id = j.id
    WHERE d.structure = :house AND j.nom LIKE :start || '%' ORDER BY 1 LIMIT 50"""
_LETTERS = """SELECT printf('C%06d', id), destinataire FROM courrier
    WHERE structure = :house AND printf('C%06d', id) LIKE :start || '%' ORDER BY id DESC LIMIT 50"""
_RUNS = """SELECT printf('T%04d', id), auteur FROM tirage
    WHERE structure = :house AND printf('T%04d', id) LIKE :start || '%' ORDER BY id DESC LIMIT 50"""
_LOTS = """SELECT numero, fichier FROM lot
    WHERE structure = :house AND numero LIKE :start || '%' ORDER BY id DESC LIMIT 50"""
_NUMBERED = {"C": _LETTERS, "T": _RUNS, "L": _LOTS}


def completions(file: Path, structure: str, start: str) -> list[tuple[str, str]]:
    """Return what begins so in the dossiers of that house, each with what it is."""
    numbered = _NUMBERED.get(start[:1]) if start[1:].isdigit() else None
    question = _DOSSIERS if start[:1].isdigit() else numbered or _NAMES
    values = {"house": structure, "start": start.replace("%", "").replace("_", ""), "after": start + "\uffff"}
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=0.2)) as base:
            return [(str(value), str(about)) for value, about in base.execute(question, values)]
    except sqlite3.Error:
        return []
