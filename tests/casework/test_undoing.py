"""A list, then its undoing: every table as it was, byte for byte, what tells the two acts apart."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Text, cast, select

from house import NOW, act, appointment, desk, minor, open_one, reported
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.casework.registry.lists import Import, ListAsked, write_list
from ofworkflow.casework.registry.undoing import Undone, undo_lot
from ofworkflow.intake.preview import read_list
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

ON = date(2025, 12, 1)
TOLD = {"lot", "compteur", "meta"}  # the journal of the two acts: the lot, and the numbers, never given twice
HEADER = "NOM;PRENOM;DATE_NAISSANCE;SEXE;ADRESSE;CODE_POSTAL;COMMUNE;TEL_PORTABLE;MEL"


def dumped(database: Database, *, but: set[str] = TOLD) -> dict[str, list[tuple[object, ...]]]:
    """Return every table, row by row, each value as the base writes it."""
    with database.reading() as connection:
        return {
            table.name: sorted(connection.execute(select(*(cast(column, Text) for column in table.columns))).all(), key=str)
            for table in m.metadata.sorted_tables
            if table.name not in but
        }


def _imported(database: Database, folder: Path, *rows: str) -> Import:
    (folder / "liste.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    asked = ListAsked(read_list(folder / "liste.csv"), Source.SIEI, ON, {})
    with database.writing() as connection:
        return write_list(connection, asked.look, source=Source.SIEI, list_on=ON, desk=desk(ON))


def _undone(database: Database, number: str) -> Undone:
    with database.writing() as connection:
        return undo_lot(connection, number, desk=desk(ON), applied=True)


KNOWN = "DUPONT;Léa;14/05/2009;F;12 rue des Lilas;59130;Lambersart;06 39 98 01 01;lea@exemple.invalid"
NEW = ("MARTIN;Zoé;22/03/2009;F;3 rue du Bac;59110;La Madeleine;;", "PETIT;Tom;23/04/2009;M;5 rue Neuve;59110;La Madeleine;;")


def test_every_table_is_as_it_was_once_a_list_is_undone(database: Database, tmp_path: Path) -> None:
    first = open_one(database)
    act(database, first, ask.Convoquer(appointment(date(2025, 12, 16))), ON)
    open_one(database, reported(minor("ROUX", "Inès")))
    before = dumped(database)
    done = _imported(database, tmp_path, KNOWN, *NEW)
    assert (len(done.opened), len(done.seen.a_modifier)) == (2, 1)
    assert dumped(database) != before
    undone = _undone(database, "L0001")
    assert (undone.retires, undone.remis, undone.gardes) == (list(done.references), ["2025-0001"], [])
    assert dumped(database) == before


@pytest.mark.parametrize("nights", [1, 70])
def test_the_night_says_nothing_of_what_was_undone(database: Database, tmp_path: Path, nights: int) -> None:
    """Warned of, then undone: its alertes go with it; and the nights after find nothing."""
    done = _imported(database, tmp_path, *NEW)
    night_round(database, desk=desk(ON + timedelta(days=nights)), now=lambda: NOW)
    assert len(done.opened) == 2
    undone = _undone(database, "L0001")
    assert len(undone.retires) == 2
    assert all(not rows for name, rows in dumped(database, but=TOLD | {"nuit"}).items() if name != "alembic_version")


def test_a_list_that_opened_and_completed_is_undone_after_another(database: Database, tmp_path: Path) -> None:
    """The later one first: each gives back what it found."""
    before = dumped(database)
    _imported(database, tmp_path, *NEW)
    second = _imported(database, tmp_path, NEW[0] + "zoe@exemple.invalid")
    assert len(second.seen.a_modifier) == 1
    assert [each.motif for each in _undone(database, "L0001").gardes] == ["la liste L0002 a complété sa fiche"]
    assert _undone(database, "L0002").remis == ["2025-0001"]
    _undone(database, "L0001")
    assert dumped(database) == before
