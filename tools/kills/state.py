"""What a base and its folder tell, in words that do not depend on instants nor on numbers skipped by a rollback."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, LargeBinary, Table

from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage.columns import Instant

WAITING = ("a_produire", "prepare")
FACTS = frozenset(
    {"journal", "contact", "suivi", "dossier", "jeune", "representant", "lot", "tirage", "feuille", "courrier", "alerte",
     "modification", "bilan_fige", "retouche", "scelle"}
)  # fmt: skip
"""Tables of what was done: a row missing is a thing lost, one too many a thing done twice."""
GROWING = ("journal", "contact", "suivi", "alerte", "modification", "tirage", "bilan_fige")

_REFERS = {
    "courrier_id": "courrier", "remplace": "courrier", "tirage_id": "tirage", "lot_id": "lot", "dossier_id": "dossier",
    "jeune_id": "jeune", "representant_id": "representant", "absorbe_id": "dossier", "garde_id": "dossier",
}  # fmt: skip
_APART = {
    "dossier": {"version"}, "prevision": {"rang"}, "bilan_fige": {"contenu"}, "nuit": {"hote", "examines", "actes", "alertes",
    "controles", "echecs", "mode"}, "echec": {"nuit_id"}, "lot": {"bilan"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Rows by table, as sorted texts; and the files of the folder, by the names that do not move."""

    rows: Mapping[str, tuple[str, ...]]
    files: tuple[str, ...]
    drafts: frozenset[int]  # letters whose file may be there or not: it is still to be made
    sealed: frozenset[int]  # letters whose file may be missing: their bytes are in the base
    named: frozenset[str]  # files that the base speaks of

    def missing_from(self, other: Snapshot, tables: frozenset[str] = FACTS) -> list[str]:
        """Return the rows that are here and not there."""
        return [
            f"{table} : {row}"
            for table in sorted(tables)
            for row in (Counter(self.rows.get(table, ())) - Counter(other.rows.get(table, ()))).elements()
        ]

    def differences(self, other: Snapshot) -> list[str]:
        """Return what differs, table by table: what the other has not, then what it has more."""
        tables = frozenset(self.rows) | frozenset(other.rows)
        return [f"− {row}" for row in self.missing_from(other, tables)] + [f"+ {row}" for row in other.missing_from(self, tables)]

    def files_against(self, other: Snapshot, swept: str = "") -> list[str]:
        """Return the files that are not those of the other: left behind, missing, or named by the base and not there.

        What a kill left unfinished waits, under a name of ours, for the next command that sweeps its folder: `swept`.
        """
        mine, theirs, free = Counter(self.files), Counter(other.files), self.drafts | other.drafts
        left = [
            f"+ {name}"
            for name in (mine - theirs)
            if _letter(name) not in free and (not _is_unfinished(name) or (swept and name.startswith(swept)))
        ]
        spared = free | self.sealed
        left += [f"− {name}" for name in (theirs - mine) if _letter(name) not in spared]
        absent = sorted(self.named - frozenset(self.files))
        return left + [f"absent : {name}" for name in absent if _letter(name) not in self.sealed]


def _is_unfinished(name: str) -> bool:
    return any(part.startswith((".of-", ".tirage-")) for part in name.split("/"))


def _letter(name: str) -> int:
    found = re.search(r"^courriers/[^/.]+/C#(\d+)_\w+\.(?:pdf|ics)$", name)
    return int(found[1]) if found else 0


def look(url: str, folder: Path) -> Snapshot:
    """Return what the base and the folder tell now, read by the driver alone."""
    with reading(url) as ask:
        found = {table.name: [dict(row) for row in _rows(ask, table)] for table in m.metadata.sorted_tables}
    ranks = {
        table.name: {number: rank for rank, number in enumerate(sorted(row["id"] for row in found[table.name]), start=1)}
        for table in m.metadata.sorted_tables
        if _is_numbered(table)
    }
    names = _Names(ranks, folder)
    rows = {table.name: tuple(sorted(_told(found[table.name], table, names))) for table in m.metadata.sorted_tables}
    # a draft not yet made, or never made because the run printed it first
    drafts = {ranks["courrier"][row["id"]] for row in found["courrier"] if row["etat"] in WAITING or row["fichier"] is None}
    sealed = {ranks["courrier"][row["id"]] for row in found["courrier"] if row["sha256"]}
    named = {names.text(_place(row["fichier"])) for table in ("courrier", "tirage") for row in found[table] if row["fichier"]}
    free = (frozenset(drafts), frozenset(sealed), frozenset(named))
    return Snapshot(rows, _files(names, folder), *free)


Ask = Callable[[str], tuple[list[str], list[tuple[Any, ...]]]]


