"""Traps 13 and 21: the clock goes back, somebody holds the base, the disk is full, the law changes. Nothing is lost, nothing is done twice."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, select, update

from casework.nights import TODAY, copy_of, fill, journals
from house import NOW, act, appointment, desk, minor, open_one, press, reported, summon
from ofworkflow.casework.dossier.opened import read
from ofworkflow.casework.night.ledger import is_night_done
from ofworkflow.casework.night.rounds import HELD, NightResult, night_round
from ofworkflow.errors import StorageError
from ofworkflow.law.periods import Months
from ofworkflow.law.texts import DEPARTEMENT, R114_7, Version
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Delay, PostMode
from ofworkflow.storage import database as storage
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database


def _night(database: Database, day: date = TODAY, *, batch: int = 2, **settings: object) -> NightResult:
    return night_round(database, desk=desk(day, **settings), now=lambda: NOW, batch=batch)


def test_a_clock_that_goes_back_an_hour_during_the_night_changes_nothing(database: Database) -> None:
    fill(database, 5)
    with copy_of(database) as alone:
        _night(alone)
        expected = journals(alone)
    # it starts at nine, and ends at eight
    night_round(database, desk=desk(TODAY), now=lambda: NOW - timedelta(hours=1), batch=2)
    again = night_round(database, desk=replace(desk(TODAY), now=NOW - timedelta(hours=1)), now=lambda: NOW, batch=2)
    assert (again.acts, again.alertes) == ([], [])
    assert journals(database) == expected
    with database.reading() as connection:
        assert is_night_done(connection, TODAY)


def test_a_base_held_by_a_backup_is_said_and_nothing_is_lost(sqlite_base: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(sqlite_base, 5)
    with copy_of(sqlite_base) as alone:
        _night(alone)
        expected = journals(alone)
    monkeypatch.setattr(storage, "BUSY_TIMEOUT_MS", 50)
    before, hurried = journals(sqlite_base), Database(sqlite_base.url)
    with sqlite_base.writing(), pytest.raises(StorageError, match="occupée"):
        _night(hurried)
    assert journals(sqlite_base) == before
    _night(hurried)
    assert journals(sqlite_base) == expected
    hurried.dispose()


def test_what_somebody_works_on_is_left_to_the_end_then_waited_for(postgresql_base: Database) -> None:
    fill(postgresql_base, 5)
    with copy_of(postgresql_base) as alone:
        _night(alone)
        expected = journals(alone)
    held, others_done = threading.Event(), threading.Event()

    def hold() -> None:
        with postgresql_base.writing() as connection:
            read(connection, [1], lock=True)
            held.set()
            others_done.wait(20)

    person = threading.Thread(target=hold)
    person.start()
    held.wait(20)
    asked: list[int] = []

    def progress(done: int, total: int) -> None:
        asked.append(done)
        if done == total - 1:
            others_done.set()

    result = night_round(postgresql_base, desk=desk(TODAY), now=lambda: NOW, batch=2, progress=progress)
    person.join()
    assert asked == [2, 4, 5]
    assert result.failures == []
    assert journals(postgresql_base) == expected


def test_what_nobody_lets_go_of_leaves_the_night_owed(postgresql_base: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(postgresql_base, 3)
    monkeypatch.setattr(storage, "BUSY_TIMEOUT_MS", 200)
    hurried = Database(postgresql_base.url)
    with postgresql_base.writing() as connection:
        read(connection, [1], lock=True)
        result = _night(hurried)  # it goes on to its last letters: one dossier held does not fail it
    assert [(failure.reference, failure.reason) for failure in result.failures] == [("2025-0001", HELD)]
    assert result.interrupted
    assert {done.reference for done in result.acts} == {"2025-0002", "2025-0003"}
    with postgresql_base.reading() as connection:
        assert not is_night_done(connection, TODAY)
    left = _night(hurried)
    assert {done.reference for done in left.acts} == {"2025-0001"}
    hurried.dispose()


def _dossier(connection: Connection) -> None:
    read(connection, [1], lock=True)


def _letter_of(dossier_id: int) -> Callable[[Connection], None]:
    """Return what holds a letter that waits to be made: the night cancels that of who comes of age, and makes the others."""

    def hold(connection: Connection) -> None:
        c = m.courrier.c
        waits = (c.dossier_id == dossier_id, c.etat == "a_produire", c.role != "interne")
        letter = select(func.min(c.id)).where(*waits).scalar_subquery()
        assert connection.execute(select(c.id).where(c.id == letter).with_for_update()).all()

    return hold


def _but_numbers(told: dict[str, list[Any]]) -> str:
    """Return what a base tells; the letters of who was held were numbered last."""
    return re.sub(r"C[0-9]{6}", "C", repr(told))


@pytest.mark.parametrize(("hold", "reference", "acts", "unmade"), [
    (_dossier, "2025-0001", {"2025-0002", "2025-0003"}, 5),
    (_letter_of(1), "2025-0001", {"2025-0002", "2025-0003"}, 1),
    (_letter_of(2), "2025-0002", {"2025-0001", "2025-0002", "2025-0003"}, 1),
])  # fmt: skip
@pytest.mark.parametrize("planned", [True, False])
def test_whatever_is_held_the_night_goes_on_to_its_last_letters(
    postgresql_base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    hold: Callable[[Connection], None], reference: str, acts: set[str], unmade: int, planned: bool,
) -> None:  # fmt: skip
    """Seen by its house, a base without plans makes them first: that waits for nobody either."""
    fill(postgresql_base, 3)
    house = None if planned else "ML-EXEMPLE"

    def night(base: Database, folder: Path) -> NightResult:
        return night_round(base.seen_by(house), desk=desk(TODAY), now=lambda: NOW, batch=2, press=press(folder))

    with copy_of(postgresql_base) as alone:
        whole = night(alone, tmp_path / "seul")
        expected = journals(alone)
    monkeypatch.setattr(storage, "BUSY_TIMEOUT_MS", 200)
    hurried = Database(postgresql_base.url)
    with postgresql_base.writing() as connection:
        hold(connection)
        report = night(hurried, tmp_path / "lettres")
    assert {failure.reference for failure in report.failures} == {reference}
    assert report.interrupted
    assert {done.reference for done in report.acts} == acts
    with postgresql_base.reading() as connection:
        assert not is_night_done(connection, TODAY)
        waiting = connection.execute(select(m.courrier).where(m.courrier.c.etat == "a_produire")).all()
    assert {letter.dossier_id for letter in waiting} == {int(reference[-4:])}
    assert len(waiting) == unmade
    kept = {path.name for path in (tmp_path / "lettres" / reference).glob("*.pdf")}
    assert not any(f"C{letter.id:06d}" in name for letter in waiting for name in kept)  # a file that no row knows of
    rest = night(hurried, tmp_path / "lettres")
    hurried.dispose()
    assert (rest.failures, rest.interrupted) == ([], False)
    assert len(report.acts) + len(rest.acts) == len(whole.acts)
    assert _but_numbers(journals(postgresql_base)) == _but_numbers(expected)


def test_a_dossier_that_disagrees_and_is_held_does_not_fail_the_night(
    postgresql_base: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It cannot even be set aside: it is named, nothing is done on it, and the night is still owed."""
    fill(postgresql_base, 3)
    with postgresql_base.writing() as connection:
        damaged = (m.journal.c.dossier_id == 2) & (m.journal.c.n == 5)
        connection.execute(update(m.journal).where(damaged).values(donnees={}))
    monkeypatch.setattr(storage, "BUSY_TIMEOUT_MS", 200)
    hurried = Database(postgresql_base.url)
    with postgresql_base.writing() as connection:
        read(connection, [2], lock=True)
        report = _night(hurried)
    assert [failure.reference for failure in report.failures] == ["2025-0002"]
    assert "journal" in report.failures[0].reason
    assert report.interrupted
    assert {done.reference for done in report.acts} == {"2025-0001", "2025-0003"}
    again = _night(hurried)
    hurried.dispose()
    assert [failure.since_on for failure in again.failures] == [TODAY]  # set aside, this time


