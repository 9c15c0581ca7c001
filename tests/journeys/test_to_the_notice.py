"""From the report to the notice: absent twice, two months pass, the night prepares, a person signs, the département answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from house import NOW, act, desk, open_one, press, summon
from journeys.reading import delays, told
from ofworkflow.casework.mail import posting as mail
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Answer, PostMode
from ofworkflow.storage.database import Database


def test_from_the_report_to_the_answer_of_the_departement(database: Database, tmp_path: Path) -> None:
    paper = press(tmp_path)

    def post(on: date) -> None:
        with database.writing() as connection:
            numbers = mail.postable(connection, dossier)
            mail.post(connection, paper, numbers, done_on=on, mode=PostMode.SIMPLE, desk=desk(on))

    dossier = open_one(database, on=date(2025, 12, 1))
    summon(database, dossier, date(2025, 12, 2), rdv=date(2025, 12, 15))
    post(date(2025, 12, 2))
    act(database, dossier, ask.ConstaterAbsence(), date(2025, 12, 15))
    summon(database, dossier, date(2026, 1, 2), rdv=date(2026, 1, 30))
    post(date(2026, 1, 5))
    act(database, dossier, ask.ConstaterAbsence(), date(2026, 1, 30))
    night_round(database, desk=desk(date(2026, 2, 25)), now=lambda: NOW, press=paper)  # two nights late
    act(database, dossier, ask.Transmettre("Camille Renard"), date(2026, 2, 26))
    post(date(2026, 2, 26))
    act(database, dossier, ask.EnregistrerReponse(Answer.ACCUSE), date(2026, 3, 12))

    assert told(database, dossier) == [
        "01/12/2025 une personne : ouvrir → reperage",
        "02/12/2025 une personne : convoquer → entretien",
        "02/12/2025 une personne : poster → entretien",
        "15/12/2025 une personne : constater_absence → absence",
        "02/01/2026 une personne : convoquer → convocation",
        "05/01/2026 une personne : poster → convocation",
        "30/01/2026 une personne : constater_absence → carence",
        "23/02/2026 la nuit : preparer_transmission → transmission",
        "26/02/2026 une personne : transmettre → departement",
        "26/02/2026 une personne : poster → departement",
        "12/03/2026 une personne : enregistrer_reponse → departement",
    ]
    assert delays(database, dossier) == {
        "premier_entretien": ("02/03/2026", "ouverte"),
        "majorite": ("14/05/2027", "ouverte"),
        "issue": ("31/01/2026", "tenue"),
        "justification": ("06/02/2026", "sans_objet"),
        "departement": ("05/03/2026", "tenue"),
        "accuse_departement": ("28/03/2026", "tenue"),
    }
