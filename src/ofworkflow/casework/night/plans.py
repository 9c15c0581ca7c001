"""Plans made again: when the house changes its habits, when the law or the program changes, when there are none yet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from sqlalchemy import Connection, select

from ofworkflow import __version__
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.opened import read
from ofworkflow.casework.dossier.writes import Writes
from ofworkflow.law.texts import RULES
from ofworkflow.procedure.case import HouseRules
from ofworkflow.procedure.delays import DELAYS
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from ofworkflow.storage.scope import own, structure_of
from ofworkflow.storage.upsert import forget, note

AT_ONCE = 500


def fingerprint(rules: HouseRules) -> str:
    """Return what tells one set of rules from another: the house's habits, the law, the table of delays, the program."""
    warned = [(kind.slug, kind.warn_left, kind.warn_elapsed) for kind in DELAYS.values()]
    return hashlib.sha256(repr((__version__, rules, RULES, warned)).encode()).hexdigest()[:16]


def is_planned(connection: Connection, rules: HouseRules) -> bool:
    """Tell whether the plans of this mission locale were made under these rules; seen whole, each answers for its own."""
    code = structure_of(connection)
    if code is None:
        return True
    return connection.execute(select(m.meta.c.valeur).where(m.meta.c.cle == _key(code))).scalar() == fingerprint(rules)


def plan_again(database: Database, desk: Desk, *, stopping: Callable[[], bool] = lambda: False) -> int:
    """Make again every plan of this mission locale that other rules made; return how many dossiers were looked at.

    What runs keeps the dates it opened under, and what was done is not done again: only what is to come follows the new rules.
    """
    with database.reading() as connection:
        if is_planned(connection, desk.rules):
            return 0
        code = structure_of(connection) or ""
        done, after = 0, _resumed_after(connection, code, desk.rules)
    while not stopping():
        with database.writing() as connection:
            ids = open_after(connection, after)
            if not ids:
                note(connection, _key(code), fingerprint(desk.rules))
                forget(connection, _point(code))
                return done
            writes = Writes()
            for opened in read(connection, ids, lock=True):
                try:
                    list(opened.case.delays)
                except Exception:  # noqa: BLE001, S112 — what cannot be replayed is told apart by the reconciliation
                    continue
                writes.touch(opened, desk.rules)
            writes.flush(connection)
            # with the plans themselves: a night that is stopped, or killed, goes on from there
            note(connection, _point(code), f"{fingerprint(desk.rules)}:{ids[-1]}")
        done, after = done + len(ids), ids[-1]
    return done


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
