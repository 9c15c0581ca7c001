"""The columns of a list: known whatever their spelling, described by the house, or a sentence that helps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from intake.lists import COLUMNS, SOUND, csv_text, look, row
from ofworkflow.errors import ListError
from ofworkflow.intake.fields_of_lists import STATE_COLUMNS
from ofworkflow.intake.headings import Meaning, meaning_of
from ofworkflow.intake.layout import ListColumn, Listing, ListRow
from ofworkflow.intake.mapping import find_mapping, load_mapping, mapping_text
from ofworkflow.intake.proposal import NEEDED, Mapped, propose


def saved(folder: Path, text: str, name: str = "pays") -> Path:
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def proposed(*headings: str, saved: Mapping[str, str] = STATE_COLUMNS, rows: Sequence[Sequence[str]] = ()) -> Mapped:
    """Return what columns are read as, in a list of these headings."""
    columns = tuple(ListColumn(at, heading) for at, heading in enumerate(headings))
    listing = Listing(columns, tuple(ListRow(at, tuple(cells)) for at, cells in enumerate(rows, 2)))
    return propose(listing, saved, file="liste.csv")


@pytest.mark.parametrize(
    "spelled",
    ["Date_Naissance", "date naissance", " DATE  NAISSANCE ", "Datenaissance", "DATE-NAISSANCE", "Né(e) le", "Date de\nNaissance",
     "date_de_naissance_apprenant *", "Date de naissance (jj/mm/aaaa)"],
)  # fmt: skip
def test_a_header_is_known_however_it_is_written(spelled: str) -> None:
    found = [spelled if column == "DATE_NAISSANCE" else column for column in COLUMNS]
    assert found[proposed(*found).places["naissance"]] == spelled


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Nom de famille", "nom"), ("nom_apprenant *", "nom"), ("Nom bénéficiaire", "nom"), ("Prénom(s)", "prenom"),
        ("NOM Prénom", "nom_prenom"), ("Prénom et nom", "prenom_nom"), ("Civilité", "sexe"), ("F/G", "sexe"),
        ("CP Ville", "cp_ville"), ("Code postal / Ville", "cp_ville"), ("N°\nTéléphones", "telephones"),
        ("Portable élève", "tel_portable"), ("Tél. portable resp", "rl1_telephone"), ("Téléphone mère", "rl1_telephone"),
        ("Nom du père", "rl2_nom"), ("Resp. légal 1 - Prénom", "rl1_prenom"), ("Mail resp. légal 2", "rl2_courriel"),
        ("responsable_apprenant_mail1", "rl1_courriel"), ("Resp. légal", "rl1_identite"), ("Responsables légaux", "representants"),
        ("Nom du CFA", "etablissement"), ("etablissement_formateur_uai *", "uai"), ("Intitulé de la formation", "classe"),
        ("Commune de naissance", "lieu_naissance"), ("Ville de résidence", "commune"), ("Adresses\nMails", "courriel"),
    ],
)  # fmt: skip
def test_a_heading_says_whose_it_is_and_what(heading: str, field: str) -> None:
    meant = meaning_of(heading)
    assert meant is not None
    assert (meant.field, meant.certain) == (field, True)


@pytest.mark.parametrize(
    "heading",
    ["COMMUNE_ETAB", "Observations", "N°", "Date envoie du courrier", "Heure du rdv", "référents", "Age", "RQTH", "NIR", "Tags",
     "annee_scolaire *", "Structure", "Nom du conseiller", ""],
)  # fmt: skip
def test_a_heading_of_something_else_is_not_taken_for_what_it_resembles(heading: str) -> None:
    assert meaning_of(heading) is None


def test_a_heading_below_that_of_a_group_is_of_the_group() -> None:
    assert meaning_of("Nom", "REPRÉSENTANT 1") == Meaning("rl1_nom")
    assert meaning_of("Nom", "JEUNE") == Meaning("nom")


def test_a_heading_that_only_resembles_is_confirmed_by_what_the_column_holds_or_by_a_person() -> None:
    head = ("NOM", "PRENOM", "date de naisance", "Téléphonne")
    assert [each.field for each in proposed(*head).uncertain] == ["naissance", "telephones"]
    assert proposed(*head, rows=[("DUPONT", "Léa", "14/05/2009", "06 39 98 01 01")]).uncertain == ()


def test_what_a_column_holds_speaks_against_its_heading() -> None:
    rows = [("DUPONT", "Léa", "14/05/2009", "rue des Lilas")] * 3
    [doubt] = proposed("NOM", "PRENOM", "DATE_NAISSANCE", "MEL", rows=rows).uncertain
    assert (doubt.field, "contenu" in doubt.why) == ("courriel", True)


def test_columns_that_hold_data_and_are_not_read_are_told() -> None:
    rows = [("DUPONT", "Léa", "14/05/2009", "placé", "", "x")]
    mapped = proposed("NOM", "PRENOM", "DATE_NAISSANCE", "", "Observations", "Tags", rows=rows)
    assert [column.shown for column in mapped.unread] == ["colonne D, sans titre", "Tags"]


def test_a_list_without_any_known_column_is_said_with_what_was_found() -> None:
    with pytest.raises(ListError, match=r"aucune colonne n'est connue\. Colonnes trouvées : article, prix"):
        proposed("article", "prix")


def test_all_missing_columns_are_said_at_once() -> None:
    with pytest.raises(ListError, match=r"il manque les colonnes PRENOM, DATE_NAISSANCE\..*--correspondance"):
        proposed("NOM")


def test_a_column_there_twice_is_not_chosen_silently() -> None:
    head = ("NOM", "PRENOM", "DATE_NAISSANCE", "Nom")
    with pytest.raises(ListError, match="est là plusieurs fois"):
        proposed(*head, rows=[("DUPONT", "Léa", "14/05/2009", "MARTIN")])
    assert proposed(*head, rows=[("DUPONT", "Léa", "14/05/2009", "DUPONT")]).places["nom"] == 0


def test_a_column_of_no_use_may_be_there_twice() -> None:
    assert "nom" in proposed(*COLUMNS, "REMARQUE", "REMARQUE", "", "").places


def test_a_mapping_is_kept_and_found_again_by_the_headings_alone(tmp_path: Path) -> None:
    head = ("Patronyme du jeune", "Petit nom", "Jour de venue au monde")
    text = mapping_text({"nom": 0, "prenom": 1, "naissance": 2}, head)
    saved(tmp_path, text, "lycee")
    assert find_mapping(tmp_path, (*head, "Observations")) == "lycee"
    assert find_mapping(tmp_path, head[:2]) is None
    path = tmp_path / "liste.csv"
    path.write_text(";".join(head) + "\nDUPONT;Léa;14/05/2009\n", encoding="utf-8")
    seen = look(path, mapping_folder=tmp_path)
    assert [(s.jeune.nom, s.jeune.prenom) for _, s in seen.a_creer] == [("DUPONT", "Léa")]
    assert seen.lecture is not None
    assert seen.lecture.mapping == "lycee"


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
        proposed(*COLUMNS, saved=wanted)


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
    with pytest.raises(ListError, match=r"« autre » n'existe pas ; connues : cfa, .*pays, "):
        load_mapping(saved(tmp_path, 'nom = "N"'), "autre")
    with pytest.raises(ListError, match="connues : cfa, imilo"):
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


@pytest.mark.parametrize("column", [column for column, _ in NEEDED])
def test_a_required_column_is_really_required(column: str) -> None:
    with pytest.raises(ListError, match=f"il manque la colonne {column}\\."):
        proposed(*(other for other in COLUMNS if other != column))
