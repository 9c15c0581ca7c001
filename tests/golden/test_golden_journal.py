"""What was stored by the first version reads for ever: the same journals give the same rows, one entry of every act among them."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from house import desk
from ofworkflow.casework.doctor.examine import examine
from ofworkflow.casework.dossier.opened import read
from ofworkflow.procedure.replay import replay
from ofworkflow.procedure.vocabulary import Act
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from ofworkflow.storage.journal_codec import decode, encode
from ofworkflow.storage.migrate import upgrade
from ofworkflow.storage.projections import appointment_row, coverage_row, delay_row

HERE = Path(__file__).parent
LIVES = [json.loads(line) for line in (HERE / "journal_0004.jsonl").read_text(encoding="utf-8").splitlines()]
IDS = [life["reference"] for life in LIVES]


def _plain(row: Mapping[str, object]) -> dict[str, object]:
    kept = {name: value for name, value in row.items() if name != "dossier_id"}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items()}


def _in_order(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def test_an_act_once_stored_is_known_for_ever() -> None:
    stored = {line["acte"] for life in LIVES for line in life["journal"]}
    assert len(stored) == 19  # every act of the first version
    assert stored <= set(map(str, Act))


@pytest.mark.parametrize("life", LIVES, ids=IDS)
def test_a_journal_of_the_first_version_gives_the_rows_it_gave(life: dict[str, list[dict[str, object]]]) -> None:
    lines = [SimpleNamespace(**line | {"fait_le": date.fromisoformat(str(line["fait_le"]))}) for line in life["journal"]]
    entries = [decode(line) for line in lines]
    assert [encode(entry) for entry in entries] == [line.donnees for line in lines]
    case = replay(entries)
    assert case.stage == life["etape"]
    assert _in_order([_plain(delay_row(0, delay)) for delay in case.delays]) == _in_order(life["echeances"])
    assert _in_order([_plain(coverage_row(0, cover)) for cover in case.coverages]) == _in_order(life["situations"])
    assert _in_order([_plain(appointment_row(0, given)) for given in case.appointments]) == _in_order(life["rendez_vous"])


def test_a_base_of_the_first_version_is_migrated_with_nothing_lost(tmp_path: Path) -> None:
    path = tmp_path / "ofworkflow.db"
    old = sqlite3.connect(path)
    old.executescript(gzip.decompress((HERE / "base_0004.sql.gz").read_bytes()).decode())
    old.close()
    base = Database(f"sqlite:///{path}")
    with base.writing() as connection:
        upgrade(connection)
    base.check()
    with base.reading() as connection:
        rows = connection.execute(select(m.dossier.c.id, m.dossier.c.reference, m.dossier.c.etape)).all()
        opened = {one.reference: one.case.stage for one in read(connection, [row.id for row in rows])}
    base.dispose()
    assert {row.reference: row.etape for row in rows} == {life["reference"]: life["etape"] for life in LIVES}
    assert opened == {life["reference"]: life["etape"] for life in LIVES}


def test_a_base_of_the_first_version_has_nothing_wrong_but_what_is_true(tmp_path: Path) -> None:
    path = tmp_path / "ofworkflow.db"
    old = sqlite3.connect(path)
    old.executescript(gzip.decompress((HERE / "base_0004.sql.gz").read_bytes()).decode())
    old.close()
    base = Database(f"sqlite:///{path}")
    with base.writing() as connection:
        upgrade(connection)
        [code] = connection.execute(select(m.dossier.c.structure).distinct()).scalars()
        last_on = connection.execute(select(func.max(m.journal.c.fait_le))).scalar()
    found = examine(base.seen_by(code), desk(last_on), expected_on=last_on)
    base.dispose()
    assert {finding.check for finding in found.findings} == set(_TRUE_OF_IT)
    assert found.counted["dossiers"] == len(LIVES)


_TRUE_OF_IT = {
    "numeros": "des dossiers en ont été retirés pour l'alléger", "lignes": "leurs lignes aussi",
    "jours": "elle vécut en un jour ce qui court jusqu'en 2027", "envois": "ses envois furent écrits sans sceller de courrier",
    "nuits": "sa dernière nuit n'est pas celle de son dernier acte",
    "absence": "un rendez-vous annulé par la maison y devient une absence, ce que la première version admettait",
    "convocation": "et une information s'y appuie sur cette absence",
}  # fmt: skip
"""What an examination tells of the base that is kept, and that is so: it was drawn at random, lived in a day, then thinned."""
