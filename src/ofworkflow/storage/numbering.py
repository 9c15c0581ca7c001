"""The numbers that leave on paper, and how far they went: none is ever given twice, even after an older base
is put back.

A letter that comes back (C000123), a run (T0001), a dossier (2026-0042), an import (L0001), a sealed bilan
(B0001): each must find what it was printed for. What was given is known from the base, and, apart from it,
from a small file that an older copy of the base does not take back with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypedDict

from sqlalchemy import Connection, Table, func, select, text

from ofworkflow.errors import OfWorkflowError
from ofworkflow.files import write_whole
from ofworkflow.storage import models as m
from ofworkflow.storage.database import is_trial
from ofworkflow.storage.upsert import note, upsert

Marks = Mapping[str, int]

IDENTITY = "identite"
"""The row of `meta` that names a base, the same in all its copies."""

SKIPPED = "numeros_passes"
"""The row of `meta` that keeps the numbers passed over when an older base was put back."""

BY_ROW: tuple[Table, ...] = (
    m.courrier,
    m.tirage,
)  # their number is that of their row; the others are counted in `compteur`


def marks_of(connection: Connection) -> dict[str, int]:
    """Return the last number given of each kind, `compteur` and rows alike."""
    numbers = {
        name: last
        for name, last in connection.execute(select(m.compteur.c.nom, m.compteur.c.dernier))
        if last
    }
    for table in BY_ROW:
        if last := _last_of(connection, table):
            numbers[table.name] = last
    return numbers


def highest(several: Iterable[Marks]) -> dict[str, int]:
    """Return the highest of each kind."""
    numbers: dict[str, int] = {}
    for marks in several:
        for name, last in marks.items():
            numbers[name] = max(last, numbers.get(name, 0))
    return numbers


def raise_to(connection: Connection, marks: Marks) -> None:
    """Give no number up to these from now on; a kind that is already further stays where it is."""
    by_row = {table.name: table for table in BY_ROW}
    before = marks_of(connection)
    gaps = skipped(connection)
    for name, last in behind(before, marks).items():
        gaps.setdefault(name, []).append((before.get(name, 0) + 1, last))
    if gaps:
        note(connection, SKIPPED, json.dumps(gaps, sort_keys=True))
    for name, last in marks.items():
        if name in by_row:
            _raise_row(connection, by_row[name], last)
            continue
        row = upsert(connection, m.compteur).values(nom=name, dernier=last)
        further = m.compteur.c.dernier < last
        connection.execute(
            row.on_conflict_do_update(index_elements=["nom"], set_={"dernier": last}, where=further)
        )


def skipped(connection: Connection) -> dict[str, list[tuple[int, int]]]:
    """Return the numbers of each kind that were passed over, first and last of each gap: no row ever had
    them here."""
    written = connection.execute(select(m.meta.c.valeur).where(m.meta.c.cle == SKIPPED)).scalar()
    with suppress(ValueError, TypeError, AttributeError):
        return {
            str(name): [(int(a), int(b)) for a, b in several]
            for name, several in json.loads(written or "{}").items()
        }
    return {}


def behind(base: Marks, printed: Marks) -> dict[str, int]:
    """Return what was given beyond what the base knows: not empty, an older base was put back."""
    return {name: last for name, last in printed.items() if last > base.get(name, 0)}


def said(name: str, last: int) -> str:
    """Return a number as it is printed: « C000123 », « 2026-0042 »."""
    shapes = {"courrier": "C{:06d}", "tirage": "T{:04d}", "lot": "L{:04d}", "bilan": "B{:04d}"}
    return (
        f"{name.removeprefix('dossier-')}-{last:04d}"
        if name.startswith("dossier-")
        else shapes.get(name, name).format(last)
    )


def identity_of(connection: Connection) -> str:
    """Return the name of this base, the same in all its copies."""
    return str(connection.execute(select(m.meta.c.valeur).where(m.meta.c.cle == IDENTITY)).scalar() or "")


class Known(TypedDict):
    """What is remembered of a base: whether it is a trial, and how far its numbers went."""

    essai: bool
    numeros: dict[str, int]


class Register:
    """The file, kept apart from the base, that remembers the numbers given; one base after another may
    have stood there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def printed(self, connection: Connection) -> dict[str, int]:
        """Return the numbers known to be given under this place: by this base, or by another real one
        before it."""
        return self.printed_under(identity_of(connection), trial=is_trial(connection))

    def printed_under(self, mine: str, *, trial: bool) -> dict[str, int]:
        """Return the numbers known to be given under this place, by the base of that name or by another
        real one before it."""
        known = self._read()
        return highest(
            each["numeros"] for name, each in known.items() if name == mine or not (trial or each["essai"])
        )

    def remember(self, connection: Connection) -> bool:
        """Remember how far this base went; tell whether it is known now. What is known is never taken
        back."""
        return self.keep(identity_of(connection), marks_of(connection), trial=is_trial(connection))

    def keep(self, mine: str, marks: Marks, *, trial: bool) -> bool:
        """Remember that the base of that name went so far; tell whether it is known now."""
        if not marks:
            return True
        known = self._read()
        before = known.get(mine, {"numeros": {}})["numeros"]
        whole = highest((before, marks))
        if whole == before:
            return True
        known[mine] = {"essai": trial, "numeros": whole}
        with suppress(
            OfWorkflowError
        ):  # a place that takes no file: the base works all the same, and « of base etat » says it
            write_whole(self.path, json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True).encode())
            return True
        return False

    def _read(self) -> dict[str, Known]:
        try:
            numbers = json.loads(self.path.read_text(encoding="utf-8"))
            return {
                str(k): {"essai": bool(v["essai"]), "numeros": {n: int(x) for n, x in v["numeros"].items()}}
                for k, v in numbers.items()
            }
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}


def _last_of(connection: Connection, table: Table) -> int:
    highest_row = int(connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one())
    if connection.dialect.name == "sqlite":
        if not connection.exec_driver_sql(
            "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"
        ).first():
            return highest_row  # before 0006, the last row was all that was remembered
        question = text("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = :name")
        return max(highest_row, int(connection.execute(question, {"name": table.name}).scalar_one()))
    counter = f"SELECT last_value, is_called FROM {_sequence(connection, table)}"  # noqa: S608 — our own names
    last, called = connection.execute(text(counter)).one()
    return max(highest_row, int(last) if called else 0)


def _raise_row(connection: Connection, table: Table, last: int) -> None:
    last = max(last, _last_of(connection, table))
    if connection.dialect.name != "sqlite":
        connection.execute(
            text("SELECT setval(:name, :last)"), {"name": _sequence(connection, table), "last": last}
        )
        return
    values = {"name": table.name, "last": last}
    if not connection.execute(
        text("UPDATE sqlite_sequence SET seq = :last WHERE name = :name"), values
    ).rowcount:
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), values)


def _sequence(connection: Connection, table: Table) -> str:
    return str(
        connection.execute(
            text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name}
        ).scalar_one()
    )
