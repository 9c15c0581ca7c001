"""A list that was written: some rows of it, its rejects sent back, the whole of it undone."""

from __future__ import annotations

import csv
import io
import shlex
import sqlite3
from pathlib import Path

import pytest

from cli.conftest import Of, Typed
from ofworkflow.intake.ticking import lines_of, shown
from terminals import on_terminal

HEADER = (
    "NOM;PRENOM;DATE_NAISSANCE;SEXE;ADRESSE;CODE_POSTAL;COMMUNE;RL1_NOM;RL1_PRENOM;RL1_QUALITE;RL1_ADRESSE;RL1_CODE_POSTAL;"
    "RL1_COMMUNE;TEL_PORTABLE"
)
LEA = "DUPONT;Léa;14/05/2009;F;12 rue des Lilas;59130;Lambersart;DUPONT;Anne;mere;12 rue des Lilas;59130;Lambersart;"
ZOE = "MARTIN;Zoé;22/03/2009;F;3 rue du Bac;59110;La Madeleine;MARTIN;Rose;mere;3 rue du Bac;59110;La Madeleine;"
TOM = "PETIT;Tom;23/04/2009;M;5 rue Neuve;59110;La Madeleine;PETIT;Guy;pere;5 rue Neuve;59110;La Madeleine;"
NOBODY = "LEROY;;23/04/2009;M;5 rue Neuve;59110;La Madeleine;LEROY;Guy;pere;5 rue Neuve;59110;La Madeleine;"
WRITE = ("importer", "liste.csv", "--le", "01/12/2025", "--appliquer")


def _list(folder: Path, *rows: str, encoding: str = "utf-8", name: str = "liste.csv") -> None:
    (folder / name).write_bytes("\r\n".join([HEADER, *rows, ""]).encode(encoding))


def _unsound(of: Of) -> list[str]:
    found = of("docteur", "--json").json["anomalies"]
    return [f"{each['sujet']} : {each['motif']}" for each in found if each["controle"] != "nuits"]


def _references(of: Of) -> list[str]:
    return [each["reference"] for each in of("dossiers", "--json").json["dossiers"]]


@pytest.mark.parametrize(("typed", "lines"), [("3", {3}), ("3,5-7", {3, 5, 6, 7}), (" 2 - 3 , 9", {2, 3, 9}), ("", set())])
def test_lines_are_typed_as_people_write_them(typed: str, lines: set[int]) -> None:
    assert lines_of(typed) == lines
    assert lines_of(shown(lines)) == lines


@pytest.mark.parametrize(
    ("asked", "opened"), [(("--lignes", "2,4"), ["Léa", "Tom"]), (("--sauf", "2-3"), ["Tom"]), ((), ["Léa", "Zoé", "Tom"])]
)
def test_only_the_rows_that_are_ticked_are_written(of: Of, folder: Path, asked: tuple[str, ...], opened: list[str]) -> None:
    _list(folder, LEA, ZOE, TOM)
    done = of(*WRITE, *asked, "--json")
    assert done.code == 0
    assert [each["prenom"] for each in of("lots", "L0001", "--json").json["dossiers"]] == opened
    assert len(done.json["ecartees"]) == 3 - len(opened)
    again = of(*WRITE, *asked, "--json").json
    assert (again["a_creer"], again["lot"]) == (0, None)


def test_the_rows_left_out_come_in_later(of: Of, folder: Path) -> None:
    _list(folder, LEA, ZOE, TOM)
    of(*WRITE, "--lignes", "3")
    assert of(*WRITE, "--json").json["a_creer"] == 2
    assert [lot["crees"] for lot in of("lots", "--json").json["lots"]] == [2, 1]


@pytest.mark.parametrize("lines", ["9", "4", "x", "7-2"])  # no line, a rejected one, no number, backwards
def test_a_ticked_line_of_which_nothing_can_be_written_stops_all(of: Of, folder: Path, lines: str) -> None:
    _list(folder, LEA, ZOE, NOBODY)
    answer = of(*WRITE, "--lignes", lines)
    assert (answer.code, answer.out) == (2, "")
    assert _references(of) == []


