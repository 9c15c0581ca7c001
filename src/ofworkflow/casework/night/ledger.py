"""The ledger of nights: each run, what was expected, and the dossiers set aside until they are solved."""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from ofworkflow import __version__
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.law.periods import add_days
from ofworkflow.procedure.french import french_day
from ofworkflow.records import dataclass
from ofworkflow.storage import models as m
from ofworkflow.storage import queries
from ofworkflow.storage.database import Database
from ofworkflow.storage.rows import SetAsideRow, Values
from ofworkflow.storage.scope import own, structure_of
from ofworkflow.storage.upsert import note, upsert
from ofworkflow.text import counted

PATIENCE = 3
"""How many more times the night waits for somebody else's lock: nobody is in front of the screen to do it
again."""

BY_HAND, SCHEDULED = "manuelle", "planifiee"


class FailureKind(StrEnum):
    """Why a dossier is set aside."""

    ECART = "ecart"  # its journal and its row disagree: nothing is done until somebody has looked
    ECRITURE = "ecriture"  # it could not be written: tried again the next night


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be done, and why; shown until it is solved, since `since_on`."""

    reference: str
    reason: str
    since_on: date | None = None
    tries: int = 1
    last_on: date | None = None  # the day of the last try

    @property
    def since(self) -> str:
        """« depuis le mar. 03/03/2026, 2 essais, le dernier le … »; empty for what is of one night."""
        if self.since_on is None:
            return ""
        again = self.last_on is not None and self.last_on > self.since_on
        last = f", le dernier le {french_day(self.last_on)}" if self.last_on and again else ""
        return f"depuis le {french_day(self.since_on)}, {counted(self.tries, 'essai')}{last}"


@dataclass(frozen=True, slots=True)
class NightLine:
    """A run, as the ledger holds it; of what failed, what is about our dossiers."""

    day: date
    structure: str | None
    mode: str | None
    began_at: datetime
    ended_at: datetime | None
    host: str
    version: str
    examined: int
    checked: int
    acts: int
    warnings: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The nights from `first` to `last`: those that were run to their end, and the days whose night is
    missing."""

    runs: tuple[NightLine, ...]
    expected: int
    missing: tuple[date, ...]


def begin(database: Database, desk: Desk, mode: str) -> int:
    """Write that a run begins, and return its number."""
    row: Values = {
        "jour_le": desk.today,
        "structure": database.structure,
        "mode": mode,
        "debut_a": desk.now,
        "hote": socket.gethostname(),
        "version": __version__,
        "echecs": [],
    }
    return database.write(
        lambda connection: int(
            connection.execute(insert(m.nuit).values(row).returning(m.nuit.c.id)).scalar_one()
        ),
        patience=PATIENCE,
    )


def finish(
    database: Database, run: int, ended_at: datetime, *, examined: int, checked: int, acts: int, alertes: int,
    failures: Sequence[Failure],
) -> None:  # fmt: skip
    """Write that a run came to its end, and what it did."""
    values = {
        "fin_a": ended_at, "examines": examined, "controles": checked, "actes": acts, "alertes": alertes,
        "echecs": [{"reference": f.reference, "motif": f.reason} for f in failures],
    }  # fmt: skip
    statement = update(m.nuit).where(m.nuit.c.id == run).values(values)
    database.write(lambda connection: connection.execute(statement), patience=PATIENCE)


def count_due(database: Database, day: date) -> int:
    """Return how many dossiers have something due by that day."""
    d = m.dossier.c
    with database.reading() as connection:
        question = (
            select(func.count()).select_from(m.dossier).where(*own(connection, m.dossier), d.nuit_le <= day)
        )
        return int(connection.execute(question).scalar_one())


def last_night_on(connection: Connection) -> date | None:
    """Return the last day whose night came to its end."""
    last_on: date | None = connection.execute(
        select(func.max(m.nuit.c.jour_le)).where(*_finished(connection))
    ).scalar()
    return last_on


def is_night_done(connection: Connection, day: date) -> bool:
    """Tell whether the ledger holds a finished night of that day."""
    return (
        connection.execute(select(m.nuit.c.id).where(*_finished(connection), m.nuit.c.jour_le == day)).first()
        is not None
    )


def expected_on(now: datetime, today: date, at: str) -> date:
    """Return the last day whose night should be done by now: today once its hour (« 04:15 ») is past, else
    the day before."""
    early = now.date() == today and f"{now:%H:%M}" < at
    return add_days(today, -1) if early else today


def is_reminder_due(connection: Connection, expected_on: date) -> bool:
    """Tell whether that night is missing, dossiers are open, and nobody was told so yet."""
    code = structure_of(connection)
    return code is not None and bool(connection.execute(select(reminder_due(code, expected_on))).scalar())


