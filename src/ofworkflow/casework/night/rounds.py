"""The nightly check: what is due on or before the day, in order, each act dated on its day; confluent.

It asks the base what is due (an indexed column), never a job store: a night missed, repeated, killed, or run
at several places at once changes nothing to the journal. What is written was worked out when each dossier
last changed (`procedure.plan`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field, replace
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from ofworkflow.casework.acts.perform import settle
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.locking import hurry
from ofworkflow.casework.dossier.opened import read
from ofworkflow.casework.dossier.writes import Writes
from ofworkflow.casework.mail.drafts import produce_waiting
from ofworkflow.casework.mail.letters.subject import Press
from ofworkflow.casework.night import ledger, writing
from ofworkflow.casework.night.ledger import Failure, FailureKind
from ofworkflow.casework.night.plans import plan_again
from ofworkflow.casework.night.reconciliation import Disagreement, disagreements
from ofworkflow.errors import OfWorkflowError
from ofworkflow.procedure.vocabulary import Act, Delay
from ofworkflow.records import dataclass
from ofworkflow.storage import queries
from ofworkflow.storage.database import Database
from ofworkflow.storage.failures import BusyError, is_busy
from ofworkflow.storage.unreadable import STUMBLED, Unreadable, unreadable


@dataclass(frozen=True, slots=True)
class NightAct:
    """An act done by the night."""

    reference: str
    act: Act
    done_on: date


@dataclass(frozen=True, slots=True)
class NightAlerte:
    """An alerte given by the night; `fell_on` before the day when nights were missed."""

    reference: str
    delay: Delay
    days_left: int
    fell_on: date


@dataclass(slots=True)
class NightResult:
    """What a night did, or would do."""

    day: date
    simulated: bool = False
    examined: int = 0
    checked: int = 0
    planned_again: int = 0
    interrupted: bool = False
    acts: list[NightAct] = field(default_factory=list)
    alertes: list[NightAlerte] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    letters_made: int = 0


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How much of a night over all mission locales was others': numbers, never references."""

    acts: int = 0
    alertes: int = 0
    failures: int = 0


def for_own_eyes(result: NightResult, own: Collection[str]) -> tuple[NightResult, Elsewhere]:
    """Return the part of a result about these dossiers, and how much is left out of it
    (docs/decisions/0014)."""
    kept = replace(
        result,
        acts=[each for each in result.acts if each.reference in own],
        alertes=[each for each in result.alertes if each.reference in own],
        failures=[each for each in result.failures if each.reference in own],
    )
    return kept, Elsewhere(
        len(result.acts) - len(kept.acts),
        len(result.alertes) - len(kept.alertes),
        len(result.failures) - len(kept.failures),
    )


def own_parts(connection: Connection, results: Sequence[NightResult]) -> list[tuple[NightResult, Elsewhere]]:
    """Return, of each result, what is about the dossiers that this connection sees, and how much is left
    out of it."""
    ours = queries.own_references(connection)
    return [for_own_eyes(result, ours) for result in results]


HELD = "tenu par un autre programme tout le temps de la nuit : la prochaine le fera, à sa date"
_SOMEBODY = 0
"""Stands among the dossiers that are held for those that were not even taken, whose numbers are asked for
at the end."""

Progress = Callable[[int, int], None]


def night_round(
    database: Database,
    *,
    desk: Desk,
    now: Callable[[], datetime],
    batch: int = 1000,
    mode: str = ledger.BY_HAND,
    press: Press | None = None,
    own_letters: Database | None = None,
    check: bool = True,
    stopping: Callable[[], bool] = lambda: False,
    progress: Progress = lambda done, total: None,
) -> NightResult:
    """Run the night of `desk.today`: at most `batch` dossiers a transaction, then the letters that wait to be
    made.

    First, plans made under other rules are made again, and the next delay of every open dossier is worked out
    from its journal (`check`); one that disagrees is set aside. A dossier that fails is set aside too, and
    does not stop the others. `stopping` is asked between batches: the night then ends early, and is still
    owed. `now` tells when it ended; `progress` how far it is. A night over all mission locales makes the
    letters of `own_letters` only: each has its own heading.
    """
    result = NightResult(desk.today)
    run = ledger.begin(database, desk, mode)
    phases = partial(
        _phases,
        desk=desk,
        result=result,
        run=run,
        batch=batch,
        press=press,
        check=check,
        stopping=stopping,
        progress=progress,
    )
    left_out: Mapping[int, Unreadable] = {}
    try:
        with database.far_ahead():
            phases(database, own_letters or database)
    except STUMBLED:
        with database.reading() as connection:
            left_out = unreadable(connection)
        if not left_out:
            raise
        result.failures.clear()
        phases(
            database.without(left_out), (own_letters or database).without(left_out)
        )  # what was done is not done again
    result.failures += [
        Failure(reference, f"une valeur ne s'y lit pas ({value})") for reference, value in left_out.values()
    ]
    with database.reading() as connection:
        result.failures = [*ledger.failures_of(connection), *result.failures]
    if not result.interrupted:
        ledger.finish(
            database, run, now(), examined=result.examined, checked=result.checked, acts=len(result.acts),
            alertes=len(result.alertes), failures=result.failures,
        )  # fmt: skip
    return result


