"""The night: missed, repeated, run at two places, killed — the journal is the same."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from casework.nights import TODAY, fill, journals, let_go, start_night
from casework.walks import MOVES, Move, try_move
from house import NOW, desk, minor, open_one, reported
from ofworkflow.casework.nightly import is_night_done, night_round
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

START = date(2026, 1, 5)


def _night(database: Database, day: date = TODAY, **more: object) -> object:
    return night_round(database, desk=desk(day), now=lambda: NOW, **more)  # type: ignore[arg-type]


def _something_due(database: Database, day: date) -> bool:
    with database.reading() as connection:
        return connection.execute(select(m.dossier.c.id).where(m.dossier.c.nuit_le <= day)).first() is not None


def _live(database: Database, moves: list[Move], nights: set[int] | None) -> list[object]:
    """Live a dossier over 300 days: nights on every day, or only on those given; return what its journal tells."""
    dossier = open_one(database, reported(minor(born_on=date(2008, 9, 1)), on=START), on=START)
    day, left = START, list(moves)
    due = START + timedelta(left[0].wait) if left else None
    for number in range(300):
        day = START + timedelta(number)
        if (nights is None or number in nights) and _something_due(database, day):
            _night(database, day)
        while left and due == day:
            move = left.pop(0)
            if move.kind != "annuler":  # voiding looks at what the nights did: said apart, in docs/decisions/0003
                try_move(database, dossier, Move(move.kind, move.wait, 0, move.ahead), day)
            due = day + timedelta(left[0].wait) if left else None
    _night(database, day)
    with database.reading() as connection:
        j = m.journal.c
        rows = connection.execute(
            select(j.n, j.acte, j.de, j.vers, j.fait_le, j.auteur, j.donnees).where(j.dossier_id == dossier).order_by(j.n)
        )
        return [
            (r.n, r.acte, r.de, r.vers, r.fait_le, r.auteur, {k: v for k, v in r.donnees.items() if k != "demande"}) for r in rows
        ]


@settings(max_examples=12, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
@given(moves=st.lists(MOVES, max_size=9), nights=st.sets(st.integers(0, 299), max_size=25))
def test_missed_nights_change_nothing_whatever_people_did_in_between(
    database: Database, moves: list[Move], nights: set[int]
) -> None:
    every_night = _live(database, moves, None)
    assert _live(database, moves, nights) == every_night
    assert _live(database, moves, set()) == every_night


def test_a_night_repeated_does_nothing_more(database: Database) -> None:
    fill(database, 6)
    first = _night(database)
    before = journals(database)
    second = _night(database)
    assert len(first.acts) == 6 + 2  # type: ignore[attr-defined]  # two of them turn 18, after their notice was prepared
    assert (second.acts, second.warnings, second.examined) == ([], [], 0)  # type: ignore[attr-defined]
    assert journals(database) == before


def test_each_act_of_a_late_night_is_dated_on_its_day(database: Database) -> None:
    fill(database, 1)
    acts = [(a.act, a.done_on) for a in _night(database).acts]  # type: ignore[attr-defined]
    assert acts == [("preparer_transmission", date(2026, 2, 23)), ("cloturer", date(2026, 3, 1))]


def test_two_nights_at_once_never_act_twice_and_lose_nothing(database: Database, database_url: str) -> None:
    fill(database, 30)
    pair = [start_night(database_url, batch=4) for _ in range(2)]
    for process in pair:
        let_go(process)
    answers = [process.communicate(timeout=120)[0].split() for process in pair]
    assert [process.returncode for process in pair] == [0, 0]
    assert sum(int(acts) for acts, _ in answers) == 30 + 7  # seven are of age by that day
    assert [failures for _, failures in answers] == ["0", "0"]
    together = journals(database)
    _undo(database)
    _night(database)
    assert journals(database) == together


def test_a_night_killed_at_any_moment_loses_nothing_and_repeats_nothing(database: Database, database_url: str) -> None:
    fill(database, 24)
    _night(database)
    alone = journals(database)
    chance = random.Random(20260310)  # noqa: S311 — moments, not secrets
    for _ in range(12):
        _undo(database)
        process = start_night(database_url, batch=3)
        let_go(process)
        time.sleep(chance.uniform(0, 0.25))
        process.kill()
        process.wait()
        _night(database)
        assert journals(database) == alone


def _undo(database: Database) -> None:
    """Bring the base back to before the night, by taking out what the automaton wrote: only a test may."""
    from ofworkflow.casework.journal import delay_row, dossier_columns, read

    with database.writing() as connection:
        connection.execute(text("DELETE FROM courrier WHERE acte_n > 6"))
        connection.execute(text("DELETE FROM journal WHERE auteur = 'automate'"))
        connection.execute(text("DELETE FROM echeance"))
        # the letters of the convocations were cancelled by the closing
        connection.execute(update(m.courrier).values(etat="a_produire"))
        for opened in read(connection, list(connection.execute(select(m.dossier.c.id)).scalars())):
            connection.execute(m.echeance.insert(), [delay_row(opened.id, delay) for delay in opened.case.delays])
            columns = dossier_columns(opened.case, desk(TODAY).rules, {})
            connection.execute(update(m.dossier).where(m.dossier.c.id == opened.id).values(columns))
            # what had been cancelled before the night stays so
            connection.execute(
                update(m.courrier).where(m.courrier.c.dossier_id == opened.id, m.courrier.c.acte_n == 2).values(etat="annule")
            )


def test_one_dossier_that_fails_is_reported_and_does_not_stop_the_others(database: Database) -> None:
    fill(database, 5)
    with database.writing() as connection:
        connection.execute(
            update(m.journal).where(m.journal.c.dossier_id == 2, m.journal.c.n == 5).values(acte="convoquer", donnees={})
        )
    report = _night(database, batch=2)
    assert [failure.reference for failure in report.failures] == ["2025-0002"]  # type: ignore[attr-defined]
    assert {act.reference for act in report.acts} == {"2025-0001", "2025-0003", "2025-0004", "2025-0005"}  # type: ignore[attr-defined]
    again = _night(database)
    assert [failure.reference for failure in again.failures] == ["2025-0002"]  # type: ignore[attr-defined]  # still due, tried again


def test_a_simulated_night_says_the_same_and_writes_nothing(database: Database) -> None:
    fill(database, 4)
    before = journals(database)
    simulated = _night(database, simulate=True)
    assert journals(database) == before
    real = _night(database)
    assert (simulated.acts, simulated.warnings) == (real.acts, real.warnings)  # type: ignore[attr-defined]
    with database.reading() as connection:
        assert connection.execute(select(m.nuit.c.jour_le, m.nuit.c.examines)).all() == [(TODAY, 4)]
        assert is_night_done(connection, TODAY)


def test_only_what_is_due_is_touched_through_the_partial_index(database: Database) -> None:
    fill(database, 3)
    open_one(database, reported(minor("TARD"), on=TODAY), on=TODAY)
    _night(database)
    with database.reading() as connection:
        versions = dict(connection.execute(select(m.dossier.c.id, m.dossier.c.version)).all())  # type: ignore[arg-type]
        assert versions[4] == 1
        assert versions[1] > 1
        if database.is_sqlite:
            plan = connection.execute(text("EXPLAIN QUERY PLAN SELECT id FROM dossier WHERE nuit_le <= '2026-03-10'")).all()
            assert "ix_dossier_nuit_le" in str(plan)


def test_a_warning_is_given_once_and_late_when_its_night_was_missed(database: Database) -> None:
    open_one(database)
    first = _night(database, date(2026, 2, 25))
    assert [(w.delay, w.days_left, w.fell_on) for w in first.warnings] == [  # type: ignore[attr-defined]
        ("premier_entretien", 30, date(2026, 1, 31)),
        ("premier_entretien", 7, date(2026, 2, 23)),
    ]
    assert _night(database, date(2026, 2, 25)).warnings == []  # type: ignore[attr-defined]
    assert [w.days_left for w in _night(database, date(2026, 3, 3)).warnings] == [1, -1]  # type: ignore[attr-defined]
