"""What people do at the same instant to the same letters: each in a transaction of its own, real connections, no sleep for luck."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text

from house import act, appointment, desk, minor, open_one, press, reported, summon
from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.mail import posting as mail
from ofworkflow.casework.mail import runs
from ofworkflow.casework.night import writing as due
from ofworkflow.casework.registry import corrections
from ofworkflow.casework.registry.lists import write_list
from ofworkflow.intake.matching import match
from ofworkflow.intake.preview import Preview
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Closing, LetterState, PostMode, ReportReason, Source
from ofworkflow.storage import models as m
from ofworkflow.storage import queries
from ofworkflow.storage.database import Database

ON = date(2025, 12, 2)
BACK = date(2025, 12, 5)
TODAY = date(2025, 12, 6)
OF_AGE = date(2027, 5, 14)
MOTHER, FATHER, MINOR = 1, 2, 3  # posted; the father's came back
WAITING = [4, 5, 6]  # of another appointment: nothing of them left
Gesture = Callable[[Connection, Path], object]


def prepare(database: Database, folder: Path) -> None:
    """Make a dossier on whose letters anything may be done: some posted, one that came back, some that wait."""
    dossier = open_one(database)
    summon(database, dossier, ON, rdv=date(2025, 12, 15))
    with database.writing() as connection:
        mail.post(connection, press(folder), [MOTHER, FATHER, MINOR], done_on=ON, mode=PostMode.SIMPLE, desk=desk(ON))
        mail.record_return(connection, [FATHER], issue=LetterState.NPAI, done_on=BACK, presented_on=None, desk=desk(BACK))
    act(database, dossier, ask.Reporter(appointment(date(2025, 12, 20)), ReportReason.DEMANDE_FAMILLE), BACK)


def _perform(request: ask.Request) -> Gesture:
    return lambda connection, folder: perform(connection, 1, request, done_on=TODAY, desk=desk(TODAY))


def _post(connection: Connection, folder: Path) -> object:
    return mail.post(connection, press(folder), WAITING, done_on=TODAY, mode=PostMode.SUIVI, desk=desk(TODAY))


def _return(connection: Connection, folder: Path) -> object:
    return mail.record_return(
        connection, [MOTHER], issue=LetterState.DISTRIBUE, done_on=TODAY, presented_on=None, desk=desk(TODAY)
    )


def _send_again(connection: Connection, folder: Path) -> object:
    return mail.send_again(connection, [FATHER], desk=desk(TODAY))


def _modify(connection: Connection, folder: Path) -> object:
    """The mother moved, to where nobody may know; and the minor is not named as she was."""
    corrections.correct(connection, queries.dossier_row(connection, 1), {"prenom": "Léna"}, representative=None, desk=desk(TODAY))
    changed = {"adresse1": "8 quai Neuf", "confidentielle": True}
    return corrections.correct(connection, queries.dossier_row(connection, 1), changed, representative=1, desk=desk(TODAY))


def _import(connection: Connection, folder: Path) -> object:
    """A list that completes this minor, and brings another one."""
    people = [(2, reported(minor(tel_portable="06 39 98 01 01"))), (3, reported(minor("MARTIN", "Zoé")))]

    def read(connection: Connection) -> Preview:
        found = match(connection, people)
        return Preview("liste.csv", "abc", found.new, found.modified, found.unchanged, found.doubtful, ())

    return write_list(connection, read, source=Source.SIEI, list_on=TODAY, desk=desk(TODAY))


def _night(connection: Connection, folder: Path) -> object:
    """The night of the majority, which closes the dossier."""
    ids = due.claim(connection, OF_AGE, limit=10, run=1, wait=True)
    if ids:
        due.write_due(connection, due.due_of(connection, ids, OF_AGE), desk(OF_AGE).as_automaton())
    return ids


GESTURES: dict[str, Gesture] = {
    "poster": _post,
    "clore": _perform(ask.Cloturer(Closing.DECES)),
    "renvoyer": _send_again,
    "retour": _return,
    "modifier": _modify,
    "annuler": _perform(ask.Annuler("erreur de saisie")),
    "convoquer": _perform(ask.Reporter(appointment(date(2026, 1, 9)), ReportReason.DEMANDE_FAMILLE)),
    "nuit": _night,
    "importer": _import,
}
"""`convoquer` at this stage is another appointment: it cancels the letters that wait, and writes its own."""


def tried(gesture: Gesture, connection: Connection, folder: Path) -> str:
    """Do it, and return what a person is told: nothing, or the refusal."""
    try:
        with connection.begin_nested():
            gesture(connection, folder)
    except Exception as error:  # noqa: BLE001 — compared by the test, whatever it is
        return f"{type(error).__name__} : {error}"
    return ""


def printed(database: Database, folder: Path, *, rendered: Callable[[], None] = lambda: None) -> tuple[int, ...]:
    """Print what waits, `rendered` being called once every letter is made and none is sealed; return the letters printed."""
    run, failed = runs.print_waiting(
        database, press(folder), desk(TODAY), output=None, duplex=False, progress=lambda done, total: rendered()
    )
    assert failed == ()
    return run.letters if run else ()


def after(connection: Connection) -> dict[str, list[Any]]:
    """Return all that the base tells, but the numbers that a sequence gave."""
    apart = {"id", "version", "fichier"}
    told = {}
    for table in (m.journal, m.dossier, m.echeance, m.rendez_vous, m.courrier, m.suivi, m.jeune, m.representant, m.modification):
        columns = [c for c in table.c if c.name not in apart]
        told[table.name] = sorted(tuple(map(str, row)) for row in connection.execute(select(*columns)))
    return told


def one_after_the_other(database: Database, first: Gesture, second: Gesture, folder: Path) -> tuple[str, str, Any]:
    """Do both in one transaction, return what each said and what the base then tells, and undo it all."""
    with database.writing() as connection:
        said = tried(first, connection, folder), tried(second, connection, folder)
        told = after(connection)
        connection.rollback()
    if not database.is_sqlite:  # whose sequences give numbers that no rollback takes back
        with database.writing() as connection:
            for table in (t for t in m.metadata.tables.values() if "id" in t.c):
                last = f"setval(pg_get_serial_sequence('{table.name}', 'id'), coalesce(max(id), 0) + 1, false)"
                connection.execute(text(f"SELECT {last} FROM {table.name}"))
    return *said, told


def until_waiting(database: Database) -> None:
    """Return once somebody waits for a lock of this base; on SQLite who writes waits at the door, and has read nothing."""
    if database.is_sqlite:
        return
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
    for _ in range(1000):
        with database.reading() as connection:
            if connection.execute(waiting).scalar():
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits: it was decided on what was read without a lock")