def _phases(
    database: Database, letters: Database, *, desk: Desk, result: NightResult, run: int, batch: int,
    press: Press | None, check: bool, stopping: Callable[[], bool], progress: Progress,
) -> None:  # fmt: skip
    automaton = desk.as_automaton()
    result.planned_again, old = plan_again(database, desk, stopping=stopping)
    untouched = dict.fromkeys(old, HELD)  # nothing of these is done tonight, and why
    if check and not stopping():
        result.checked, aside = _reconcile(database, desk, run)
        untouched |= aside
    total = ledger.count_due(database, desk.today)
    # what somebody is working on is left to the end, then waited for: it is done by then, or its machine died
    # and leaves it to us
    held: set[int] = set()
    for wait in (False, True):
        held = set(untouched)
        if wait and not _is_owed(database, desk.today, run, held):
            break
        try:
            while not stopping():
                taken = _run_batch(database, automaton, result, run, batch, held, wait=wait)
                if taken:
                    progress(min(result.examined, total), total)
                # a batch that is not full was the last one, but for what somebody let go of while we waited
                if taken < batch and not (wait and _is_owed(database, desk.today, run, held)):
                    break
        except BusyError:
            if database.is_sqlite or not wait:
                raise  # the base itself is held: nothing can be written, letters neither
            _take_what_is_free(database, automaton, result, run, batch, held)
            held.add(_SOMEBODY)
    result.interrupted = stopping() or bool(held)
    if held:
        result.failures += _held_failures(database, desk.today, run, held, untouched)
    if press is not None and not stopping():
        made, not_made = produce_waiting(letters, press)
        result.letters_made = len(made)
        result.failures += [Failure(letter.reference, letter.reason) for letter in not_made]
        result.interrupted |= any(letter.held for letter in not_made)


def _take_what_is_free(
    database: Database, desk: Desk, result: NightResult, run: int, batch: int, held: set[int]
) -> None:
    """Do what was let go while one dossier was waited for in vain."""
    while _run_batch(database, desk, result, run, batch, held, wait=False) == batch:
        pass


def _held_failures(
    database: Database, day: date, run: int, held: set[int], untouched: Mapping[int, str]
) -> list[Failure]:
    with database.reading() as connection:
        left = writing.left_over(connection, day, run, held - {_SOMEBODY})
    return [Failure(reference, untouched.get(number, HELD)) for number, reference in sorted(left.items())]


def _reconcile(database: Database, desk: Desk, run: int) -> tuple[int, dict[int, str]]:
    """Set aside what disagrees; return how many were checked, and the reasons of those that could not even
    be set aside."""
    with database.reading() as connection:
        checked, disagreeing = disagreements(connection)
    return checked, database.write(partial(_set_aside, disagreeing=disagreeing, day=desk.today, run=run))


def _set_aside(
    connection: Connection, *, disagreeing: Sequence[Disagreement], day: date, run: int
) -> dict[int, str]:
    untold: dict[int, str] = {}
    with suppress(BusyError), _unless_held(connection):  # those that are held stay aside for one night more
        ledger.forget(connection, FailureKind.ECART, but=[each.dossier_id for each in disagreeing])
    for each in disagreeing:
        try:
            with _unless_held(connection):
                ledger.set_aside(connection, each.dossier_id, FailureKind.ECART, each.reason, day, run)
        except BusyError:
            untold[each.dossier_id] = each.reason
    return untold


