"""A night that is always stopped goes on from where it was; one dossier that cannot be written leaves nothing half written."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from sqlalchemy import Connection, select, update

from casework.nights import TODAY, copy_of, fill, journals
from house import NOW, desk
from ofworkflow.casework.night import plans as planning
from ofworkflow.casework.night.rounds import NightResult, night_round
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

CODE = "ML-EXEMPLE"
REFUSED = "essai"


def stopped_after(batches: int) -> Callable[[], bool]:
    """Return what lets that many batches be done, then stops."""
    asked = count(1)
    return lambda: next(asked) > batches


def night(database: Database, stopping: Callable[[], bool] = lambda: False, **settings: object) -> NightResult:
    return night_round(database, desk=desk(TODAY, **settings), now=lambda: NOW, batch=3, stopping=stopping)


def test_a_first_night_that_is_always_stopped_comes_to_its_end(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "AT_ONCE", 3)
    fill(database, 10)
    with copy_of(database) as alone:
        night(alone.seen_by(CODE))
        expected = journals(alone)
    base = database.seen_by(CODE)
    looked_at = [night(base, stopped_after(2)).planned_again for _ in range(3)]
    assert looked_at == [6, 4, 0]  # ten in all, none of them twice
    assert not night(base).interrupted
    assert journals(database) == expected


def test_plans_that_were_being_made_under_other_rules_begin_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "AT_ONCE", 3)
    fill(database, 7)
    base = database.seen_by(CODE)
    assert night(base, stopped_after(2)).planned_again == 6
    assert night(base, stopped_after(3), preparation_avant_terme=20).planned_again == 7


def _refuse_letters_of(connection: Connection, dossier: int) -> None:
    """Make the base refuse the letters of a dossier: written after its entries."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            f"CREATE TRIGGER essai BEFORE INSERT ON courrier WHEN NEW.dossier_id = {dossier} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )
        return
    connection.exec_driver_sql(
        f"CREATE FUNCTION essai() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''{REFUSED}''; END'"
    )
    connection.exec_driver_sql(
        f"CREATE TRIGGER essai BEFORE INSERT ON courrier FOR EACH ROW WHEN (NEW.dossier_id = {dossier}) EXECUTE FUNCTION essai()"
    )


@pytest.mark.parametrize("planned", [True, False], ids=["à l'écriture", "rejoué de son journal"])
def test_a_dossier_that_fails_in_the_middle_leaves_nothing_of_itself_and_the_others_are_done(
    database: Database, planned: bool
) -> None:
    fill(database, 4)
    with database.writing() as connection:
        _refuse_letters_of(connection, 2)
        if not planned:
            connection.execute(update(m.prevision).where(m.prevision.c.dossier_id == 2).values(refus="à rejouer"))
    before = journals(database)
    result = night(database)
    assert {done.reference for done in result.acts} == {"2025-0001", "2025-0003", "2025-0004"}
    assert [failure.reference for failure in result.failures] == ["2025-0002"]
    after = journals(database)
    for table in ("journal", "echeance", "courrier", "alerte"):
        assert [row for row in after[table] if row[0] == 2] == [row for row in before[table] if row[0] == 2], table
    with database.reading() as connection:
        assert connection.execute(select(m.echec.c.dossier_id)).scalars().all() == [2]
