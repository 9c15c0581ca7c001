"""Two parents who must not meet: neither reads the day on which the other one is expected."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import update

from house import appointment
from letters.lives import FATHER, FIRST, MISSED, MOTHER, SECOND, SECOND_ON, House
from ofworkflow.letters.renderer import Renderer
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.decide import GuardError
from ofworkflow.procedure.vocabulary import Closing, InviteMode, Presence, ReportReason, Retrait
from ofworkflow.storage import models as m

MOVED = date(2025, 12, 29)
RENDERER = Renderer()


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


TOGETHER, APART = time(14), time(16, 30)


def two_hours(house: House, at: time = TOGETHER, other: time = APART) -> None:
    """Open for both, note the order, summon the minor with the mother, the father apart."""
    house.opens(MOTHER, FATHER)
    ordered(house)
    rdv = replace(appointment(MISSED), heure=at)
    house.does(ask.Convoquer(rdv, avec=1, aussi=other, aussi_avec=2), FIRST)
    house.posts(FIRST)


def told(house: House) -> dict[str, str]:
    """Return all that each has read so far, to the last word, calendar and data included."""
    words: dict[str, str] = {}
    for subject, context in house.letters():
        if subject.letter.role in ("representant", "jeune"):
            name = context.destinataire.prenom
            words[name] = words.get(name, "") + str(context) + str(RENDERER.compose(context))
    return words


def hours(house: House, model: str) -> dict[str, tuple[time, bool]]:
    return {
        context.destinataire.prenom: (context.rendez_vous.heure, context.rendez_vous.a_part)  # type: ignore[attr-defined]
        for subject, context in house.letters()
        if subject.letter.modele == model
    }


def test_each_parent_reads_one_hour_and_the_minor_that_of_the_home(house: House) -> None:
    two_hours(house)
    assert hours(house, "premiere_convocation") == {
        "Anne": (TOGETHER, False), "Léa": (TOGETHER, False), "Paul": (APART, True),
    }  # fmt: skip


def test_through_a_whole_life_neither_parent_reads_the_name_the_address_or_the_hour_of_the_other(house: House) -> None:
    two_hours(house)
    house.does(ask.ConstaterAbsence(Presence.REPRESENTANT, (1, 2)), MISSED)
    given = replace(appointment(SECOND_ON), heure=TOGETHER)
    house.does(ask.Convoquer(given, avec=1, aussi=APART, aussi_avec=2), SECOND)
    house.posts(SECOND)
    moved = replace(given, le=date(2026, 2, 2))
    house.does(ask.Reporter(moved, ReportReason.DEMANDE_FAMILLE, avec=1, aussi=APART, aussi_avec=2), date(2026, 1, 6))
    house.posts(date(2026, 1, 6))
    house.does(ask.Recevoir(Presence.LES_DEUX, representants=(1, 2)), date(2026, 2, 2))
    followed = replace(given, le=date(2026, 2, 10))
    house.does(ask.Inviter(followed, InviteMode.LETTRE, avec=1, aussi=APART, aussi_avec=2), date(2026, 2, 3))
    house.posts(date(2026, 2, 3))
    house.does(ask.Cloturer(Closing.DEMENAGEMENT), date(2026, 2, 4))
    read = told(house)
    assert set(read) == {"Anne", "Léa", "Paul"}
    of_paul, of_anne = ("Paul", "16 h", "16, 30", "rue du Bac"), ("Anne", "14 h", "time(14, 0)", "rue des Lilas")
    for name in ("Anne", "Léa"):
        assert [word for word in of_paul if word in _plain(read[name])] == [], name
    assert [word for word in of_anne if word in _plain(read["Paul"])] == []


def _plain(words: str) -> str:
    return words.replace("\xa0", " ").replace("\u202f", " ").replace("\\xa0", " ").replace("\\u202f", " ")


def test_who_was_told_nothing_of_the_old_day_does_not_read_it_in_the_new_one(house: House) -> None:
    house.opens(MOTHER, FATHER)
    ordered(house)
    house.does(ask.Convoquer(appointment(MISSED), avec=1), FIRST)
    house.posts(FIRST)
    both = ask.Reporter(appointment(MOVED), ReportReason.INDISPONIBILITE_STRUCTURE, avec=1, aussi=APART, aussi_avec=2)
    house.does(both, date(2025, 12, 5))
    old = {
        context.destinataire.prenom: context.ancien and context.ancien.le  # type: ignore[attr-defined]
        for subject, context in house.letters()
        if subject.letter.modele == "report"
    }
    assert old == {"Anne": MISSED, "Léa": MISSED, "Paul": None}


def test_an_act_withdrawn_is_withdrawn_from_each_at_his_or_her_hour(house: House) -> None:
    two_hours(house)
    house.does(ask.Rectifier(2, Retrait.DATE), date(2025, 12, 5))
    assert hours(house, "rectificatif") == {"Anne": (TOGETHER, False), "Léa": (TOGETHER, False), "Paul": (APART, True)}


@pytest.mark.parametrize(
    ("other", "passes"), [(time(12, 30), True), (time(12, 31), False), (time(15, 29), False), (time(15, 30), True)]
)
def test_an_interview_s_length_is_left_free_between_the_two(house: House, other: time, passes: bool) -> None:
    with nullcontext() if passes else pytest.raises(GuardError, match="ils se croiseraient"):
        two_hours(house, other=other)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"avec": 1, "aussi": APART}, "Donnez les trois"),
        ({"avec": 1, "aussi_avec": 2}, "Donnez les trois"),
        ({"avec": 1, "aussi": APART, "aussi_avec": 1}, "a déjà son heure"),
        ({"avec": 1, "aussi": APART, "aussi_avec": 3}, "n'est pas de ceux à qui l'on écrit"),
        ({"avec": 2, "aussi": APART, "aussi_avec": 1}, "le jeune habite chez Anne DUPONT"),
    ],
)
def test_an_hour_apart_is_that_of_the_other_parent(house: House, more: dict[str, Any], why: str) -> None:
    house.opens(MOTHER, FATHER)
    ordered(house)
    with pytest.raises(GuardError, match=why):
        house.does(ask.Convoquer(appointment(MISSED), **more), FIRST)


def test_without_an_order_nobody_is_received_apart(house: House) -> None:
    house.opens(MOTHER, FATHER)
    with pytest.raises(GuardError, match="aucun de ses représentants n'est à recevoir à part"):
        house.does(ask.Convoquer(appointment(MISSED), avec=1, aussi=APART, aussi_avec=2), FIRST)
