"""Every row is checked whole: all its faults at once, each with its line, its column and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.lists import look_at, row
from ofworkflow.procedure.persons import Signalement
from ofworkflow.procedure.vocabulary import Quality


def faults(tmp_path: Path, **changes: str) -> list[tuple[int, str]]:
    return [(fault.ligne, fault.champ) for fault in look_at(tmp_path, row(**changes)).rejets]


def created(tmp_path: Path, **changes: str) -> Signalement:
    seen = look_at(tmp_path, row(**changes))
    assert seen.rejets == ()
    [(_, signalement)] = seen.a_creer
    return signalement


def reason(tmp_path: Path, **changes: str) -> str:
    [fault] = look_at(tmp_path, row(**changes)).rejets
    return fault.motif


def test_all_faults_of_all_rows_are_told_at_once(tmp_path: Path) -> None:
    seen = look_at(
        tmp_path,
        row(NOM="", SEXE="?", DATE_NAISSANCE="hier", CODE_POSTAL="5913", RL1_TEL="12"),
        row(),
        row(INE="1,2E+10", COMMUNE="Roubaix", CODE_INSEE="", MEL="lea", DATE_SORTIE="32/01/2026"),
    )
    assert {(fault.ligne, fault.champ) for fault in seen.rejets} == {
        (2, "NOM"), (2, "SEXE"), (2, "DATE_NAISSANCE"), (2, "CODE_POSTAL"), (2, "RL1_TEL"),
        (4, "INE"), (4, "COMMUNE"), (4, "MEL"), (4, "DATE_SORTIE"),
    }  # fmt: skip
    assert [line for line, _ in seen.a_creer] == [3]


@pytest.mark.parametrize(
    ("born", "sound"),
    [
        ("16/10/2010", False),  # 16 tomorrow
        ("15/10/2010", True),  # 16 on the day
        ("16/10/2008", True),  # 18 tomorrow
        ("15/10/2008", False),  # 18 on the day: of age
        ("29/02/2008", False),  # 18 on 28 February 2026
        ("16/10/2026", False),  # not born on the day of the list
        ("31/12/9999", False),  # a year no age can be counted from
        ("01/01/0001", False),
    ],
)
def test_a_minor_is_in_scope_from_16_to_the_eve_of_18_on_the_day_of_the_list(tmp_path: Path, born: str, sound: bool) -> None:
    """Article L. 114-1."""
    assert faults(tmp_path, DATE_NAISSANCE=born) == ([] if sound else [(2, "DATE_NAISSANCE")])


@pytest.mark.parametrize("written", ["14/05/2009", "14-05-2009", "14.5.2009", "2009-05-14", "2009/5/14", "2009-05-14 00:00:00"])
def test_a_date_is_read_day_first_or_year_first(tmp_path: Path, written: str) -> None:
    assert created(tmp_path, DATE_NAISSANCE=written).jeune.naissance.isoformat() == "2009-05-14"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "manque"),
        ("31/02/2009", "n'existe pas"),
        ("29/02/2009", "n'existe pas"),  # not a leap year
        ("05/14/2009", "inversés"),
        ("2009-14-05", "inversés"),
        ("14/05/09", "pas une date"),  # 1909 or 2009: not for us to guess
        ("39947", "en nombre"),  # a spreadsheet's serial number
        ("14 mai 2009", "pas une date"),
        ("١٤/٠٥/٢٠٠٩", "pas une date"),
    ],
)
def test_a_date_that_cannot_be_read_says_why(tmp_path: Path, written: str, said: str) -> None:
    assert said in reason(tmp_path, DATE_NAISSANCE=written)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("NOM", ""),
        ("NOM", "---"),  # nothing to search for
        ("PRENOM", ""),
        ("SEXE", ""),
        ("SEXE", "X"),
        ("CODE_POSTAL", ""),
        ("CODE_POSTAL", "5911"),
        ("CODE_POSTAL", "591300"),
        ("CODE_POSTAL", "5913O"),
        ("INE", "1.2345E+10"),
        ("INE", "1,23457E+10"),
        ("INE", "12345678AB"),  # a digit lost
        ("INE", "12345678901"),
        ("INE", "123456789A"),
        ("TEL_FIXE", "353010366"),  # its zero lost
        ("TEL_PORTABLE", "06 39 98 01"),
        ("TEL_PORTABLE", "+44 20 7946 0000"),
        ("MEL", "lea@exemple"),
        ("MEL", "lea.exemple.invalid"),
        ("MEL", "a@exemple.invalid;b@exemple.invalid"),
        ("DATE_ENTREE", "bientôt"),
        ("DATE_SORTIE", "31/06/2026"),
        ("RL1_NOM", ""),
        ("RL1_CODE_POSTAL", "7500"),
        ("RL1_CODE_POSTAL", ""),
        ("RL1_COMMUNE", ""),
        ("RL1_TEL", "abc"),
        ("RL1_MEL", "@"),
        ("ETABLISSEMENT", "Coll\ufffdge"),  # damaged before it came to us
        ("CLASSE", "\x1b[2J"),
        ("ADRESSE1", "x" * 201),
    ],
)
def test_a_wrong_value_is_a_fault_of_its_own_column(tmp_path: Path, column: str, value: str) -> None:
    assert faults(tmp_path, **{column: value}) == [(2, column)]


def test_a_lost_zero_is_told_as_such_and_not_guessed(tmp_path: Path) -> None:
    assert "zéro" in reason(tmp_path, TEL_PORTABLE="639980101")


def test_a_fault_shows_nothing_that_moves_a_cursor_nor_fills_the_screen(tmp_path: Path) -> None:
    said = reason(tmp_path, MEL="\x1b[2J" + "é" * 150)
    assert said.isprintable()
    assert len(said) < 200


@pytest.mark.parametrize(
    ("code", "name", "known_as"),
    [
        ("59328", "LAMBERSART", "Lambersart"),
        ("59328", "", "Lambersart"),
        ("59328", "Lambersart Cedex", "Lambersart"),  # the code decides
        ("", "lambersart", "Lambersart"),
        ("", "MARCQ EN BAROEUL", "Marcq-en-Barœul"),
        ("", "Quesnoy sur Deule", "Quesnoy-sur-Deûle"),
        ("", "ST ANDRE LEZ LILLE", "Saint-André-lez-Lille"),
    ],
)
def test_a_commune_is_stored_as_the_territory_writes_it(tmp_path: Path, code: str, name: str, known_as: str) -> None:
    jeune = created(tmp_path, CODE_INSEE=code, COMMUNE=name).jeune
    assert (jeune.commune, jeune.adresse.ville) == (known_as, known_as)
    assert jeune.commune_insee


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("59512", "Roubaix"),
        ("", "Roubaix"),
        ("", ""),
        ("59512", "Lambersart"),  # the code decides
        ("59328", "La Madeleine"),  # two of ours: one is wrong, not for us to choose
    ],
)
def test_a_commune_outside_the_territory_or_contradictory_is_a_fault(tmp_path: Path, code: str, name: str) -> None:
    assert faults(tmp_path, CODE_INSEE=code, COMMUNE=name) == [(2, "COMMUNE")]


def test_without_a_territory_every_commune_is_accepted_as_written(tmp_path: Path) -> None:
    [(_, s)] = look_at(tmp_path, row(CODE_INSEE="59512", COMMUNE="ROUBAIX"), communes={}).a_creer
    assert (s.jeune.commune_insee, s.jeune.commune) == ("59512", "ROUBAIX")
    assert look_at(tmp_path, row(COMMUNE=""), communes={}).rejets


@pytest.mark.parametrize(
    "written",
    ["06 39 98 01 01", "0639980101", "06.39.98.01.01", "06-39-98-01-01", "+33639980101", "+33 (0)6 39 98 01 01", "0033639980101"],
)
def test_a_phone_has_one_form(tmp_path: Path, written: str) -> None:
    assert created(tmp_path, TEL_PORTABLE=written).jeune.tel_portable == "06 39 98 01 01"


@pytest.mark.parametrize(("written", "kept"), [("123456789ab", "123456789AB"), ("1234567890c", "1234567890C"), ("", "")])
def test_an_ine_is_in_capitals(tmp_path: Path, written: str, kept: str) -> None:
    assert created(tmp_path, INE=written).jeune.ine == kept


@pytest.mark.parametrize(
    ("diplome", "niveau"),
    [
        ("AUCUN", "aucun"), ("Sans diplôme", "aucun"), ("DNB", "aucun"), ("CAP", "cap_bep"), ("BEP", "cap_bep"),
        ("BAC", "bac"), ("Bac Pro", "bac"), ("BAC+2", "superieur"), ("BTS", "superieur"), ("Licence", "superieur"),
        ("SUPÉRIEUR", "superieur"), ("", ""), ("autre", ""),
    ],
)  # fmt: skip
def test_a_diploma_gives_the_level_of_the_figures(tmp_path: Path, diplome: str, niveau: str) -> None:
    assert created(tmp_path, DIPLOME=diplome).jeune.niveau == niveau


@pytest.mark.parametrize(("written", "qpv"), [("O", True), ("oui", True), ("N", False), ("", None), ("?", None)])
def test_a_priority_area_is_yes_no_or_not_said(tmp_path: Path, written: str, qpv: bool | None) -> None:
    assert created(tmp_path, QPV=written).jeune.qpv is qpv


@pytest.mark.parametrize(("written", "sexe"), [("F", "F"), ("m", "M"), ("Féminin", "F"), ("garçon", "M"), ("1", "M"), ("2", "F")])
def test_a_sex_is_f_or_m(tmp_path: Path, written: str, sexe: str) -> None:
    assert created(tmp_path, SEXE=written).jeune.sexe == sexe


@pytest.mark.parametrize(
    ("lien", "qualite"),
    [("MERE", Quality.MERE), ("Père", Quality.PERE), ("TUTRICE", Quality.TUTEUR), ("ASE", Quality.ASE), ("TIERS", Quality.TIERS),
     ("GRAND-MERE", Quality.AUTRE), ("", Quality.AUTRE)],
)  # fmt: skip
def test_a_link_gives_the_quality_of_the_representative(tmp_path: Path, lien: str, qualite: Quality) -> None:
    assert created(tmp_path, RL1_LIEN=lien).representants[0].qualite is qualite


SECOND = {"RL2_LIEN": "PERE", "RL2_NOM": "DUPONT", "RL2_PRENOM": "Marc"}
LILAS = {"RL2_ADRESSE1": "12 RUE DES LILAS", "RL2_CODE_POSTAL": "59130", "RL2_COMMUNE": "Lambersart"}
BAC = {"RL1_ADRESSE1": "3 rue du Bac", "RL1_CODE_POSTAL": "59110", "RL1_COMMUNE": "La Madeleine"}
NOWHERE = {"RL1_ADRESSE1": "", "RL1_CODE_POSTAL": "", "RL1_COMMUNE": ""}


@pytest.mark.parametrize(
    ("changes", "housed"),
    [
        ({}, [True]),
        (SECOND | LILAS, [True, False]),  # both live there: the first one
        (SECOND | LILAS | BAC, [False, True]),
        (BAC, [False]),
        ({"ADRESSE1": "", "RL1_ADRESSE1": ""}, [False]),  # the same postcode is not an address
    ],
)
def test_the_minor_lives_with_the_first_representative_of_the_same_address(
    tmp_path: Path, changes: dict[str, str], housed: list[bool]
) -> None:
    assert [r.heberge for r in created(tmp_path, **changes).representants] == housed


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"RL1_NOM": "", "RL1_PRENOM": ""}, [(2, "RL1_NOM")]),  # an address without a name
        ({"RL1_NOM": ""}, [(2, "RL1_NOM")]),  # a first name is not enough
        (NOWHERE, [(2, "RL1_CODE_POSTAL")]),  # a name without an address
        (NOWHERE | SECOND | LILAS, []),  # one of the two is enough
        (NOWHERE | LILAS, [(2, "RL1_CODE_POSTAL")]),  # an address that is nobody's
        ({"RL1_NOM": "", "RL1_PRENOM": ""} | SECOND | LILAS, []),
        (SECOND, []),
        (SECOND | {"RL2_NOM": ""}, [(2, "RL2_NOM")]),
        (SECOND | {"RL2_ADRESSE1": "3 rue du Bac"}, [(2, "RL2_CODE_POSTAL"), (2, "RL2_COMMUNE")]),
    ],
)
def test_one_representative_with_a_name_and_an_address_is_needed(
    tmp_path: Path, changes: dict[str, str], expected: list[tuple[int, str]]
) -> None:
    assert faults(tmp_path, **changes) == expected


def test_a_row_with_a_cell_too_many_is_rejected(tmp_path: Path) -> None:
    from intake.lists import csv_text, look

    path = tmp_path / "liste.csv"
    path.write_text(csv_text([row()]).rstrip() + ";" * 12 + "trop\r\n", encoding="utf-8", newline="")
    [fault] = look(path).rejets
    assert (fault.ligne, fault.champ) == (2, "RL2_MEL")
    assert "plus de cases" in fault.motif


def test_a_parent_abroad_has_a_country_and_any_postcode_or_none(tmp_path: Path) -> None:
    found = created(tmp_path, RL1_CODE_POSTAL="", RL1_COMMUNE="Moskva 125009", RL1_PAYS="RUSSIE")
    assert found.representants[0].adresse.lines()[-2:] == ("Moskva 125009", "Russie")
    assert created(tmp_path, RL1_PAYS="FRANCE").representants[0].adresse.pays == ""
    assert faults(tmp_path, RL1_CODE_POSTAL="1001", RL1_COMMUNE="Tirana") == [(2, "RL1_CODE_POSTAL")]
    assert faults(tmp_path, RL1_PAYS="Atlantide") == [(2, "RL1_PAYS")]
