"""Importing, typed: previewed, applied, applied again."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from cli.conftest import Of
from terminals import on_terminal

DATA = Path(__file__).resolve().parents[1] / "data"
LIST = (str(DATA / "liste_siei.csv"), "--le", "15/10/2026")


def test_a_list_is_previewed_and_nothing_is_written(of: Of) -> None:
    answer = of("importer", *LIST, "--json")
    assert answer.code == 5  # rows are rejected
    data = answer.json
    assert (data["lot"], data["a_creer"], data["a_modifier"], data["inchanges"], data["douteux"]) == (None, 57, 0, 0, 2)
    assert {"ligne": 13, "champ": "NOM"} in [{k: r[k] for k in ("ligne", "champ")} for r in data["rejets"]]
    assert {"ligne": 17, "champ": "CODE_POSTAL"} in [{k: r[k] for k in ("ligne", "champ")} for r in data["avertis"]]
    assert data["lecture"]["encodage"] == "Windows (cp1252)"
    assert of("dossiers", "--json").json["dossiers"] == []


def test_the_same_list_twice_creates_nothing(of: Of) -> None:
    first = of("importer", *LIST, "--appliquer", "--json").json
    again = of("importer", *LIST, "--appliquer", "--json").json
    assert (first["lot"], first["references"][0], first["references"][-1]) == ("L0001", "2026-0001", "2026-0057")
    assert (again["lot"], again["a_creer"], again["inchanges"]) == (None, 0, 57)
    assert len(of("dossiers", "--json").json["dossiers"]) == 57


def test_the_three_months_run_from_the_day_of_the_list(of: Of) -> None:
    of("importer", *LIST, "--appliquer")
    view = of("voir", "2026-0001", "--json").json
    first = view["echeances"][0]
    assert (first["slug"], first["legale"]) == ("premier_entretien", "2027-01-15")
    assert view["signale_le"] == "2026-10-15"


def test_who_turns_18_before_the_end_is_named_with_the_last_useful_day(of: Of, tmp_path: Path) -> None:
    """Of 15/11, the three months end on 15/02/2027: line 37 of the list is of age on 08/02."""
    text = (DATA / "liste_propre.csv").read_text(encoding="utf-8-sig").replace(";CAP;", ";AUCUN;")
    (tmp_path / "sans_diplome.csv").write_text(text, encoding="utf-8")
    typed = of("importer", str(tmp_path / "sans_diplome.csv"), "--le", "15/11/2026", "--appliquer", "--json")
    said = {each["reference"]: each["motif"] for each in typed.json["avertissements"]}
    assert said["2026-0037"].endswith("après la majorité (lun. 08/02/2027) : dernier jour utile le dim. 07/02/2027.")
    assert "2026-0001" not in said


def test_the_three_months_run_from_the_school_s_report_for_who_has_no_diploma(of: Of) -> None:
    """L. 313-8: some of the list have a CAP; the school reported the others nine days before it."""
    typed = of("importer", *LIST, "--signale-le", "06/10/2026", "--appliquer", "--json")
    why = "Les trois mois de l'article L. 313-8 ne courent pas : le jeune a un diplôme."
    graduates = [each["reference"] for each in typed.json["avertissements"] if each["motif"] == why]
    assert "2026-0001" not in graduates
    [first, other] = [of("voir", reference, "--json").json for reference in ("2026-0001", graduates[0])]
    assert (first["signale_le"], first["echeances"][0]["legale"]) == ("2026-10-06", "2027-01-06")
    assert "premier_entretien" not in {each["slug"] for each in other["echeances"]}


def test_a_workbook_of_people_already_known_changes_nothing(of: Of) -> None:
    of("importer", str(DATA / "liste_propre.csv"), "--le", "15/10/2026", "--appliquer")
    again = of("importer", str(DATA / "liste_psad.xlsx"), "--source", "psad", "--le", "15/10/2026", "--json").json
    assert (again["a_creer"], again["inchanges"], again["douteux"], again["rejets"]) == (0, 30, 0, [])


def test_an_empty_contact_is_filled_and_a_newer_list_beats_an_older_one(of: Of, tmp_path: Path) -> None:
    of("importer", str(DATA / "liste_propre.csv"), "--le", "15/10/2026", "--appliquer")
    text = (DATA / "liste_propre.csv").read_text(encoding="utf-8-sig")
    changed = text.replace("06 39 98 30 00", "06 39 98 99 99").replace(
        "06 39 98 51 74;;", "06 39 98 51 74;georges@exemple.invalid;"
    )
    path = tmp_path / "suite.csv"
    path.write_text(changed, encoding="utf-8")
    seen = of("importer", str(path), "--le", "20/10/2026", "--appliquer", "--json").json
    assert (seen["a_creer"], seen["a_modifier"], seen["douteux"], seen["proposes"]) == (0, 2, 0, [])
    assert of("importer", str(path), "--le", "20/10/2026", "--json").json["a_modifier"] == 0


@pytest.mark.parametrize("name", ["absente.csv", "."])
def test_a_list_that_cannot_be_read_ends_with_1(of: Of, name: str) -> None:
    answer = of("importer", name)
    assert (answer.code, answer.out) == (1, "")
    assert len(answer.err.strip().splitlines()) == 1


def test_the_command_proposed_does_what_was_shown(of: Of, folder: Path) -> None:
    """Neither the source nor the day of the list is lost between what is shown and what is typed."""
    (folder / "une liste.csv").write_text(
        "NOM;PRENOM;DATE_NAISSANCE;SEXE;ADRESSE;CODE_POSTAL;COMMUNE;RL1_NOM;RL1_PRENOM;RL1_QUALITE;RL1_ADRESSE;RL1_CODE_POSTAL;"
        "RL1_COMMUNE\nDUPONT;Léa;14/05/2009;F;12 rue des Lilas;59130;Lambersart;DUPONT;Anne;mere;12 rue des Lilas;59130;Lambersart\n",
        encoding="utf-8",
    )
    shown = of("--au", "05/12/2025", "importer", "une liste.csv", "--source", "psad", "--le", "01/12/2025")
    proposed = next(line for line in (shown.out + shown.err).splitlines() if line.startswith("Pour écrire : "))
    _, *typed = shlex.split(proposed.removeprefix("Pour écrire : "))
    assert of(*typed).code == 0
    view = of("voir", "2025-0001", "--json").json
    assert (view["source"], view["signale_le"]) == ("psad", "2025-12-01")


def test_a_list_says_who_has_a_job_and_the_three_months_do_not_run_for_them(of: Of, folder: Path) -> None:
    """L. 313-8 looks at no diploma and no job: a column of the list carries the second."""
    heads = "NOM;PRENOM;DATE_NAISSANCE;SEXE;COMMUNE;EMPLOI"
    rows = "DUPONT;Léa;14/05/2009;F;Lambersart;en CDD\nMARTIN;Tom;15/05/2009;M;Lambersart;sans emploi\nPETIT;Zoé;16/05/2009;F;Lambersart;\n"
    (folder / "emploi.csv").write_text(f"{heads}\n{rows}", encoding="utf-8")
    of("importer", "emploi.csv", "--le", "15/10/2026", "--appliquer", "--json")
    open_delays = {}
    for number in (1, 2, 3):
        sheet = of("voir", f"2026-{number:04d}", "--json").json
        open_delays[sheet["jeune"]["prenom"]] = "premier_entretien" in {each["slug"] for each in sheet["echeances"]}
    assert open_delays == {"Léa": False, "Tom": True, "Zoé": True}


def test_who_is_reported_again_has_the_diploma_of_the_card_and_the_job_of_the_situations(of: Of, folder: Path) -> None:
    person = ("--nom", "DUPONT", "--prenom", "Léa", "--naissance", "14/05/2009", "--sexe", "F", "--commune", "Lambersart")
    of("--au", "01/12/2025", "ouvrir", *person, "--niveau", "cap_bep")
    of("--au", "02/12/2025", "clore", "2025-0001", "--motif", "demenagement")
    again = of("--au", "03/12/2025", "signaler", "2025-0001", "--source", "siei", "--signale-le", "03/12/2025")
    assert "D'après le dossier, un diplôme : oui" in again.out + again.err
    assert "premier_entretien" not in {each["slug"] for each in of("voir", "2025-0001", "--json").json["echeances"]}
    of("--au", "04/12/2025", "clore", "2025-0001", "--motif", "demenagement")
    told = of("--au", "05/12/2025", "signaler", "2025-0001", "--source", "siei", "--signale-le", "05/12/2025", "--diplome", "non")
    assert "D'après le dossier" not in told.out + told.err  # what is typed wins
    assert "premier_entretien" in {each["slug"] for each in of("voir", "2025-0001", "--json").json["echeances"]}


def test_on_a_terminal_the_day_of_the_school_s_report_is_asked(of: Of, folder: Path) -> None:
    person = ("--nom", "DUPONT", "--prenom", "Léa", "--naissance", "14/05/2009", "--sexe", "F", "--commune", "Lambersart")
    shown = on_terminal("--au", "01/12/2025", "ouvrir", *person, "--source", "siei", folder=folder, typed="20/11/2025\n")
    assert "Jour du signalement par l'établissement" in shown
    assert of("voir", "2025-0001", "--json").json["signale_le"] == "2025-11-20"