def reminder_due(code: str, expected_on: date) -> ColumnElement[bool]:
    """Return the question whether the night of that mission locale is missing, and nobody was told so yet."""
    n, d, memo = m.nuit.c, m.dossier.c, m.meta.c
    ours = or_(n.structure.is_(None), n.structure == code)
    done = exists().where(ours, n.fin_a.is_not(None), n.jour_le == expected_on)
    noted = exists().where(memo.cle == _reminder(code), memo.valeur == expected_on.isoformat())
    running = exists().where(d.structure == code, d.prochaine_le.is_not(None), d.ouvert_le < expected_on)
    return and_(~done, ~noted, running)


def note_reminder(connection: Connection, expected_on: date) -> None:
    """Note that somebody was told: it is said once a day, not at each command."""
    note(connection, _reminder(structure_of(connection) or ""), expected_on.isoformat())


def _reminder(code: str) -> str:
    return f"rappel_nuit:{code}"


def nights(connection: Connection, *, first: date, last: date) -> Ledger:
    """Return the runs from `first` to `last`, both included, and the days without a finished night.

    Nights are expected from the first one ever run, or the first dossier ever opened.
    """
    n = m.nuit.c
    whose = nights_of(connection)
    rows = connection.execute(
        select(m.nuit).where(*whose, n.jour_le.between(first, last)).order_by(n.id)
    ).all()
    ours = queries.own_references(connection) if any(row.echecs for row in rows) else frozenset()
    runs = tuple(
        NightLine(
            row.jour_le,
            row.structure,
            row.mode,
            row.debut_a,
            row.fin_a,
            row.hote,
            row.version,
            row.examines,
            row.controles,
            row.actes,
            row.alertes,
            tuple(Failure(e["reference"], e["motif"]) for e in row.echecs if e["reference"] in ours),
        )
        for row in rows
    )
    began = connection.execute(
        select(func.min(m.dossier.c.ouvert_le)).where(*own(connection, m.dossier))
    ).scalar()
    if began is None:
        return Ledger(runs, 0, ())
    done = {run.day for run in runs if run.ended_at is not None}
    day, days = max(first, began), []
    while day <= last:
        days.append(day)
        day = add_days(day, 1)
    return Ledger(runs, len(days), tuple(d for d in days if d not in done))


def told(connection: Connection, *, first: date, last: date) -> tuple[Ledger, list[Failure]]:
    """Return the ledger of these days, and the dossiers that are set aside now."""
    return nights(connection, first=first, last=last), failures_of(connection)


def set_aside(
    connection: Connection, dossier_id: int, kind: FailureKind, reason: str, day: date, run: int
) -> None:
    """Set a dossier aside with its reason, or note that it failed once more; two machines may find it at
    once."""
    e = m.echec.c
    values: Values = {"genre": str(kind), "motif": reason, "dernier_le": day}
    row = upsert(connection, m.echec).values(
        dossier_id=dossier_id, depuis_le=day, essais=1, nuit_id=run, **values
    )
    last = case(
        (e.nuit_id > run, e.nuit_id), else_=run
    )  # the later of two runs at once tries last, and both then leave it
    again = {**values, "essais": e.essais + 1, "nuit_id": last}
    connection.execute(row.on_conflict_do_update(index_elements=["dossier_id"], set_=again))


def forget(connection: Connection, kind: FailureKind, *, but: Sequence[int]) -> None:
    """Take back, of those set aside for that reason, all but these: they are solved."""
    e = m.echec.c
    ours = select(m.dossier.c.id).where(*own(connection, m.dossier), m.dossier.c.id == e.dossier_id)
    connection.execute(delete(m.echec).where(e.genre == str(kind), e.dossier_id.not_in(but), ours.exists()))


def forget_of(connection: Connection, ids: Sequence[int]) -> None:
    """Take back these dossiers: they are solved."""
    if connection.execute(select(m.echec.c.dossier_id).limit(1)).first() is not None:
        connection.execute(delete(m.echec).where(m.echec.c.dossier_id.in_(ids)))


def failure_of(row: SetAsideRow) -> Failure:
    """Return a dossier that is set aside, from its row."""
    return Failure(row.reference, row.motif, row.depuis_le, row.essais, row.dernier_le)


def failures_of(connection: Connection) -> list[Failure]:
    """Return the dossiers that are set aside, the oldest first."""
    return [failure_of(row) for row in queries.set_aside(connection)]


def own_part(connection: Connection, failures: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return the failures of a run that are about our dossiers: a run over all mission locales keeps those
    of each."""
    ours = queries.own_references(connection) if failures else frozenset()
    return [dict(each) for each in failures if each["reference"] in ours]


def nights_of(connection: Connection) -> tuple[ColumnElement[bool], ...]:
    """Return the condition that keeps the runs of a mission locale; one over all of them is a night of
    each."""
    code, n = structure_of(connection), m.nuit.c
    return () if code is None else (or_(n.structure.is_(None), n.structure == code),)


def _finished(connection: Connection) -> tuple[ColumnElement[bool], ...]:
    return (*nights_of(connection), m.nuit.c.fin_a.is_not(None))
