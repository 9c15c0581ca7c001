"""Statements given straight to the driver: the same rows, the same words and the same errors as by the ordinary road."""

from __future__ import annotations

import signal
from contextlib import nullcontext
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, bindparam, event, func, insert, literal, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from house import open_one
from ofworkflow.errors import StorageError
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from ofworkflow.storage.prepared import Prepared, together

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NOTED = Prepared(insert(m.contact))
ONE = Prepared(select(m.contact, func.aggregate_strings(m.contact.c.nature, ",").label("faits")).group_by(m.contact.c.id)
               .where(m.contact.c.dossier_id == bindparam("dossier")))  # fmt: skip
MOVED = Prepared(
    update(m.contact).where(m.contact.c.nature.in_([literal("sms"), literal("visite")])).values(le=bindparam("jour"))
)


def contact(dossier: int, note: str | None = "  a\u200b   b ") -> dict[str, object]:
    return {
        "dossier_id": dossier, "le": date(2026, 3, 2), "nature": "sms", "resultat": "joint", "note": note,
        "auteur": "X", "enregistre_a": NOW,
    }  # fmt: skip


def test_what_it_writes_and_reads_is_what_core_does(database: Database) -> None:
    dossier = open_one(database)
    with database.writing() as connection:
        assert NOTED.write(connection) == 0
        assert NOTED.write(connection, contact(dossier)) == 1
        NOTED.write(connection, contact(dossier, "é"), contact(dossier, None))
        assert MOVED.write(connection, {"jour": date(2026, 3, 9)}) == 3
    with database.reading() as connection:
        plain = connection.execute(select(m.contact).order_by(m.contact.c.id)).all()
        mine = sorted(ONE.read(connection, {"dossier": dossier}), key=lambda row: row.id)
    assert [row.note for row in mine] == ["a b", "é", None]
    assert {(row.le, row.enregistre_a, row.faits) for row in mine} == {(date(2026, 3, 9), NOW, "sms")}
    assert [tuple(row)[:-1] for row in mine] == [tuple(row) for row in plain]


SAID = Prepared(update(m.contact).where(m.contact.c.id == bindparam("numero")))
COUNTED = Prepared(insert(m.compteur), key=("nom",))


def test_what_says_nothing_is_null_whatever_was_there(database: Database) -> None:
    dossier = open_one(database)
    with database.writing() as connection:
        NOTED.write(connection, contact(dossier, None))
        NOTED.write(connection, contact(dossier), contact(dossier, None))
        one, two, three = (row.id for row in ONE.read(connection, {"dossier": dossier}))
        SAID.write(connection, {"numero": two, "note": None, "auteur": "Y"})
        SAID.write(connection, {"numero": one, "note": "dit"}, {"numero": three, "note": None})
    with database.reading() as connection:
        rows = {row.id: (row.note, row.auteur) for row in ONE.read(connection, {"dossier": dossier})}
    assert rows == {one: ("dit", "X"), two: (None, "Y"), three: (None, "X")}


def test_a_row_of_a_key_that_is_there_takes_its_place(database: Database) -> None:
    names = [f"essai {n}" for n in range(40)]  # more than one statement of PostgreSQL writes
    with database.writing() as connection:
        COUNTED.write(connection, {"nom": names[0], "dernier": 1})
        COUNTED.write(connection, *({"nom": name, "dernier": 2} for name in names[:3]))
        COUNTED.write(connection, *({"nom": name, "dernier": 3} for name in names[2:]))
    with database.reading() as connection:
        question = select(m.compteur.c.nom, m.compteur.c.dernier).where(m.compteur.c.nom.in_(names))
        kept = {row.nom: row.dernier for row in connection.execute(question)}
    assert kept == dict.fromkeys(names, 3) | dict.fromkeys(names[:2], 2)


def test_who_listens_hears_every_statement_once(database: Database) -> None:
    dossier = open_one(database)
    sent: list[str] = []

    def hear(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement.split(" ")[0])

    event.listen(database.engine, "before_cursor_execute", hear)
    with database.writing() as connection:
        NOTED.write(connection, contact(dossier), contact(dossier))
        assert len(ONE.read(connection, {"dossier": dossier})) == 2
    assert [word for word in sent if word != "BEGIN"] == ["INSERT", "SELECT"]