def test_a_disk_that_fills_up_during_the_night_loses_nothing(sqlite_base: Database) -> None:
    fill(sqlite_base, 12)
    with copy_of(sqlite_base) as alone:
        _night(alone)
        expected = journals(alone)
    with sqlite_base.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    full = Database(sqlite_base.url)
    # what SQLite does of a full disk, to the page: « database or disk is full »
    event.listen(full.engine, "connect", lambda c, _: c.execute(f"PRAGMA max_page_count={pages + 2}"))
    with pytest.raises(StorageError, match="Le disque est plein"):
        _night(full)
    full.dispose()
    with sqlite_base.reading() as connection:
        assert not is_night_done(connection, TODAY)
        assert connection.execute(select(m.echec)).all() == []  # no dossier is blamed for the disk
    _night(sqlite_base)
    assert journals(sqlite_base) == expected


@contextmanager
def _new_law() -> Iterator[None]:
    """Live under an invented version of R. 114-7: one month, since 01/02/2026."""
    versions = DEPARTEMENT.versions
    object.__setattr__(DEPARTEMENT, "versions", (*versions, Version(date(2026, 2, 1), Months(1), R114_7)))
    try:
        yield
    finally:
        object.__setattr__(DEPARTEMENT, "versions", versions)


def test_a_law_that_changes_with_500_running_dossiers_moves_none_of_them(sqlite_base: Database) -> None:
    fill(sqlite_base, 500)
    base = sqlite_base.seen_by("ML-EXEMPLE")
    _night(base, date(2026, 2, 10), batch=100)  # alertes at 30 days elapsed are given
    with copy_of(sqlite_base) as twin:
        unchanged = twin.seen_by("ML-EXEMPLE")
        for day in (date(2026, 2, 25), TODAY):
            _night(unchanged, day, batch=100)
        expected = journals(twin)
    with _new_law():
        first = _night(base, date(2026, 2, 25), batch=100)
        assert first.planned_again == 500
        assert _night(base, TODAY, batch=100).planned_again == 0
    assert journals(sqlite_base) == expected


