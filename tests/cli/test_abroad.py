"""A parent lives abroad: named at the keyboard, written to, shown, moved back to France."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import MOTHER, Of
from letters.reading import text

_MINOR = (
    "ouvrir", "--nom", "HOXHA", "--prenom", "Era", "--naissance", "14/05/2009", "--sexe", "F", "--commune", "Lambersart",
    "--le", "01/12/2025",
)  # fmt: skip
ALBANIAN = "HOXHA;Ana;mere;Rruga e Durrësit 10;1001;Tirana;albanie"
RUSSIAN = "HOXHA;Ivan;pere;ul. Tverskaya 1;;Moskva 125009;Fédération de Russie"


def _letters(folder: Path) -> list[str]:
    return [text(path.read_bytes()) for path in sorted((folder / "courriers").rglob("*.pdf"))]


def test_parents_abroad_are_written_to_under_their_country(of: Of, folder: Path) -> None:
    reference = of(*_MINOR, "--representant", ALBANIAN, "--representant", RUSSIAN, "--adresse", "12 rue des Lilas",
                   "--cp", "59130", "--ville", "Lambersart").out.strip()  # fmt: skip
    typed = of("convoquer", reference, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    assert typed.code == 0, typed.err
    texts = _letters(folder)
    assert any("1001 Tirana ALBANIE" in page for page in texts)
    assert any("Moskva 125009 RUSSIE" in page for page in texts)
    assert "Rruga e Durrësit 10, 1001 Tirana, Albanie" in of("voir", reference).out


def test_a_parent_moves_abroad_then_back(of: Of, opened: str) -> None:
    of("modifier", opened, "--representant", "2", "--pays", "Géorgie", "--cp", "", "--ville", "Tbilisi 0105")
    assert "Tbilisi 0105, Géorgie" in of("voir", opened).out
    back = of("modifier", opened, "--representant", "2", "--pays", "France", "--cp", "59110", "--ville", "La Madeleine")
    assert "pays : « Géorgie » → (rien)" in back.out
    assert "59110 La Madeleine" in of("voir", opened).out


def test_a_representative_abroad_is_added_and_the_minor_may_live_abroad(of: Of, opened: str, folder: Path) -> None:
    of("modifier", opened, "--ajouter-representant", "DUPONT;Zana;tiers;Rr. Agim Ramadani 1;10000;Prishtinë;KOSOVO")
    of("modifier", opened, "--adresse", "Rue du Marché 1", "--cp", "1000", "--ville", "Bruxelles", "--pays", "belgique")
    sheet = of("voir", opened).out
    assert "10000 Prishtinë, Kosovo" in sheet
    reference = of(*_MINOR, "--representant", MOTHER, "--adresse", "Rue du Marché 1", "--ville", "Genève", "--pays", "Suisse")
    assert reference.code == 0
    of("convoquer", reference.out.strip(), "--rdv", "15/12/2025 14:00", "--le", "02/12/2025")
    assert any("Genève SUISSE" in page for page in _letters(folder))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--representant", ALBANIAN.replace("albanie", "Albannie")), "Vouliez-vous dire : Albanie"),
        (("--representant", MOTHER, "--pays", "Atlantide"), "Le pays « Atlantide » n'est pas connu"),
        (("--representant", MOTHER, "--adresse", "Rue X 1", "--pays", "Suisse"), "n'a pas de ville"),
        (("--representant", ALBANIAN + ";de trop"), "NOM;PRENOM;QUALITE;ADRESSE;CP;VILLE;PAYS"),
    ],
)
def test_a_country_that_is_none_is_told(of: Of, words: tuple[str, ...], said: str) -> None:
    typed = of(*_MINOR, *words)
    assert typed.code == 2
    assert said in typed.err
