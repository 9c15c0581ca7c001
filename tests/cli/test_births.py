"""A wrong birth date, corrected on a document seen: everything counted from it follows, the journal keeps both."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Of
from cli.test_precedence import REF, card, imported, place
from terminals import on_terminal

__all__ = ["place"]  # each of these on both kinds of base
RIGHT = ("--date", "14/09/2009", "--preuve", "livret_famille")


def corrected(of: Of, *more: str, on: str = "05/01/2026") -> Any:
    answer = of("--au", on, "naissance", REF, *(more or RIGHT))
    assert answer.code == 0, answer.err
    return answer


def sound(of: Of, on: str) -> None:
    of("--au", on, "nuit")
    answer = of("--au", on, "docteur")
    assert answer.code == 0, answer.out


def test_the_card_the_delays_and_the_journal_say_it(of: Of, opened: str) -> None:
    said = corrected(of)
    assert "Majorité : mar. 14/09/2027" in said.out
    sheet = of("--au", "05/01/2026", "voir", opened, "--json").json
    assert sheet["jeune"]["naissance"] == "2009-09-14"
    assert [e["acte"] for e in sheet["journal"]] == ["ouvrir", "corriger_naissance"]
    told = of("--au", "05/01/2026", "voir", opened).out
    assert "14/09/2009" in told
    assert "Corriger la date de naissance" in told
    sources = of("--au", "05/01/2026", "voir", opened, "--sources", "--json").json["sources"]
    [line] = [one for one in sources if one["champ"] == "naissance"]
    assert (line["verifie"], line["le"]) == (True, "2026-01-05")
    sound(of, "05/01/2026")


def test_why_the_majority_is_that_day_names_the_document_and_the_other_date(of: Of, opened: str) -> None:
    corrected(of)
    why = of("--au", "05/01/2026", "pourquoi", opened, "majorite").out
    assert "Date de naissance corrigée par" in why
    assert "livret de famille" in why
    assert "14/05/2027" in why


def _attestation(of: Of) -> Any:
    [letter] = [x for x in of("voir", REF, "--json").json["courriers"] if x["modele"] == "attestation_presence"]
    return letter


def _received(of: Of) -> None:
    of("convoquer", REF, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--envoi", "simple")
    assert of("--au", "15/12/2025", "recevoir", REF, "--present", "mineur").code == 0


def test_drafts_are_made_again_and_what_left_is_named(of: Of, opened: str) -> None:
    _received(of)
    before = _attestation(of)
    corrected(of)
    assert _attestation(of)["etat"] == before["etat"] == "prepare"
    of("--au", "05/01/2026", "courriers", "poster", opened, "--mode", "simple")
    said = corrected(of, "--date", "14/08/2009", "--preuve", "acte_naissance", on="06/01/2026")
    assert "of rectifier 2025-0001 --acte 4 --motif date" in said.err
    sound(of, "06/01/2026")


def test_what_is_printed_with_the_other_date_is_asked_back(of: Of, opened: str) -> None:
    _received(of)
    assert of("--au", "16/12/2025", "courriers", "imprimer").code == 0
    assert "est imprimé et dit l'ancienne date de naissance : retirez-le de la pile" in corrected(of).err
    sound(of, "05/01/2026")


def test_voided_the_card_says_the_first_date_again(of: Of, opened: str) -> None:
    corrected(of)
    assert of("--au", "05/01/2026", "annuler", opened, "--motif", "mauvaise fiche").code == 0
    sheet = of("voir", opened, "--json").json
    assert sheet["jeune"]["naissance"] == "2009-05-14"
    assert [d["legale"] for d in sheet["echeances"] if d["slug"] == "majorite"] == ["2027-05-14"]
    sound(of, "05/01/2026")


def test_under_16_the_dossier_waits_and_the_night_begins_it(of: Of, opened: str) -> None:
    assert "en attente de ses 16 ans" in corrected(of, "--date", "02/02/2010", "--preuve", "passeport").err
    assert of("--au", "05/01/2026", "voir", opened, "--json").json["etape"] == "attente"
    sound(of, "05/01/2026")
    of("--au", "02/02/2026", "nuit")
    assert of("--au", "02/02/2026", "voir", opened, "--json").json["etape"] == "reperage"
    sound(of, "03/02/2026")


def test_a_dossier_that_a_wrong_majority_closed_comes_back(of: Of, opened: str) -> None:
    corrected(of, "--date", "06/01/2008", "--preuve", "saisie")
    of("--au", "06/01/2026", "nuit")
    assert of("--au", "06/01/2026", "voir", opened, "--json").json["etape"] == "cloture"
    said = corrected(of, "--date", "06/01/2009", "--preuve", "passeport", on="07/01/2026")
    assert "of rouvrir 2025-0001" in said.err
    sound(of, "07/01/2026")
    assert of("--au", "07/01/2026", "rouvrir", opened, "--motif", "date corrigée").code == 0
    sound(of, "08/01/2026")
    assert of("--au", "08/01/2026", "voir", opened, "--json").json["etape"] == "reperage"


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("--date", "14/05/2009", "--preuve", "passeport"), 3, "le dossier dit déjà"),
        (("--date", "14/05/2015", "--preuve", "passeport"), 3, "n'aurait que 10 ans"),
        (("--date", "14/05/2000", "--preuve", "passeport"), 3, "avant l'ouverture du dossier"),
        (("--date", "14/05/2027", "--preuve", "passeport"), 3, "le 14/05/2027 est après"),
        (("--date", "14/09/2009"), 2, "--preuve"),
        (("--date", "14/09/2009", "--preuve", "ouï-dire"), 2, "carte_identite"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    of: Of, opened: str, words: tuple[str, ...], code: int, why: str
) -> None:
    before = of("voir", opened, "--json").json
    answer = of("--au", "05/01/2026", "naissance", opened, *words)
    assert (answer.code, why in answer.err) == (code, True), answer.err
    assert of("voir", opened, "--json").json == before


def test_a_list_that_still_says_the_other_date_is_about_the_same_minor(of: Of, folder: Path) -> None:
    """A person's word stands: the row is neither another minor nor a doubt."""
    imported(of, folder)
    corrected(of)
    seen = imported(of, folder, "06/01/2026", TEL_PORTABLE="06 39 98 07 07")
    assert (seen.json["a_creer"], seen.json["douteux"], seen.json["a_modifier"]) == (0, 0, 1)
    assert card(of)[0]["naissance"] == "2009-09-14"
    right = imported(of, folder, "07/01/2026", DATE_NAISSANCE="14/09/2009", TEL_PORTABLE="06 39 98 07 07")
    assert (right.json["a_creer"], right.json["douteux"]) == (0, 0)
    sound(of, "07/01/2026")


