"""The morning: the last night as the ledger and the journals have it, and the work of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import update

from casework.nights import TODAY, fill
from house import NOW, desk, minor, open_one, reported
from ofworkflow.casework.morning.rapport import Morning, morning_of, rapport_context
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.letters.rapport import as_html, as_text
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database


def _night(database: Database, day: date = TODAY, *, at: datetime = NOW, **more: object) -> object:
    return night_round(database, desk=replace(desk(day), now=at), now=lambda: at + timedelta(minutes=2), **more)  # type: ignore[arg-type]


def _morning(database: Database, day: date = TODAY) -> Morning:
    with database.reading() as connection:
        return morning_of(connection, day, timezone="Europe/Paris")


def test_before_any_night_the_morning_says_so_and_still_gives_the_work(database: Database) -> None:
    open_one(database)
    morning = _morning(database, date(2026, 2, 15))
    assert (morning.night_on, morning.runs, morning.acts, morning.is_night_done) == (None, (), (), False)
    assert [task.reference for task in morning.tasks] == ["2025-0001"]


def test_the_morning_has_the_acts_of_the_night_and_nothing_else(database: Database) -> None:
    fill(database, 2)
    report = _night(database)
    morning = _morning(database)
    assert morning.is_night_done
    assert sorted((a.reference, a.act, a.done_on) for a in morning.acts) == sorted(
        (a.reference, a.act, a.done_on)
        for a in report.acts  # type: ignore[attr-defined]
    )
    [run] = morning.runs
    assert (run.examined, run.started_at.isoformat()) == (2, "2026-11-23T10:00:00+01:00")


def test_what_the_automaton_did_another_day_is_not_of_this_night(database: Database) -> None:
    fill(database, 2)
    _night(database)
    _night(database, TODAY + timedelta(days=1), at=NOW + timedelta(days=1))
    assert _morning(database, TODAY + timedelta(days=1)).acts == ()
    assert len(_morning(database).acts) == 3  # asked again of the day before: the same


def test_the_morning_after_a_missed_night_tells_the_last_one_and_that_one_is_missing(database: Database) -> None:
    fill(database, 1)
    _night(database)
    morning = _morning(database, TODAY + timedelta(days=1))
    assert (morning.night_on, morning.is_night_done) == (TODAY, False)
    assert "n'a pas été faite" in rapport_context(morning, house="ML", colour="#1f3a5f").nuit


def test_a_night_stopped_then_taken_up_again_is_told_as_one(database: Database) -> None:
    fill(database, 4)
    batches: list[int] = []
    stopped = _night(database, batch=2, progress=lambda done, total: batches.append(done), stopping=lambda: bool(batches))
    assert stopped.interrupted  # type: ignore[attr-defined]
    assert not _morning(database).is_night_done
    _night(database, at=NOW + timedelta(hours=1))
    morning = _morning(database)
    assert [run.ended_at is None for run in morning.runs] == [True, False]
    assert {act.reference for act in morning.acts} == {"2025-0001", "2025-0002", "2025-0003", "2025-0004"}


def test_the_failures_told_are_those_of_the_last_run(database: Database) -> None:
    fill(database, 2)
    with database.writing() as connection:
        broken = (m.journal.c.dossier_id == 2) & (m.journal.c.n == 5)
        connection.execute(update(m.journal).where(broken).values(acte="convoquer", donnees={}))
    _night(database)
    assert [failure.reference for failure in _morning(database).failures] == ["2025-0002"]


def test_another_mission_locale_s_dossiers_are_not_in_our_report(database: Database) -> None:
    fill(database, 2)
    with database.writing() as connection:
        connection.execute(update(m.dossier).where(m.dossier.c.id == 2).values(structure="ML-AUTRE"))
        connection.execute(update(m.courrier).where(m.courrier.c.dossier_id == 2).values(structure="ML-AUTRE"))
    _night(database)
    ours, theirs = _morning(database.seen_by("ML-EXEMPLE")), _morning(database.seen_by("ML-AUTRE"))
    for morning, reference in ((ours, "2025-0001"), (theirs, "2025-0002")):
        assert {task.reference for task in morning.tasks} == {reference}
        assert {act.reference for act in morning.acts} == {reference}


def test_the_most_serious_comes_first_and_each_heading_once(database: Database) -> None:
    fill(database, 4)
    open_one(database, reported(minor("TARD"), on=date(2025, 12, 10)), on=date(2025, 12, 10))
    _night(database)
    morning = _morning(database)
    assert [task.rank for task in morning.tasks] == sorted(task.rank for task in morning.tasks)
    headings = [table.titre for table in rapport_context(morning, house="ML", colour="#1f3a5f").taches]
    assert headings[0] == "Département à informer"
    assert len(headings) == len(set(headings))


def test_without_names_no_word_that_a_person_typed_is_in_the_report(database: Database) -> None:
    """A letter that came back names its addressee in the reason; a failure may quote anything."""
    fill(database, 2)
    with database.writing() as connection:
        connection.execute(
            update(m.courrier)
            .values(etat="npai", destinataire="Madame SECRET Anne", issue_le=date(2026, 1, 20))
            .where(m.courrier.c.acte_n == 5)
        )
        connection.execute(update(m.jeune).values(nom="CACHÉ", prenom="Enfant"))
    _night(database)
    with database.writing() as connection:
        connection.execute(update(m.nuit).values(echecs=[{"reference": "2025-0002", "motif": "l'adresse de SECRET est vide"}]))
    morning = _morning(database)
    assert any("SECRET" in task.reason for task in morning.tasks)
    bare = rapport_context(morning, house="ML", colour="#1f3a5f")
    full = rapport_context(morning, house="ML", colour="#1f3a5f", names=True)
    for form in (as_text, as_html):
        assert not any(word in form(bare) for word in ("SECRET", "CACHÉ", "Enfant"))
        assert all(word in form(full) for word in ("SECRET", "CACHÉ", "Enfant", "2025-0002"))


def test_a_shortened_report_counts_what_it_leaves_out(database: Database) -> None:
    fill(database, 5)
    _night(database)
    context = rapport_context(_morning(database), house="ML", colour="#1f3a5f", shown=2)
    for table in (*context.taches, *context.actes):
        assert len(table.lignes) == min(2, table.nombre)
        assert len(table.lignes) + table.reste == table.nombre
    assert "… et " in as_text(context)
