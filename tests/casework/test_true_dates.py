"""The date printed is the date of the fact, never the day on which somebody wrote it down."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from casework.paper import Paper
from house import act, open_one, summon
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Nature, Proof
from ofworkflow.storage.database import Database


def _absent_recorded_late(database: Database, paper: Paper) -> int:
    """Summoned for 15/12/2025; nobody came, and it was written down on 29/12."""
    dossier = open_one(database)
    summon(database, dossier, date(2025, 12, 2), rdv=date(2025, 12, 15))
    paper.post(dossier, date(2025, 12, 2))
    act(database, dossier, ask.ConstaterAbsence(), date(2025, 12, 29))
    return dossier


def test_the_second_convocation_names_the_appointment_that_was_missed(database: Database, tmp_path: Path) -> None:
    paper = Paper(database, tmp_path)
    dossier = _absent_recorded_late(database, paper)
    summon(database, dossier, date(2026, 1, 8), rdv=date(2026, 2, 6))
    for said in paper.read(dossier, "seconde_convocation"):
        assert "lundi 15 décembre 2025" in said
        assert "29 décembre" not in said


def test_the_record_of_an_absence_names_the_appointment(database: Database, tmp_path: Path) -> None:
    paper = Paper(database, tmp_path)
    dossier = _absent_recorded_late(database, paper)
    [said] = paper.read(dossier, "constat_carence")
    assert "Rendez-vous prévu : lundi 15 décembre 2025" in said


def test_the_chronology_of_the_notice_dates_each_absence_of_its_appointment(database: Database, tmp_path: Path) -> None:
    paper = Paper(database, tmp_path)
    dossier = _absent_recorded_late(database, paper)
    summon(database, dossier, date(2026, 1, 8), rdv=date(2026, 2, 6))
    paper.post(dossier, date(2026, 1, 8))
    act(database, dossier, ask.ConstaterAbsence(), date(2026, 2, 10))
    act(database, dossier, ask.Transmettre("Camille Renard"), date(2026, 2, 24))
    [said] = paper.read(dossier, "information_departement")
    assert "15/12/2025 Absence" in said
    assert "06/02/2026 Absence" in said
    assert "29/12/2025" not in said
    assert "10/02/2026" not in said


def test_the_rectifying_letter_names_the_day_on_which_the_notice_left(database: Database, tmp_path: Path) -> None:
    paper = Paper(database, tmp_path)
    dossier = _absent_recorded_late(database, paper)
    summon(database, dossier, date(2026, 1, 8), rdv=date(2026, 2, 6))
    paper.post(dossier, date(2026, 1, 8))
    act(database, dossier, ask.ConstaterAbsence(), date(2026, 2, 6))
    act(database, dossier, ask.Transmettre("Camille Renard"), date(2026, 2, 20))
    paper.post(dossier, date(2026, 2, 24))
    on = date(2026, 3, 2)
    act(database, dossier, ask.ConstaterSituation(Nature.EMPLOI, on, Proof.CONTRAT, on), on)
    [said] = paper.read(dossier, "rectificatif_departement")
    assert "mardi 24 février 2026" in said
    assert "20 février" not in said
