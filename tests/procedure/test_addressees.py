"""Who is written to: a closed list of grounds decides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ofworkflow.procedure.addressees import addressees, written_to
from ofworkflow.procedure.persons import Adresse, RepresentantLegal
from ofworkflow.procedure.vocabulary import Authority, Quality

LILAS, BAC = Adresse("12 rue des Lilas", "", "59130", "Lambersart"), Adresse("3 rue du Bac", "", "59110", "La Madeleine")
FOYER = Adresse("Foyer de l'Exemple", "", "59000", "Lille")
MOTHER = RepresentantLegal(Quality.MERE, "DUPONT", "Anne", LILAS, heberge=True)
FATHER = RepresentantLegal(Quality.PERE, "DUPONT", "Marc", BAC)

GROUNDS = [
    (Authority.TITULAIRE, ["Anne", "Marc"], "both hold parental authority"),
    (Authority.EXCLUSIVE, ["Marc"], "he holds it alone"),
    (Authority.DELEGATION, ["Marc"], "by delegation, instead of the parents"),
    (Authority.TUTELLE, ["Marc"], "guardianship, instead of the parents"),
    (Authority.RETIREE, ["Anne"], "withdrawn"),
    (Authority.DECEDE, ["Anne"], "deceased"),
]


def test_every_ground_is_a_row() -> None:
    assert [row[0] for row in GROUNDS] == list(Authority)


@pytest.mark.parametrize(("authority", "written", "why"), GROUNDS, ids=[row[-1] for row in GROUNDS])
def test_a_closed_list_of_grounds_decides_who_is_written_to(authority: Authority, written: list[str], why: str) -> None:
    assert [r.prenom for _, r in written_to((MOTHER, replace(FATHER, autorite=authority)))] == written


def test_the_rank_is_that_of_the_dossier_s_list() -> None:
    deceased = replace(FATHER, autorite=Authority.DECEDE)
    assert [(rank, r.prenom) for rank, r in written_to((deceased, MOTHER))] == [(1, "Anne")]


def test_two_guardians_are_both_written_to() -> None:
    both = [replace(r, autorite=Authority.TUTELLE) for r in (MOTHER, FATHER)]
    assert len(written_to((*both, replace(MOTHER, prenom="Zoé")))) == 2


def test_nobody_is_written_to_where_nobody_may_be() -> None:
    assert written_to([replace(r, autorite=Authority.DECEDE) for r in (MOTHER, FATHER)]) == []


def test_each_representative_has_an_envelope_and_the_minor_s_letter_goes_with_the_one_she_lives_with() -> None:
    found = addressees("Léa DUPONT", LILAS, (FATHER, MOTHER))
    assert [(a.role, a.rank, a.name, a.envelope) for a in found] == [
        ("representant", 0, "Marc DUPONT", 1),
        ("representant", 1, "Anne DUPONT", 2),
        ("jeune", None, "Léa DUPONT", 2),
    ]


def test_two_parents_at_one_address_have_each_their_envelope() -> None:
    together = addressees("Léa DUPONT", LILAS, (MOTHER, replace(FATHER, adresse=LILAS)))
    assert [a.envelope for a in together] == [1, 2, 1]


MINOR = [
    ((MOTHER, FATHER), FOYER, LILAS, 1, "in the envelope of the mother she lives with, at her address"),
    ((replace(MOTHER, heberge=False), FATHER), FOYER, FOYER, 3, "alone where nobody gives her a home"),
    ((replace(MOTHER, autorite=Authority.RETIREE), FATHER), LILAS, LILAS, 2, "alone where who gives a home is not written to"),
    ((MOTHER, replace(FATHER, autorite=Authority.EXCLUSIVE)), FOYER, FOYER, 2, "alone where the other holds authority alone"),
    ((), FOYER, FOYER, 1, "alone where there is no representative"),
]


@pytest.mark.parametrize(("parents", "own", "where", "envelope", "why"), MINOR, ids=[row[-1] for row in MINOR])
def test_the_minor_s_letter_finds_the_minor(
    parents: tuple[RepresentantLegal, ...], own: Adresse, where: Adresse, envelope: int, why: str
) -> None:
    minor = addressees("Léa DUPONT", own, parents)[-1]
    assert (minor.role, minor.address, minor.envelope) == ("jeune", where, envelope)


def test_no_letter_goes_to_another_parent_s_address() -> None:
    """Invariant 7: a confidential address stays with its own letter, and the minor's who lives there."""
    hidden = replace(MOTHER, confidentielle=True)
    for addressee in addressees("Léa DUPONT", LILAS, (hidden, FATHER)):
        assert (addressee.address == LILAS) is (addressee.name != "Marc DUPONT")


def test_the_minor_may_be_left_out() -> None:
    assert [a.role for a in addressees("Léa DUPONT", LILAS, (MOTHER, FATHER), with_minor=False)] == ["representant"] * 2


@pytest.mark.parametrize(
    ("address", "deliverable"),
    [
        (LILAS, True),
        (Adresse("", "", "59130", "Lambersart"), True),
        (Adresse("12 rue des Lilas", "", "", "Lambersart"), False),
        (Adresse("12 rue des Lilas", "", "59130", ""), False),
        (Adresse(), False),
    ],
)
def test_a_letter_needs_a_postcode_and_a_town(address: Adresse, deliverable: bool) -> None:
    assert addressees("Léa DUPONT", address, ())[0].deliverable is deliverable