def test_a_name_nearly_the_same_with_the_other_date_waits_for_a_person(of: Of, folder: Path) -> None:
    imported(of, folder)
    corrected(of)
    seen = imported(of, folder, "06/01/2026", NOM="DUPOND")
    assert (seen.json["a_creer"], seen.json["douteux"]) == (0, 1)


def test_the_form_does_it_by_options(of: Of, opened: str) -> None:
    words = ("--naissance", "14/09/2009", "--preuve", "carte_identite", "--telephone", "06 39 98 01 01")
    answer = of("--au", "05/01/2026", "fiche", opened, *words)
    assert answer.code == 0, answer.err
    assert "naissance : « jeu. 14/05/2009 » → « lun. 14/09/2009 »" in answer.out
    assert "Majorité : mar. 14/09/2027" in answer.out
    sheet = of("voir", opened, "--json").json
    assert (sheet["jeune"]["naissance"], sheet["fiche"]["tel_portable"]) == ("2009-09-14", "06 39 98 01 01")
    sound(of, "05/01/2026")


def test_a_date_refused_writes_nothing_of_the_form(of: Of, opened: str) -> None:
    words = ("--naissance", "14/05/2015", "--preuve", "carte_identite", "--telephone", "06 39 98 01 01")
    assert of("--au", "05/01/2026", "modifier", opened, *words).code == 3
    assert of("voir", opened, "--json").json["fiche"]["tel_portable"] is None


def test_on_a_terminal_the_form_asks_the_document_and_shows_what_follows(of: Of, opened: str, folder: Path) -> None:
    typed = "d\n14/05/2015\npasseport\n02/02/2010\nma tante\npasseport\nf\no\n"
    shown = on_terminal("--au", "05/01/2026", "fiche", REF, folder=folder, columns=160, typed=typed)
    assert "n'aurait que 10 ans" in shown
    assert "« ma tante » n'est pas dans cette liste" in shown
    assert shown.index("en attente de ses 16 ans") < shown.index("Enregistrer ?")
    assert of("--au", "05/01/2026", "voir", opened, "--json").json["etape"] == "attente"


def test_on_a_terminal_the_act_is_shown_before_it_is_done(of: Of, opened: str, folder: Path) -> None:
    words = ("--au", "05/01/2026", "naissance", REF, *RIGHT)
    shown = on_terminal(*words, folder=folder, columns=160, typed="n\n", code=1)
    assert "né(e) le 14/09/2009" in shown
    assert of("voir", opened, "--json").json["jeune"]["naissance"] == "2009-05-14"


def test_the_examination_tells_a_card_that_says_another_day(of: Of, opened: str, folder: Path, place: str) -> None:
    if not place.startswith("sqlite"):
        pytest.skip("written by hand in one kind of base")
    corrected(of)
    with sqlite3.connect(folder / "ofworkflow.db") as base:
        base.execute("UPDATE jeune SET naissance = '2009-05-14'")
    base.close()
    answer = of("--au", "05/01/2026", "docteur")
    assert answer.code != 0
    assert "dans sa fiche et dans l'acte qui la corrige" in answer.out