@contextmanager
def reading(url: str) -> Iterator[Ask]:
    """Give what asks a question of the base, by the driver alone; it returns the columns and the rows."""
    connection: Any
    if url.startswith("sqlite"):
        import sqlite3

        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    else:
        import psycopg

        connection = psycopg.connect(url.replace("+psycopg", ""))

    def ask(question: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        cursor = connection.execute(question)
        return [column[0] for column in cursor.description], cursor.fetchall()

    try:
        yield ask
    finally:
        connection.close()


def _is_numbered(table: Table) -> bool:
    return "id" in table.c and list(table.primary_key) == [table.c.id]


def _rows(ask: Ask, table: Table) -> Iterator[dict[str, Any]]:
    kept = [c for c in table.c if not isinstance(c.type, LargeBinary)]
    names, rows = ask(f"SELECT {', '.join(c.name for c in kept)} FROM {table.name}")  # noqa: S608 — our own names
    texts = {c.name for c in kept if isinstance(c.type, JSON)}
    for row in rows:
        yield {
            name: json.loads(value) if name in texts and isinstance(value, str) else value
            for name, value in zip(names, row, strict=True)
        }


def resolve(url: str, words: list[str]) -> list[str]:
    """Return a line with its letters and its runs by the numbers that this base gave them."""
    if not any("{" in word for word in words):
        return words
    with reading(url) as ask:
        return [re.sub(r"\{(.+?)\}", lambda match: _number(ask, match[1]), word) for word in words]


def _number(ask: Ask, text: str) -> str:
    if text.startswith("lot/"):
        _, runs = ask("SELECT id FROM tirage ORDER BY id")
        return f"T{runs[int(text[4:]) - 1][0]:04d}"
    if text.startswith("conge/"):
        _, leaves = ask("SELECT id FROM conge ORDER BY id")
        return str(leaves[int(text[6:]) - 1][0])
    dossier, n, rank = map(int, text.split("/"))
    _, letters = ask(
        "SELECT c.id FROM courrier c JOIN dossier d ON d.id = c.dossier_id "  # noqa: S608 — numbers
        f"WHERE d.reference = '2025-{dossier:04d}' AND c.acte_n = {n} ORDER BY c.id"
    )
    return f"C{letters[rank - 1][0]:06d}"


class _Names:
    """Numbers by their rank."""

    def __init__(self, ranks: dict[str, dict[int, int]], folder: Path) -> None:
        self.ranks, self._folder = ranks, str(folder)

    def text(self, value: str) -> str:
        """Return a text with its letters and runs by their ranks, and no place."""
        known = value.replace(self._folder + "/", "").replace(self._folder, "")
        known = re.sub(r"\bC(\d{6})", lambda x: f"C#{self.ranks['courrier'].get(int(x[1]), 'inconnu')}", known)
        return re.sub(r"\bT(\d{4})\b|\bT(\d{4})(?=_)", self._run, known)

    def _run(self, found: re.Match[str]) -> str:
        return f"T#{self.ranks['tirage'].get(int(found[1] or found[2]), 'inconnu')}"

    def value(self, table: str, column: str, value: Any) -> Any:
        """Return a value as it is compared."""
        if column == "id":
            return self.ranks.get(table, {}).get(value, value)
        if column in _REFERS and value is not None:
            return self.ranks.get(_REFERS[column], {}).get(value, "inconnu")
        return self.inside(value)

    def inside(self, value: Any, key: str = "") -> Any:
        """Return what a JSON text holds, as it is compared."""
        if isinstance(value, dict):
            return {k: self.inside(v, k) for k, v in value.items()}
        if isinstance(value, list):
            if key in ("courriers", "information"):  # letters
                return [self.ranks["courrier"].get(v, "inconnu") if isinstance(v, int) else self.inside(v) for v in value]
            return [self.inside(v) for v in value]
        return self.text(value) if isinstance(value, str) else value


def _told(rows: Sequence[dict[str, Any]], table: Table, names: _Names) -> Iterator[str]:
    apart = _APART.get(table.name, set())
    columns = [
        c.name
        for c in table.c
        if c.name not in apart
        and not isinstance(c.type, Instant | LargeBinary)
        and not any(word in c.name for word in ("sha256", "empreinte", "hache"))
        and not (c.name == "id" and table.name in ("nuit", "suivi", "contact", "modification"))
    ]
    told = []
    for row in rows:
        if table.name == "nuit" and row["fin_a"] is None:
            continue  # a night stopped before its end says so, and is still owed
        line = {name: names.value(table.name, name, row[name]) for name in columns}
        if table.name == "courrier":
            line |= {"sha256": bool(row["sha256"]), "fichier": None}
            if row["etat"] in WAITING:  # the night makes what a kill left to be made
                line |= {"etat": "attend", "erreur": None}
        if table.name == "lot":  # of its account, what a person decided
            line["doutes"] = [(doubt["n"], doubt["etat"]) for doubt in row["bilan"].get("doutes") or ()]
        if table.name == "contact":  # annulled, it stays as it was: that it is annulled is a fact more
            ending = {name: line.pop(name) for name in tuple(line) if name.startswith("annule_")}
            if any(ending.values()) or row["annule_a"]:
                told.append(json.dumps({**line, "annulation": ending}, ensure_ascii=False, sort_keys=True, default=str))
        told.append(json.dumps(line, ensure_ascii=False, sort_keys=True, default=str))
    return iter(set(told) if table.name == "nuit" else told)


def _files(names: _Names, folder: Path) -> tuple[str, ...]:
    places = [
        path
        for path in folder.rglob("*")
        if not path.name.startswith(("ofworkflow.db", ".numeros")) and (path.is_file() or path.name.startswith("."))
    ]
    return tuple(sorted(names.text(str(path.relative_to(folder))) for path in places))


def _place(stored: str) -> str:
    """Return where a letter or a run lies, from the folder of the house, however it is stored."""
    at = stored.rfind("courriers/")
    return stored[at:] if at >= 0 else f"courriers/{stored}"
