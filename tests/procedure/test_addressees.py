"""Who is written to: a closed list of grounds decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from house import minor as invented
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.addressees import addressees, alone, apart, copies, ground_on, holders, why_not_written_to, written_to
from ofworkflow.procedure.attempts import Attempt, Facts
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.guards.appointments import one_of_two_apart
from ofworkflow.procedure.persons import Adresse, RepresentantLegal
from ofworkflow.procedure.vocabulary import Alone, Authority, Quality, Stage
from procedure.cases import rules

LILAS, BAC = Adresse("12 rue des Lilas", "", "59130", "Lambersart"), Adresse("3 rue du Bac", "", "59110", "La Madeleine")
FOYER = Adresse("Foyer de l'Exemple", "", "59000", "Lille")
MOTHER = RepresentantLegal(Quality.MERE, "DUPONT", "Anne", LILAS, heberge=True)
ON = date(2026, 1, 5)
FATHER = RepresentantLegal(Quality.PERE, "DUPONT", "Marc", BAC)
YOUNG = invented(adresse=LILAS)

GROUNDS = [
    (Authority.TITULAIRE, ["Anne", "Marc"], "both hold parental authority"),
    (Authority.EXCLUSIVE, ["Marc"], "he holds it alone"),
    (Authority.DELEGATION, ["Marc"], "by delegation, instead of the parents"),
    (Authority.TUTELLE, ["Marc"], "guardianship, instead of the parents"),
    (Authority.RETIREE, ["Anne"], "withdrawn"),
    (Authority.DECEDE, ["Anne"], "deceased"),
    (Authority.CONFIE, ["Anne"], "told only, third-party custody"),
    (Authority.COPIE, ["Anne"], "told only, without authority"),
    (Authority.A_IDENTIFIER, ["Anne"], "a phone or an e-mail without a name"),
]


def test_every_ground_is_a_row() -> None:
    assert [row[0] for row in GROUNDS] == list(Authority)


@pytest.mark.parametrize(("authority", "written", "why"), GROUNDS, ids=[row[-1] for row in GROUNDS])
def test_a_closed_list_of_grounds_decides_who_is_written_to(authority: Authority, written: list[str], why: str) -> None:
    assert [r.prenom for _, r in written_to((MOTHER, replace(FATHER, autorite=authority)), ON)] == written


def test_the_rank_is_that_of_the_dossier_s_list() -> None:
    deceased = replace(FATHER, autorite=Authority.DECEDE)
    assert [(rank, r.prenom) for rank, r in written_to((deceased, MOTHER), ON)] == [(1, "Anne")]


def test_two_guardians_are_both_written_to() -> None:
    both = [replace(r, autorite=Authority.TUTELLE) for r in (MOTHER, FATHER)]
    assert len(written_to((*both, replace(MOTHER, prenom="Zoé")), ON)) == 2


def test_nobody_is_written_to_where_nobody_may_be() -> None:
    assert written_to([replace(r, autorite=Authority.DECEDE) for r in (MOTHER, FATHER)], ON) == []


def test_each_representative_has_an_envelope_and_the_minor_s_letter_goes_with_the_one_she_lives_with() -> None:
    found = addressees(YOUNG, (FATHER, MOTHER), ON)
    assert [(a.role, a.rank, a.name, a.envelope) for a in found] == [
        ("representant", 0, "Marc DUPONT", 1),
        ("representant", 1, "Anne DUPONT", 2),
        ("jeune", None, "Léa DUPONT", 2),
    ]


def test_two_parents_at_one_address_have_each_their_envelope() -> None:
    together = addressees(YOUNG, (MOTHER, replace(FATHER, adresse=LILAS)), ON)
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
    minor = addressees(replace(YOUNG, adresse=own), parents, ON)[-1]
    assert (minor.role, minor.address, minor.envelope) == ("jeune", where, envelope)


def test_no_letter_goes_to_another_parent_s_address() -> None:
    """Invariant 7: a confidential address stays with its own letter, and the minor's who lives there."""
    hidden = replace(MOTHER, confidentielle=True)
    for addressee in addressees(YOUNG, (hidden, FATHER), ON):
        assert (addressee.address == LILAS) is (addressee.name != "Marc DUPONT")


def test_the_minor_may_be_left_out() -> None:
    assert [a.role for a in addressees(YOUNG, (MOTHER, FATHER), ON, with_minor=False)] == ["representant"] * 2


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
    assert addressees(replace(YOUNG, adresse=address), (), ON)[0].deliverable is deliverable


BEFORE, AFTER = ON - timedelta(days=1), ON + timedelta(days=1)
DATED = [
    # quality, ground, its dates, then the ground of 05/01/2026
    (Quality.PERE, Authority.RETIREE, ON, None, Authority.RETIREE, "from its very day"),
    (Quality.PERE, Authority.RETIREE, AFTER, None, Authority.TITULAIRE, "not withdrawn yet"),
    (Quality.PERE, Authority.RETIREE, None, BEFORE, Authority.TITULAIRE, "given back"),
    (Quality.PERE, Authority.RETIREE, None, ON, Authority.RETIREE, "until its very day"),
    (Quality.PERE, Authority.DECEDE, BEFORE, BEFORE, Authority.DECEDE, "death has no end"),
    (Quality.PERE, Authority.EXCLUSIVE, AFTER, None, Authority.TITULAIRE, "a parent held it before"),
    (Quality.PERE, Authority.TITULAIRE, None, BEFORE, None, "held it no longer"),
    (Quality.TUTEUR, Authority.TUTELLE, AFTER, None, None, "a guardian is nothing before"),
    (Quality.ASE, Authority.DELEGATION, None, BEFORE, None, "the delegation is over"),
    (Quality.TIERS, Authority.CONFIE, ON, ON, Authority.CONFIE, "custody of one day"),
]


