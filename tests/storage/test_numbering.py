"""No number that leaves on paper is ever given twice, even after an older base is put back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text

from house import NOW, desk, open_one, summon
from ofworkflow.casework.registry.opening import next_lot_number
from ofworkflow.storage import bilans
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from ofworkflow.storage.migrate import upgrade
from ofworkflow.storage.numbering import Register, behind, highest, marks_of, raise_to, said
from older_bases import go_back

OCTOBER = date(2026, 10, 15)
PRINTED = {"courrier": 122, "tirage": 7, "lot": 4, "bilan": 2, "dossier-2026": 41}


def _a_letter(base: Database) -> int:
    summon(base, open_one(base, on=OCTOBER), OCTOBER, rdv=date(2026, 10, 29))
    with base.reading() as connection:
        return int(connection.execute(select(m.courrier.c.id).order_by(m.courrier.c.id)).scalars().first() or 0)


def _next_of_each(base: Database) -> list[str]:
    letter = _a_letter(base)
    with base.writing() as connection:
        run = {"cree_le": OCTOBER, "recto_verso": False, "auteur": "Camille", "enregistre_a": NOW}
        number = connection.execute(m.tirage.insert().values(run).returning(m.tirage.c.id)).scalar_one()
        lot, bilan = next_lot_number(connection), bilans.next_number(connection)
        reference = connection.execute(select(m.dossier.c.reference).order_by(m.dossier.c.id.desc())).scalars().first()
    return [said("courrier", letter), said("tirage", number), lot, bilan, str(reference)]


def test_numbering_starts_again_above_all_that_may_have_been_printed(database: Database) -> None:
    with database.writing() as connection:
        raise_to(connection, PRINTED)
        assert marks_of(connection) == PRINTED
    assert _next_of_each(database) == ["C000123", "T0008", "L0005", "B0003", "2026-0042"]


def test_a_kind_that_is_already_further_is_not_taken_back(database: Database) -> None:
    with database.writing() as connection:
        raise_to(connection, PRINTED)
        raise_to(connection, dict.fromkeys(PRINTED, 1))
        assert marks_of(connection) == PRINTED


def test_a_number_is_not_given_again_once_its_row_is_gone(database: Database) -> None:
    letter = _a_letter(database)
    with database.writing() as connection:
        last = connection.execute(select(m.courrier.c.id).order_by(m.courrier.c.id.desc())).scalars().first()
        connection.execute(text("DELETE FROM courrier"))
        assert marks_of(connection)["courrier"] == last
    assert letter <= (last or 0) < _a_letter(database)


@pytest.mark.parametrize(
    ("base", "printed", "missing"),
    [
        ({"courrier": 5}, {"courrier": 5}, {}),
        ({"courrier": 5}, {"courrier": 6}, {"courrier": 6}),
        ({"courrier": 6}, {"courrier": 5}, {}),
        ({}, {"dossier-2025": 3}, {"dossier-2025": 3}),
        ({"lot": 1}, {}, {}),
    ],
)
def test_what_an_older_base_does_not_know(base: dict[str, int], printed: dict[str, int], missing: dict[str, int]) -> None:
    assert behind(base, printed) == missing


def test_the_highest_of_several_is_of_each_kind() -> None:
    assert highest([{"lot": 3, "bilan": 1}, {"lot": 2, "tirage": 9}]) == {"lot": 3, "bilan": 1, "tirage": 9}


def test_the_register_remembers_beyond_the_base_and_never_less(database: Database, tmp_path: Path) -> None:
    register = Register(tmp_path / "numeros")
    with database.writing() as connection:
        assert register.remember(connection)
        assert not register.path.exists(), "nothing was numbered yet"
        raise_to(connection, PRINTED)
        register.remember(connection)
        connection.execute(text("UPDATE compteur SET dernier = 1 WHERE nom = 'lot'"))
        register.remember(connection)
        assert register.printed(connection) == PRINTED
    assert register.path.stat().st_mode & 0o077 == 0


def test_a_real_base_made_anew_numbers_above_the_one_before_it_a_trial_one_does_not_count(
    sqlite_base: Database, tmp_path: Path
) -> None:
    """The base was lost without any backup: letters of the one before may still come back."""
    register = Register(tmp_path / "numeros")
    with sqlite_base.writing() as connection:
        raise_to(connection, PRINTED)
        register.remember(connection)
    other = Database(tmp_path / "autre.db")
    with other.writing() as connection:
        upgrade(connection)
        assert register.printed(connection) == PRINTED
        connection.execute(text("INSERT INTO meta VALUES ('essai', 'oui')"))
        assert register.printed(connection) == {}
        raise_to(connection, {"lot": 50})
        register.remember(connection)
    other.dispose()
    with sqlite_base.reading() as connection:
        assert register.printed(connection)["lot"] == 4, "what a trial base numbered left on no paper"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"x": 3}', '{"x": {"essai": 1, "numeros": {"lot": "a"}}}'])
def test_a_register_that_cannot_be_read_is_made_again(sqlite_base: Database, tmp_path: Path, content: str) -> None:
    register = Register(tmp_path / "numeros")
    register.path.write_text(content)
    with sqlite_base.writing() as connection:
        assert register.printed(connection) == {}
        raise_to(connection, PRINTED)
        register.remember(connection)
        assert register.printed(connection) == PRINTED
    assert len(json.loads(register.path.read_text())) == 1


def test_letters_of_an_older_version_keep_their_numbers_and_all_that_rests_on_them(sqlite_base: Database) -> None:
    """SQLite makes such a table anew: what refers to its rows must hold, before and after."""
    letter = _a_letter(sqlite_base)
    with sqlite_base.writing() as connection:
        for table in ("courrier", "tirage"):
            sql = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = :n"), {"n": table}).scalar_one()
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            connection.exec_driver_sql(f"CREATE TABLE _x AS SELECT * FROM {table}")
            connection.exec_driver_sql(f"DROP TABLE {table}")
            connection.exec_driver_sql(_as_before(sql))
            connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM _x")
            connection.exec_driver_sql("DROP TABLE _x")
        connection.execute(text("CREATE INDEX ix_courrier_dossier_id ON courrier (dossier_id, acte_n)"))
        connection.execute(
            m.suivi.insert().values(courrier_id=letter, evenement="imprime", le=OCTOBER, auteur="Camille", enregistre_a=NOW)
        )
        go_back(connection, "0008")
        before = [connection.execute(select(table).order_by(table.c.id)).all() for table in (m.courrier, m.suivi)]
    with sqlite_base.writing() as connection:
        upgrade(connection)
    sqlite_base.check()
    with sqlite_base.writing() as connection:
        assert [connection.execute(select(table).order_by(table.c.id)).all() for table in (m.courrier, m.suivi)] == before
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert "AUTOINCREMENT" in connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'courrier'").scalar_one()
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE tbl_name = 'courrier' AND sql IS NOT NULL").all()
        assert ("ix_courrier_dossier_id",) in names
    assert desk(OCTOBER).today == OCTOBER


def _as_before(sql: str) -> str:
    sql = sql.replace("PRIMARY KEY AUTOINCREMENT", "PRIMARY KEY").replace("(id AUTOINCREMENT)", "(id)")
    assert "AUTOINCREMENT" not in sql
    return sql
