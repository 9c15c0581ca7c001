"""Each field of a person is declared once, and nothing of a person is left out of the declaration."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest

from ofworkflow.procedure.cleaning import FaultError, clean_any_phone, clean_phone
from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE, PersonField, card_of, correctable, minor_of, representative_of
from ofworkflow.procedure.persons import Adresse, Jeune, RepresentantLegal
from ofworkflow.procedure.vocabulary import Quality
from ofworkflow.storage import models as m

KINDS = ((MINOR, Jeune, m.jeune, {"id", "cle"}), (REPRESENTATIVE, RepresentantLegal, m.representant, {"id", "jeune_id", "rang"}))


@pytest.mark.parametrize(("fields", "kind", "table", "given_by_the_base"), KINDS)
def test_every_attribute_and_every_column_has_its_field(fields, kind, table, given_by_the_base) -> None:  # type: ignore[no-untyped-def]
    attributes = {attribute.name for attribute in dataclasses.fields(kind)} - {"adresse"}
    assert {f.name for f in fields if not f.line} == attributes
    assert {f.line for f in fields if f.line} == {line.name for line in dataclasses.fields(Adresse)}
    assert {f.name for f in fields} == {column.name for column in table.columns} - given_by_the_base


@pytest.mark.parametrize("fields", [MINOR, REPRESENTATIVE])
def test_no_option_nor_column_of_a_list_serves_two_fields_of_one_person(fields: tuple[PersonField, ...]) -> None:
    for names in ([f.asked for f in fields], [f.heading for f in fields if f.heading], [f.mapped for f in fields]):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_a_person_goes_to_a_card_and_back_whole() -> None:
    albanian = RepresentantLegal(Quality.PERE, "HOXHA", "Ivan", Adresse("Rruga 1", "", "", "Tirana", "Albanie"), heberge=True)
    assert representative_of(card_of(REPRESENTATIVE, albanian)) == albanian
    minor = minor_of({"nom": "DUPONT", "prenom": "Léa", "qpv": False, "ville": "Lompret", "code_postal": "59840"})
    assert (minor.qpv, minor.ine, minor.sortie_le, minor.adresse) == (False, "", None, Adresse("", "", "59840", "Lompret"))
    assert minor_of(card_of(MINOR, minor)) == minor


def test_a_birth_date_is_corrected_by_an_act_alone_and_says_by_which() -> None:
    """The deadlines of the journal are counted from it."""
    [born] = [f for f in MINOR if f not in correctable(MINOR)]
    assert (born.name, "of naissance" in born.instead, "of fiche" in born.instead) == ("naissance", True, True)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("0639980101", "06 39 98 01 01"),  # kept for fiction: possible, never given to anybody
        ("+33 (0)3 53 01 03 66", "03 53 01 03 66"),
        ("0033353010366", "03 53 01 03 66"),
        ("+262 692 00 12 34", "06 92 00 12 34"),  # Réunion: the same ten digits as dialled there
        ("0692 00 12 34", "06 92 00 12 34"),
        ("+262 0692 00 12 34", "06 92 00 12 34"),
        ("+262 269 60 12 34", "02 69 60 12 34"),  # Mayotte
        ("+590 590 00 12 34", "05 90 00 12 34"),  # Guadeloupe, Saint-Martin, Saint-Barthélemy
        ("+594 694 00 12 34", "06 94 00 12 34"),  # Guyane
        ("+596 696 00 12 34", "06 96 00 12 34"),  # Martinique
        ("+508 41 12 34", "+508 41 12 34"),  # Saint-Pierre-et-Miquelon: six digits of its own
        ("+687 28 12 34", "+687 28 12 34"),  # Nouvelle-Calédonie
        ("+689 87 12 34 56", "+689 87 12 34 56"),  # Polynésie
        ("+681 72 12 34", "+681 72 12 34"),  # Wallis-et-Futuna
    ],
)
def test_a_number_of_france_and_overseas_is_kept_as_it_is_dialled(written: str, kept: str) -> None:
    assert clean_phone(written) == kept
    assert clean_any_phone(kept) == kept


@pytest.mark.parametrize(
    "written", ["06 39 98 01", "639980101", "abc", "0800 FLEURS", "03 53 01 03 66 poste 12", "+262 12", "+999 1234567"]
)
def test_what_is_no_number_is_a_fault(written: str) -> None:
    for clean in (clean_phone, clean_any_phone):
        with pytest.raises(FaultError):
            clean(written)


def test_a_representative_may_have_a_number_abroad() -> None:
    assert clean_any_phone("+355 69 123 4567") == "+355 69 123 4567"
    with pytest.raises(FaultError, match="outre-mer"):
        clean_phone("+355 69 123 4567")
