"""Beside the national system: what is to be typed there, ticked once; an export of it, compared both ways."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Of
from cli.test_lots import LEA, TOM, WRITE, ZOE, _list, _unsound

REF = "2025-0001"
WORK = ("situation", REF, "--nature", "emploi", "--debut", "01/12/2025", "--preuve", "contrat", "--le", "02/12/2025")


def _left(of: Of, *more: str) -> dict[str, Any]:
    return {each["numero"]: each["quoi"] for each in of("imilo", "a-ressaisir", *more, "--json").json["lignes"]}


def test_what_changed_here_is_listed_until_it_is_ticked_once(of: Of, opened: str) -> None:
    assert of(*WORK).code == 0
    of("modifier", REF, "--telephone", "06 39 98 01 01")
    left = _left(of)
    assert [number.partition(".")[2][0] for number in left] == ["1", "2", "f"]
    assert "emploi" in left[f"{REF}.2"]  # the word is ours everywhere
    assert of("imilo", "a-ressaisir", "--coche", f"{REF}.2", "--json").json["lignes"][0]["numero"] == f"{REF}.2"
    assert f"{REF}.2" not in _left(of)
    assert list(_left(of, "--coches")) == [f"{REF}.2"]
    assert of("imilo", "a-ressaisir", "--coche", f"{REF}.2").code == 3  # once
    assert of("imilo", "a-ressaisir", "--annuler", f"{REF}.2").code == 0
    assert f"{REF}.2" in _left(of)
    assert of("imilo", "a-ressaisir", "--coche", "tout").code == 0
    assert _left(of) == {}
    of("modifier", REF, "--telephone", "06 39 98 02 02")  # changed again: to be typed again
    assert len(_left(of)) == 1
    assert _unsound(of) == []


def test_what_was_typed_there_and_taken_back_here_is_to_be_taken_back_there(of: Of, opened: str) -> None:
    of(*WORK)
    of("imilo", "a-ressaisir", "--coche", REF)
    of("annuler", REF, "--motif", "contrat non signé")
    assert _left(of) == {f"{REF}.2r": _left(of)[f"{REF}.2r"]}
    assert _left(of)[f"{REF}.2r"].startswith("À retirer")


@pytest.mark.parametrize("words", [("--coche", "2025-0099.1"), ("--coche", "9"), ("--coche", REF, "--annuler", REF)])
def test_a_number_of_nothing_is_named_and_ticks_nothing(of: Of, opened: str, words: tuple[str, ...]) -> None:
    assert of("imilo", "a-ressaisir", *words).code == 2
    assert _left(of, "--coches") == {}


def test_what_a_list_brought_is_to_be_typed_there_unless_it_came_from_there(of: Of, folder: Path) -> None:
    _list(folder, LEA)
    of(*WRITE)
    _list(folder, LEA + "06 39 98 01 01", ZOE, name="suite.csv")
    of("importer", "suite.csv", "--source", "imilo", "--le", "02/12/2025", "--appliquer")
    assert list(_left(of)) == [f"{REF}.1"]  # neither the phone nor the dossier that came from there
    _list(folder, LEA + "06 39 98 02 02", ZOE, name="mois.csv")
    of("importer", "mois.csv", "--le", "03/12/2025", "--appliquer")
    assert list(_left(of)) == [f"{REF}.1", f"{REF}.l3"]


def test_an_export_is_compared_both_ways_and_nothing_is_written(of: Of, folder: Path) -> None:
    _list(folder, LEA + "06 39 98 01 01", TOM)
    of(*WRITE)
    of(*WORK)
    head = "Nom;Prénom;Date de naissance;Sexe;Adresse;Code postal;Commune;Téléphone portable;Situation"
    lea = "Dupont;LEA;14/05/2009;F;12 rue des Lilas;59130;Lambersart;06 39 98 03 03;Recherche d'emploi"
    zoe = "MARTIN;Zoé;22/03/2009;F;3 rue du Bac;59110;La Madeleine;;"
    (folder / "export.csv").write_text(f"{head}\n{lea}\n{zoe}\n", encoding="utf-8")
    before = (folder / "ofworkflow.db").read_bytes()
    seen = of("--au", "05/12/2025", "imilo", "comparer", "export.csv", "--json").json
    gaps = {gap["champ"]: (gap["reference"], gap["ici"], gap["la_bas"]) for gap in seen["ecarts"]}
    assert gaps["téléphone portable"] == (REF, "06 39 98 01 01", "06 39 98 03 03")
    assert gaps["situation"] == (REF, "emploi", "Recherche d'emploi")
    assert set(gaps) == {"téléphone portable", "situation"}  # capitals and accents say nothing
    assert [one["reference"] for one in seen["ici_seulement"]] == ["2025-0002"]
    assert [one["nom"] for one in seen["la_bas_seulement"]] == ["Zoé MARTIN"]
    assert (folder / "ofworkflow.db").read_bytes() == before
    (folder / "export.csv").write_text("\n".join([head, lea.replace("Recherche d'emploi", "EMPLOI"), ""]), encoding="utf-8")
    again = of("--au", "05/12/2025", "imilo", "comparer", "export.csv", "--json").json
    assert [gap["champ"] for gap in again["ecarts"]] == ["téléphone portable"]
    assert "Dites autrement" in of("--au", "05/12/2025", "imilo", "comparer", "export.csv").out
