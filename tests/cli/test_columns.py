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