def test_one_by_one_needs_a_terminal(of: Of, folder: Path) -> None:
    _list(folder, LEA)
    answer = of(*WRITE, "--une-a-une")
    assert answer.code == 2
    assert "--lignes" in answer.err


def test_what_was_typed_once_is_in_the_command_proposed(of: Of, folder: Path) -> None:
    _list(folder, LEA, ZOE, NOBODY)
    shown_once = of("importer", "liste.csv", "--le", "01/12/2025", "--sauf", "3", "--rejets", "a renvoyer.csv")
    proposed = next(line for line in shown_once.err.splitlines() if line.startswith("Pour écrire : "))
    words = shlex.split(proposed.removeprefix("Pour écrire : "))
    assert of(*words[1:]).code == 5
    assert of("lots", "--json").json["lots"][0]["crees"] == 1


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-8", "UTF-8"), ("cp1252", "Windows (cp1252)"), ("utf-16", "UTF-16"), ("mac_roman", "Mac Roman")]
)
def test_rejects_go_back_in_the_shape_they_came_in(of: Of, folder: Path, encoding: str, name: str) -> None:
    """Same columns, same order, same separator, same encoding; and the same list again says the same."""
    odd = NOBODY.replace("5 rue Neuve", "5 allée Édith-Été")
    _list(folder, LEA.replace("12 rue", "12 allée"), odd, TOM, encoding=encoding)
    first = of("importer", "liste.csv", "--le", "01/12/2025", "--rejets", "rejets.csv", "--json").json
    content = (folder / "rejets.csv").read_bytes()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig" if encoding == "utf-8" else encoding)), delimiter=";"))
    assert rows[0] == [*HEADER.split(";"), "MOTIF_DU_REJET"]
    assert [row[:-1] for row in rows[1:]] == [odd.split(";")]
    assert rows[1][-1].startswith("PRENOM : ")
    again = of("importer", "rejets.csv", "--le", "01/12/2025", "--json").json
    assert again["lecture"]["encodage"] == first["lecture"]["encodage"] == name
    assert [r["motif"] for r in again["rejets"]] == [r["motif"] for r in first["rejets"]]


