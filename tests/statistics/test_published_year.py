"""The year that a mission locale published: « 198 accompagnés, 100 % en règle, 49 % (97/198) en situation professionnelle »."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import func, select

import published_year
from cli.conftest import typist
from house import desk
from ofworkflow.installation import prepare_folder
from ofworkflow.statistics.figures import compute
from ofworkflow.statistics.modalities import By, HouseTerritory
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
PUBLISHED = {"I6": (198, None, "198"), "I7a": (198, 198, "100 %"), "I8": (97, 198, "49 %")}


def test_the_published_year_is_found_again_and_its_communes_add_up(database):
    published_year.build(database)
    communes = tuple(name for _, name in published_year.COMMUNES)
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(m.dossier)).scalar_one() > published_year.ACCOMPANIED
        found = compute(connection, first=FIRST, last=LAST, territory=HouseTerritory(communes), by=[(By.COMMUNE,)])
    lines = found.breakdowns[By.COMMUNE,]
    assert [line.modality[0] for line in lines] == list(communes)
    for code, (numerator, denominator, shown) in PUBLISHED.items():
        total, parts = found.total.figure(code), [line.figure(code) for line in lines]
        assert (total.numerator, total.denominator, total.shown) == (numerator, denominator, shown)
        assert sum(part.numerator or 0 for part in parts) == numerator
        assert sum(part.denominator or 0 for part in parts) == (denominator or 0)
        assert all(part.numerator for part in parts)


def test_the_published_year_as_it_is_typed(tmp_path, monkeypatch, capsys):
    folder = prepare_folder(tmp_path / "maison", trial=True)
    [base] = Path(folder).glob("*.db")
    database = Database(f"sqlite:///{base}", desk(FIRST).structure)
    published_year.build(database)
    database.dispose()
    monkeypatch.chdir(folder)
    for name in ("OFWORKFLOW_AU", "OFWORKFLOW_CONFIG", "OFWORKFLOW_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    of = typist(capsys)
    screen = of("--au", "2026-01-12", "stats", "--annee", "2025")
    assert screen.code == 0
    assert "198 accompagnés, 100 % en règle, 49 % (97/198) en situation professionnelle, le mer. 31/12/2025." in screen.out
    shown = {words[-1]: words[:-1] for words in map(str.split, screen.out.splitlines()) if words}
    assert shown["I6"][-1] == "198"
    assert shown["I7a"][-3:] == ["100", "%", "198/198"]
    assert shown["I8"][-3:] == ["49", "%", "97/198"]
    told = of("--au", "2026-01-12", "stats", "--annee", "2025", "--par", "commune", "--json").json
    rates = {each["code"]: (each["numerateur"], each["denominateur"]) for each in told["indicateurs"]}
    assert {code: rates[code] for code in PUBLISHED} == {code: published[:2] for code, published in PUBLISHED.items()}
    assert len({cell["modalite"] for cell in told["ventilations"]["commune"]}) == len(published_year.COMMUNES)
