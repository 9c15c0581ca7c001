"""What is typed to find a dossier, as it is read."""

from __future__ import annotations

from datetime import date

import pytest

from ofworkflow.casework.registry.typed import birth_in, phone_in, reference_in, without_courtesies

DAY = date(2009, 3, 12)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("2025-42", "2025-0042"),
        (" 2025/7 ", "2025-0007"),
        ("dossier n° 2025-42", "2025-0042"),
        ("2025-0042", "2025-0042"),
        ("2025-00042", "2025-00042"),  # a digit too many: no reference of anybody, and nobody is guessed
        ("2025-10042", "2025-10042"),
        ("Noa", "NOA"),  # no « n° »
    ],
)
def test_a_reference_may_be_cut_short(text: str, reference: str) -> None:
    assert reference_in(text) == reference


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+33 (0)6 39 98 01 02", "0639980102"),
        ("0033639980102", "0639980102"),
        ("06.39-98/01 02", "0639980102"),
        ("98 01 02", "980102"),
        ("98 01", ""),
        ("zoé 0639980102", ""),
    ],
)
def test_a_phone_is_its_digits_however_it_is_written(text: str, digits: str) -> None:
    assert phone_in(text) == digits


@pytest.mark.parametrize(
    ("text", "words"),
    [
        *(
            (text, [])
            for text in ("12/03/2009", "12.03.09", "12-3-2009", "2009-03-12", "12 03 2009", "12032009", "né(e) le 12 mars 2009")
        ),
        ("Thi-Mai Nguyen, 12/03/2009", ["thi", "mai", "nguyen"]),
        ("12/03/2009 Nguyen", ["nguyen"]),
    ],
)
def test_a_birth_date_is_read_among_the_words(text: str, words: list[str]) -> None:
    assert birth_in(text) == (DAY, DAY, words)


def test_a_year_is_one_of_birth_beside_a_name_only() -> None:
    assert birth_in("nguyen 2009") == (date(2009, 1, 1), date(2009, 12, 31), ["nguyen"])
    for text in ("2009", "né 2009", "nguyen 1642", "nguyen 2008 2009", "32/01/2009", "06 39 98 01 02"):
        assert birth_in(text) is None, text


def test_what_is_said_out_of_courtesy_is_no_name() -> None:
    assert [without_courtesies(text) for text in ("Mme Tran", "la mère de Yanis", "M. de la Tour", "Madame")] == [
        "tran",
        "yanis",
        "tour",
        "",
    ]
