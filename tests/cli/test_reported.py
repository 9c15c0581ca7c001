"""Who reported a minor and why: kept in the journal, said by the sheet, one report after the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import OPEN, Of

CIO = ("--signale-par", "Mme Delattre, CIO de Lille", "--raison", "depart")


def test_the_sheet_says_who_reported_and_why(of: Of) -> None:
    of("--au", "01/12/2025", *OPEN, "--signale-le", "28/11/2025", *CIO)
    shown = of("--au", "02/12/2025", "voir", "2025-0001").out.replace("\n", " ")
    assert "(Mme Delattre, CIO de Lille) : a quitté l'établissement en cours d'année." in shown
    [report] = of("--au", "02/12/2025", "voir", "2025-0001", "--json").json["signalements"]
    assert (report["source"], report["par"], report["raison"]) == ("siei", "Mme Delattre, CIO de Lille", "depart")
    assert "parce que le jeune a quitté l'établissement" in of("pourquoi", "2025-0001", "1").out


def test_each_report_keeps_its_own_words(of: Of) -> None:
    of("--au", "01/12/2025", *OPEN, *CIO)
    again = ("signaler", "2025-0001", "--source", "psad", "--signale-par", "M. Roche", "--raison", "ne_vient_plus")
    assert of("--au", "08/12/2025", *again).code == 0
    reports = of("--au", "08/12/2025", "voir", "2025-0001", "--json").json["signalements"]
    assert [(r["par"], r["raison"]) for r in reports] == [("Mme Delattre, CIO de Lille", "depart"), ("M. Roche", "ne_vient_plus")]
    of("annuler", "2025-0001", "--motif", "essai", "--le", "08/12/2025")


@pytest.mark.parametrize("said", [(), ("--signale-par", "  ")], ids=["nothing", "blanks"])
def test_nothing_is_written_of_what_nobody_said(of: Of, folder: Path, said: tuple[str, ...]) -> None:
    """What an older program wrote reads the same: the keys are left out."""
    import sqlite3

    of("--au", "01/12/2025", *OPEN, *said)
    [base] = folder.rglob("*.db")
    with sqlite3.connect(base) as opened:
        [(kept,)] = opened.execute("select donnees from journal where n = 1").fetchall()
    assert {"par", "raison"}.isdisjoint(json.loads(kept)["demande"])


def test_a_reason_is_of_the_list_so_that_nothing_of_health_can_be_told(of: Of) -> None:
    refused = of("--au", "01/12/2025", *OPEN, "--raison", "hospitalisation")
    assert refused.code == 2
    assert "depart" in refused.err
