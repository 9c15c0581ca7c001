"""The pages that are published, read by axe-core in a real Chromium; skipped, with the reason, where one of the two lacks."""

from __future__ import annotations

from datetime import date
from shutil import copyfile

import pytest
from tools import axe

from ofworkflow.statistics.bilan.page import as_html
from ofworkflow.statistics.bilan.readable import readable
from ofworkflow.storage.database import Database
from test_annual_bilan import bilan, live

PAGES = sorted(path for path in (axe.ROOT / "docs").rglob("*.md") if "decisions" not in path.parts)

PUBLISHED = ((2026, False),)

pytestmark = pytest.mark.skipif(bool(axe.why_not()), reason=axe.why_not())


def test_nothing_is_found_in_the_bilan_of_a_house_of_any_size(sqlite_model, tmp_path):
    """Published and internal; without a year before, and with one."""
    pages = []
    for people, asked in ((1, PUBLISHED), (12, PUBLISHED), (80, (*PUBLISHED, (2026, True), (2027, False)))):
        base = Database(f"sqlite:///{copyfile(sqlite_model, tmp_path / f'{people}.db')}")
        live(base, people=people, seed=2)
        for year, internal in asked:
            found = readable(bilan(base, year, internal=internal, today=date(2028, 3, 1)))
            pages.append((f"{people} jeunes, {year}, interne {internal}", as_html(found).decode()))
        base.dispose()
    assert list(axe.findings(pages)) == []


def test_nothing_is_found_in_the_pages_of_docs():
    pages = [(path.name, axe.document(path.read_text(encoding="utf-8"), path.stem)) for path in (*PAGES, axe.ROOT / "README.md")]
    assert list(axe.findings(pages)) == []


def test_a_fault_is_found():
    """Otherwise, the pages above would be fine whatever they are."""
    wrong = (
        '<!doctype html><html lang="fr"><head><title>x</title></head><body><main><h1>x</h1><img src="x.png"></main></body></html>'
    )
    assert [fault.split(",")[0] for fault in axe.findings([("page", wrong)])] == ["page : image-alt"]
