"""Several machines on one base: whatever they find wrong at the same instant, each ends its night, and each dossier is set aside once."""

from __future__ import annotations

import signal
import threading
import time
from datetime import date

from sqlalchemy import insert, select, text, update

from casework.nights import TODAY, copy_of, fill, journals, let_go, start_night
from house import NOW, desk
from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.night import writing as due
from ofworkflow.casework.night.reconciliation import disagreements
from ofworkflow.casework.night.rounds import NightResult, night_round
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Closing
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

MACHINES = 4
DAY = date(2026, 2, 25)


def _nights_at_once(database: Database) -> list[NightResult]:
    """Run the night of one house on several machines at once; each has its own connections."""
    results: list[NightResult] = []
    errors: list[BaseException] = []
    together = threading.Barrier(MACHINES)

    def one() -> None:
        base = Database(database.url, "ML-EXEMPLE")
        try:
            together.wait(20)
            results.append(night_round(base, desk=desk(TODAY), now=lambda: NOW, batch=3))
        except BaseException as error:  # noqa: BLE001 — told by the test
            errors.append(error)
        finally:
            base.dispose()

    machines = [threading.Thread(target=one) for _ in range(MACHINES)]
    for machine in machines:
        machine.start()
    for machine in machines:
        machine.join(120)
    assert errors == []
    assert len(results) == MACHINES
    return results


def test_machines_that_find_the_same_dossiers_wrong_all_end_their_night(database: Database) -> None:
    fill(database, 24)
    with database.writing() as connection:
        wrong = (m.journal.c.n == 5) & (m.journal.c.dossier_id <= 12)
        connection.execute(update(m.journal).where(wrong).values(donnees={}))
    results = _nights_at_once(database)  # the plans of the house were never made: each makes them too
    assert {failure.reference for result in results for failure in result.failures} == {f"2025-{n:04d}" for n in range(1, 13)}
    assert sorted({act.reference for result in results for act in result.acts}) == [f"2025-{n:04d}" for n in range(13, 25)]
    assert sum(len(result.acts) for result in results) == 12 + 1  # one of these is of age by that day
    with database.reading() as connection:
        assert len(connection.execute(select(m.echec)).all()) == 12


def test_a_dossier_that_cannot_be_written_is_not_passed_from_machine_to_machine(database: Database) -> None:
    fill(database, 8)
    with database.writing() as connection:
        row = {"n": 8, "acte": "poster", "de": "carence", "vers": "carence", "fait_le": TODAY, "donnees": {}}
        connection.execute(insert(m.journal), [{**row, "dossier_id": i, "enregistre_a": NOW, "auteur": "X"} for i in (2, 5)])
    _nights_at_once(database)
    with database.reading() as connection:
        tries = connection.execute(select(m.echec.c.essais).order_by(m.echec.c.dossier_id)).scalars().all()
    assert len(tries) == 2
    assert max(tries) <= MACHINES  # each tried at most once


def test_what_a_machine_that_dies_was_doing_is_done_by_the_other(postgresql_base: Database) -> None:
    """It holds every dossier and dies; the other waited for it, and does them all, that very night."""
    fill(postgresql_base, 9)
    with copy_of(postgresql_base) as alone:
        night_round(alone, desk=desk(TODAY), now=lambda: NOW)
        expected = journals(alone)
    dying = start_night(postgresql_base.url, batch=500)
    other = start_night(postgresql_base.url, batch=2)
    with postgresql_base.writing() as connection:
        # nobody may write a letter: the dying one holds all nine dossiers, and waits there
        connection.execute(text("LOCK TABLE courrier IN EXCLUSIVE MODE"))
        let_go(dying)
        _until_somebody_waits(postgresql_base, 1)
        let_go(other)
        _until_somebody_waits(postgresql_base, 2)
        dying.send_signal(signal.SIGKILL)
        dying.wait(20)
    acts, failures = other.communicate(timeout=60)[0].split()
    assert (acts, failures) == ("12", "0")  # three are of age by that day
    assert journals(postgresql_base) == expected


def test_an_act_that_waited_for_the_night_sees_all_that_the_night_wrote(postgresql_base: Database) -> None:
    """The warnings that the night gave meanwhile are not given again, and the act follows those of the night."""
    fill(postgresql_base, 1)
    done: list[object] = []

    def act_of_a_person() -> None:
        with postgresql_base.writing() as connection:
            done.append(perform(connection, 1, ask.Cloturer(Closing.DEMENAGEMENT), done_on=DAY, desk=desk(DAY)))

    person = threading.Thread(target=act_of_a_person)
    with postgresql_base.writing() as connection:
        ids = due.claim(connection, DAY, limit=10, run=1)
        due.write_due(connection, due.due_of(connection, ids, DAY), desk(DAY).as_automaton())
        person.start()
        _until_somebody_waits(postgresql_base)
    person.join(30)
    assert len(done) == 1
    with postgresql_base.reading() as connection:
        acts = connection.execute(select(m.journal.c.acte).order_by(m.journal.c.n)).scalars().all()
    assert acts[-2:] == ["preparer_transmission", "cloturer"]


def _until_somebody_waits(database: Database, count: int = 1) -> None:
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
    for _ in range(200):
        with database.reading() as connection:
            if connection.execute(waiting).scalar() >= count:
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits")


def test_a_dossier_that_no_night_would_look_at_again_is_found(database: Database) -> None:
    fill(database, 4)
    d = m.dossier.c
    with database.writing() as connection:
        for number, values in (
            (1, {"prochaine_le": None, "prochaine_echeance": None}),
            (2, {"nuit_le": None}),
            (3, {"nuit_le": TODAY.replace(year=2030)}),
        ):
            connection.execute(update(m.dossier).where(d.id == number).values(values))
    with database.reading() as connection:
        checked, found = disagreements(connection)
    assert checked == 4
    assert [(each.dossier_id, each.reason) for each in found] == [
        (1, "son journal donne « Délai pour justifier l'absence » le ven. 06/02/2026, et sa fiche aucune échéance"),
        (2, "pour sa fiche, la nuit n'a plus rien à y faire, et ce qui est prévu tombe le sam. 31/01/2026"),
        (3, "pour sa fiche, la prochaine nuit est celle du dim. 10/03/2030, et ce qui est prévu tombe le sam. 31/01/2026"),
    ]
    result = night_round(database, desk=desk(TODAY), now=lambda: NOW)
    assert {failure.reference for failure in result.failures} == {"2025-0001", "2025-0002", "2025-0003"}
