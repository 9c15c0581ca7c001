"""The one door to what two people may change at once: hold the dossier, read again, decide.

A dossier's row stands for all that hangs on it: its letters, its contacts, its minor and representatives.
Whoever changes one of them holds the row first, and reads after: what was read before is what was there
before the wait. On SQLite the writing transaction holds the whole base from its first word. Rows are held in
the order of their numbers: nobody waits in a circle.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, select, text, update

from ofworkflow.casework.dossier.opened import letter_id
from ofworkflow.errors import UsageError
from ofworkflow.storage import models as m
from ofworkflow.storage.database import writes
from ofworkflow.storage.rows import LetterRow
from ofworkflow.storage.scope import own

_OPENINGS, _LISTS = 0x0F0E, 0x0F0C
"""Tell our locks from any other that PostgreSQL may be asked for by number."""


def hold(connection: Connection, ids: Collection[int]) -> dict[int, int]:
    """Hold these dossiers for this transaction; return their versions, as they are once held."""
    return _hold(connection, m.dossier.c.id.in_(ids)) if ids else {}


def hold_minors(connection: Connection, minors: Collection[int]) -> list[int]:
    """Hold every dossier of these minors; return them."""
    return list(_hold(connection, m.dossier.c.jeune_id.in_(minors))) if minors else []


def hold_letters(connection: Connection, numbers: Collection[int]) -> None:
    """Hold the dossiers of these letters: whoever reads the letters after that reads what will not change
    any more."""
    c = m.courrier.c
    # a letter never goes from one dossier to another: which dossiers these are may be asked before they are
    # held
    _hold(connection, m.dossier.c.id.in_(select(c.dossier_id).where(c.id.in_(numbers))))


def held_letters(connection: Connection, numbers: Collection[int]) -> Sequence[LetterRow]:
    """Hold the dossiers of these letters, and return the letters as they are now; raise `UsageError` for
    an unknown one."""
    hold_letters(connection, numbers)
    c = m.courrier.c
    letters = connection.execute(
        select(m.courrier).where(*own(connection, m.courrier), c.id.in_(numbers)).order_by(c.id)
    ).all()
    refuse_unknown(numbers, (row.id for row in letters))
    return letters


def hold_openings(connection: Connection, structure: str) -> None:
    """Open or import for this mission locale one at a time: who is already known is read after that.

    It goes before any dossier is held.
    """
    _hold_house(connection, _OPENINGS, structure)


def hold_house_lists(connection: Connection, structure: str) -> None:
    """Write leaves or partners of this mission locale one at a time: those that stand are read after that."""
    _hold_house(connection, _LISTS, structure)


def _hold_house(connection: Connection, what: int, structure: str) -> None:
    if connection.dialect.name == "postgresql":
        whose = zlib.crc32(structure.encode()) - 2**31
        connection.execute(_HOLD_HOUSE, {"what": what, "whose": whose})


def hold_free(connection: Connection, ids: Collection[int]) -> set[int]:
    """Hold those of these dossiers that nobody holds; return them. On SQLite, that is all of them."""
    d = m.dossier.c
    question = select(d.id).where(d.id.in_(ids)).order_by(d.id).with_for_update(skip_locked=True)
    return set(connection.execute(question).scalars())


def hurry(connection: Connection) -> None:
    """Wait for a moment only, until the end of this transaction, for what others hold: somebody was waited
    for in vain."""
    if connection.dialect.name == "postgresql":
        connection.execute(_HURRY)


def moved(connection: Connection, ids: Collection[int]) -> None:
    """Note that something of these dossiers changed beside their journal: what was made of them before is
    to be made again."""
    if ids:
        d = m.dossier.c
        connection.execute(update(m.dossier).where(d.id.in_(ids)).values(version=d.version + 1))


def refuse_unknown(numbers: Iterable[int], letters: Iterable[int]) -> None:
    """Raise `UsageError` when one of these letters was not found."""
    if missing := set(numbers) - set(letters):
        raise UsageError(
            f"Courrier inconnu : {', '.join(map(letter_id, sorted(missing)))}. Voyez la liste (of courriers)."
        )


def _hold(connection: Connection, which: ColumnElement[bool]) -> dict[int, int]:
    if not writes(connection):
        raise RuntimeError("nothing is held by a transaction that only reads")
    question = select(m.dossier.c.id, m.dossier.c.version).where(which).order_by(m.dossier.c.id)
    return {row.id: row.version for row in connection.execute(question.with_for_update())}


_HURRY = text("SET LOCAL lock_timeout = '500ms'")
_HOLD_HOUSE = text("SELECT pg_advisory_xact_lock(:what, :whose)")
