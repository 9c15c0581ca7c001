"""What still leaves of a dossier that is closed: what happened is attested, what was told wrongly is taken back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from house import appointment
from letters.lives import FIRST, MISSED, MOTHER, House
from ofworkflow.casework.dossier.opened import WAITING
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Closing, InviteMode, Nature, Presence, Proof, Retrait
from ofworkflow.storage import models as m

CLOSED = date(2025, 12, 20)


def waiting(house: House) -> list[str]:
    """Return the models of the letters to a person that may still be posted."""
    c = m.courrier.c
    with house.base.reading() as connection:
        rows = connection.execute(select(c.modele, c.etat).where(c.role != "interne").order_by(c.id)).all()
    return [row.modele for row in rows if row.etat in WAITING]


def came_alone(house: House, **young: object) -> None:
    house.opens(MOTHER, **young)
    house.summons(FIRST, MISSED)
    house.posts(FIRST)
    house.does(ask.ConstaterAbsence(Presence.REPRESENTANT, (1,)), MISSED)


@pytest.mark.parametrize(
    ("reason", "leaves"),
    [
        (Closing.DEMENAGEMENT, ["attestation_presence"]),
        (Closing.DEPART_ETRANGER, ["attestation_presence"]),
        (Closing.HORS_CHAMP, ["attestation_presence"]),
        (Closing.DECES, []),  # nobody writes to a family in mourning
        (Closing.ERREUR, []),  # nor of a dossier that should not have been
        (Closing.DOUBLON, []),
    ],
)
def test_a_parent_who_came_has_the_attestation_of_it_whatever_closes_the_dossier(
    house: House, reason: Closing, leaves: list[str]
) -> None:
    came_alone(house)
    house.does(ask.Cloturer(reason), CLOSED)
    assert waiting(house) == leaves


def test_the_night_of_majority_leaves_it_too(house: House) -> None:
    came_alone(house, born_on=date(2008, 1, 20))
    house.night(date(2026, 1, 20))
    assert waiting(house) == ["attestation_presence", "majorite"]


def test_what_summons_does_not_leave_any_more(house: House) -> None:
    house.opens(MOTHER)
    house.summons(FIRST, MISSED)
    house.does(ask.Cloturer(Closing.DEMENAGEMENT), FIRST)
    assert waiting(house) == []


def test_a_letter_taken_back_is_still_taken_back(house: House) -> None:
    house.opens(MOTHER)
    house.summons(FIRST, MISSED)
    house.posts(FIRST)
    house.does(ask.Rectifier(2, Retrait.PERSONNE), date(2025, 12, 3))
    house.does(ask.Cloturer(Closing.HORS_CHAMP), date(2025, 12, 4))
    assert waiting(house) == ["rectificatif", "rectificatif"]


def test_who_is_in_order_and_moves_has_the_attestation_and_is_told_not_to_come(house: House) -> None:
    house.opens(MOTHER)
    on = date(2025, 12, 3)
    house.summons(FIRST, MISSED)
    house.posts(FIRST)
    house.does(ask.ConstaterSituation(Nature.EMPLOI, on, Proof.CONTRAT, on), on)
    house.does(ask.Inviter(appointment(date(2026, 1, 6)), InviteMode.LETTRE), on)
    house.does(ask.Cloturer(Closing.DEMENAGEMENT), CLOSED)
    assert waiting(house) == ["attestation_conformite", "annulation", "annulation"]
    house.does(ask.Annuler("noté par erreur"), CLOSED)
    assert waiting(house) == ["attestation_conformite", "annulation", "annulation", "invitation", "invitation"]
