"""Countries are named in French, however they are typed; France and what a French postcode reaches are none."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tools import pays

from ofworkflow import countries
from ofworkflow.errors import UsageError
from ofworkflow.letters.address import MAX_CHARS, envelope, plain_capitals


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("Albanie", "Albanie"),
        ("ALBANIE", "Albanie"),
        ("georgie", "Géorgie"),
        ("Kosovo", "Kosovo"),  # no code of ISO 3166
        ("Russie", "Russie"),
        ("Fédération de Russie", "Russie"),
        ("cote d'ivoire", "Côte d’Ivoire"),
        ("COTE D IVOIRE", "Côte d’Ivoire"),
        ("Congo", "Congo"),
        ("RDC", "République démocratique du Congo"),
        ("Tchéquie", "République tchèque"),
        ("Angleterre", "Royaume-Uni"),
        ("Vietnam", "Viêt Nam"),
        ("Hong Kong", "Hong Kong"),
        ("Monaco", "Monaco"),
        ("France", ""),
        ("", ""),
        ("La Réunion", ""),  # 97400 SAINT DENIS
        ("Guyane", ""),
        ("Nouvelle-Calédonie", ""),
    ],
)
def test_a_country_is_read_as_people_write_it(typed: str, country: str) -> None:
    assert countries.read(typed) == country


@pytest.mark.parametrize("typed", ["Albannie", "Union européenne", "pseudo-accents", "Lambersart", "59130", "²"])
def test_what_is_no_country_is_refused_with_the_nearest(typed: str) -> None:
    with pytest.raises(UsageError, match="n'est pas connu"):
        countries.read(typed)


def test_a_slip_is_answered_by_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="Vouliez-vous dire : Albanie"):
        countries.read("Albannie")


# What letters could be sent to before a country could be given: still could.
KNOWN_BEFORE = """ALGERIE, ALLEMAGNE, ANDORRE, AUTRICHE, BELGIQUE, BENIN, BRESIL, BULGARIE, BURKINA FASO, CAMEROUN, CANADA, CHINE,
COLOMBIE, COMORES, CONGO, COTE D IVOIRE, CROATIE, DANEMARK, EGYPTE, ESPAGNE, ETATS UNIS, FINLANDE, GABON, GRECE, GUINEE, HAITI,
HONGRIE, INDE, IRLANDE, ISRAEL, ITALIE, JAPON, LIBAN, LUXEMBOURG, MADAGASCAR, MALI, MALTE, MAROC, MAURICE, MAURITANIE, MOLDAVIE,
MONACO, NIGER, NIGERIA, NORVEGE, PAYS BAS, POLOGNE, PORTUGAL, REPUBLIQUE DEMOCRATIQUE DU CONGO, REPUBLIQUE TCHEQUE, ROUMANIE,
ROYAUME UNI, SENEGAL, SERBIE, SLOVAQUIE, SLOVENIE, SUEDE, SUISSE, TCHAD, TOGO, TUNISIE, TURQUIE, UKRAINE, VIETNAM"""


def test_every_country_fits_the_last_line_of_an_envelope() -> None:
    names = {countries.read(name) for name in KNOWN_BEFORE.replace("\n", " ").split(", ")}
    assert "" not in names
    for name in names | set(countries._known().values()) - {""}:
        shown = envelope("Madame", "Anne", "DUPONT", ("1 rue X", "1001 Tirana", name))
        assert shown[-1] == plain_capitals(name)
        assert len(shown[-1]) <= MAX_CHARS


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (("Rruga e Durrësit 10", "1001 Tirana", "Albanie"), ("Rruga e Durrësit 10", "1001 Tirana", "ALBANIE")),
        (("10 Downing Street", "LONDON SW1A 2AA", "Royaume-Uni"), ("10 Downing Street", "LONDON SW1A 2AA", "ROYAUME UNI")),
        (("ul. Tverskaya 1", "Moskva 125009", "Fédération de Russie"), ("ul. Tverskaya 1", "Moskva 125009", "RUSSIE")),
        (("Unter den Linden 1", "10117 Berlin", "Allemagne"), ("Unter den Linden 1", "10117 Berlin", "ALLEMAGNE")),
    ],
)
def test_abroad_the_lines_stay_as_that_country_writes_them_and_the_country_comes_last_in_capitals(
    lines: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    """NF Z 10-011 and UPU S42: only the country is ours to write."""
    assert envelope("Madame", "Anne", "DUPONT", lines) == ("Madame Anne DUPONT", *shown)


def test_the_list_of_countries_is_what_babel_says_with_its_source_and_its_day() -> None:
    """Made by `python -m tools.pays --ecrire`: a name of CLDR that changes, or a line typed by hand, is seen here."""
    text = pays.FILE.read_text(encoding="utf-8")
    assert text == pays.page(pays.day_of(text))
    assert "# Source : CLDR " in text


def test_each_place_of_the_list_is_known_by_each_of_its_names() -> None:
    for code, shown, others in pays.rows():
        for name in [shown, *others.split(", ")]:
            assert not name or countries.find(name) == shown, (code, name)


def test_no_country_is_read_through_babel_by_who_installs_the_program() -> None:
    """Babel weighs 36 MB: it stays with the tools."""
    code = "import sys; from ofworkflow import countries; countries.read('Kosovo'); sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
