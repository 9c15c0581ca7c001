"""The nightly check: what is due on or before the day, in order, each act dated on its day; confluent.

It asks the base what is due (an indexed column), never a job store: a night missed, repeated, killed, or run at two places
at once changes nothing to the journal.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from ofworkflow import __version__
from ofworkflow.casework.acts import settle
from ofworkflow.casework.desk import Desk
from ofworkflow.casework.dispatch import produce_waiting
from ofworkflow.casework.journal import Opened, Writes, read, touch
from ofworkflow.casework.letter_contexts import Press
from ofworkflow.errors import OfWorkflowError
from ofworkflow.procedure.horizon import warnings
from ofworkflow.procedure.vocabulary import Act, Delay
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database


@dataclass(frozen=True, slots=True)
class NightAct:
    """An act done by the night."""

    reference: str
    act: Act
    done_on: date


@dataclass(frozen=True, slots=True)
class NightWarning:
    """A warning given by the night; `fell_on` before the day when nights were missed."""

    reference: str
    delay: Delay
    days_left: int
    fell_on: date


@dataclass(frozen=True, slots=True)
class NightFailure:
    """What could not be done, and why; it stays due, and is tried again the next night."""

    reference: str
    reason: str


@dataclass(slots=True)
class NightReport:
    """What a night did, or would do."""

    day: date
    simulated: bool
    examined: int = 0
    acts: list[NightAct] = field(default_factory=list)
    warnings: list[NightWarning] = field(default_factory=list)
    failures: list[NightFailure] = field(default_factory=list)
    letters_made: int = 0
    interrupted: bool = False


def night_round(
    database: Database,
    *,
    desk: Desk,
    now: Callable[[], datetime],
    batch: int = 500,
    simulate: bool = False,
    press: Press | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    stopping: Callable[[], bool] = lambda: False,
) -> NightReport:
    """Run the night of `desk.today`: at most `batch` dossiers a transaction, then the letters that wait to be made.

    A dossier that fails is reported and does not stop the others. `simulate` writes nothing; `now` tells when it ended.
    `progress` is told how many dossiers were examined, out of how many. `stopping` is asked before each batch: the one in
    hand is finished, and the night stays owed, its line in the ledger without an end.
    """
    report = NightReport(desk.today, simulate)
    night_id = None if simulate else _begin(database, desk)
    automaton = desk.as_automaton()
    with database.reading() as connection:
        due = _due_ids(connection, desk.today)
    for start in range(0, len(due), batch):
        if stopping():
            report.interrupted = True
            return report
        _run_batch(database, due[start : start + batch], automaton, report, skip_locked=True)
        progress(min(start + batch, len(due)), len(due))
    if not simulate:
        # What somebody was working on was left aside: it is taken now, after waiting for them.
        with database.reading() as connection:
            failed = {failure.reference for failure in report.failures}
            rest = _due_ids(connection, desk.today, without=failed)
        for start in range(0, len(rest), batch):
            if stopping():
                break
            _run_batch(database, rest[start : start + batch], automaton, report, skip_locked=False)
        if stopping():
            report.interrupted = True
            return report
        if press is not None:
            made, not_made = produce_waiting(database, press)
            report.letters_made = len(made)
            report.failures += [NightFailure(letter.reference, letter.reason) for letter in not_made]
        _finish(database, night_id, report, now())
    return report


def last_night_on(connection: Connection) -> date | None:
    """Return the last day whose night was finished."""
    found: date | None = connection.execute(select(func.max(m.nuit.c.jour_le)).where(m.nuit.c.fin_a.is_not(None))).scalar()
    return found


def is_night_done(connection: Connection, day: date) -> bool:
    """Tell whether the ledger holds a finished night of that day."""
    return connection.execute(select(m.nuit.c.id).where(m.nuit.c.jour_le == day, m.nuit.c.fin_a.is_not(None))).first() is not None


def _run_batch(database: Database, ids: Sequence[int], desk: Desk, report: NightReport, *, skip_locked: bool) -> None:
    if report.simulated:
        with database.reading() as connection:
            _decide_all(read(connection, ids, due_by=desk.today), desk, report)
        return
    with database.writing() as connection:
        opened = read(connection, ids, lock=True, skip_locked=skip_locked, due_by=desk.today)
        trial = NightReport(report.day, False)
        writes = _decide_all(opened, desk, trial)
        try:
            with connection.begin_nested():
                writes.flush(connection)
        except (DBAPIError, OfWorkflowError):
            # One of them cannot be written: each in its own savepoint, so that the others are.
            trial = NightReport(report.day, False)
            failed = [o.id for o in opened]
            for one in (read(connection, [dossier_id]) for dossier_id in failed):
                _run_one(connection, one, desk, trial)
    report.examined += trial.examined
    report.acts += trial.acts
    report.warnings += trial.warnings
    report.failures += trial.failures


def _run_one(connection: Connection, opened: list[Opened], desk: Desk, report: NightReport) -> None:
    alone = NightReport(report.day, False)
    writes = _decide_all(opened, desk, alone)
    try:
        with connection.begin_nested():
            writes.flush(connection)
    except (DBAPIError, OfWorkflowError) as error:
        reason = str(error.orig if isinstance(error, DBAPIError) else error)
        report.failures += [NightFailure(o.reference, f"écriture refusée par la base : {reason}") for o in opened]
        return
    report.examined += alone.examined
    report.acts += alone.acts
    report.warnings += alone.warnings
    report.failures += alone.failures


def _decide_all(opened: Sequence[Opened], desk: Desk, report: NightReport) -> Writes:
    writes = Writes()
    for dossier in opened:
        report.examined += 1
        own = Writes()
        try:
            decisions = list(settle(own, dossier, until=desk.today, desk=desk))
            given = _warn(dossier, desk.today)
            touch(own, dossier, desk.rules)
        except Exception as error:  # noqa: BLE001 — the night goes on to the next dossier
            report.failures.append(NightFailure(dossier.reference, _why(error)))
            continue
        writes.absorb(own)
        report.acts += [NightAct(dossier.reference, d.request.act, d.done_on) for d in decisions]
        report.warnings += given
    return writes


def _why(error: Exception) -> str:
    if isinstance(error, OfWorkflowError):
        return str(error)
    return f"son journal ne peut pas être rejoué ({type(error).__name__} : {error})"


def _warn(dossier: Opened, today: date) -> list[NightWarning]:
    given = []
    for warning in warnings(dossier.case, dossier.warned):
        if warning.on > today:
            break
        delay = warning.delay
        dossier.warned[delay.key] = warning.on
        given.append(NightWarning(dossier.reference, delay.slug, warning.days_left, warning.on))
    return given


def _due_ids(connection: Connection, day: date, *, without: Collection[str] = ()) -> list[int]:
    d = m.dossier.c
    question = select(d.id).where(d.nuit_le <= day)
    if without:
        question = question.where(d.reference.not_in(without))
    return list(connection.execute(question.order_by(d.nuit_le, d.id)).scalars())


def _begin(database: Database, desk: Desk) -> int:
    row = {"jour_le": desk.today, "debut_a": desk.now, "hote": socket.gethostname(), "version": __version__, "echecs": []}
    with database.writing() as connection:
        return int(connection.execute(insert(m.nuit).values(row).returning(m.nuit.c.id)).scalar_one())


def _finish(database: Database, night_id: int | None, report: NightReport, ended_at: datetime) -> None:
    values = {
        "fin_a": ended_at, "examines": report.examined, "actes": len(report.acts), "alertes": len(report.warnings),
        "echecs": [{"reference": f.reference, "motif": f.reason} for f in report.failures],
    }  # fmt: skip
    with database.writing() as connection:
        connection.execute(update(m.nuit).where(m.nuit.c.id == night_id).values(values))
