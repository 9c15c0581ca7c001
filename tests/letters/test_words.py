"""French on paper: dates, hours, no-break spaces."""

from __future__ import annotations

from datetime import date, time

import pytest

from ofworkflow.letters import words


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2026, 12, 3), "jeudi 3 décembre 2026"),
        (date(2027, 1, 1), "vendredi 1er janvier 2027"),  # the first is « 1er », the others are not
        (date(2028, 2, 29), "mardi 29 février 2028"),
        (date(2026, 8, 31), "lundi 31 août 2026"),
    ],
)
def test_dates_are_written_in_full(day, printed):
    assert words.long_date(day) == printed


@pytest.mark.parametrize(("at", "printed"), [(time(9), "9 h"), (time(14, 30), "14 h 30"), (time(0, 5), "0 h 05")])
def test_hours_are_written_the_french_way(at, printed):
    assert words.hour(at) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Objet : test", "Objet\u00a0: test"),
        ("oui ; non ! quoi ?", "oui\u202f; non\u202f! quoi\u202f?"),
        ("« mot »", "«\u00a0mot\u00a0»"),
        ("«mot »", "«\u00a0mot\u00a0»"),
        ("l'article", "l’article"),
        ("à 14 h 30", "à 14\u00a0h\u00a030"),
        ("le 3 décembre", "le 3\u00a0décembre"),
        ("le 1er janvier", "le 1er\u00a0janvier"),
        ("R. 114-7", "R.\u00a0114-7"),
        ("45 minutes", "45\u00a0minutes"),
        ("03 53 01", "03\u00a053\u00a001"),
        ("+33 6 39 98 00 01, puis", "+33\u00a06\u00a039\u00a098\u00a000\u00a001, puis"),
        ("https://x.invalid?a=1", "https://x.invalid?a=1"),  # no space is ever invented
        ("D:\\lettres", "D:\\lettres"),
    ],
)
def test_no_break_spaces_are_put_where_french_wants_them(typed, printed):
    assert words.typography(typed) == printed


@pytest.mark.parametrize("typed", ["oui ; non ! « quoi » ? 14 h 30, l'article R. 114-7", "M. Dupont : 03 53 01 00 00"])
def test_typography_applied_twice_changes_nothing_more(typed):
    once = words.typography(typed)
    assert words.typography(once) == once


def test_controls_and_invisible_characters_are_dropped_and_accents_are_composed():
    assert words.clean(" E\u0301vrard\r\n\tLe\u200ba\x00\u202e ") == "Évrard Lea"
