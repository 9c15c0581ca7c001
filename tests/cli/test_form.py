"""The whole sheet in one form: on a terminal, or by options; each change with what it was."""

from __future__ import annotations

import shlex
import sqlite3
from pathlib import Path

import pytest

from cli.conftest import Of
from terminals import on_terminal

KEEP = "\n"
SAVE = "o\n"


def traces(folder: Path) -> list[tuple[str, str | None, str | None]]:
    """Return what was written of the changes, in order."""
    with sqlite3.connect(folder / "ofworkflow.db") as base:
        rows = list(base.execute("SELECT champ, avant, apres FROM modification ORDER BY id"))
    base.close()
    return rows


def form(folder: Path, *typed: str, code: int = 0) -> str:
    """Return what the form shows where that is typed, one line each."""
    lines = "".join(f"{line}\n" for line in typed)
    return on_terminal("--au", "05/01/2026", "fiche", "2025-0001", folder=folder, columns=160, typed=lines, code=code)


def test_enter_keeps_a_dash_empties_and_what_changes_is_shown_before_it_is_saved(of: Of, opened: str, folder: Path) -> None:
    of("modifier", opened, "--courriel", "lea@exemple.invalid")
    shown = form(folder, "j", "06 39 98 01 01", "", "-", ".", "c", "Mme Roux", "f", "o")
    assert "Léa DUPONT, téléphone portable : (rien) → « 06 39 98 01 01 »" in shown
    assert "Léa DUPONT, courriel : « lea@exemple.invalid » → (rien)" in shown
    assert "conseiller : " in shown
    assert shown.index("Enregistrer ?") < shown.index("Enregistré.")
    sheet = of("voir", opened, "--json").json
    assert (sheet["fiche"]["tel_portable"], sheet["fiche"]["courriel"], sheet["conseiller"]) == (
        "06 39 98 01 01",
        None,
        "Mme Roux",
    )
    assert [champ for champ, _, _ in traces(folder)] == ["courriel", "tel_portable", "courriel", "conseiller"]
    of("--au", "05/01/2026", "nuit")
    assert of("--au", "05/01/2026", "docteur").code == 0


def test_enter_alone_goes_through_the_whole_sheet_and_changes_nothing(of: Of, opened: str, folder: Path) -> None:
    before = of("voir", opened, "--json").json
    shown = form(folder, *[""] * 80)
    assert "Rien ne change." in shown
    assert "adresse [12 rue des Lilas]" in shown
    assert "conseiller [" in shown
    assert of("voir", opened, "--json").json == before


def test_no_leaves_everything_as_it_was(of: Of, opened: str, folder: Path) -> None:
    before = of("voir", opened, "--json").json
    assert "rien n'a été écrit" in form(folder, "j", "06 39 98 01 01", ".", "f", "n", code=1)
    assert of("voir", opened, "--json").json == before
    assert traces(folder) == []


def test_what_makes_no_sense_is_asked_again(of: Of, opened: str, folder: Path) -> None:
    """« 12 », « pasuncourriel », « Lamberzart » : each refused where it is typed, with what may have been meant."""
    typed = ("12", "06 39 98 01 01", "", "pasuncourriel", "", "", "", "12", "59130", "", "", "Lamberzart", "La Madeleine", ".")
    shown = form(folder, "j", *typed, "f", "o")
    assert "« 12 » n'est pas un numéro de téléphone" in shown
    assert "« pasuncourriel » n'est pas une adresse de courriel" in shown
    assert "« 12 » n'est pas un code postal" in shown
    assert "Les plus proches : « 59328 Lambersart »" in shown
    card = of("voir", opened, "--json").json["fiche"]
    assert (card["tel_portable"], card["code_postal"], card["commune"], card["commune_insee"]) == (
        "06 39 98 01 01",
        "59130",
        "La Madeleine",
        "59368",
    )


def test_a_representative_is_added_once_and_ended_from_a_day_on(of: Of, opened: str, folder: Path) -> None:
    new = ("+", "tuteur", "PETIT", "Luc", "1 rue Neuve", "", "59000", "Lille", "", "03 53 01 00 09", "", "")
    shown = form(folder, *new, "-2", "01/01/2026", "f", "o")
    assert "représentant n° 3 : Luc PETIT (en charge de la tutelle), ajouté" in shown
    people = of("voir", opened, "--json").json["representants"]
    assert [(r["nom"], r["autorite"], r["depuis_le"]) for r in people] == [
        ("DUPONT", "titulaire", None), ("DUPONT", "retiree", "2026-01-01"), ("PETIT", "titulaire", None),
    ]  # fmt: skip
    assert people[2]["telephone"] == "03 53 01 00 09"
    assert "est déjà au dossier" in form(folder, *new, "f")
    assert len(of("voir", opened, "--json").json["representants"]) == 3