def test_what_is_summoned_after_the_law_changed_runs_under_the_new_one(database: Database) -> None:
    dossier = open_one(database, reported(minor(), on=date(2026, 1, 5)), on=date(2026, 1, 5))
    summon(database, dossier, date(2026, 1, 6), rdv=date(2026, 1, 20))
    act(database, dossier, ask.Poster(2, (), PostMode.SIMPLE), date(2026, 1, 6))
    act(database, dossier, ask.ConstaterAbsence(), date(2026, 1, 20))
    with _new_law():
        act(database, dossier, ask.Convoquer(appointment(date(2026, 3, 3)), "motif noté"), date(2026, 2, 3))
        with database.reading() as connection:
            [opened] = read(connection, [dossier])
    running = opened.case.open_delay(Delay.DEPARTEMENT)
    assert running is not None
    assert (running.dates.nominal_on, running.dates.version_since) == (date(2026, 3, 3), date(2026, 2, 1))


def test_a_setting_that_changes_moves_only_what_is_still_to_come(sqlite_base: Database) -> None:
    """Ten days before the end become twenty: what was prepared is not prepared again, the rest is, on its new day."""
    fill(sqlite_base, 3)
    base = sqlite_base.seen_by("ML-EXEMPLE")
    late = open_one(sqlite_base, reported(minor("TARD")))
    summon(sqlite_base, late, date(2025, 12, 2), rdv=date(2025, 12, 15))
    act(sqlite_base, late, ask.Poster(2, (), PostMode.SIMPLE), date(2025, 12, 2))
    act(sqlite_base, late, ask.ConstaterAbsence(), date(2025, 12, 15))
    summon(sqlite_base, late, date(2026, 1, 20), rdv=date(2026, 2, 12))
    act(sqlite_base, late, ask.Poster(5, (), PostMode.SIMPLE), date(2026, 1, 20))  # its two months end on 20/03/2026
    act(sqlite_base, late, ask.ConstaterAbsence(), date(2026, 2, 12))
    prepared = {done.reference: done.done_on for done in _night(base, date(2026, 2, 24)).acts}
    assert prepared == dict.fromkeys(("2025-0001", "2025-0002", "2025-0003"), date(2026, 2, 23))
    changed = _night(base, date(2026, 2, 28), preparation_avant_terme=20)
    assert changed.planned_again == 4
    assert {done.reference: done.done_on for done in changed.acts} == {"2025-0004": date(2026, 2, 28)}
