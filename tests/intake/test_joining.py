"""Several columns that make one, one that makes several, and the lists that ship as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.lists import DATA, look
from ofworkflow.intake.fields_of_lists import STATE_COLUMNS
from ofworkflow.intake.headings import TWO_IN_ONE
from ofworkflow.intake.mapping import load_mapping
from ofworkflow.intake.preview import Preview
from ofworkflow.intake.profiles import profiles


def read(tmp_path: Path, *lines: str) -> Preview:
    path = tmp_path / "liste.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return look(path)


def test_the_day_the_month_and_the_year_of_three_columns_make_a_birth_date(tmp_path: Path) -> None:
    seen = read(
        tmp_path, "Nom;Prénom;Jour naissance;Mois naissance;Année naissance", "DUPONT;Léa;4;5;2009", "ROY;Tom;14;mai;2009",
        "MARTIN;Ana;;5;2009",
    )  # fmt: skip
    assert [s.jeune.naissance.isoformat() for _, s in seen.a_creer] == ["2009-05-04", "2009-05-14"]
    assert [(fault.ligne, fault.champ) for fault in seen.rejets] == [(4, "Jour naissance")]


def test_the_number_and_the_street_make_an_address_and_the_prefix_a_phone(tmp_path: Path) -> None:
    seen = read(
        tmp_path, "Nom;Prénom;Né le;N° voie;Type voie;Libellé voie;Indicatif;Téléphone",
        "DUPONT;Léa;14/05/2009;12;rue;des Lilas;33;639980101", "ROY;Tom;15/05/2009;;;rue Basse;;06 39 98 01 02",
    )  # fmt: skip
    kept = [(s.jeune.adresse.ligne1, s.jeune.tel_portable) for _, s in seen.a_creer]
    assert kept == [("12 rue des Lilas", "06 39 98 01 01"), ("rue Basse", "06 39 98 01 02")]


def test_the_number_of_a_row_is_no_number_of_a_street(tmp_path: Path) -> None:
    seen = read(tmp_path, "N°;Nom;Prénom;Né le;Rue", "1;DUPONT;Léa;14/05/2009;12 rue des Lilas")
    assert [s.jeune.adresse.ligne1 for _, s in seen.a_creer] == ["12 rue des Lilas"]


@pytest.mark.parametrize("heading", ["Nom", "Élève", "Le jeune", "Bénéficiaire"])
def test_a_column_of_both_names_is_one_of_both_when_capitals_prove_it(tmp_path: Path, heading: str) -> None:
    seen = read(tmp_path, f"{heading};Né le", "DE LA TOUR Léa;14/05/2009", "MARTIN Tom;15/05/2009")
    assert [(s.jeune.nom, s.jeune.prenom) for _, s in seen.a_creer] == [("DE LA TOUR", "Léa"), ("MARTIN", "Tom")]
    assert seen.lecture is not None
    assert seen.lecture.mapped.uncertain == ()


def test_a_column_of_both_names_without_capitals_is_to_be_confirmed(tmp_path: Path) -> None:
    lecture = read(tmp_path, "Nom;Né le", "Dupont Léa;14/05/2009", "Martin Tom;15/05/2009").lecture
    assert lecture is not None
    assert [each.field for each in lecture.mapped.uncertain] == ["nom_prenom"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("etrangeres/cfa_modele.xlsx", "cfa"),
        ("etrangeres/rendez_vous.xlsx", "rendez_vous"),
        ("etrangeres/plateforme.xlsx", "maison"),
        ("abimees/b_tableau_de_bord_1sheet.xlsx", "tableau_de_bord"),
        ("liste_siei.csv", ""),  # the State's own columns need no profile
    ],
)
def test_a_list_that_everybody_gets_is_known_by_its_headings(path: str, name: str) -> None:
    lecture = look(DATA / path).lecture
    assert lecture is not None
    assert lecture.mapping == name


@pytest.mark.parametrize("name", sorted(profiles()))
def test_a_profile_names_fields_that_exist_and_is_a_mapping(tmp_path: Path, name: str) -> None:
    columns = profiles()[name].columns
    assert set(columns) <= {*STATE_COLUMNS, *TWO_IN_ONE}
    assert load_mapping(tmp_path, name).items() >= columns.items()


def test_a_mapping_of_the_house_comes_before_the_profile_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "cfa.toml").write_text('nom = "nom_apprenant *"\nprenom = "NOM COURT"\n', encoding="utf-8")
    assert load_mapping(tmp_path, "cfa")["prenom"] == "NOM COURT"


def test_a_profile_does_without_the_columns_that_an_export_left_out(tmp_path: Path) -> None:
    seen = read(
        tmp_path, "nom_apprenant *;prenom_apprenant *;date_de_naissance_apprenant *;email_contact *",
        "DUPONT;Léa;14/05/2009;lea@exemple.invalid",
    )  # fmt: skip
    assert [s.jeune.courriel for _, s in seen.a_creer] == ["lea@exemple.invalid"]
