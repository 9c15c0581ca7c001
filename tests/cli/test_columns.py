"""The columns of a list, shown on a terminal, changed one by one, kept and found again."""

from __future__ import annotations

from pathlib import Path

from cli.conftest import Of
from terminals import on_terminal

LIST = "Nom;Né le;Info\nDupont Léa;14/05/2009;2NDE\nMartin Tom;15/05/2009;1BAC\n"
ASKED = ("importer", "liste.csv", "--le", "15/10/2026")


def test_the_columns_are_shown_with_three_rows_changed_one_by_one_kept_and_found_again(of: Of, folder: Path) -> None:
    (folder / "liste.csv").write_text(LIST, encoding="utf-8")
    screen = on_terminal(*ASKED, "--correspondance", "lycee", folder=folder, columns=160, typed="9\n3\nnimporte\nclasse\n\n")
    assert "réunir le nom et le prénom" in screen
    assert "1BAC" in screen
    assert "« 9 » n'est pas le numéro d'une colonne" in screen
    assert "« nimporte » n'est pas un champ" in screen
    kept = (folder / "correspondances" / "lycee.toml").read_text(encoding="utf-8")
    assert 'nom_prenom = "Nom"' in kept
    assert 'classe = "Info"' in kept
    done = of(*ASKED, "--appliquer", "--json").json  # no terminal: the headings alone find it again
    assert (done["lecture"]["correspondance"], done["a_creer"]) == ("lycee", 2)
    assert of("voir", done["references"][0], "--json").json["jeune"]["nom"] == "Dupont"


def test_without_a_terminal_a_column_that_is_not_certain_stops_everything(of: Of, folder: Path) -> None:
    (folder / "liste.csv").write_text(LIST, encoding="utf-8")
    answer = of(*ASKED, "--appliquer")
    assert answer.code == 2
    assert "« Nom », lue comme nom_prenom" in answer.err
    assert of("dossiers", "--json").json["dossiers"] == []


def test_the_rows_that_are_read_move_a_bar(of: Of, folder: Path) -> None:
    rows = "".join(f"MARTIN {chr(65 + at % 26)}{chr(65 + at // 26)};Tom;{1 + at % 28}/05/2009\n" for at in range(120))
    (folder / "liste.csv").write_text("Nom;Prénom;Né le\n" + rows, encoding="utf-8")
    screen = on_terminal(*ASKED, folder=folder, columns=120, code=None)
    assert "Lecture de la liste" in screen
    assert "100%" in screen


def test_a_needed_column_that_is_missing_is_asked_on_a_terminal(of: Of, folder: Path) -> None:
    text = "Patronyme;Appelé;Venu au monde\nDUPONT;Léa;14/05/2009\nMARTIN;Tom;15/05/2009\n"
    (folder / "liste.csv").write_text(text, encoding="utf-8")
    screen = on_terminal(*ASKED, folder=folder, columns=160, typed="2\nprenom\n3\nnaissance\n\n")
    assert "Il manque PRENOM, DATE_NAISSANCE : le numéro de la colonne" in screen
    assert "15/05/2009" in screen
    assert "2 dossiers à créer" in screen
    assert "il manque les colonnes PRENOM, DATE_NAISSANCE" in of(*ASKED).err  # without a terminal, nobody is there to say


def test_enter_stops_where_a_needed_column_is_still_missing(of: Of, folder: Path) -> None:
    (folder / "liste.csv").write_text("NOM;PRENOM;X\nDUPONT;Léa;14/05/2009\n", encoding="utf-8")
    assert "il manque la colonne DATE_NAISSANCE" in on_terminal(*ASKED, folder=folder, columns=160, typed="\n", code=1)


def test_a_column_without_a_heading_is_not_chosen_in_silence(of: Of, folder: Path) -> None:
    (folder / "liste.csv").write_text("NOM;PRENOM;\nDUPONT;Léa;14/05/2009\nMARTIN;Tom;15/05/2009\n", encoding="utf-8")
    screen = on_terminal(*ASKED, folder=folder, columns=160, typed="3\n\n", code=1)
    assert "La colonne C, sans titre : donnez-lui un titre" in screen


UNPROVED = "NOM;PRENOM;DATE_NAISSANCE;SEXE\nDUPONT;Léa;03/05/2009;1\nMARTIN;Tom;04/06/2009;2\n"


def test_what_nothing_proves_is_asked_on_a_terminal_and_is_in_the_command_proposed(of: Of, folder: Path) -> None:
    (folder / "liste.csv").write_text(UNPROVED, encoding="utf-8")
    screen = on_terminal(*ASKED, folder=folder, columns=200, typed="x\nj\nf\n")
    assert "« 03/05/2009 » : d'abord le jour [j] ou le mois [m]" in screen
    assert "« x » : j ou m, ou Entrée." in screen
    assert "Sexe, 1 : Léa ; 2 : Tom. 1 est fille [f] ou garçon [g]" in screen
    assert "2 dossiers à créer" in screen
    assert "--dates jour --sexe-1 F" in screen


def test_who_does_not_know_leaves_the_doubt(of: Of, folder: Path) -> None:
    (folder / "liste.csv").write_text(UNPROVED, encoding="utf-8")
    assert "0 dossier à créer" in on_terminal(*ASKED, folder=folder, columns=200, typed="\n\n", code=5)


def test_what_nothing_proves_is_said_by_options_too(of: Of, folder: Path) -> None:
    (folder / "liste.csv").write_text(UNPROVED, encoding="utf-8")
    done = of(*ASKED, "--dates", "mois", "--sexe-1", "M", "--appliquer", "--json").json
    minor = of("voir", done["references"][0], "--json").json["jeune"]
    assert (minor["naissance"], minor["sexe"]) == ("2009-03-05", "M")
    assert done["lecture"]["suppositions"] == [
        "DATE_NAISSANCE : le mois d'abord, comme vous l'avez dit.", "SEXE : 1 pour un garçon, 2 pour l'autre.",
    ]  # fmt: skip


def test_an_encoding_a_separator_and_a_sheet_are_in_the_command_proposed(of: Of, folder: Path) -> None:
    (folder / "liste.csv").write_bytes("NOM|PRENOM|DATE_NAISSANCE\nLEPRÊTRE|Zoé|14/05/2009\n".encode("cp850"))
    shown = of(*ASKED, "--encodage", "cp850", "--separateur", "barre verticale")
    assert "encodage DOS (cp850), séparateur barre verticale" in shown.err
    assert "--encodage cp850 --separateur 'barre verticale'" in shown.err
