"""Another turns compliant, breaks off and falls silent; a third turns 18 tonight; a fourth is closed by mistake."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from house import NOW, act, desk, minor, open_one, reported, summon
from journeys.reading import delays, told
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.casework.registry.contacts import record_contact
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import (
    Breach,
    Closing,
    ContactNature,
    ContactResult,
    Excuse,
    Nature,
    PostMode,
    Presence,
    Proof,
)
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database


def _post(database: Database, dossier: int, n: int, on: date) -> None:
    act(database, dossier, ask.Poster(n, (), PostMode.SIMPLE), on)


def test_compliant_then_broken_off_then_summoned_under_the_second_trigger(database: Database) -> None:
    dossier = open_one(database)
    summon(database, dossier, date(2025, 12, 2), rdv=date(2025, 12, 15))
    _post(database, dossier, 2, date(2025, 12, 2))
    act(database, dossier, ask.Recevoir(Presence.LES_DEUX), date(2025, 12, 15))
    on = date(2026, 1, 5)
    epide = ask.ConstaterSituation(Nature.DEUXIEME_CHANCE, on, Proof.CONTRAT, on, fin=date(2027, 8, 31), sous_type="epide")
    act(database, dossier, epide, on)
    act(database, dossier, ask.Rompre(Breach.ABANDON), date(2026, 3, 2))
    summon(database, dossier, date(2026, 3, 3), rdv=date(2026, 3, 31))
    _post(database, dossier, 7, date(2026, 3, 3))
    assert told(database, dossier)[3:] == [
        "15/12/2025 une personne : recevoir → suivi",
        "05/01/2026 une personne : constater_situation → conformite",
        "02/03/2026 une personne : rompre → suivi",
        "03/03/2026 une personne : convoquer → convocation",
        "03/03/2026 une personne : poster → convocation",
    ]
    assert delays(database, dossier)["departement"] == ("04/05/2026", "ouverte")  # 03/05 is a Sunday
    with database.reading() as connection:
        data = connection.execute(
            select(m.journal.c.donnees).where(m.journal.c.dossier_id == dossier, m.journal.c.n == 7)
        ).scalar_one()
    assert data["declencheur"] == "2"


def test_an_accompaniment_that_falls_silent_is_summoned_under_the_third_trigger(database: Database) -> None:
    dossier, on = open_one(database), date(2026, 1, 5)
    act(database, dossier, ask.ConstaterSituation(Nature.ACCOMPAGNEMENT, on, Proof.ATTESTATION, on, sous_type="cej"), on)
    assert delays(database, dossier)["fin_situation"][0] == "04/01/2027"  # a CEJ lasts twelve months
    for day, nature in ((2, ContactNature.SMS), (9, ContactNature.TELEPHONE), (16, ContactNature.COURRIEL)):
        tried = date(2026, 2, day)
        with database.writing() as connection:
            record_contact(
                connection, dossier, nature=nature, result=ContactResult.SANS_REPONSE, done_on=tried, desk=desk(tried), note=""
            )
    act(database, dossier, ask.ConstaterSilence(), date(2026, 2, 23))
    summon(database, dossier, date(2026, 2, 24), rdv=date(2026, 3, 20))
    assert told(database, dossier)[-2:] == [
        "23/02/2026 une personne : constater_silence → suivi",
        "24/02/2026 une personne : convoquer → convocation",
    ]


def test_turning_18_tonight_ends_everything(database: Database) -> None:
    dossier = open_one(database, reported(minor(born_on=date(2008, 2, 29))))
    summon(database, dossier, date(2025, 12, 2), rdv=date(2026, 1, 15))
    report = night_round(database, desk=desk(date(2026, 2, 27)), now=lambda: NOW)
    assert report.acts == []
    night_round(database, desk=desk(date(2026, 2, 28)), now=lambda: NOW)
    assert told(database, dossier)[-1] == "28/02/2026 la nuit : cloturer → cloture"
    with database.reading() as connection:
        letters = {tuple(row) for row in connection.execute(select(m.courrier.c.modele, m.courrier.c.etat))}
    assert letters == {("premiere_convocation", "annule"), ("majorite", "a_produire")}


def test_excused_before_and_after_the_second_summons(database: Database) -> None:
    dossier = open_one(database)
    summon(database, dossier, date(2025, 12, 2), rdv=date(2025, 12, 15))
    _post(database, dossier, 2, date(2025, 12, 2))
    act(database, dossier, ask.ConstaterAbsence(), date(2025, 12, 15))
    act(database, dossier, ask.Justifier(Excuse.TRANSPORT), date(2025, 12, 16))
    summon(database, dossier, date(2025, 12, 17), rdv=date(2025, 12, 29))
    assert [line.split(" : ")[1] for line in told(database, dossier)[3:]] == [
        "constater_absence → absence",
        "justifier → reperage",
        "convoquer → entretien",
    ]


def test_a_situation_that_reaches_its_term_goes_back_to_the_start(database: Database) -> None:
    dossier, on = open_one(database), date(2026, 1, 5)
    act(database, dossier, ask.ConstaterSituation(Nature.EMPLOI, on, Proof.CONTRAT, on, fin=date(2026, 3, 31)), on)
    night_round(database, desk=desk(date(2026, 5, 11)), now=lambda: NOW)  # forty nights late
    assert told(database, dossier)[-1] == "01/04/2026 la nuit : constater_terme → reperage"


def test_closed_by_mistake_and_reopened_where_it_stood(database: Database) -> None:
    dossier = open_one(database)
    summon(database, dossier, date(2025, 12, 2), rdv=date(2025, 12, 15))
    before = delays(database, dossier)
    act(database, dossier, ask.Cloturer(Closing.DOUBLON), date(2025, 12, 3))
    act(database, dossier, ask.Rouvrir("ce n'en était pas un"), date(2025, 12, 4))
    assert told(database, dossier)[-1] == "04/12/2025 une personne : rouvrir → entretien"
    after = delays(database, dossier)
    assert after.pop("conservation")[1] == "sans_objet"
    assert after == before | {"issue": ("16/12/2025", "sans_objet")}  # the closing cancelled the appointment
