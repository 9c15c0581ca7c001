"""Who may be one person, though written otherwise, and who are two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from intake.lists import base, look_at, row
from ofworkflow.intake.likeness import likeness
from ofworkflow.procedure.name_keys import sound_of
from ofworkflow.procedure.persons import Adresse, Jeune

LEA = Jeune("DUPONT", "Léa", date(2009, 5, 14), "F", "Lambersart", Adresse("12 rue des Lilas"))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("DELAFONTAINE", "DE LA FONTAINE"), ("SAINT-YVES", "ST YVES"), ("LE GALL", "Legall"), ("Łukasz", "LUKASZ"),
        ("D'HONDT", "DHONDT"), ("BŒUF", "BOEUF"), ("VAN DER BERG", "VANDERBERG"),
    ],
)  # fmt: skip
def test_one_name_is_one_name_however_it_is_cut(one: str, two: str) -> None:
    found = likeness(replace(LEA, nom=one), replace(LEA, nom=two))
    assert found is not None
    assert "frappe" not in found.why


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"nom": "DUPOND"}, "se prononce pareil"),
        ({"nom": "DUPPONT"}, "frappe"),
        ({"prenom": "Lea-Marie"}, "un prénom de plus"),
        ({"prenom": "LEA MARIE LOUISE"}, "un prénom de plus"),
        ({"nom": "Léa", "prenom": "DUPONT"}, "inversés"),
        ({"nom": "DUPONT-MARTIN"}, "nom double"),
        ({"nom": "MARTIN", "nom_usage": "DUPONT"}, "nom d'usage"),
        ({"naissance": date(2009, 5, 15)}, "un jour d'écart"),
        ({"naissance": date(2009, 4, 14)}, "que d'un nombre"),
    ],
)
def test_a_likeness_says_why(change: dict[str, object], why: str) -> None:
    found = likeness(LEA, replace(LEA, **change))  # type: ignore[arg-type]
    assert found is not None
    assert why in found.why


def test_the_day_and_the_month_may_have_changed_places() -> None:
    found = likeness(replace(LEA, naissance=date(2009, 3, 5)), replace(LEA, naissance=date(2009, 5, 3)))
    assert found is not None
    assert "inversés" in found.why


@pytest.mark.parametrize(
    "change",
    [
        {"prenom": "Zoé"},  # a twin, a sister
        {"prenom": "Lou"},
        {"nom": "MARTIN"},
        {"naissance": date(2010, 8, 2)},  # a namesake
    ],
)
def test_twins_siblings_and_namesakes_are_two(change: dict[str, object]) -> None:
    assert likeness(LEA, replace(LEA, **change)) is None  # type: ignore[arg-type]


def test_twins_whose_first_names_are_near_are_told_apart_by_their_numbers() -> None:
    one, two = replace(LEA, prenom="Mathis", ine="123456789AB"), replace(LEA, prenom="Mathias", ine="987654321ZZ")
    assert likeness(one, two) is None
    assert likeness(replace(one, ine=""), two)


def test_names_that_sound_alike_have_one_sound() -> None:
    assert sound_of("Philippe") == sound_of("Filipe")
    assert sound_of("Mohamed") != sound_of("Mohand")


def test_a_slip_opens_no_second_dossier(tmp_path: Path) -> None:
    from house import desk
    from intake.lists import LIST_ON
    from ofworkflow.casework.registry.opening import open_dossiers

    connection = base()
    first = look_at(tmp_path, row(), connection=connection)
    open_dossiers(connection, [s for _, s in first.a_creer], done_on=LIST_ON, desk=desk(LIST_ON))
    again = look_at(tmp_path, row(INE="", NOM="DUPOND"), row(INE="", PRENOM="Zoé", NOM="LEROY"), connection=connection)
    assert [doubt.ligne for doubt in again.douteux] == [2]
    assert "se prononce pareil" in again.douteux[0].motif
    assert [line for line, _ in again.a_creer] == [3]


def test_who_is_listed_again_after_closing_is_a_line_of_its_own_with_the_act_to_type(tmp_path: Path) -> None:
    import sqlalchemy as sa

    from house import desk
    from intake.lists import LIST_ON
    from ofworkflow.casework.registry.opening import open_dossiers
    from ofworkflow.storage import models as m

    connection = base()
    opened = look_at(tmp_path, row(), connection=connection)
    open_dossiers(connection, [s for _, s in opened.a_creer], done_on=LIST_ON, desk=desk(LIST_ON))
    connection.execute(sa.update(m.dossier).values(clos_le=date(2026, 10, 20)))
    same_day = look_at(tmp_path, row(), connection=connection)
    assert (same_day.inchanges, same_day.douteux) == (1, ())  # the list that was already written
    later = look_at(tmp_path, row(), connection=connection, list_on=date(2026, 12, 1))
    [doubt] = later.douteux
    assert "of signaler 2026-0001 --source siei --le 01/12/2026" in doubt.motif
