"""NF Z 10-011: the address on the envelope."""

from __future__ import annotations

import pytest

from ofworkflow.errors import LetterError
from ofworkflow.letters.address import envelope


@pytest.mark.parametrize(
    ("adresse", "printed"),
    [
        # the comma after the number goes, the town is in capitals
        (("913, boulevard Emmanuelle Foucher", "59118 Wambrechies"), ("913 boulevard Emmanuelle Foucher", "59118 WAMBRECHIES")),
        # no accent, no hyphen, no ligature on the last line
        (("2 rue Basse", "59700 Marcq-en-Barœul"), ("2 rue Basse", "59700 MARCQ EN BAROEUL")),
        (("2 rue Basse", "59840 Pérenchies"), ("2 rue Basse", "59840 PERENCHIES")),
        # the line above the street keeps its full stop, the apostrophe of the street goes
        (
            ("Chez M. Dupont", "12 rue de l'Exemple", "59130 Lambersart"),
            ("Chez M. Dupont", "12 rue de l Exemple", "59130 LAMBERSART"),
        ),
        # no punctuation from line 4, whatever the line holds
        (
            ("Chez M. Dupont", "Rés. A", "Bât. C", "3 rue X", "59130 Lambersart"),
            ("Chez M. Dupont", "Rés. A", "Bât C", "3 rue X", "59130 LAMBERSART"),
        ),
        # empty lines are closed up
        (("", "3 rue X", " ", "59130 Lambersart"), ("3 rue X", "59130 LAMBERSART")),
        # France is not a country line
        (("3 rue X", "59130 Lambersart", "France"), ("3 rue X", "59130 LAMBERSART")),
        # a foreign address keeps its own habits, the country comes last in capitals
        (("Rue de la Loi, 16", "1000 Bruxelles", "Belgique"), ("Rue de la Loi, 16", "1000 Bruxelles", "BELGIQUE")),
        (("Rue X 1", "1234 AB Ville", "Pays-Bas"), ("Rue X 1", "1234 AB Ville", "PAYS BAS")),
        # shortened because too long, and not otherwise
        (
            ("913 bis boulevard du Général de Gaulle Prolongé", "59130 Lambersart"),
            ("913 bis BD du GAL de Gaulle Prolongé", "59130 LAMBERSART"),
        ),
        (("9 avenue Foch", "59130 Lambersart"), ("9 avenue Foch", "59130 LAMBERSART")),
    ],
)
def test_lines_under_the_name_follow_the_norm(adresse, printed):
    assert envelope("Mme", "Léa", "Évrard", adresse) == ("Mme Léa Évrard", *printed)


def test_a_long_name_takes_a_second_line_rather_than_being_cut():
    lines = envelope("", "", "Monsieur le Président du conseil départemental du Nord", ("1 place X", "59000 Lille"))
    assert lines == ("Monsieur le Président du conseil", "départemental du Nord", "1 place X", "59000 LILLE")


def test_a_title_is_shortened_before_a_name_is_split():
    assert envelope("Madame", "Marie-Emmanuelle", "Vandenbroucke-Roy", ("1 rue X", "59000 Lille"))[0] == (
        "Mme Marie-Emmanuelle Vandenbroucke-Roy"
    )


def test_every_line_is_at_most_38_characters_and_there_are_at_most_six():
    lines = envelope("Mme", "A" * 17, "B" * 16, ("C" * 38, "D" * 38, "Bât. E", "12 rue " + "F" * 31, "59000 " + "G" * 32))
    assert [len(line) for line in lines] == [38, 38, 38, 5, 38, 38]


@pytest.mark.parametrize(
    ("adresse", "sentence"),
    [
        (
            ("12 rue " + "Z" * 40, "59000 Lille"),
            r"Adresse trop longue pour Mme Léa Évrard : la ligne 2, « 12 rue Z+ », a 47 caractères",
        ),
        (("a", "b", "c", "d", "1 rue X", "59000 Lille"), r"Adresse trop longue pour Mme Léa Évrard : 7 lignes, 6 au plus"),
        ((), r"Adresse manquante pour Mme Léa Évrard"),
        (("", " "), r"Adresse manquante"),
        (("12 rue X", "Lambersart"), r"« Lambersart » n'est ni un code postal suivi d'une commune, ni un pays connu"),
        (("12 rue X", "59130"), r"Adresse incomplète"),
        (("France",), r"Adresse incomplète"),
    ],
)
def test_an_address_that_cannot_be_posted_is_refused_with_its_line(adresse, sentence):
    with pytest.raises(LetterError, match=sentence):
        envelope("Mme", "Léa", "Évrard", adresse)
