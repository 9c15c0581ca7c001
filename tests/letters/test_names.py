"""A name is printed as it was given, wherever it stands in a letter: one shape of apostrophe a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from letters import samples as s
from letters.lives import BAC, MOTHER, House
from letters.reading import words
from ofworkflow.letters.people import Pli
from ofworkflow.letters.renderer import Renderer
from ofworkflow.letters.words import typography
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.procedure.vocabulary import Authority, Quality

RENDERER = Renderer()
STRAIGHT, CURLED = "O'BRIEN", "O’BRIEN"


@pytest.mark.parametrize(("given", "other"), [(STRAIGHT, CURLED), (CURLED, STRAIGHT)])
def test_every_letter_of_a_life_prints_a_name_as_it_was_given(house: House, given: str, other: str) -> None:
    service = RepresentantLegal(Quality.ASE, f"Maison {given}", "", BAC, autorite=Authority.COPIE)
    house.opens(replace(MOTHER, nom=given), service, nom=given, prenom="N'Golo", sexe="M")
    house.misses_both()
    house.does(ask.Transmettre("Camille Renard"), date(2026, 2, 10))
    shown: dict[str, str] = {}
    for subject, context in house.letters():
        shown[subject.letter.modele] = shown.get(subject.letter.modele, "") + str(RENDERER.compose(context))
    assert {"premiere_convocation", "constat_carence", "copie_rendez_vous", "information_departement"} <= shown.keys()
    assert [model for model, text in shown.items() if other in text or given not in text] == []
    assert [model for model, text in shown.items() if "N’Golo" in text] == []


@pytest.mark.parametrize("forename", ["Jo", "Camille", "Marie-Laure", "Bartholomée", "Maximilienne"])
def test_a_name_in_bold_is_not_cut_at_the_end_of_a_line(forename: str) -> None:
    who = replace(s.CONSEILLER, prenom=forename, nom="Renard")
    pdf = RENDERER.render(s.attestation_conformite(conseiller=who)).pdf
    read = words(pdf)
    pairs = [(one.top, other.top) for one, other in pairwise(read) if one.text == forename and other.text.startswith("Renard")]
    assert len(pairs) == 3, "beside the address, in the text, under it"
    assert all(abs(one - other) < 1 for one, other in pairs)


def test_a_slip_names_the_addressee_as_the_envelope_does() -> None:
    pli = Pli(1, f"Anne {STRAIGHT}", "L'ISLE", "2026-0001", "Convocation", 1)
    shown = str(RENDERER.compose(s.bordereau(plis=(pli,))))
    assert (f"Anne {STRAIGHT}" in shown, "L'ISLE" in shown) == (True, True)


def test_the_prose_around_a_name_keeps_its_typography() -> None:
    assert typography("l'accord d'O'Brien : oui", ["O'Brien"]) == "l’accord d’O'Brien\u00a0: oui"
    assert typography("l'accord", ["O'Brien"]) == "l’accord"


def test_the_address_of_the_house_is_written_as_its_place_is() -> None:
    job = RENDERER.prepare(s.premiere_convocation(s.LEA, maison=replace(s.MAISON, adresse=("12 rue de l'Exemple",))))
    assert job.page["maison"]["adresse"] == ["12 rue de l’Exemple"]
