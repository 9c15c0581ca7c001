"""Brothers and sisters are shown, by the parent they share; twins are two, a second dossier of one child is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from house import BAC, LILAS, minor, open_one, reported
from ofworkflow.casework.registry.view import view_named
from ofworkflow.procedure.persons import Adresse, RepresentantLegal, Signalement
from ofworkflow.procedure.vocabulary import Quality
from ofworkflow.storage.database import Database

FAR = Adresse("1 rue Neuve", "", "59000", "Lille")


def _child(prenom: str, *parents: RepresentantLegal, nom: str = "DUPONT", born_on: date = date(2008, 9, 1)) -> Signalement:
    return replace(reported(minor(nom, prenom, born_on=born_on)), representants=parents)


ANNE = RepresentantLegal(Quality.MERE, "DUPONT", "Anne", LILAS)
MARC = RepresentantLegal(Quality.PERE, "DUPONT", "Marc", BAC)


@pytest.mark.parametrize(
    ("other", "kin"),
    [
        (_child("Tom", ANNE), ["fratrie"]),
        (_child("Tom", MARC), ["fratrie"]),  # the other parent
        (_child("Tom", replace(ANNE, nom="Dupont", prenom="ANNE")), ["fratrie"]),  # written otherwise
        (_child("Zoé", ANNE, born_on=date(2009, 5, 14)), ["jumeau"]),
        (_child("Léa", ANNE, born_on=date(2009, 5, 14)), ["doublon"]),
        (_child("Tom", replace(ANNE, adresse=FAR)), []),  # a namesake of the mother
        (_child("Tom", replace(ANNE, adresse=FAR, telephone="06 39 98 01 01")), []),  # whose telephone hers is not
        (_child("Tom", ANNE, nom="DUPONTEL"), ["fratrie"]),  # under the other name of a family
        (_child("Tom"), []),
    ],
)  # fmt: skip
def test_who_shares_a_parent_is_shown(database: Database, other: Signalement, kin: list[str]) -> None:
    open_one(database)
    open_one(database, other)
    with database.reading() as connection:
        shown = [view_named(connection, reference).fratrie for reference in ("2025-0001", "2025-0002")]
    assert [[str(one.lien) for one in each] for each in shown] == [kin, kin]
