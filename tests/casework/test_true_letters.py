"""What the letters of real dossiers state happened, and what did not happen is not said; read back from the PDF."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casework.paper import Paper
from house import BAC, LILAS, act, appointment, minor, open_one, summon
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.persons import Adresse, RepresentantLegal, Signalement
from ofworkflow.procedure.vocabulary import (
    Authority,
    Breach,
    Closing,
    Excuse,
    LetterState,
    Nature,
    PostMode,
    Presence,
    Proof,
    Quality,
    ReportReason,
    Source,
)
from ofworkflow.storage.database import Database

OPENED, FIRST, MISSED = date(2025, 12, 1), date(2025, 12, 2), date(2025, 12, 15)
SECOND, SECOND_ON = date(2026, 1, 5), date(2026, 1, 30)


def _plain(said: str) -> str:
    return said.replace("’", "'")


def _reported(source: Source = Source.SIEI, *who: RepresentantLegal, **more: object) -> Signalement:
    mother = RepresentantLegal(Quality.MERE, "DUPONT", "Anne", LILAS, heberge=True)
    return Signalement(minor(**more), who or (mother,), source, OPENED)  # type: ignore[arg-type]


def _absent(database: Database, paper: Paper, signalement: Signalement | None = None) -> int:
    dossier = open_one(database, signalement or _reported())
    summon(database, dossier, FIRST, rdv=MISSED)
    paper.post(dossier, FIRST)
    act(database, dossier, ask.ConstaterAbsence(), MISSED)
    return dossier


def _absent_again(database: Database, paper: Paper, signalement: Signalement | None = None) -> int:
    dossier = _absent(database, paper, signalement)
    summon(database, dossier, SECOND, rdv=SECOND_ON)
    paper.post(dossier, SECOND)
    act(database, dossier, ask.ConstaterAbsence(), SECOND_ON)
    return dossier


@pytest.mark.parametrize(
    ("source", "school", "said"),
    [
        (Source.SIEI, "LP Exemple", "signalée le 1er décembre 2025 par l'établissement scolaire (LP Exemple)"),
        (Source.CFA, "CFA Exemple", "par le centre de formation d'apprentis (CFA Exemple)"),
        (Source.PSAD, "LP Exemple", "par la plateforme de suivi et d'appui aux décrocheurs"),
        (Source.IMILO, "LP Exemple", "Nous avons repéré la situation de Léa"),
    ],
)
def test_the_first_letter_names_who_reported(database: Database, tmp_path: Path, source: Source, school: str, said: str) -> None:
    dossier = open_one(database, _reported(source, etablissement=school))
    summon(database, dossier, FIRST, rdv=MISSED)
    [mother] = Paper(database, tmp_path).read(dossier, "premiere_convocation", "representant")
    assert said in _plain(mother)
    assert "par notre propre fichier" not in mother


def test_a_service_is_written_to_as_a_service(database: Database, tmp_path: Path) -> None:
    ase = RepresentantLegal(Quality.ASE, "Service Enfance", "Jeanne", BAC, autorite=Authority.TUTELLE)
    dossier = open_one(database, _reported(Source.SIEI, ase))
    summon(database, dossier, FIRST, rdv=MISSED)
    paper = Paper(database, tmp_path)
    [service] = paper.read(dossier, "premiere_convocation", "representant")
    assert "La présence d'un membre de votre service" in _plain(service)
    assert "Jeanne" not in service
    [young] = paper.read(dossier, "premiere_convocation", "jeune")
    assert "Venez avec un représentant légal (Service Enfance)" in _plain(young)


def test_who_lost_authority_is_named_to_nobody(database: Database, tmp_path: Path) -> None:
    mother = RepresentantLegal(Quality.MERE, "DUPONT", "Anne", LILAS, heberge=True)
    gone = RepresentantLegal(Quality.PERE, "MARTIN", "Paul", BAC, autorite=Authority.RETIREE)
    paper = Paper(database, tmp_path)
    dossier = _absent_again(database, paper, _reported(Source.SIEI, mother, gone))
    act(database, dossier, ask.Transmettre("Camille Renard"), date(2026, 2, 10))
    for model in ("premiere_convocation", "constat_carence", "information_departement"):
        assert all("Paul" not in said for said in paper.read(dossier, model))


def test_an_excused_absence_makes_another_first_letter_that_says_so(database: Database, tmp_path: Path) -> None:
    paper = Paper(database, tmp_path)
    dossier = _absent(database, paper)
    act(database, dossier, ask.Justifier(Excuse.TRANSPORT), date(2025, 12, 16))
    summon(database, dossier, date(2025, 12, 17), rdv=date(2026, 1, 6))
    first, second = map(_plain, paper.read(dossier, "premiere_convocation", "representant"))
    assert "excusée" not in first
    assert "L'absence de Léa DUPONT au rendez-vous du 15 décembre 2025 est excusée" in second


def test_the_second_convocation_says_from_when_and_by_when_the_departement_is_told(database: Database, tmp_path: Path) -> None:
    paper = Paper(database, tmp_path)
    dossier = _absent(database, paper)
    summon(database, dossier, SECOND, rdv=SECOND_ON)
    for said in map(_plain, paper.read(dossier, "seconde_convocation")):
        assert "Objet : seconde convocation" in said
        assert "au plus tôt le 7 février 2026" in said  # five working days after 30/01, then the morrow
        assert "jusqu'au 5 mars 2026" in said


@pytest.mark.parametrize(
    ("nature", "motif", "abandoned"),
    [
        (Nature.ACCOMPAGNEMENT, Breach.ABANDON, True),
        (Nature.MEDICO_SOCIAL, Breach.ABANDON, True),
        (Nature.SCOLARITE, Breach.ABANDON, False),  # school left
        (Nature.APPRENTISSAGE, Breach.RUPTURE_CONTRAT, False),  # an apprenticeship broken
        (Nature.FORMATION, Breach.FERMETURE, False),  # a training closed
        (Nature.ACCOMPAGNEMENT, Breach.FIN_MAISON, False),  # ended by us
    ],
)
def test_what_was_abandoned_is_named_and_without_a_first_interview_nothing_is_second(
    database: Database, tmp_path: Path, nature: Nature, motif: Breach, abandoned: bool
) -> None:
    """Whatever else ended leads to a first interview: no letter says then that an accompaniment stopped."""
    dossier, on, paper = open_one(database, _reported()), date(2025, 12, 3), Paper(database, tmp_path)
    act(database, dossier, ask.ConstaterSituation(nature, on, Proof.ASSIDUITE, on, fin=date(2026, 12, 1)), on)
    act(database, dossier, ask.ConstaterSituation(Nature.EMPLOI, on, Proof.CONTRAT, on, fin=date(2026, 1, 11)), on)
    act(database, dossier, ask.Rompre(motif, 2), date(2026, 1, 12))
    summon(database, dossier, date(2026, 1, 13), rdv=date(2026, 2, 10))
    for said in map(_plain, paper.read(dossier, "seconde_convocation" if abandoned else "premiere_convocation")):
        assert ("Objet : convocation (article R. 114-7)" in said) is abandoned
        assert ("s'est arrêté plus tôt que prévu" in said) is abandoned
        assert abandoned or "arrêté" not in said
    assert bool(paper.read(dossier, "seconde_convocation")) is abandoned


def test_a_further_convocation_after_an_absence_says_since_when_the_two_months_run(database: Database, tmp_path: Path) -> None:
    paper = Paper(database, tmp_path)
    dossier = _absent_again(database, paper)
    rdv = appointment(date(2026, 2, 25))
    act(database, dossier, ask.Reporter(rdv, ReportReason.NOUVELLE_CONVOCATION), date(2026, 2, 2))
    for said in map(_plain, paper.read(dossier, "report")):
        assert "Le rendez-vous du vendredi 30 janvier 2026 à 14 h n'a pas eu lieu. En voici un autre" in said
        assert "déplacé" not in said
        assert "jusqu'au 5 mars 2026" in said


def test_an_appointment_that_moves_is_said_moved(database: Database, tmp_path: Path) -> None:
    paper = Paper(database, tmp_path)
    dossier = open_one(database, _reported())
    summon(database, dossier, FIRST, rdv=MISSED)
    paper.post(dossier, FIRST)
    act(database, dossier, ask.Reporter(appointment(date(2026, 1, 6)), ReportReason.DEMANDE_FAMILLE), date(2025, 12, 10))
    for said in paper.read(dossier, "report"):
        assert "est déplacé" in said
        assert "n’a pas eu lieu" not in said


@pytest.mark.parametrize(("proof", "enrolled"), [(Proof.CERTIFICAT_SCOLARITE, True), (Proof.ASSIDUITE, False)])
def test_an_enrolment_alone_is_attested_as_an_enrolment(database: Database, tmp_path: Path, proof: Proof, enrolled: bool) -> None:
    """R. 114-1: enrolment and attendance."""
    dossier, on = open_one(database, _reported()), date(2026, 1, 5)
    act(database, dossier, ask.ConstaterSituation(Nature.SCOLARITE, on, proof, on), on)
    [said] = map(_plain, Paper(database, tmp_path).read(dossier, "attestation_conformite"))
    assert ("assiduité à vérifier avant le 4 février 2026" in said) is enrolled
    assert ("est respectée à ce jour" in said) is not enrolled


def test_the_notice_tells_what_became_of_each_envelope_and_nothing_of_health(database: Database, tmp_path: Path) -> None:
    paper = Paper(database, tmp_path)
    dossier = open_one(database, _reported(etablissement="LP Exemple"))
    act(database, dossier, ask.Exempter(date(2025, 12, 20)), date(2025, 12, 2))
    with_night = date(2025, 12, 21)
    from house import NOW, desk
    from ofworkflow.casework.night.rounds import night_round

    night_round(database, desk=desk(with_night), now=lambda: NOW)
    summon(database, dossier, date(2025, 12, 22), rdv=date(2026, 1, 9))
    letters = paper.post(dossier, date(2025, 12, 22), PostMode.RECOMMANDE, "1A20938212340")
    paper.came_back(letters, LetterState.NON_RECLAME, date(2026, 1, 8), date(2025, 12, 24))
    act(database, dossier, ask.ConstaterAbsence(), date(2026, 1, 9))
    summon(database, dossier, date(2026, 1, 20), rdv=date(2026, 2, 12))
    paper.post(dossier, date(2026, 1, 21))
    act(database, dossier, ask.ConstaterAbsence(), date(2026, 2, 12))
    act(database, dossier, ask.Transmettre("Camille Renard"), date(2026, 3, 2))
    [said] = map(_plain, paper.read(dossier, "information_departement"))
    assert "lettre recommandée n° 1A209382123401, le 22/12/2025, présentée le 24/12/2025, non réclamée le 08/01/2026" in said
    assert "21/01/2026 Seconde convocation (article R. 114-7) pour le 12/02/2026 à 14 h" in said
    assert "Origine du repérage" in said
    assert "R. 114-3" not in said
    assert "exempt" not in said.lower()
    assert "Aucune proposition n'est enregistrée" in said
    assert "Une lettre du même jour en informe : Léa DUPONT, Anne DUPONT." in said


def test_the_notice_does_not_say_that_somebody_without_an_address_was_told(database: Database, tmp_path: Path) -> None:
    mother = RepresentantLegal(Quality.MERE, "DUPONT", "Anne", LILAS, heberge=True)
    father = RepresentantLegal(Quality.PERE, "DUPONT", "Marc", Adresse())
    paper = Paper(database, tmp_path)
    dossier = _absent_again(database, paper, _reported(Source.SIEI, mother, father))
    act(database, dossier, ask.Transmettre("Camille Renard", "sans domicile connu"), date(2026, 2, 10))
    [said] = paper.read(dossier, "information_departement")
    assert "lettre du même jour" not in said


def test_the_family_is_told_that_the_departement_was_informed_on_the_day_it_left(database: Database, tmp_path: Path) -> None:
    paper = Paper(database, tmp_path)
    dossier = _absent_again(database, paper)
    act(database, dossier, ask.Transmettre("Camille Renard"), date(2026, 2, 10))
    paper.post(dossier, date(2026, 2, 12), models=("information_departement",))
    for said in paper.read(dossier, "information_famille"):
        assert "Le jeudi 12 février 2026, nous avons informé" in said


def test_the_mention_goes_with_the_first_letter_that_reaches_somebody(database: Database, tmp_path: Path) -> None:
    """RGPD, articles 13 and 14: again after an unknown address, whatever the letter."""
    paper = Paper(database, tmp_path)
    dossier = open_one(database, _reported())
    summon(database, dossier, FIRST, rdv=MISSED)
    letters = paper.post(dossier, FIRST)
    act(database, dossier, ask.Recevoir(Presence.MINEUR), MISSED)
    [attestation] = paper.read(dossier, "attestation_presence")
    assert "Vos données personnelles" not in attestation
    paper.came_back(letters, LetterState.NPAI, date(2025, 12, 16))
    [attestation] = paper.read(dossier, "attestation_presence")
    assert "Vos données personnelles" in attestation


@pytest.mark.parametrize("going_on", [True, False])
def test_an_accompaniment_that_covers_the_birthday_goes_on(database: Database, tmp_path: Path, going_on: bool) -> None:
    from house import NOW, desk
    from ofworkflow.casework.night.rounds import night_round

    dossier, on = open_one(database, _reported(born_on=date(2008, 2, 10))), date(2026, 1, 5)
    if going_on:
        asked = ask.ConstaterSituation(Nature.ACCOMPAGNEMENT, on, Proof.ATTESTATION, on, fin=date(2026, 12, 1), sous_type="cej")
        act(database, dossier, asked, on)
    night_round(database, desk=desk(date(2026, 2, 10)), now=lambda: NOW)
    [said] = Paper(database, tmp_path).read(dossier, "majorite")
    assert ("Votre accompagnement continue" in said) is going_on


def test_who_moved_away_is_promised_nothing(database: Database, tmp_path: Path) -> None:
    paper = Paper(database, tmp_path)
    dossier = open_one(database, _reported())
    summon(database, dossier, FIRST, rdv=MISSED)
    paper.post(dossier, FIRST)
    act(database, dossier, ask.Cloturer(Closing.DEMENAGEMENT), date(2025, 12, 8))
    for said in paper.read(dossier, "annulation"):
        assert "ne compte pas comme une absence" in said
        assert "nouveau rendez-vous" not in said


@pytest.mark.parametrize("alone", [True, False], ids=["an emancipated minor", "a minor and her mother"])
def test_nobody_is_said_absent_who_was_not_expected(database: Database, tmp_path: Path, alone: bool) -> None:
    """No representative is called to the interview of an emancipated minor."""
    paper = Paper(database, tmp_path)
    dossier = _absent_again(database, paper, _reported(emancipe_le=date(2025, 11, 3) if alone else None))
    act(database, dossier, ask.Transmettre("Camille Renard"), date(2026, 2, 10))
    [said] = map(_plain, paper.read(dossier, "information_departement"))
    assert "Absence constatée personne n'est venu" in said
    assert ("DUPONT, et pour travailler avec vos services" in said) is alone
    assert ("DUPONT et son représentant légal, et pour travailler" in said) is not alone
