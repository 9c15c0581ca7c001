"""Two parents who must not meet: neither reads the day on which the other one is expected."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from house import appointment
from letters.lives import FATHER, FIRST, MISSED, MOTHER, House
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import ReportReason, Retrait
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

MOVED = date(2025, 12, 29)


@pytest.fixture
def house(sqlite_model: Path, tmp_path: Path) -> Iterator[House]:
    shutil.copyfile(sqlite_model, tmp_path / "ofworkflow.db")
    base = Database(f"sqlite:///{tmp_path / 'ofworkflow.db'}")
    yield House(base, tmp_path)
    base.dispose()


def ordered(house: House) -> None:
    """Note the order that keeps the father away."""
    with house.base.writing() as connection:
        connection.execute(
            update(m.representant).where(m.representant.c.nom == FATHER.nom).values(a_part_jusqu_au=date(2026, 12, 1))
        )


def moved_for_the_mother(house: House) -> None:
    house.opens(replace(MOTHER, heberge=False), FATHER)
    house.summons(FIRST, MISSED)
    house.posts(FIRST)
    ordered(house)
    house.does(ask.Reporter(appointment(MOVED), ReportReason.INDISPONIBILITE_STRUCTURE, avec=1), date(2025, 12, 5))


def test_the_one_who_is_expected_no_more_reads_that_and_no_other_day(house: House) -> None:
    moved_for_the_mother(house)
    told = {
        context.destinataire.prenom: (str(subject.letter.modele), context.rendez_vous.le)  # type: ignore[attr-defined]
        for subject, context in house.letters()
        if not subject.letter.poste_le
    }
    assert told == {"Anne": ("report", MOVED), "Léa": ("report", MOVED), "Paul": ("annulation", MISSED)}


def test_a_letter_withdrawn_from_one_does_not_tell_when_the_other_is_expected(house: House) -> None:
    house.opens(replace(MOTHER, heberge=False), FATHER)
    ordered(house)
    house.does(ask.Convoquer(appointment(MISSED), avec=1), FIRST)
    house.posts(FIRST)
    house.does(ask.Reporter(appointment(MOVED), ReportReason.INDISPONIBILITE_STRUCTURE, avec=1), date(2025, 12, 5))
    house.posts(date(2025, 12, 5))
    house.does(ask.Rectifier(4, Retrait.DATE), date(2025, 12, 6))
    stays = {
        context.destinataire.prenom: context.maintenu  # type: ignore[attr-defined]
        for subject, context in house.letters()
        if subject.letter.modele == "rectificatif"
    }
    assert set(stays) == {"Anne", "Léa"}, "the father was told nothing, and has nothing to unlearn"
    assert {given.le for given in stays.values() if given} == {MISSED}
