"""The night: missed, repeated, run at two places, killed — the journal is the same."""

from __future__ import annotations

import os
import re
from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update

from casework.nights import TODAY, copy_of, fill, journals, let_go, start_night
from casework.walks import MOVES, Move, try_move
from house import NOW, desk, minor, open_one, reported
from ofworkflow.casework.night.ledger import is_night_done, nights
from ofworkflow.casework.night.rounds import NightResult, night_round
from ofworkflow.casework.night.simulation import simulate
from ofworkflow.procedure.french import french_day
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from spies import counted

START = date(2026, 1, 5)
EXAMPLES = int(os.environ.get("OFWORKFLOW_EXEMPLES", "12"))
"""How many lives are drawn on each base; `OFWORKFLOW_EXEMPLES=300` looks further."""


def _night(database: Database, day: date = TODAY, **more: object) -> NightResult:
    return night_round(database, desk=desk(day), now=lambda: NOW, **more)  # type: ignore[arg-type]


def _damage(database: Database, dossier_id: int) -> None:
    with database.writing() as connection:
        line = (m.journal.c.dossier_id == dossier_id) & (m.journal.c.n == 5)
        connection.execute(update(m.journal).where(line).values(donnees={}))


def _something_due(database: Database, day: date) -> bool:
    with database.reading() as connection:
        return connection.execute(select(m.dossier.c.id).where(m.dossier.c.nuit_le <= day)).first() is not None


def _live(database: Database, moves: list[Move], nights: set[int] | None) -> list[object]:
    """Live a dossier over 300 days: nights on every day, or only on those given; return all that the base tells of it."""
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
                try_move(database, dossier, move, day)
            due = day + timedelta(left[0].wait) if left else None
    _night(database, day)
    return _told_of(database, dossier)


_ONE_S_OWN = {"id", "dossier_id", "jeune_id", "representant_id", "reference", "enregistre_a", "donnee_le", "version", "rang"}


def _told_of(database: Database, dossier: int) -> list[object]:
    """Return the rows of a dossier, table by table: its numbers and the recording instants apart."""
    tables = (m.journal, m.alerte, m.echeance, m.situation, m.rendez_vous, m.courrier, m.prevision, m.dossier)
    with database.reading() as connection:
        found: list[object] = []
        for table in tables:
            columns = [c for c in table.c if c.name not in _ONE_S_OWN]
            mine = table.c.id if table is m.dossier else table.c.dossier_id
            found.append(sorted(map(repr, connection.execute(select(*columns).where(mine == dossier)).all())))
        return found