@pytest.mark.parametrize(("quality", "ground", "since", "until", "then", "why"), DATED, ids=[row[-1] for row in DATED])
def test_the_ground_is_that_of_the_day_of_the_letter(quality, ground, since, until, then, why) -> None:
    who = replace(FATHER, qualite=quality, autorite=ground, depuis_le=since, jusqu_au=until)
    assert ground_on(who, ON) is then


@pytest.mark.parametrize("ground", [Authority.DELEGATION, Authority.TUTELLE])
def test_a_ground_that_is_over_gives_the_parents_back_their_place(ground: Authority) -> None:
    guardian = RepresentantLegal(Quality.ASE, "Service", "", BAC, autorite=ground, jusqu_au=ON)
    assert [rank for rank, _ in written_to((MOTHER, guardian), ON)] == [1]
    assert [rank for rank, _ in written_to((MOTHER, guardian), AFTER)] == [0]
    assert "jusqu'au" in why_not_written_to(YOUNG, (MOTHER, guardian), 1, AFTER)


@pytest.mark.parametrize("ground", [Authority.RETIREE, Authority.DECEDE])
def test_who_lost_authority_is_no_holder_from_that_day_on(ground: Authority) -> None:
    gone = replace(FATHER, autorite=ground, depuis_le=ON)
    assert [rank for rank, _ in holders((MOTHER, gone), BEFORE)] == [0, 1]
    assert [rank for rank, _ in holders((MOTHER, gone), ON)] == [0]
    assert "depuis le lun. 05/01/2026" in why_not_written_to(YOUNG, (MOTHER, gone), 1, ON)


@pytest.mark.parametrize("ground", [Authority.CONFIE, Authority.COPIE])
def test_who_is_in_copy_represents_nobody_and_is_told_in_an_envelope_of_its_own(ground: Authority) -> None:
    aunt = RepresentantLegal(Quality.TIERS, "BERNARD", "Luce", BAC, autorite=ground)
    assert [a.name for a in addressees(YOUNG, (MOTHER, aunt), ON)] == ["Anne DUPONT", "Léa DUPONT"]
    assert [(a.role, a.name, a.envelope) for a in copies(YOUNG, (MOTHER, aunt), ON)] == [("copie", "Luce BERNARD", 1)]
    assert why_not_written_to(YOUNG, (MOTHER, aunt), 1, ON) == ""
    assert alone(YOUNG, (aunt,), ON) is Alone.INCONNU


@pytest.mark.parametrize(("emancipated", "written"), [(ON, ["jeune"]), (AFTER, ["representant", "jeune"])])
def test_from_the_day_of_emancipation_the_minor_alone_is_written_to(emancipated: date, written: list[str]) -> None:
    """Code civil 413-7."""
    aunt = RepresentantLegal(Quality.TIERS, "BERNARD", "Luce", BAC, autorite=Authority.COPIE)
    minor = replace(YOUNG, emancipe_le=emancipated)
    assert [a.role for a in addressees(minor, (MOTHER, aunt), ON)] == written
    assert bool(copies(minor, (MOTHER, aunt), ON)) is (len(written) > 1)
    assert alone(minor, (MOTHER,), ON) is (Alone.EMANCIPE if len(written) == 1 else None)
    assert bool(why_not_written_to(minor, (MOTHER,), 0, ON)) is (len(written) == 1)


@pytest.mark.parametrize(
    ("until", "ground", "kept"),
    [(ON, Authority.TITULAIRE, True), (BEFORE, Authority.TITULAIRE, False), (None, Authority.TITULAIRE, False),
     (ON, Authority.RETIREE, False)],
)  # fmt: skip
def test_two_parents_are_kept_apart_until_the_order_ends_and_while_both_are_written_to(until, ground, kept: bool) -> None:
    violent = replace(FATHER, a_part_jusqu_au=until, autorite=ground)
    assert bool(apart((MOTHER, violent), ON)) is kept


@pytest.mark.parametrize(("until", "told"), [(ON, False), (BEFORE, True), (None, True)])
def test_who_is_told_in_copy_is_not_told_where_the_one_to_keep_away_from_is_expected(until, told: bool) -> None:
    violent = replace(FATHER, a_part_jusqu_au=until, autorite=Authority.COPIE)
    assert bool(copies(YOUNG, (MOTHER, violent), ON)) is told


@pytest.mark.parametrize(
    ("home", "expected", "why"),
    [
        ("Anne", None, "ne doit pas rencontrer"),
        ("Anne", 1, ""),
        ("Anne", 2, "le jeune habite chez Anne DUPONT"),
        ("Marc", 2, ""),
        ("", 2, ""),
        ("", 3, "ne doit pas rencontrer"),
    ],
)
def test_of_two_who_must_not_meet_the_one_the_minor_lives_with_is_expected(home: str, expected: int | None, why: str) -> None:
    persons = tuple(replace(r, heberge=r.prenom == home) for r in (MOTHER, replace(FATHER, a_part_jusqu_au=date(2026, 12, 31))))
    asked = ask.Convoquer(ask.RendezVous(date(2026, 1, 20), time(14), "ici"), avec=expected)
    attempt = Attempt(CaseState(date(2009, 5, 14)), asked, ON, rules(), Facts(ON, representants=persons), Stage.ENTRETIEN)
    refusal = one_of_two_apart(attempt)
    assert (refusal.why if refusal else "").count(why) >= 1
    assert bool(refusal) is bool(why)