@contextmanager
def _unless_held(connection: Connection) -> Iterator[None]:
    """Write all of this, or nothing; raise `BusyError` when somebody else's program holds a row of it, and
    wait less after."""
    try:
        with connection.begin_nested():
            yield
    except OperationalError as error:
        if not is_busy(error):
            raise  # the disk, the server, a deadlock: nothing that a dossier has to do with
        hurry(connection)
        raise BusyError(HELD) from error


def _run_batch(
    database: Database, desk: Desk, result: NightResult, run: int, batch: int, held: set[int], *, wait: bool
) -> int:
    """Do the next batch in a transaction of its own, add to `held` what others hold of it; return how many
    dossiers it took."""
    work = partial(_batch, desk=desk, run=run, limit=batch, but=frozenset(held), wait=wait)
    ids, done, kept = database.write(work)
    held |= kept
    result.examined += len(ids) - len(kept)
    result.acts += done.acts
    result.alertes += done.alertes
    return len(ids)


def _batch(
    connection: Connection, *, desk: Desk, run: int, limit: int, but: Collection[int], wait: bool
) -> tuple[list[int], NightResult, set[int]]:
    done, kept = NightResult(desk.today), set[int]()
    ids = writing.claim(connection, desk.today, limit=limit, run=run, wait=wait, but=but)
    if not ids:
        return [], done, kept
    due = writing.due_of(connection, ids, desk.today)
    blocked = due.blocked
    ready = due.only([number for number in ids if number not in blocked])
    try:
        with _unless_held(connection):
            _write(connection, ready, desk, done)
    except OperationalError:
        raise
    except (BusyError, DBAPIError):
        # One of them cannot be written, or something of it is held: each in its own savepoint, so that the
        # others are.
        done = NightResult(desk.today)
        for number in ready.ids:
            _alone(connection, ready.only([number]), desk, done, run, kept)
    for number in sorted(blocked):
        _settle_again(connection, number, desk, done, run, kept)
    return ids, done, kept


def _is_owed(database: Database, day: date, run: int, but: Collection[int]) -> bool:
    with database.reading() as connection:
        return writing.is_owed(connection, day, run, but)


def _write(connection: Connection, due: writing.DueBatch, desk: Desk, result: NightResult) -> None:
    if not due.ids:
        return
    writing.write_due(connection, due, desk)
    ledger.forget_of(connection, due.ids)
    result.acts += [NightAct(row.reference, Act(row.acte), row.le) for row in due.rows if row.acte]
    result.alertes += [
        NightAlerte(row.reference, Delay(row.slug), row.jours_restants, row.le)
        for row in due.rows
        if row.slug
    ]


def _alone(
    connection: Connection, due: writing.DueBatch, desk: Desk, result: NightResult, run: int, kept: set[int]
) -> None:
    alone, [number] = NightResult(desk.today), due.ids
    try:
        with _unless_held(connection):
            _write(connection, due, desk, alone)
    except BusyError:
        kept.add(number)
        return
    except OperationalError:
        raise
    except DBAPIError as error:
        ledger.set_aside(
            connection,
            number,
            FailureKind.ECRITURE,
            f"écriture refusée par la base : {error.orig}",
            desk.today,
            run,
        )
        return
    result.acts += alone.acts
    result.alertes += alone.alertes


def _settle_again(
    connection: Connection, number: int, desk: Desk, result: NightResult, run: int, kept: set[int]
) -> None:
    """Settle one dossier from its journal, as an act of a person would: nothing usable was planned for it."""
    try:
        with _unless_held(connection):
            [opened] = read(connection, [number], lock=True)
            writes = Writes()
            decisions = list(settle(writes, opened, until=desk.today, desk=desk))
            writes.touch(opened, desk.rules)
            writes.flush(connection)
            ledger.forget_of(connection, [number])
    except BusyError:
        kept.add(number)
        return
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 — the night goes on to the next dossier
        ledger.set_aside(connection, number, FailureKind.ECRITURE, _why(error), desk.today, run)
        return
    result.acts += [NightAct(opened.reference, d.request.act, d.done_on) for d in decisions]
    result.alertes += [
        NightAlerte(opened.reference, Delay(row["slug"]), row["jours_restants"], row["tombe_le"])
        for row in writes.alerts
    ]


def _why(error: Exception) -> str:
    if isinstance(error, OfWorkflowError):
        return str(error)
    return f"son journal ne peut pas être rejoué ({type(error).__name__} : {error})"
