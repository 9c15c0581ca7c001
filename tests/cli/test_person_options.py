"""Whatever is kept of a person is said when the dossier is opened, corrected later, shown on the sheet and in its JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from cli.conftest import OPEN, Of
from ofworkflow.cli.person_options import typed_card
from ofworkflow.procedure.fields import MINOR, REPRESENTATIVE, PersonField, correctable

# One value as it is typed, and what is kept, for each field that neither a choice nor the label of an address makes plain.
TYPED = {
    "ine": ("123456789ab", "123456789AB"),
    "naissance": ("14/05/2009", "2009-05-14"),
    "entree_le": ("1/9/2024", "2024-09-01"),
    "sortie_le": ("30/06/2025", "2025-06-30"),
    "depuis_le": ("2020-01-31", "2020-01-31"),
    "emancipe_le": ("12/01/2025", "2025-01-12"),
    "a_part_jusqu_au": ("31/12/2030", "2030-12-31"),
    "jusqu_au": ("31/08/2025", "2025-08-31"),
    "tel_fixe": ("+33353010366", "03 53 01 03 66"),
    "tel_portable": ("0639980102", "06 39 98 01 02"),
    "telephone": ("+355 69 123 4567", "+355 69 123 4567"),
    "courriel": ("zoe@exemple.invalid", "zoe@exemple.invalid"),
    "pays": ("belgique", "Belgique"),
    "commune": ("la madeleine", "La Madeleine"),
    "sexe": ("M", "M"),
}


def said(f: PersonField) -> tuple[str, object]:
    """Return what is typed for a field, and what is kept of it."""
    words = [str(word) for word in f.words or f.choices]
    typed, kept = TYPED.get(
        f.name, (words[-2 if f.choices == ("oui", "non") else -1],) * 2 if words else (f"Essai {f.asked}",) * 2
    )
    return typed, {"oui": True, "non": False}.get(kept, kept)


def typed_options(fields: Iterable[PersonField]) -> list[str]:
    """Return what is typed for these fields."""
    return [word for f in fields for word in (f"--{f.asked}", said(f)[0])]


def test_every_field_of_the_minor_is_corrected_and_shown(of: Of, opened: str) -> None:
    fields = [f for f in correctable(MINOR) if not f.follows]
    answer = of("modifier", opened, *typed_options(fields))
    assert answer.code == 0, answer.err
    assert [f.name for f in fields if f"{f.label} : " not in answer.out] == []
    shown = of("voir", opened, "--json").json["fiche"]
    assert {f.name: shown[f.name] for f in fields} == {f.name: said(f)[1] for f in fields}


def test_every_field_of_a_representative_is_corrected_and_shown(of: Of, opened: str) -> None:
    fields = [f for f in correctable(REPRESENTATIVE) if f.name != "confidentielle"]
    answer = of("modifier", opened, "--representant", "2", *typed_options(fields))
    assert answer.code == 0, answer.err
    assert [f.name for f in fields if f"{f.label} : " not in answer.out] == []
    shown = of("voir", opened, "--json").json["representants"][1]
    assert {f.name: shown[f.name] for f in fields} == {f.name: said(f)[1] for f in fields}


def test_all_that_is_known_is_said_at_the_opening(of: Of) -> None:
    others = [f for f in MINOR if f"--{f.asked}" not in OPEN and not f.follows and not f.line]
    answer = of(*OPEN, "--le", "01/12/2025", *typed_options(others))
    assert answer.code == 0, answer.err
    shown = of("voir", answer.out.strip(), "--json").json["fiche"]
    assert {f.name: shown[f.name] for f in others} == {f.name: said(f)[1] for f in others}
    sheet = of("voir", answer.out.strip()).out
    assert "INE : 123456789AB" in sheet
    assert "sortie le : lun. 30/06/2025" in sheet


def test_a_birth_date_is_not_corrected_without_the_document_that_says_it(of: Of, opened: str) -> None:
    for words in (("--naissance", "15/05/2009"), ("--preuve", "passeport")):
        answer = of("modifier", opened, *words)
        assert answer.code == 2
        assert "--naissance DATE --preuve PIÈCE" in answer.err
    assert of("voir", opened, "--json").json["jeune"]["naissance"] == "2009-05-14"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--telephone", "12"), "--telephone : « 12 » n'est pas un numéro de téléphone"),
        (("--ine", "123"), "--ine : « 123 » n'a pas la forme d'un INE"),
        (("--sortie-le", "31/06/2025"), "n'existe pas dans le calendrier"),
        (("--prenom", ""), "ne peut pas être vide"),
        (("--autorite", "retiree"), "ne se modifie pas ici"),  # of the minor: he or she has none
        (("--representant", "1", "--ine", "123456789AB"), "ne se modifie pas ici"),
    ],
)
def test_what_makes_no_sense_is_said_and_changes_nothing(of: Of, opened: str, words: tuple[str, ...], reason: str) -> None:
    before = of("voir", opened, "--json").json
    answer = of("modifier", opened, *words)
    assert (answer.code, reason in answer.err) == (2, True), answer.err
    assert of("voir", opened, "--json").json == before


def test_an_address_that_is_given_to_nobody_is_not_in_the_json(of: Of, opened: str) -> None:
    of("modifier", opened, "--representant", "2", "--confidentielle", "oui")
    father = of("voir", opened, "--json").json["representants"][1]
    assert (father["confidentielle"], father["adresse1"], father["ville"]) == (True, None, None)
    assert "adresse confidentielle" in of("voir", opened).out


def test_what_is_not_typed_is_left_alone_and_what_is_typed_empty_is_emptied() -> None:
    card = typed_card(MINOR, {"nom": None, "courriel": "", "sortie_le": ""}, today=date(2025, 12, 1))
    assert card == {"courriel": "", "sortie_le": None}


@pytest.mark.parametrize(
    "since",
    [
        ("--emancipe-le", "12/01/2025"),
        ("--representant", "1", "--autorite", "retiree"),
        ("--representant", "1", "--autorite", "decede"),
        ("--representant", "2", "--autorite", "exclusive"),
    ],
)
def test_the_sheet_calls_nobody_a_representative_who_represents_no_more(of: Of, opened: str, since: tuple[str, ...]) -> None:
    line = "DUPONT (mère), n° 1, "
    assert f"Représentant légal : Anne {line}reçoit les courriers" in of("voir", opened).out
    assert of("modifier", opened, *since).code == 0
    shown = " ".join(of("voir", opened).out.split())
    assert (f"Au dossier : Anne {line}ne reçoit rien" in shown, f"Représentant légal : Anne {line}" in shown) == (True, False)