@settings(max_examples=EXAMPLES, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
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
    assert len(first.acts) == 6 + 2  # two of them turn 18, after their notice was prepared
    assert (second.acts, second.alertes, second.examined) == ([], [], 0)
    assert journals(database) == before


def test_each_act_of_a_late_night_is_dated_on_its_day(database: Database) -> None:
    fill(database, 1)
    acts = [(a.act, a.done_on) for a in _night(database).acts]
    assert acts == [("preparer_transmission", date(2026, 2, 23)), ("cloturer", date(2026, 3, 1))]


def test_two_nights_at_once_never_act_twice_and_lose_nothing(database: Database) -> None:
    fill(database, 30)
    with copy_of(database) as alone:
        _night(alone)
        expected = journals(alone)
    pair = [start_night(database.url, batch=4) for _ in range(2)]
    for process in pair:
        let_go(process)
    answers = [process.communicate(timeout=120)[0].split() for process in pair]
    assert [process.returncode for process in pair] == [0, 0]
    assert sum(int(acts) for acts, _ in answers) == 30 + 7  # seven are of age by that day
    assert [failures for _, failures in answers] == ["0", "0"]
    assert journals(database) == expected


def test_what_the_base_writes_at_once_is_what_acts_one_by_one_would_write(database: Database) -> None:
    fill(database, 9)
    with copy_of(database) as twin:
        with twin.writing() as connection:
            connection.execute(delete(m.prevision))  # nothing planned: the night settles each dossier from its journal
        _night(twin)
        one_by_one = journals(twin)
    _night(database)
    assert journals(database) == one_by_one


def test_a_dossier_whose_row_is_not_what_its_journal_says_is_set_aside_until_it_is_solved(database: Database) -> None:
    fill(database, 5)
    with database.reading() as connection:
        whole = connection.execute(
            select(m.journal.c.donnees).where(m.journal.c.dossier_id == 2, m.journal.c.n == 5)
        ).scalar_one()
    _damage(database, 2)
    result = _night(database, batch=2)
    assert [failure.reference for failure in result.failures] == ["2025-0002"]
    assert "son journal donne" in result.failures[0].reason
    assert {act.reference for act in result.acts} == {"2025-0001", "2025-0003", "2025-0004", "2025-0005"}
    again = _night(database, TODAY + timedelta(1))
    assert [(f.reference, f.since_on, f.tries) for f in again.failures] == [("2025-0002", TODAY, 2)]
    first, last = french_day(TODAY), french_day(TODAY + timedelta(1))
    assert (result.failures[0].since, again.failures[0].since) == (
        f"depuis le {first}, 1 essai",
        f"depuis le {first}, 2 essais, le dernier le {last}",
    )
    with database.writing() as connection:
        line = (m.journal.c.dossier_id == 2) & (m.journal.c.n == 5)
        connection.execute(update(m.journal).where(line).values(donnees=whole))
    solved = _night(database, TODAY + timedelta(2))
    assert (solved.failures, {act.reference for act in solved.acts}) == ([], {"2025-0002"})


def test_a_dossier_that_the_base_refuses_does_not_stop_the_others_and_is_tried_again(database: Database) -> None:
    fill(database, 5)
    with database.writing() as connection:  # its notice is there already: written by something else than the program
        row = {"dossier_id": 3, "n": 8, "acte": "poster", "de": "convocation", "vers": "convocation", "fait_le": TODAY}
        connection.execute(insert(m.journal).values(**row, enregistre_a=NOW, auteur="X", donnees={}))
    result = _night(database, batch=4)
    assert [failure.reference for failure in result.failures] == ["2025-0003"]
    assert "écriture refusée par la base" in result.failures[0].reason
    assert {act.reference for act in result.acts} == {"2025-0001", "2025-0002", "2025-0004", "2025-0005"}
    with database.writing() as connection:
        connection.execute(delete(m.journal).where(m.journal.c.dossier_id == 3, m.journal.c.n == 8))
    solved = _night(database)
    assert (solved.failures, {act.reference for act in solved.acts}) == ([], {"2025-0003"})


def test_a_simulation_says_night_by_night_what_the_nights_will_do_and_writes_nothing(database: Database) -> None:
    fill(database, 4)
    before, start = journals(database), date(2026, 2, 1)
    with database.reading() as connection:
        told = simulate(connection, desk(start), until=TODAY)
    assert journals(database) == before
    really = [_night(database, start + timedelta(i)) for i in range((TODAY - start).days + 1)]
    done = [(r.day, sorted(a.reference for a in r.acts), len(r.alertes)) for r in really if r.acts or r.alertes]
    assert [(r.day, sorted(a.reference for a in r.acts), len(r.alertes)) for r in told] == done


def test_the_ledger_holds_each_night_and_names_those_that_are_missing(database: Database) -> None:
    fill(database, 3)
    for day in (1, 2, 4):
        _night(database, date(2026, 3, day))
    with database.reading() as connection:
        found = nights(connection, first=date(2026, 3, 1), last=date(2026, 3, 5))
        assert is_night_done(connection, date(2026, 3, 4))
        assert not is_night_done(connection, date(2026, 3, 3))
    assert [run.day.day for run in found.runs] == [1, 2, 4]
    assert (found.expected, [day.day for day in found.missing]) == (5, [3, 5])
    assert [run.checked for run in found.runs] == [3, 2, 2]  # one is of age on the first


def test_a_night_told_to_stop_ends_after_the_batch_in_hand_and_is_still_owed(database: Database) -> None:
    fill(database, 6)
    batches: list[int] = []
    stopped = _night(database, batch=2, progress=lambda done, total: batches.append(done), stopping=lambda: bool(batches))
    assert (stopped.interrupted, stopped.examined) == (True, 2)
    with database.reading() as connection:
        assert not is_night_done(connection, TODAY)
    rest = _night(database, batch=2)
    assert (rest.interrupted, rest.examined) == (False, 4)


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


def test_an_alerte_is_given_once_and_late_when_its_night_was_missed(database: Database) -> None:
    open_one(database)
    first = _night(database, date(2026, 2, 25))
    assert [(w.delay, w.days_left, w.fell_on) for w in first.alertes] == [
        ("premier_entretien", 30, date(2026, 1, 31)),
        ("premier_entretien", 7, date(2026, 2, 23)),
    ]
    assert _night(database, date(2026, 2, 25)).alertes == []
    assert [w.days_left for w in _night(database, date(2026, 3, 3)).alertes] == [1, -1]


def _sent(database: Database, day: date) -> list[str]:
    with counted() as sent:
        night_round(database, desk=desk(day), now=lambda: NOW, check=False)
    return sent.statements


def test_a_night_goes_once_through_what_is_due_whatever_the_number_of_dossiers(sqlite_base: Database) -> None:
    with copy_of(sqlite_base) as more:
        fill(sqlite_base, 3)
        fill(more, 30)
        few, many = _sent(sqlite_base, TODAY), _sent(more, TODAY)
    assert len(few) == len(many)
    for statements in (few, many):
        assert sum("prevision.refus" in words for words in statements if words.startswith("SELECT")) == 1


def test_a_night_that_only_warns_touches_neither_journals_nor_letters(sqlite_base: Database) -> None:
    fill(sqlite_base, 3)
    statements = _sent(sqlite_base, date(2026, 2, 2))  # the appointment of 30/01 has no outcome
    assert any(words.startswith("INSERT INTO alerte") for words in statements)
    assert not any(re.match(r"(INSERT INTO|UPDATE) (journal|echeance|courrier)", words) for words in statements)
