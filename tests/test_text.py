"""Words from outside: what hides or acts goes, what is a letter stays, and a name is found as people type it."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from ofworkflow.text import clean_line, fold, of_name, printable, similarity

HARMFUL = [
    ("DU\x1b[31mPONT", "DUPONT"),  # a colour
    ("DU\x1b]0;titre\x07PONT", "DUPONT"),  # a window's title
    ("DU\x9b2JPONT", "DUPONT"),  # the same sequences in one byte: C1
    ("DUPONT\x1b", "DUPONT"),
    ("DU\x1bPONT", "DU PONT"),  # the beginning of a sequence that never ends: no letter goes with it
    ("DU\r\nPONT", "DU PONT"),
    ("DU\x00PONT", "DU PONT"),
    ("DU\u2028PONT", "DU PONT"),
    ("\u202eTNOPUD\u202c", "TNOPUD"),  # right to left
    ("\u2066DUPONT\u2069", "DUPONT"),  # isolates
    ("DU\u200bPONT", "DUPONT"),
    ("DU\ufeffPONT", "DUPONT"),
    ("DU\u00adPONT", "DUPONT"),
    ("DU\u3164PONT", "DUPONT"),  # a letter that shows nothing
    ("DU\ufe0fPONT", "DUPONT"),
    ("DU\U000e0041PONT", "DUPONT"),  # a tag
    ("DU\ue000PONT", "DUPONT"),  # private use
    ("DU\ud800PONT", "DUPONT"),  # half a sign
    ("H\udce9l\udce8ne", "Hélène"),  # bytes of Latin-1, as the system gives them
    ("\ud83d\ude00", "\U0001f600"),  # two halves, as Windows may give them
    ("a" + "\u0301" * 80, "á" + "\u0301" * 4),
    ("JEAN\u00a0PAUL\u2003 X", "JEAN PAUL X"),
]


@pytest.mark.parametrize(("given", "kept"), HARMFUL)
def test_a_line_keeps_its_letters_and_nothing_that_hides_or_acts(given: str, kept: str) -> None:
    assert clean_line(given) == kept
    assert printable(kept) == kept


def test_no_sign_of_unicode_gets_through_that_could_act_on_a_terminal() -> None:
    whole = "".join(map(chr, range(sys.maxunicode + 1)))
    for text in (clean_line(whole), printable(whole).replace("\n", "")):
        assert {unicodedata.category(char) for char in text} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} == set()
        text.encode()


@pytest.mark.parametrize(
    "name", ["Éléonore", "Nguyễn Thị", "Łukasz", "Иванов", "سارة", "李小龙", "François-Xavier d’Ô", "Žižek", "นภา"]
)
def test_names_of_every_script_stay_as_they_are(name: str) -> None:
    assert clean_line(name) == printable(name) == unicodedata.normalize("NFC", name)


def test_several_lines_stay_several_lines_and_typographic_spaces_stay() -> None:
    assert printable("« oui » ;\n\x07non") == "« oui » ;\n non"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Łukasz", "lukasz"),
        ("Søren", "soren"),
        ("ĐORĐE", "dorde"),
        ("Weiß", "weiss"),
        ("WEIẞ", "weiss"),
        ("Lætitia", "laetitia"),
        ("CŒUR", "coeur"),
        ("Işık", "isik"),
        ("İbrahim", "ibrahim"),
        ("Þóra", "thora"),
        ("Guðrún", "gudrun"),
        ("Ħelena", "helena"),
        ("Éléonore D'Arc", "eleonore d arc"),
        ("D’ARC", "d'arc"),
        ("Nguyễn", "nguyen"),
        ("Ș\u0327tefan", "stefan"),
        ("Mar\u200btin", "martin"),
        ("Mar\u00adtin", "martin"),
        ("\u202eMartin", "martin"),
        ("\uff2d\uff41rtin", "martin"),  # full width
        ("Jean\u2011Paul", "jean paul"),
    ],
)
def test_a_name_is_found_as_people_type_it(name: str, typed: str) -> None:
    assert fold(name) == fold(typed)
    assert fold(fold(name)) == fold(name)


def test_names_that_differ_stay_apart() -> None:
    assert len({fold(name) for name in ("Anne", "Annie", "Иван", "Иванна", "سارة", "李", "")}) == 7


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Armentières", "d'Armentières"),
        ("Le Havre", "du Havre"),
        ("Les Sables-d'Olonne", "des Sables-d'Olonne"),
        ("La Madeleine", "de La Madeleine"),
        ("Lille", "de Lille"),
        ("", "de "),
    ],
)
def test_a_place_contracts_its_article(place: str, said: str) -> None:
    assert of_name(place, articles=True) == said


def test_a_surname_keeps_its_article() -> None:
    assert of_name("Le Goff") == "de Le Goff"


def test_nobody_writes_de_or_que_before_a_name_by_hand() -> None:
    """One helper elides: « la situation de Inès » was written in one template, then in another."""
    root = Path(__file__).resolve().parents[1]
    named = r"[^{}]*\b(?:prenom|nom_entier|full_name|commune|nom)\b[^{}|]*"
    by_hand = re.compile(rf"\b(?:de|que|qu'|d') ?\{{\{{?{named}\}}")
    paths = [*root.glob("src/**/*.py"), *root.glob("letter_templates/*.j2"), *root.glob("src/**/*.j2")]
    assert [(p.name, found[0]) for p in paths for found in by_hand.finditer(p.read_text(encoding="utf-8"))] == []


WORDS = st.text("abcde é-", max_size=40)


@given(WORDS, WORDS)
def test_two_words_are_as_alike_as_another_library_says(one: str, two: str) -> None:
    assert similarity(one, two) == pytest.approx(fuzz.ratio(one, two), abs=1e-9)


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        ("", "", 100.0),
        ("", "lille", 0.0),
        ("lille", "lille", 100.0),
        ("perenchie", "perenchies", 200 * 9 / 19),
        ("ab", "ba", 50.0),
    ],
)
def test_a_likeness_counts_the_letters_in_the_same_order(one: str, two: str, alike: float) -> None:
    assert similarity(one, two) == alike


def test_a_plain_text_is_folded_as_it_is_beside_an_accent() -> None:
    """Plain signs are read through a table of their own: it says of each what the long way says."""
    for code in range(128):
        assert fold(f"a{chr(code)}é") == fold(f"a{chr(code)}e"), code
