"""What each letter must hold (articles in plain words, dates, contacts), and must not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from letters import samples as s
from letters.reading import text
from ofworkflow.letters import contexts as c
from ofworkflow.letters.renderer import Renderer

RENDERER = Renderer()
BOTH = [s.MERE, s.LEA]


def printed(context: c.Lettre) -> str:
    return text(RENDERER.render(context).pdf)


@pytest.mark.parametrize("sample", s.TOUTES, ids=lambda f: f.__name__)
def test_every_letter_names_the_house_the_counsellor_the_reference_and_the_date(sample):
    """CRPA L. 111-2: first name, surname, quality and administrative address of whoever handles the case."""
    shown = printed(sample())
    for mention in (
        "Mission locale de la Deûle",
        "12 rue de l’Exemple 59130 LAMBERSART",
        "03 53 01 00 00",
        "accueil@exemple.invalid",
        "Camille Renard Conseillère référente, Obligation de formation",
        "2026-0042",
        "Lambersart, le 9 novembre 2026",
        "Objet : ",
        "page 1/",
    ):
        assert mention in shown


@pytest.mark.parametrize("who", BOTH, ids=["representant", "jeune"])
@pytest.mark.parametrize("sample", [s.premiere_convocation, s.seconde_convocation, s.report], ids=lambda f: f.__name__)
def test_a_convocation_says_when_where_with_whom_what_to_bring_and_how_to_answer(sample, who):
    shown = printed(sample(who))
    for mention in (
        "Le jeudi 3 décembre 2026 à 14 h 30",
        "Lieu : dans nos locaux, 12 rue de l’Exemple à Lambersart",
        "Bus ligne 10, arrêt Exemple",
        "environ 45 minutes",
        "certificat médical sans diagnostic",
        "certificat d’inscription et attestation d’assiduité",
        "envoyez-nous une preuve avant le rendez-vous",
        "Si la date ne convient pas, prévenez-nous",
        "03 53 01 00 01",
        "camille.renard@exemple.invalid",
        "article",
        "L. 114-1",
        "code de l’éducation",
        "un motif valable est toujours entendu",
    ):
        assert mention in shown
    assert ("Venez avec un représentant légal" in shown) is who.est_le_jeune
    assert ("Votre présence, comme représentante légale, est attendue" in shown) is not who.est_le_jeune


@pytest.mark.parametrize("sample", s.TOUTES, ids=lambda f: f.__name__)
def test_no_letter_ever_threatens(sample):
    shown = printed(sample()).lower().replace("ce n’est pas une sanction", "")
    assert not re.search(r"sanction|amende|poursuit(es)? judiciaire|obligatoirement|refus|mise en demeure|sous peine", shown)


@pytest.mark.parametrize("who", BOTH, ids=["representant", "jeune"])
def test_the_first_convocation_says_its_article_who_reported_and_what_absence_leads_to(who):
    shown = printed(s.premiere_convocation(who))
    assert "R. 114-6" in shown
    assert "le 21 septembre 2026 par les services de l’Éducation nationale" in shown
    assert "nous enverrons une seconde convocation, comme le prévoit l’article R. 114-7" in shown


def test_the_first_letter_to_a_person_carries_the_privacy_notice():
    """Regulation (EU) 2016/679, article 14: the data did not come from the person."""
    shown = printed(s.premiere_convocation())
    for mention in (
        "Vos données personnelles", "responsable du traitement", "mission d’intérêt public", "D’où elles viennent",
        "système d’information SIEI", "Qui les reçoit", "24 mois", "dpo@exemple.invalid", "CNIL",
    ):  # fmt: skip
        assert mention in shown


@pytest.mark.parametrize(
    "sample", [s.premiere_convocation, s.seconde_convocation, s.report, s.majorite], ids=lambda f: f.__name__
)
def test_the_next_letters_do_not_repeat_the_privacy_notice(sample):
    assert "CNIL" not in printed(sample(avec_mention=False))


@pytest.mark.parametrize("who", BOTH, ids=["representant", "jeune"])
@pytest.mark.parametrize(
    ("declencheur", "absence_le", "why"),
    [
        ("1", date(2026, 10, 20), "le mardi 20 octobre 2026. Il n’a pas eu lieu"),
        ("2", None, "s’est arrêté plus tôt que prévu"),
        ("3", None, "sans réponse"),
    ],
)
def test_the_second_convocation_names_its_trigger_the_two_months_and_what_follows(who, declencheur, absence_le, why):
    shown = printed(s.seconde_convocation(who, declencheur=declencheur, absence_le=absence_le))
    assert why in shown
    assert "l’article R. 114-7" in shown
    assert "deux mois" in shown
    assert "11 janvier 2027" in shown
    assert "nous informerons le président du conseil départemental" in shown
    assert "ce n’est pas une sanction" in shown


def test_a_moved_appointment_names_the_old_one():
    shown = printed(s.report())
    assert "prévu le jeudi 26 novembre 2026 à 9 h est déplacé" in shown


def test_the_notice_holds_the_closed_list_of_data():
    shown = printed(s.information_departement())
    for mention in (
        "R. 114-7", "Monsieur le Président,", "Léa Évrard, née le 14 septembre 2009", "06 00 00 00 02",
        "Madame Émilie Évrard (mère), Chez M. Dupont, 913, boulevard Emmanuelle Foucher, 59118 Wambrechies",
        "Monsieur Paul Martin (père)", "portée à la connaissance de la mission locale le 21 septembre 2026 par", "Seconde convocation (R. 114-7)",
        "1A 000 000 0000 0", "20/10/2026", "absence constatée", "Aucune situation connue", "Parcours d’accompagnement (PACEA)",
        "le respect de l’obligation de formation n’a pas pu être établi", "accuser réception",
        "les suites que vous lui donnerez", "n’est pas une information préoccupante", "Dominique Lefèvre Directrice",
        "Annexes", "Preuve de dépôt de la lettre recommandée", "Ce délai se termine le 29 décembre 2026",
    ):  # fmt: skip
        assert mention in shown


def test_a_confidential_address_is_left_out_of_the_notice_without_a_word_about_it():
    lines = [p for p in printed(s.information_departement()).split("– ") if p.startswith("Monsieur Paul Martin")]
    assert lines[0].startswith("Monsieur Paul Martin (père) Origine du repérage")


def test_a_late_notice_says_that_it_is_late():
    assert "après la fin de ce délai, qui s’est terminé le 29 décembre 2026" in printed(
        s.information_departement(hors_delai=True)
    )


def test_a_notice_without_proposal_annex_nor_representative_has_no_empty_heading():
    shown = printed(s.information_departement(propositions=(), annexes=(), envois=(), representants=()))
    assert "Aucune proposition n’est enregistrée au dossier." in shown
    assert "Annexes" not in shown
    assert "Propositions faites" not in shown


@pytest.mark.parametrize("who", BOTH, ids=["representant", "jeune"])
def test_the_family_learns_that_the_departement_was_informed_and_why(who):
    shown = printed(s.information_famille(who))
    for mention in (
        "Le lundi 21 décembre 2026, nous avons informé le président du conseil départemental (Département du Nord)",
        "R. 114-7", "les deux entretiens proposés n’ont pas eu lieu", "Ce n’est pas une sanction",
        "envoyez-nous une preuve : nous le dirons aussitôt au département", "03 53 01 00 01",
    ):  # fmt: skip
        assert mention in shown


def test_the_rectifying_letter_names_the_notice_it_corrects_and_the_situation_since():
    shown = printed(s.rectificatif_departement())
    for mention in ("transmise le 21 décembre 2026", "Situation : apprentissage", "Depuis le : 4 janvier 2027", "rectificatif"):
        assert mention in shown


def test_a_cancelled_appointment_is_ours_and_counts_against_nobody():
    assert "ne compte pas comme une absence" in printed(s.annulation())


def test_the_record_of_an_absence_is_internal_and_has_no_envelope():
    shown = printed(s.constat_carence())
    assert "Document interne" in shown
    assert "jusqu’à 15 h" not in shown  # nobody noted until when somebody waited
    assert "Personnes présentes Aucune." in shown
    assert "message laissé" in shown


def test_majority_ends_the_procedure_and_leaves_the_door_open():
    shown = printed(s.majorite())
    assert "Le mardi 14 septembre 2027, vous avez 18 ans" in shown
    assert "jusqu’à vos 25 ans inclus" in shown


@pytest.mark.parametrize(("sexe", "word"), [("F", "convoquée avec"), ("M", "convoqué avec"), ("", "convoqué(e) avec")])
def test_words_agree_with_the_young_person(sexe, word):
    assert word in printed(s.premiere_convocation(s.LEA, jeune=replace(s.JEUNE, sexe=sexe)))


def test_an_empty_value_leaves_neither_a_gap_nor_a_stray_mark():
    maison = replace(s.MAISON, acces="", horaires="")
    shown = printed(s.premiere_convocation(maison=maison, jeune=replace(s.JEUNE, prenom="")))
    assert "Pour venir" not in shown
    assert "*" not in shown
    assert "avec Évrard" in shown
