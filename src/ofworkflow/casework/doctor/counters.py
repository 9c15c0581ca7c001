"""Numbers that are given once and never again: what is missing of them was removed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count as counting

from sqlalchemy import Column, Table, func, select, text

from ofworkflow.casework.doctor.kinds import Flaw, Ground
from ofworkflow.casework.doctor.raw import rows
from ofworkflow.storage import models as m
from ofworkflow.storage.numbering import skipped
from ofworkflow.text import counted

_NAMED_AT_MOST = 20
# Rows that are only ever added: on SQLite, where a number given to nobody does not exist, a hole in their
# numbers is a row gone.
ONLY_ADDED: tuple[Table, ...] = (
    m.lot,
    m.fusion,
    m.jeune,
    m.representant,
    m.dossier,
    m.contact,
    m.courrier,
    m.suivi,
    m.tirage,
    m.modification,
    m.bilan_fige,
    m.nuit,
)


def references(ground: Ground) -> Iterator[Flaw]:
    """Say each reference that was given and is no longer there, and each counter that does not know its
    own numbers."""
    printed: dict[str, list[int]] = {}
    for reference in ground.connection.execute(select(m.dossier.c.reference)).scalars():
        year, _, number = str(reference).partition("-")
        if number.isdigit():
            printed.setdefault(f"dossier-{year}", []).append(int(number))
    for reference in taken_away(ground, "references"):
        year, _, number = str(reference).partition("-")
        printed.setdefault(f"dossier-{year}", []).append(int(number))
    lists = [str(n)[1:] for n in ground.connection.execute(select(m.lot.c.numero)).scalars()]
    bilans = [str(n)[1:] for n in ground.connection.execute(select(m.bilan_fige.c.numero)).scalars()]
    printed |= {
        "lot": [int(n) for n in lists if n.isdigit()],
        "bilan": [int(n) for n in bilans if n.isdigit()],
    }
    last = {row.nom: row.dernier for row in rows(ground.connection, m.compteur)}
    for name, gaps in skipped(
        ground.connection
    ).items():  # passed over when an older base was put back: given elsewhere
        printed[name] = [*printed.get(name, []), *(n for first, end in gaps for n in range(first, end + 1))]
    for name in sorted((printed.keys() | last.keys()) - {m.courrier.name, m.tirage.name}):
        yield from _counted(name, printed.get(name, []), last.get(name))


def _counted(name: str, numbers: list[int], last: int | None) -> Iterator[Flaw]:
    prefix, what = _NAMES.get(name, (name.removeprefix("dossier-") + "-", "le dossier"))
    if name not in _NAMES and not name.startswith("dossier-"):
        yield Flaw(f"compteur {name}", "ce compteur n'est pas d'ofworkflow")
        return
    if last is None:
        if numbers or name == "bilan":  # which the tables were made with
            yield Flaw(
                f"compteur {name}", "ce compteur n'est plus là : le prochain numéro serait donné deux fois"
            )
        return
    if not isinstance(last, int):
        yield Flaw(f"compteur {name}", "ce compteur n'est pas un nombre")
        return
    if numbers and max(numbers) > last:
        yield Flaw(
            f"compteur {name}",
            f"ce compteur dit {last}, et le numéro {max(numbers)} est donné : il le serait deux fois",
        )
    there = set(numbers)
    missing = (n for n in range(1, last + 1) if n not in there)
    for shown, n in zip(counting(), missing, strict=False):
        if shown == _NAMED_AT_MOST:
            left = last - sum(0 < known <= last for known in there) - shown
            yield Flaw(
                f"compteur {name}",
                f"et {counted(left, 'autre numéro donné', 'autres numéros donnés')} que rien ne porte plus",
            )
            return
        yield Flaw(f"{prefix}{n:04d}", f"{what} n'est plus là : son numéro a été donné")


_NAMES = {"lot": ("L", "l'import"), "bilan": ("B", "le bilan figé")}


def taken_away(ground: Ground, name: str) -> list[object]:
    """Return the references, or the numbers of rows, that undoing a list, or a merge, took
    away."""
    ledgers = [
        *ground.connection.execute(select(m.lot.c.bilan)).scalars(),
        *ground.connection.execute(select(m.fusion.c.traces)).scalars(),
    ]
    undone = [(each.get("retires") or {}) if isinstance(each, dict) else {} for each in ledgers]
    return [number for each in undone if isinstance(each, dict) for number in each.get(name, ())]


def _undone(ground: Ground, table: Table, last: int) -> int:
    """Return how many of the missing rows a list that was undone explains."""
    numbers = {n for n in taken_away(ground, table.name) if isinstance(n, int) and n < last}
    there = select(table.c.id).where(table.c.id.in_(sorted(numbers))) if numbers else None
    return len(numbers - set(ground.connection.execute(there).scalars())) if there is not None else 0


def rows_removed(ground: Ground) -> Iterator[Flaw]:
    """Say the holes in the numbers of rows that are only ever added."""
    for table in ONLY_ADDED:
        number = table.c.id
        count, last = ground.connection.execute(select(func.count(), func.max(number))).one()
        ground.counted[table.name] = count
        if ground.is_sqlite:
            sequence = _sqlite_sequence(ground, table)
            passed = sum(end - first + 1 for first, end in skipped(ground.connection).get(table.name, ()))
            if count and (gone := max(last, sequence) - passed - count) > 0:
                gone -= _undone(ground, table, last)
            if count and gone > 0:
                yield Flaw(
                    f"table {table.name}",
                    counted(
                        gone,
                        "ligne n'est plus là : son numéro a été donné",
                        "lignes ne sont plus là : leurs numéros ont été donnés",
                    ),
                )
            if count and ground.connection.execute(select(func.min(number))).scalar_one() < 1:
                yield Flaw(f"table {table.name}", "une ligne porte un numéro qui n'a pas pu être donné")
        else:
            yield from _behind(ground, table, number, last)


def _sqlite_sequence(ground: Ground, table: Table) -> int:
    known = text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'")
    if ground.connection.execute(known).first() is None:
        return 0
    count = ground.connection.execute(
        text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}
    ).scalar()
    return int(count or 0)


def _behind(ground: Ground, table: Table, number: Column[object], last: int | None) -> Iterator[Flaw]:
    values = {"table": table.name}
    sequence = ground.connection.execute(text("SELECT pg_get_serial_sequence(:table, 'id')"), values).scalar()
    if sequence is None or last is None:
        return
    following = ground.connection.execute(text(f"SELECT last_value FROM {sequence}")).scalar_one()  # noqa: S608 — the server's own name
    if following < last:
        yield Flaw(
            f"table {table.name}", f"le prochain numéro ({following + 1}) est déjà donné (jusqu'à {last})"
        )
