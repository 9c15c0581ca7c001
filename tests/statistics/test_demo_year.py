"""« of demo --annee »: the year that a mission locale published, lived through the real acts, and the report that comes out of it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pypdf
import pytest
from lxml import html as reader
from sqlalchemy import select

from cli.conftest import Of, Typed, typist
from ofworkflow.cli.demo import REPORT
from ofworkflow.config import COMMUNES_EXEMPLE
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from recount import recount

FIRST, LAST, AFTER = date(2025, 1, 1), date(2025, 12, 31), "2026-01-12"
PUBLISHED = "198 mineurs accompagnés, 100 % en règle, 49 % (97/198) en situation professionnelle le 31 décembre 2025."


@pytest.fixture
def of(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Of:
    """Return the tool, in a folder where nothing is."""
    monkeypatch.chdir(tmp_path)
    for name in ("OFWORKFLOW_AU", "OFWORKFLOW_CONFIG", "OFWORKFLOW_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return typist(capsys)


def test_the_published_year_is_lived_and_its_report_shown(of: Of, tmp_path: Path) -> None:
    """One test for all: the year takes seconds to live."""
    played = of("demo", "--annee", "--dossier", "jeu")
    folder = tmp_path / "jeu"
    assert played.code == 0, played.err
    _is_shown(played, folder)
    with Database(f"sqlite:///{folder / 'ofworkflow.db'}").reading() as connection:
        counted = recount(connection, FIRST, LAST, antennes={})
        persons = connection.execute(select(m.jeune.c.nom, m.jeune.c.prenom, m.jeune.c.tel_portable)).all()
        posted = connection.execute(select(m.courrier.c.sha256).where(m.courrier.c.etat == "poste")).scalars().all()
    total: Counter[str] = Counter()
    by_commune: dict[str, Counter[str]] = {}
    for each in counted.values():
        total.update(each.measures)
        by_commune.setdefault(each.where["commune"], Counter()).update(each.measures)
    assert (total["followed"], total["compliant"], total["bound"], total["professional"]) == (198, 198, 198, 97)
    assert set(by_commune) == {name.partition(" ")[2] for name in COMMUNES_EXEMPLE}
    assert all(place["followed"] and place["professional"] for place in by_commune.values())
    assert total["notices"] == total["notices_in_time"] == 5
    assert total["exits_majorite"]
    assert len({(one.nom, one.prenom) for one in persons}) == len(persons) > 198
    assert all(one.tel_portable.replace(" ", "").startswith("063998") for one in persons)
    assert posted
    assert all(posted)  # what left is sealed
    health = of("--config", str(folder / "config.toml"), "--au", AFTER, "docteur")
    assert health.code == 0, health.out


def _is_shown(played: Typed, folder: Path) -> None:
    assert [line for line in played.out.splitlines() if line.startswith("$ of ")] == [
        f"$ of --au {AFTER} {command.format(annee=2025)}" for _, command in REPORT
    ]
    page, document = folder / "bilan-2025.html", folder / "bilan-2025.pdf"
    assert f"  {page}\n" in played.out
    assert f"  {document}\n" in played.out
    assert PUBLISHED in played.err
    assert PUBLISHED in reader.fromstring(page.read_bytes()).text_content().replace("\u00a0", " ")
    assert "198 mineurs accompagnés" in " ".join(pypdf.PdfReader(document).pages[0].extract_text().split())
    for name in COMMUNES_EXEMPLE:
        assert any(line.startswith(name.partition(" ")[2]) for line in played.out.splitlines())


def test_the_year_is_never_lived_over_something(of: Of, tmp_path: Path) -> None:
    (tmp_path / "plein").mkdir()
    (tmp_path / "plein" / "notes.txt").write_text("à garder", encoding="utf-8")
    refused = of("demo", "--annee", "--dossier", "plein")
    assert refused.code == 3
    assert "n'est pas vide" in refused.err
    assert [path.name for path in (tmp_path / "plein").iterdir()] == ["notes.txt"]