def test_what_the_base_refuses_is_said_without_its_row_and_nothing_is_kept(database: Database) -> None:
    dossier = open_one(database)
    secret = contact(dossier) | {"nature": None, "note": "Secret"}
    with pytest.raises(IntegrityError) as refused, database.writing() as connection:
        NOTED.write(connection, contact(dossier), secret)
    assert "Secret" not in str(refused.value)
    with database.reading() as connection:
        assert ONE.read(connection, {"dossier": dossier}) == []

    with database.writing() as connection:  # the same connection serves again, and the same words
        assert NOTED.write(connection, contact(dossier)) == 1


class ElsewhereError(Exception):
    """The rows were not those that were thought."""


@pytest.mark.parametrize("rows", [1, 2, 700])
def test_what_is_not_there_is_what_the_writer_says(database: Database, rows: int) -> None:
    dossier = open_one(database)
    with database.writing() as connection:
        NOTED.write(connection, *(contact(dossier) for _ in range(rows)))
        last = max(row.id for row in ONE.read(connection, {"dossier": dossier}))
    changes = [{"numero": last - n, "auteur": "Y"} for n in range(rows)]
    with database.writing() as connection:
        assert SAID.write(connection, *changes, or_else=ElsewhereError) == rows
    changes[-1]["numero"] = last + 1
    for sent in (nullcontext, together):
        with pytest.raises(ElsewhereError), database.writing() as connection, sent(connection):
            SAID.write(connection, *changes, or_else=ElsewhereError)


def test_what_is_sent_together_is_done_in_its_order_and_read_after(database: Database) -> None:
    dossier = open_one(database)
    with database.writing() as connection, together(connection):
        NOTED.write(connection, contact(dossier, None))
        [row] = ONE.read(connection, {"dossier": dossier})  # a question there waits for what came before it
        SAID.write(connection, {"numero": row.id, "note": "une"})
        SAID.write(connection, {"numero": row.id, "note": "deux"})
    with database.reading() as connection:
        assert [row.note for row in ONE.read(connection, {"dossier": dossier})] == ["deux"]


@pytest.mark.parametrize("error", ["of the base", "of the driver", "ours"])
def test_an_error_among_what_is_sent_together_leaves_nothing_written_nor_awaited(database: Database, error: str) -> None:
    dossier = open_one(database)
    with pytest.raises((DBAPIError, StorageError, ElsewhereError)) as refused:  # noqa: PT012, SIM117
        with database.writing() as connection, together(connection):
            NOTED.write(connection, contact(dossier, "Secret"))
            if error == "ours":
                raise ElsewhereError
            wrong = {"nature": None} if error == "of the base" else {"resultat": object()}
            NOTED.write(connection, contact(dossier, "Secret") | wrong)
    assert "Secret" not in str(refused.value)
    with database.writing() as connection:
        assert ONE.read(connection, {"dossier": dossier}) == []
        assert NOTED.write(connection, contact(dossier)) == 1


def _end_session(connection: Connection) -> None:
    info = connection.connection.driver_connection.info  # type: ignore[union-attr]
    with psycopg.connect(f"postgresql://postgres@/postgres?host={info.host}", autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (info.backend_pid,))


def test_a_session_that_ends_between_two_statements_is_said_and_the_next_transaction_has_another(
    postgresql_base: Database,
) -> None:
    dossier = open_one(postgresql_base)

    def go_away_half_way(connection: Connection) -> None:
        NOTED.write(connection, contact(dossier))
        _end_session(connection)
        NOTED.write(connection, contact(dossier))

    with pytest.raises(StorageError, match=r"ne répond pas.*Rien n'a été écrit"):
        postgresql_base.write(go_away_half_way)
    with postgresql_base.reading() as connection:
        assert ONE.read(connection, {"dossier": dossier}) == []


def test_an_interruption_lets_the_connection_go(postgresql_base: Database) -> None:
    """Ctrl-C while the base works: a connection left half way is never taken again from the pool."""
    slept: list[object] = []
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)

    def sleep(connection: Connection) -> None:
        slept.append(connection.connection.driver_connection)
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        Prepared(select(func.pg_sleep(bindparam("seconds")))).read(connection, {"seconds": 20.0})

    try:
        with pytest.raises(KeyboardInterrupt):
            postgresql_base.write(sleep)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    with postgresql_base.reading() as connection:
        assert connection.connection.driver_connection is not slept[0]
    assert open_one(postgresql_base) == 1