def test_a_workbook_gives_back_a_workbook_whose_cells_are_texts(of: Of, folder: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Liste du lycée"])
    sheet.append(HEADER.split(";"))
    for row in (LEA, NOBODY.replace("5 rue Neuve", "+1 rue")):
        sheet.append(row.split(";"))
    book.save(folder / "liste.xlsx")
    assert of("importer", "liste.xlsx", "--le", "01/12/2025", "--rejets", "rejets.csv").code == 2
    assert of("importer", "liste.xlsx", "--le", "01/12/2025", "--rejets", "rejets.xlsx").code == 5
    back = openpyxl.load_workbook(folder / "rejets.xlsx").worksheets[0]
    values = [[cell.value for cell in row] for row in back.iter_rows()]
    assert values[0][0] == "Liste du lycée"
    assert values[1] == [*HEADER.split(";"), "MOTIF_DU_REJET"]
    assert (values[2][0], values[2][4]) == ("LEROY", "+1 rue")
    assert {cell.data_type for row in back.iter_rows() for cell in row if cell.value} == {"s"}
    assert of("importer", "rejets.xlsx", "--le", "01/12/2025", "--json").json["rejets"]


def test_no_cell_sent_back_is_a_formula(of: Of, folder: Path) -> None:
    _list(folder, NOBODY.replace("LEROY;;", "=CMD|'/C calc'!A0;;"), LEA)
    of("importer", "liste.csv", "--le", "01/12/2025", "--rejets", "rejets.csv")
    rows = list(csv.reader(io.StringIO((folder / "rejets.csv").read_text("utf-8-sig")), delimiter=";"))
    assert rows[1][0].startswith("'=CMD")


def test_a_file_that_stands_there_is_not_replaced_unasked(of: Of, folder: Path) -> None:
    _list(folder, NOBODY)
    (folder / "rejets.csv").write_text("à moi", encoding="utf-8")
    assert of("importer", "liste.csv", "--le", "01/12/2025", "--rejets", "rejets.csv").code == 2
    assert of("importer", "liste.csv", "--le", "01/12/2025", "--rejets", "liste.csv").code == 2
    assert (folder / "rejets.csv").read_text(encoding="utf-8") == "à moi"


def test_undoing_a_list_is_shown_first_then_done(of: Of, folder: Path) -> None:
    _list(folder, LEA, ZOE)
    of(*WRITE)
    before = _references(of)
    seen = of("importer", "--annuler", "L0001")
    assert (seen.code, _references(of)) == (0, before)
    proposed = next(line for line in seen.err.splitlines() if line.startswith("Pour l'écrire : "))
    assert of(*shlex.split(proposed.removeprefix("Pour l'écrire : "))[1:]).code == 0
    assert (_references(of), of("voir", "2025-0001").code) == ([], 2)
    assert of("lots", "--json").json["lots"][0]["etat"] == "annulé"
    assert of("importer", "--annuler", "L0001", "--appliquer").code == 3
    assert _unsound(of) == []
    assert of(*WRITE, "--json").json["references"] == ["2025-0003", "2025-0004"]  # a reference is given once
    assert _unsound(of) == []


def test_a_lot_of_nobody_is_named(of: Of) -> None:
    assert of("lots", "L0007").code == 2
    assert of("importer", "--annuler", "L0007", "--appliquer").code == 2
    assert of("importer").code == 2


def _built(of: Of, *words: str) -> Typed:
    answer = of(*words)
    assert answer.code == 0, answer.err
    return answer


@pytest.mark.parametrize(
    ("built", "why"),
    [
        (("convoquer", "2025-0001", "--rdv", "16/12/2025 14:00", "--le", "02/12/2025"), "of annuler 2025-0001"),
        (("contact", "2025-0001", "--nature", "sms", "--resultat", "joint"), "of clore 2025-0001"),
        (("modifier", "2025-0001", "--telephone", "06 39 98 01 01"), "of clore 2025-0001"),
    ],
    ids=["un acte", "un contact", "une correction"],
)
def test_what_somebody_built_upon_stays_and_the_rest_goes(of: Of, folder: Path, built: tuple[str, ...], why: str) -> None:
    _list(folder, LEA, ZOE)
    of(*WRITE)
    _built(of, *built)
    done = of("importer", "--annuler", "L0001", "--appliquer", "--json")
    assert done.code == 5
    assert done.json["retires"] == ["2025-0002"]
    assert [(each["reference"], each["ligne"]) for each in done.json["gardes"]] == [("2025-0001", 2)]
    assert done.json["gardes"][0]["geste"].startswith(why)
    assert _references(of) == ["2025-0001"]
    assert of("lots", "L0001", "--json").json["etat"] == "annulé en partie"
    assert _unsound(of) == []


def test_a_value_that_a_list_filled_is_emptied_unless_somebody_changed_it(of: Of, folder: Path) -> None:
    _list(folder, LEA, ZOE)
    of(*WRITE)
    _list(folder, LEA + "06 39 98 01 01", ZOE + "06 39 98 01 02", name="suite.csv")
    assert of("importer", "suite.csv", "--le", "02/12/2025", "--appliquer", "--json").json["a_modifier"] == 2
    first = of("importer", "--annuler", "L0001", "--json").json  # the later list completed both
    assert [each["geste"] for each in first["gardes"]] == ["of importer --annuler L0002 --appliquer"] * 2
    _built(of, "modifier", "2025-0001", "--telephone", "06 39 98 09 09")
    done = of("importer", "--annuler", "L0002", "--appliquer", "--json")
    assert done.code == 5
    assert (done.json["remis"], [each["reference"] for each in done.json["gardes"]]) == (["2025-0002"], ["2025-0001"])
    with sqlite3.connect(folder / "ofworkflow.db") as base:
        assert base.execute("SELECT tel_portable FROM jeune ORDER BY id").fetchall() == [("06 39 98 09 09",), (None,)]
    base.close()
    assert _unsound(of) == []


def test_rows_are_taken_one_by_one_on_a_terminal(of: Of, folder: Path) -> None:
    _list(folder, LEA, ZOE, TOM)
    shown_there = on_terminal(*WRITE, "--une-a-une", folder=folder, columns=200, typed="o\nn\n\n")
    assert "Ligne 3, à créer, Zoé MARTIN" in shown_there
    assert [each["prenom"] for each in of("lots", "L0001", "--json").json["dossiers"]] == ["Léa", "Tom"]


def test_who_is_no_longer_in_the_list_of_a_source_is_named_and_nothing_is_concluded(of: Of, folder: Path) -> None:
    """Only from the lists of that source which share somebody with this one: another school's list says nothing of them."""
    _list(folder, LEA, ZOE)
    of(*WRITE)
    _list(folder, LEA, TOM, name="suite.csv")
    later = ("importer", "suite.csv", "--le", "05/12/2025")
    seen = of(*later, "--json").json
    assert [(a["reference"], a["lot"], a["prenom"]) for a in seen["plus_dans_la_liste"]] == [("2025-0002", "L0001", "Zoé")]
    assert "Plus dans cette liste" in of(*later).out
    assert of(*later, "--source", "cfa", "--json").json["plus_dans_la_liste"] == []
    _list(folder, TOM, name="autre.csv")
    assert of("importer", "autre.csv", "--le", "05/12/2025", "--json").json["plus_dans_la_liste"] == []
    _list(
        folder, LEA, ZOE.replace("59110", "62000").replace("La Madeleine", "Arras"), name="ailleurs.csv"
    )  # a doubt is not an absence
    assert of("importer", "ailleurs.csv", "--le", "05/12/2025", "--json").json["plus_dans_la_liste"] == []
    of("situation", "2025-0002", "--nature", "emploi", "--debut", "01/12/2025", "--preuve", "contrat", "--le", "02/12/2025")
    assert of(*later, "--json").json["plus_dans_la_liste"] == []


def test_who_is_reported_again_after_a_closing_is_a_line_with_its_act(of: Of, folder: Path) -> None:
    _list(folder, LEA, ZOE)
    of(*WRITE)
    of("clore", "2025-0001", "--motif", "demenagement", "--le", "02/12/2025")
    later = ("importer", "liste.csv", "--le", "05/12/2025")
    [again] = of(*later, "--json").json["signales_de_nouveau"]
    assert (again["ligne"], again["commande"]) == (2, "of signaler 2025-0001 --source siei --le 05/12/2025")
    assert "Signalés de nouveau" in of(*later).out
    assert of(*shlex.split(again["commande"])[1:]).code == 0
    assert of(*later, "--json").json["signales_de_nouveau"] == []


def test_a_minor_outside_is_for_the_mission_locale_that_the_configuration_names(of: Of, folder: Path) -> None:
    config = (folder / "config.toml").read_text(encoding="utf-8")
    known = 'voisines = ["Mission locale de l\'Artois : 62041, 62", "Mission locale de Lille : 59000"]'
    (folder / "config.toml").write_text(config.replace("voisines = []", known), encoding="utf-8")
    _list(folder, LEA.replace("59130;Lambersart", "62000;Arras", 1), ZOE.replace("59110;La Madeleine", "59000;Lille", 1))
    doubts = {d["ligne"]: d["motif"] for d in of(*WRITE[:-1], "--json").json["doutes"]}
    assert "à transmettre à sa mission locale, Mission locale de l'Artois." in doubts[2]
    assert "à transmettre à sa mission locale, Mission locale de Lille." in doubts[3]