def test_a_guardian_ends_on_the_day_before(of: Of, opened: str) -> None:
    of("fiche", opened, "--ajouter-representant", "PETIT;Luc;tuteur;1 rue Neuve;59000;Lille")
    assert of("--au", "05/01/2026", "fiche", opened, "--terminer-representant", "3").code == 0
    assert of("voir", opened, "--json").json["representants"][2]["jusqu_au"] == "2026-01-04"


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        ((), 2, "Sans terminal, donnez ce qui change"),
        (("--telephone", "12"), 2, "n'est pas un numéro de téléphone"),
        (("--cp", "12"), 2, "n'est pas un code postal"),
        (("--courriel", "pasuncourriel"), 2, "n'est pas une adresse de courriel"),
        (("--commune", "Lamberzart"), 2, "Les plus proches : « 59328 Lambersart »"),
        (("--commune", "Saint-Denis"), 2, "4 communes s'appellent « Saint-Denis »"),
        (("--commune", "62041 Arraz"), 2, "celui d'Arras, non de « Arraz »"),
        (("--representant", "1", "--cp", "591"), 2, "n'est pas un code postal"),
        (("--ajouter-representant", "PETIT;Luc;tuteur;1 rue Neuve;590;Lille"), 2, "n'est pas un code postal"),
        (("--a-compter-du", "01/01/2026"), 2, "ajoutez --terminer-representant"),
        (("--terminer-representant", "9"), 2, "n'a pas de représentant n° 9"),
        (("--ajouter-representant", "DUPONT;Anne;mere;12 rue des Lilas;59130;Lambersart"), 3, "Déjà noté"),
    ],
)
@pytest.mark.parametrize("command", ["fiche", "modifier"])
def test_the_same_is_refused_by_options(
    of: Of, opened: str, command: str, words: tuple[str, ...], code: int, reason: str
) -> None:
    if command == "modifier" and not words:
        reason = "Rien à modifier"
    before = of("voir", opened, "--json").json
    answer = of(command, opened, *words)
    assert (answer.code, reason in answer.err) == (code, True), answer.err
    assert of("voir", opened, "--json").json == before


def test_a_fault_in_the_middle_writes_nothing_of_the_form(of: Of, opened: str, folder: Path) -> None:
    typed = ("--telephone", "06 39 98 01 01", "--conseiller", "Mme Roux", "--commune", "Lamberzart")
    assert of("fiche", opened, *typed).code == 2
    assert traces(folder) == []
    assert of("voir", opened, "--json").json["conseiller"] != "Mme Roux"


def test_abroad_neither_the_postcode_nor_the_commune_is_a_french_one(of: Of, opened: str) -> None:
    answer = of("fiche", opened, "--pays", "belgique", "--cp", "1000", "--ville", "Bruxelles", "--commune", "Bruxelles")
    assert answer.code == 0, answer.err
    assert of("fiche", opened, "--pays", "France").code == 2  # its postcode would then be a wrong one


def test_a_note_alone_is_kept_with_its_day(of: Of, opened: str, folder: Path) -> None:
    assert of("--au", "05/01/2026", "fiche", opened, "--note", "La famille déménage en mars").code == 0
    assert traces(folder) == [("note", None, "La famille déménage en mars")]
    of("--au", "05/01/2026", "nuit")
    assert of("--au", "05/01/2026", "docteur").code == 0


def test_a_confidential_address_is_not_shown_by_the_form(of: Of, opened: str, folder: Path) -> None:
    of("modifier", opened, "--representant", "2", "--confidentielle", "oui")
    shown = form(folder, "2", "", "", "9 rue Haute", ".", "f", "o")
    assert "3 rue du Bac" not in shown
    assert "adresse : (adresse confidentielle) → « 9 rue Haute »" in shown


@pytest.mark.parametrize(
    ("whose", "other", "left"),
    [
        ((), ("--representant", "1"), "Anne DUPONT (mère)"),
        (("--representant", "1"), (), "Léa DUPONT"),
    ],
)
def test_who_stays_at_the_address_that_the_other_left_is_said_with_what_to_type(
    of: Of, opened: str, whose: tuple[str, ...], other: tuple[str, ...], left: str
) -> None:
    """A letter went on to the old address of the minor once her mother, with whom she lives, had another."""
    moved = of("modifier", opened, *whose, "--adresse", "8 quai neuf", "--cp", "59110", "--ville", "La Madeleine")
    proposed = moved.err.partition(f"{left} a toujours l'ancienne adresse")[2].partition("commun : ")[2].splitlines()[0]
    assert shlex.split(proposed)[:3] == ["of", "modifier", opened]
    assert tuple(shlex.split(proposed)[3 : 3 + len(other)]) == other
    again = of(*shlex.split(proposed)[1:])
    assert again.code == 0
    assert "ancienne adresse" not in again.err
    seen = of("voir", opened).out
    assert seen.count("8 quai neuf, 59110 La Madeleine") == 2


def test_who_lives_elsewhere_is_not_said_to_stay_behind(of: Of, opened: str) -> None:
    assert "ancienne adresse" not in of("modifier", opened, "--representant", "2", "--adresse", "8 quai neuf").err
    of("modifier", opened, "--adresse", "9 rue du Port")
    assert "ancienne adresse" not in of("modifier", opened, "--representant", "1", "--adresse", "8 quai neuf").err


def test_what_was_corrected_is_read_in_the_words_of_the_sheet(of: Of, opened: str) -> None:
    of("modifier", opened, "--representant", "2", "--heberge", "oui", "--depuis-le", "01/01/2026")
    trail = of("--au", "05/01/2026", "voir", opened).out.partition("Corrections de la fiche")[2]
    assert [line.split()[2:] for line in trail.splitlines() if "héberge le jeune" in line][-1][:5] == [
        "héberge",
        "le",
        "jeune",
        "non",
        "oui",
    ]
    assert "jeu. 01/01/2026" in trail
    assert not {"True", "False", "2026-01-01", "heberge"} & set(trail.split())
