"""Breakdowns: every modality in its order, « inconnu » shown, totals that add up, one's own dossiers only."""

from __future__ import annotations

from datetime import date

import pytest

from house import act, desk, minor, open_one, reported
from ofworkflow.casework.registry.opening import open_dossiers
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Nature, Proof
from ofworkflow.statistics.figures import Figures, compute
from ofworkflow.statistics.indicators.standing import Standing
from ofworkflow.statistics.modalities import By, HouseTerritory
from ofworkflow.storage.database import Database

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
TERRITORY = HouseTerritory(
    ("Lambersart", "La Madeleine", "Verlinghem"),
    (("Antenne du Nord", ("Verlinghem",)), ("Siège", ("Lambersart", "La Madeleine"))),
)


def figures(database: Database, *cuts: tuple[By, ...], first: date = FIRST, last: date = LAST) -> Figures:
    with database.reading() as connection:
        return compute(connection, first=first, last=last, territory=TERRITORY, by=cuts)


def people(found: Figures, *cut: By) -> dict[tuple[str, ...], int]:
    return {line.modality: line.counts[Standing.POPULATION] for line in found.breakdowns[cut]}


def opened(database: Database, **person: object) -> int:
    return open_one(database, reported(minor(**person), on=FIRST), on=FIRST)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (By.SEXE, {"F": 1, "M": 1, "inconnu": 1}),
        (By.NIVEAU, {"aucun": 1, "cap_bep": 0, "bac": 1, "superieur": 0, "inconnu": 1}),
        (By.QPV, {"oui": 1, "non": 1, "inconnu": 1}),
        (By.SOURCE, {"siei": 3, "psad": 0, "imilo": 0, "cfa": 0, "autre": 0}),
        (By.ETABLISSEMENT, {"Lycée des Tilleuls": 2, "inconnu": 1}),
        (By.CONSEILLER, {"Camille Renard": 3}),
        (By.COMMUNE, {"Lambersart": 1, "La Madeleine": 0, "Verlinghem": 1, "inconnu": 1}),
        (By.ANTENNE, {"Antenne du Nord": 1, "Siège": 1, "inconnu": 1}),
    ],
)
def test_each_breakdown_has_its_modalities_in_order_and_the_unknown_apart(database, by, expected):
    opened(database, sexe="F", niveau="aucun", qpv=True, etablissement="Lycée des Tilleuls")
    opened(database, sexe="M", niveau="bac", qpv=False, etablissement="Lycée des Tilleuls", commune="Verlinghem")
    opened(database, sexe="", niveau="", qpv=None, etablissement="", commune="", commune_insee="")
    found = people(figures(database, (by,)), by)
    assert {modality[0]: count for modality, count in found.items()} == expected
    assert [modality[0] for modality in found] == list(expected)


def test_a_commune_outside_every_antenne_is_said_so(database):
    opened(database, commune="Tourcoing")
    found = people(figures(database, (By.ANTENNE,), (By.COMMUNE,)), By.ANTENNE)
    assert found[("sans antenne",)] == 1


def test_a_commune_is_one_line_however_it_was_typed(database):
    for name in ("Lambersart", "LAMBERSART", "lambersart"):
        opened(database, commune=name)
    assert people(figures(database, (By.COMMUNE,)), By.COMMUNE)[("Lambersart",)] == 3


@pytest.mark.parametrize(
    ("born_on", "age"),
    [
        (date(2009, 12, 31), "17"),  # 17 on the day of the observation
        (date(2010, 1, 1), "16"),  # the day after
        (date(2008, 6, 10), "17"),  # of age in the period: observed on the eve
        (date(2008, 2, 29), "17"),  # idem, born on 29 February
    ],
)
def test_age_is_that_of_the_day_of_the_observation(database, born_on, age):
    open_one(database, reported(minor(born_on=born_on), on=date(2026, 1, 2)), on=date(2026, 1, 2))
    assert {m for m, n in people(figures(database, (By.AGE,)), By.AGE).items() if n} == {(age,)}


def test_two_things_cross_and_add_up_to_each_of_them(database):
    for sexe, born_on in (("F", date(2009, 5, 1)), ("M", date(2009, 5, 1)), ("M", date(2010, 1, 1))):
        opened(database, sexe=sexe, born_on=born_on)
    found = figures(database, (By.SEXE, By.AGE), (By.SEXE,), (By.COMMUNE, By.SEXE))
    crossed = people(found, By.SEXE, By.AGE)
    assert crossed == {("F", "16"): 0, ("F", "17"): 1, ("M", "16"): 1, ("M", "17"): 1}
    for (sexe,), count in people(found, By.SEXE).items():
        assert sum(n for (s, _), n in crossed.items() if s == sexe) == count
        assert sum(n for (_, s), n in people(found, By.COMMUNE, By.SEXE).items() if s == sexe) == count


def test_a_mission_locale_counts_its_own_dossiers_only(database):
    opened(database)
    other = desk(FIRST)
    with database.writing() as connection:
        theirs = type(other)(other.rules, other.author, other.today, other.now, "ML-AUTRE", other.conseiller)
        open_dossiers(connection, [reported(minor(nom="MARTIN"), on=FIRST)], done_on=FIRST, desk=theirs)
    act(database, 2, ask.ConstaterSituation(Nature.EMPLOI, FIRST, Proof.CONTRAT, FIRST, fin=LAST), FIRST)
    seen = {code: figures(database.seen_by(code)).total.counts for code in ("ML-EXEMPLE", "ML-AUTRE", None)}
    assert [counts[Standing.POPULATION] for counts in seen.values()] == [1, 1, 2]
    assert [counts[Standing.COMPLIANT] for counts in seen.values()] == [0, 1, 1]


def test_nothing_is_left_in_the_base(database):
    opened(database)
    for _ in range(2):
        with database.reading() as connection:
            for _ in range(2):  # twice in one transaction, and again in the next
                compute(connection, first=FIRST, last=LAST, by=[(By.SEXE,)])
