"""Plans made again: when the house changes its habits, when the law or the program changes, when there are
none yet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial

from sqlalchemy import Connection, select

from ofworkflow import __version__
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import hold, hold_free, hurry
from ofworkflow.casework.dossier.opened import read
from ofworkflow.casework.dossier.writes import Writes
from ofworkflow.law.texts import RULES
from ofworkflow.procedure.case import HouseRules
from ofworkflow.procedure.delays import DELAYS
from ofworkflow.procedure.due import ROUND
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from ofworkflow.storage.failures import BusyError
from ofworkflow.storage.scope import own, structure_of
from ofworkflow.storage.upsert import forget, note

AT_ONCE = 500


def fingerprint(rules: HouseRules) -> str:
    """Return what tells one set of rules from another: the house's habits, the law, the table of delays,
    the program."""
    warned = [(kind.slug, kind.warn_left, kind.warn_elapsed) for kind in DELAYS.values()]
    return hashlib.sha256(repr((__version__, ROUND, rules, RULES, warned)).encode()).hexdigest()[:16]


def is_planned(connection: Connection, rules: HouseRules) -> bool:
    """Tell whether the plans of this mission locale were made under these rules; seen whole, each answers
    for its own."""
    code = structure_of(connection)
    if code is None:
        return True
    return connection.execute(
        select(m.meta.c.valeur).where(m.meta.c.cle == _key(code))
    ).scalar() == fingerprint(rules)


def plan_again(
    database: Database, desk: Desk, *, stopping: Callable[[], bool] = lambda: False
) -> tuple[int, list[int]]:
    """Make again every plan of this mission locale that other rules made.

    Return how many dossiers were looked at, and those whose plan is still the old one: others held them, to
    the end and while they were then waited for. What runs keeps the dates it opened under, and what was done
    is not done again: only what is to come follows the new rules.
    """
    with database.reading() as connection:
        if is_planned(connection, desk.rules):
            return 0, []
        code = structure_of(connection) or ""
        done, after = 0, _resumed_after(connection, code, desk.rules)
    passed: list[int] = []
    while True:
        if stopping():
            return done, passed
        ids, free = database.write(partial(_plan_batch, code=code, desk=desk, after=after, passed=passed))
        if not ids:
            break
        passed += [number for number in ids if number not in free]
        done, after = done + len(free), ids[-1]
    held: list[int] = []
    for number in passed:
        try:
            database.write(partial(_plan_alone, number=number, desk=desk, hurried=bool(held)))
            done += 1
        except BusyError:
            held.append(number)
    if not held:
        database.write(partial(_note_planned, code=code, desk=desk))
    return done, held


def _plan_batch(
    connection: Connection, *, code: str, desk: Desk, after: int, passed: Sequence[int]
) -> tuple[list[int], set[int]]:
    """Make again the next plans; return those of the batch, and those of them that nobody held."""
    ids = open_after(connection, after)
    free = hold_free(connection, ids)
    _plan(connection, [number for number in ids if number in free], desk)
    if ids:
        # with the plans themselves: a night that is stopped, or killed, goes on from there
        first = min(
            [number - 1 for number in (*passed, *ids) if number in passed or number not in free],
            default=ids[-1],
        )
        note(connection, _point(code), f"{fingerprint(desk.rules)}:{first}")
    return ids, free


def _plan_alone(connection: Connection, *, number: int, desk: Desk, hurried: bool) -> None:
    if hurried:
        hurry(connection)
    hold(connection, [number])
    _plan(connection, [number], desk)


def _plan(connection: Connection, ids: Sequence[int], desk: Desk) -> None:
    writes = Writes()
    for opened in read(connection, ids):
        try:
            list(opened.case.delays)
        except Exception:  # noqa: BLE001, S112 — what cannot be replayed is told apart by the reconciliation
            continue
        writes.touch(opened, desk.rules)
    writes.flush(connection)


def _note_planned(connection: Connection, *, code: str, desk: Desk) -> None:
    note(connection, _key(code), fingerprint(desk.rules))
    forget(connection, _point(code))


def open_after(connection: Connection, after: int) -> list[int]:
    """Return the next open dossiers of this mission locale after that one, in the order of their numbers."""
    d = m.dossier.c
    question = select(d.id).where(*own(connection, m.dossier), d.clos_le.is_(None), d.id > after)
    return list(connection.execute(question.order_by(d.id).limit(AT_ONCE)).scalars())


def _resumed_after(connection: Connection, code: str, rules: HouseRules) -> int:
    """Return the last dossier that an interrupted night planned under these very rules; 0 for none."""
    kept = connection.execute(select(m.meta.c.valeur).where(m.meta.c.cle == _point(code))).scalar() or ""
    made_under, _, after = kept.partition(":")
    return int(after) if made_under == fingerprint(rules) and after.isdecimal() else 0


def _point(code: str) -> str:
    return f"reprise_regles:{code}"


def _key(code: str) -> str:
    return f"regles:{code}"
