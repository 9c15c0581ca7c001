"""The columns of a list: known whatever their spelling, described by the house, or a sentence that helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.lists import COLUMNS, SOUND, csv_text, look, row
from ofworkflow.errors import ListError
from ofworkflow.intake.mapping import REQUIRED, STATE_COLUMNS, columns_of, load_mapping


def saved(folder: Path, text: str, name: str = "pays") -> Path:
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("spelled", ["Date_Naissance", "date naissance", " DATE  NAISSANCE ", "Datenaissance", "DATE-NAISSANCE"])
def test_a_header_is_known_whatever_its_case_accents_and_spaces(spelled: str) -> None:
    found = [spelled if column == "DATE_NAISSANCE" else column for column in COLUMNS]
    assert columns_of(found, STATE_COLUMNS, file="liste.csv")["naissance"] == spelled


def test_accents_in_a_header_do_not_matter() -> None:
    found = ["Prénom" if column == "PRENOM" else column for column in COLUMNS]
    assert columns_of(found, STATE_COLUMNS, file="liste.csv")["prenom"] == "Prénom"


def test_a_list_without_any_known_column_is_said_with_what_was_found() -> None:
    with pytest.raises(ListError, match=r"aucune colonne n'est connue\. Colonnes trouvées : article, prix"):
        columns_of(("article", "prix"), STATE_COLUMNS, file="stock.csv")


def test_a_missing_column_is_said_with_the_nearest_and_the_columns_found() -> None:
    found = ["NOM_FAMILLE" if column == "NOM" else column for column in SOUND]
    with pytest.raises(
        ListError, match=r"il manque la colonne NOM\. Est-ce « NOM_FAMILLE » pour NOM \?.*trouvées : INE"
    ) as refusal:
        columns_of(found, STATE_COLUMNS, file="liste.csv")
    assert "--correspondance" in str(refusal.value)


def test_all_missing_columns_are_said_at_once() -> None:
    with pytest.raises(ListError, match="il manque les colonnes PRENOM, DATE_NAISSANCE, SEXE"):
        columns_of(("NOM",), STATE_COLUMNS, file="liste.csv")


def test_a_column_there_twice_is_not_chosen_silently() -> None:
    with pytest.raises(ListError, match="NOM est là plusieurs fois"):
        columns_of((*COLUMNS, "Nom"), STATE_COLUMNS, file="liste.csv")


def test_a_column_of_no_use_may_be_there_twice() -> None:
    assert "nom" in columns_of((*COLUMNS, "REMARQUE", "REMARQUE", "", ""), STATE_COLUMNS, file="liste.csv")


def test_a_saved_mapping_names_the_columns_and_the_faults_speak_its_words(tmp_path: Path) -> None:
    names = {"NOM": "Nom de famille", "DATE_NAISSANCE": "Né le"}
    path = tmp_path / "liste.csv"
    columns = [names.get(column, column) for column in SOUND]
    given = {names.get(column, column): cell for column, cell in row(NOM="").items()}
    path.write_text(csv_text([given], columns=columns), encoding="utf-8", newline="")
    folder = saved(tmp_path, 'nom = "NOM DE FAMILLE"\nnaissance = "NE LE"\n')
    [fault] = look(path, mapping_folder=folder, mapping_name="pays").rejets
    assert (fault.ligne, fault.champ) == (2, "Nom de famille")


def test_a_column_that_the_mapping_names_must_be_there(tmp_path: Path) -> None:
    """Even an optional one: the house said it is in its list."""
    wanted = load_mapping(saved(tmp_path, 'courriel = "E-mail du jeune"\n'), "pays")
    with pytest.raises(ListError, match="il manque la colonne E-mail du jeune"):
        columns_of(COLUMNS, wanted, file="liste.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('nomm = "NOM"', "champ « nomm » est inconnu. Vouliez-vous dire « nom »"),
        ('zzzz = "NOM"', "Champs connus : ine, nom"),
        ("nom = 3", "« nom » doit nommer une colonne"),
        ('nom = " "', "« nom » doit nommer une colonne"),
        ('nom = "A"\nprenom = ', "à la fin : la correspondance est mal écrite"),
        ('nom = "A"\nprenom = x\nine = "B"', "ligne 2 : la"),
    ],
)
def test_a_mapping_badly_written_is_said_where(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ListError, match=said):
        load_mapping(saved(tmp_path, text), "pays")


def test_a_mapping_saved_by_a_notepad_is_read(tmp_path: Path) -> None:
    (tmp_path / "pays.toml").write_bytes('\ufeffnom = "Né"\r\n'.encode())
    assert load_mapping(tmp_path, "pays")["nom"] == "Né"


def test_an_absent_mapping_is_said_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="« autre » n'existe pas ; connues : pays"):
        load_mapping(saved(tmp_path, 'nom = "N"'), "autre")
    with pytest.raises(ListError, match="connues : aucune"):
        load_mapping(tmp_path / "nulle-part", "autre")


@pytest.mark.parametrize("name", ["../secret", "a/b", "..", "c:\\x", ".cache", "x\0y"])
def test_a_mapping_name_is_not_a_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(ListError, match="n'existe pas"):
        load_mapping(tmp_path, name)


DOC = (Path(__file__).parents[2] / "docs" / "importer.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("field", STATE_COLUMNS)
def test_the_counsellor_s_page_names_every_field_and_its_column(field: str) -> None:
    [line] = [line for line in DOC.splitlines() if line.startswith("|") and f"`{field}`" in line]
    assert STATE_COLUMNS[field] in line


def test_the_counsellor_s_example_is_a_mapping_that_loads(tmp_path: Path) -> None:
    example = DOC.partition("```toml\n")[2].partition("```")[0]
    assert load_mapping(saved(tmp_path, example), "pays")["nom"] == "NOM DE FAMILLE"


@pytest.mark.parametrize("field", REQUIRED)
def test_a_required_column_is_really_required(field: str) -> None:
    found = [column for column in COLUMNS if column != STATE_COLUMNS[field]]
    with pytest.raises(ListError, match=f"il manque la colonne {STATE_COLUMNS[field]}\\."):
        columns_of(found, STATE_COLUMNS, file="liste.csv")
