"""What a list may change of somebody known: a person's word stands, a newer list beats an older one; undone exactly."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Text, cast, select

from cli.conftest import Of
from cli.test_lots import _unsound
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

HEAD = (
    "NOM;PRENOM;DATE_NAISSANCE;SEXE;ADRESSE1;CODE_POSTAL;COMMUNE;TEL_PORTABLE;MEL;RL1_LIEN;RL1_NOM;RL1_PRENOM;RL1_ADRESSE1;"
    "RL1_CODE_POSTAL;RL1_COMMUNE;RL1_TEL;RL1_MEL;RL1_AUTORITE;RL2_LIEN;RL2_NOM;RL2_PRENOM;RL2_TEL;RL2_MEL"
)
LEA: dict[str, str] = {
    "NOM": "DUPONT", "PRENOM": "Léa", "DATE_NAISSANCE": "14/05/2009", "SEXE": "F", "ADRESSE1": "12 rue des Lilas",
    "CODE_POSTAL": "59130", "COMMUNE": "Lambersart", "TEL_PORTABLE": "06 39 98 01 01", "RL1_LIEN": "MERE", "RL1_NOM": "DUPONT",
    "RL1_PRENOM": "Anne", "RL1_ADRESSE1": "12 rue des Lilas", "RL1_CODE_POSTAL": "59130", "RL1_COMMUNE": "Lambersart",
    "RL1_TEL": "06 39 98 02 02",
}  # fmt: skip
REF = "2025-0001"


def imported(of: Of, folder: Path, on: str = "01/12/2025", *more: str, **changes: str) -> Any:
    """Write a list of one row, import it on that day, and return what the command says."""
    row = LEA | changes
    cells = ";".join(row.get(name, "") for name in HEAD.split(";"))
    (folder / "liste.csv").write_text(f"{HEAD}\n{cells}\n", encoding="utf-8")
    return of("importer", "liste.csv", "--le", on, *(more or ("--appliquer", "--json")))


def card(of: Of) -> Any:
    """Return what is known of the minor and of the representatives."""
    view = of("voir", REF, "--json").json
    return view["fiche"], view["representants"]


@pytest.fixture(params=["sqlite", "postgresql"], autouse=True)
def place(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return where the base is that is typed to: one kind, then the other."""
    if request.param == "sqlite":
        return f"sqlite:///{folder / 'ofworkflow.db'}"
    base: Database = request.getfixturevalue("postgresql_base")
    monkeypatch.setenv("OFWORKFLOW_BASE_URL", base.url)
    return base.url


def everything(place: str) -> dict[str, list[Any]]:
    """Return every table but those that tell the acts, the lots and the numbers, each value as the base writes it."""
    base = Database(place)
    with base.reading() as connection:
        kept = [table for table in m.metadata.sorted_tables if table.name not in ("lot", "compteur", "meta")]
        found = {
            table.name: sorted(connection.execute(select(*(cast(c, Text) for c in table.columns))).all(), key=str)
            for table in kept
        }
    base.dispose()
    return found


def test_what_a_first_list_lacked_a_later_one_fills_once(of: Of, folder: Path) -> None:
    silent = dict.fromkeys((name for name in LEA if name not in ("NOM", "PRENOM", "DATE_NAISSANCE")), "")
    imported(of, folder, **silent)
    filled = imported(of, folder).json
    assert (filled["a_modifier"], filled["inchanges"]) == (1, 0)
    minor, (mother,) = card(of)
    assert (minor["commune"], minor["commune_insee"]) == ("Lambersart", "59328")
    assert (minor["sexe"], minor["tel_portable"]) == ("F", LEA["TEL_PORTABLE"])
    assert mother["nom"] == "DUPONT"
    again = imported(of, folder).json
    assert (again["a_modifier"], again["inchanges"]) == (0, 1)  # the same list again: nothing
    assert not _unsound(of)


def test_a_list_that_adds_only_a_representative_leaves_the_card_sound(of: Of, folder: Path) -> None:
    imported(of, folder, **{name: "" for name in LEA if name.startswith("RL1_")})
    assert imported(of, folder).json["a_modifier"] == 1
    assert not _unsound(of)


@pytest.mark.parametrize(
    ("on", "phone", "changed"),
    [
        ("05/12/2025", "06 39 98 09 09", 1),
        ("25/11/2025", "06 39 98 01 01", 0),  # an older list says nothing against a newer one
        ("01/12/2025", "06 39 98 01 01", 0),  # the same day: a person decides
    ],
)
def test_a_newer_list_beats_an_older_one(of: Of, folder: Path, on: str, phone: str, changed: int) -> None:
    imported(of, folder)
    seen = imported(of, folder, on, TEL_PORTABLE="06 39 98 09 09")
    assert (seen.json["a_modifier"], seen.json["douteux"]) == (changed, 0)
    assert len(seen.json["proposes"]) == (on == "01/12/2025")
    assert card(of)[0]["tel_portable"] == phone
    assert imported(of, folder, on, TEL_PORTABLE="06 39 98 09 09").json["lot"] is None
    assert _unsound(of) == []


@pytest.mark.parametrize(
    ("typed", "kept", "told"),
    [
        (("--telephone", "06 39 98 03 03"), "06 39 98 03 03", "noté"),
        (("--telephone", ""), None, "vidé"),
    ],
    ids=["corrigé", "vidé"],
)
def test_a_list_never_beats_a_person_it_proposes(
    of: Of, folder: Path, typed: tuple[str, ...], kept: str | None, told: str
) -> None:
    imported(of, folder)
    assert of("modifier", REF, *typed).code == 0
    seen = imported(of, folder, "05/12/2025", TEL_PORTABLE="06 39 98 09 09", MEL="lea@exemple.invalid")
    assert (seen.code, seen.json["a_modifier"], seen.json["douteux"]) == (0, 1, 0)  # the e-mail nobody had said
    [proposed] = seen.json["proposes"]
    assert (proposed["reference"], proposed["champ"], proposed["lu"]) == (REF, "téléphone portable", "06 39 98 09 09")
    assert proposed["pourquoi"].startswith(told)
    assert card(of)[0]["tel_portable"] == kept
    assert of(*shlex.split(proposed["commande"])[1:]).code == 0
    assert card(of)[0]["tel_portable"] == "06 39 98 09 09"
    assert imported(of, folder, "05/12/2025", TEL_PORTABLE="06 39 98 09 09").json["proposes"] == []


def test_what_a_person_put_aside_is_told_so_and_does_not_come_back(of: Of, folder: Path) -> None:
    imported(of, folder)
    of("modifier", REF, "--telephone", "")
    again = imported(of, folder)
    assert (again.json["a_modifier"], again.json["inchanges"], again.json["lot"]) == (0, 1, None)
    assert "écarté" in again.json["proposes"][0]["pourquoi"]
    shown = imported(of, folder, "05/12/2025", "--source", "siei")
    assert "Proposé" in shown.out + shown.err


@pytest.mark.parametrize("typed", [("--nom", "KOWALSKI"), ("--nom", "KOWALSKI", "--nom-usage", "ROUX")], ids=["nom", "et usage"])
def test_a_name_that_a_person_corrected_opens_no_second_dossier(of: Of, folder: Path, typed: tuple[str, ...]) -> None:
    """No INE, and nothing of the former name in the new one: the correction itself says who she is."""
    imported(of, folder)
    assert of("modifier", REF, *typed).code == 0
    again = imported(of, folder, "05/12/2025", MEL="lea@exemple.invalid").json
    assert (again["a_creer"], again["a_modifier"], again["douteux"]) == (0, 1, 0)
    assert (card(of)[0]["nom"], card(of)[0]["courriel"]) == ("KOWALSKI", "lea@exemple.invalid")
    assert imported(of, folder, "05/12/2025", MEL="lea@exemple.invalid").json["lot"] is None
    assert _unsound(of) == []


def test_a_first_name_that_a_person_corrected_is_asked_once_for_a_twin_may_bear_it(of: Of, folder: Path) -> None:
    imported(of, folder)
    assert of("modifier", REF, "--prenom", "Fatoumata").code == 0
    [doubt] = imported(of, folder, "05/12/2025", "--json").json["doutes"]
    assert "s'appelait Léa DUPONT avant une correction" in doubt["motif"]
    assert imported(of, folder, "05/12/2025").json["a_creer"] == 0
    assert of("doutes", "1", "--meme", REF).code == 0
    assert imported(of, folder, "05/12/2025").json["douteux"] == 0
    assert _unsound(of) == []


def test_a_doubt_that_is_the_same_minor_completes_the_representatives_too(of: Of, folder: Path) -> None:
    """Anne DUPONT and « DUPOND Ane » of the same phone are one mother; what she had emptied stays so."""
    imported(of, folder, RL1_MEL="anne@exemple.invalid")
    assert of("modifier", REF, "--representant", "1", "--courriel", "").code == 0
    father = {"RL2_LIEN": "PERE", "RL2_NOM": "MARTIN", "RL2_PRENOM": "Paul", "RL2_TEL": "06 39 98 03 03"}
    assert imported(of, folder, "05/12/2025", NOM="DUPOND", RL1_NOM="DUPOND", RL1_PRENOM="Ane", RL1_MEL="anne@exemple.invalid",
                    **father).json["douteux"] == 1  # fmt: skip
    assert of("doutes", "1", "--meme", REF, "--json").json["remplis"] == ["représentant Paul MARTIN"]
    mother, paul = card(of)[1]
    assert (mother["nom"], mother["prenom"], mother["courriel"]) == ("DUPONT", "Anne", None)
    assert (paul["nom"], paul["telephone"]) == ("MARTIN", "06 39 98 03 03")
    assert _unsound(of) == []


def test_what_was_typed_at_the_opening_is_a_person_s_word(of: Of, folder: Path) -> None:
    home = "DUPONT;Anne;mere;12 rue des Lilas;59130;Lambersart"
    assert of("ouvrir", "--nom", "DUPONT", "--prenom", "Léa", "--naissance", "14/05/2009", "--sexe", "F", "--commune", "Lambersart",
              "--representant", home, "--le", "01/12/2025").code == 0  # fmt: skip
    seen = imported(of, folder, "05/12/2025", ADRESSE1="3 rue du Bac").json
    assert [p["champ"] for p in seen["proposes"]] == ["adresse"]
    assert card(of)[0]["adresse1"] == "12 rue des Lilas"


def test_representatives_are_completed_and_a_second_one_is_added_once(of: Of, folder: Path) -> None:
    imported(of, folder)
    two = {"RL1_PRENOM": "ANNE", "RL1_MEL": "anne@exemple.invalid", "RL2_LIEN": "PERE", "RL2_NOM": "MARTIN", "RL2_PRENOM": "Marc",
           "RL2_TEL": "06 39 98 04 04"}  # fmt: skip
    assert imported(of, folder, "05/12/2025", **two).json["a_modifier"] == 1
    mother, father = card(of)[1]
    assert (mother["prenom"], mother["courriel"], mother["telephone"]) == ("Anne", "anne@exemple.invalid", "06 39 98 02 02")
    assert (father["nom"], father["heberge"]) == ("MARTIN", False)
    again = imported(of, folder, "08/12/2025", **(two | {"RL2_PRENOM": "Marck"})).json  # a slip is nobody else
    assert (again["a_modifier"], len(card(of)[1])) == (0, 2)
    assert _unsound(of) == []


def test_what_contradicts_a_representative_is_proposed(of: Of, folder: Path) -> None:
    imported(of, folder)
    of("modifier", REF, "--representant", "1", "--telephone", "06 39 98 05 05")
    seen = imported(of, folder, "05/12/2025", RL1_TEL="06 39 98 06 06", RL1_AUTORITE="decede")
    assert [p["champ"] for p in seen.json["proposes"]] == ["représentant n° 1, téléphone", "représentant n° 1, autorité"]
    assert [of(*shlex.split(p["commande"])[1:]).code for p in seen.json["proposes"]] == [0, 0]
    assert card(of)[1][0]["autorite"] == "decede"


@pytest.mark.parametrize("ground", ["decede", "retiree"])
def test_one_who_died_or_lost_authority_does_not_come_back(of: Of, folder: Path, ground: str) -> None:
    imported(of, folder)
    of("modifier", REF, "--representant", "1", "--autorite", ground)
    seen = imported(of, folder, "05/12/2025", RL1_TEL="06 39 98 06 06", RL1_AUTORITE="titulaire").json
    assert (seen["a_modifier"], seen["proposes"]) == (0, [])
    assert [(r["autorite"], r["telephone"]) for r in card(of)[1]] == [(ground, "06 39 98 02 02")]


@pytest.mark.parametrize("mark", [("--autorite", "exclusive"), ("--confidentielle", "oui")])
def test_a_list_never_weakens_a_mark(of: Of, folder: Path, mark: tuple[str, ...]) -> None:
    """Nobody is added beside one who must be alone, and an address given to nobody is not changed."""
    imported(of, folder)
    of("modifier", REF, "--representant", "1", *mark)
    father = {"RL2_LIEN": "PERE", "RL2_NOM": "MARTIN", "RL2_PRENOM": "Marc"}
    seen = imported(of, folder, "05/12/2025", **father).json
    assert (seen["a_modifier"], [p["champ"] for p in seen["proposes"]]) == (0, ["représentant de plus"])
    name = mark[0].removeprefix("--")
    assert [str(r[name]) for r in card(of)[1]] in (["exclusive"], ["True"])


def test_a_responsible_adult_without_a_name_is_kept_to_be_identified(of: Of, folder: Path) -> None:
    nobody = {
        "RL1_LIEN": "",
        "RL1_NOM": "",
        "RL1_PRENOM": "",
        "RL1_ADRESSE1": "",
        "RL1_CODE_POSTAL": "",
        "RL1_COMMUNE": "",
        "RL1_TEL": "",
    }
    imported(of, folder, **(nobody | {"RL1_MEL": "famille@exemple.invalid"}))
    [who] = card(of)[1]
    assert (who["nom"], who["courriel"], who["autorite"]) == (None, "famille@exemple.invalid", "a_identifier")
    assert "représentant à identifier" in of("voir", REF).out
    assert "representant.nom" not in of("docteur").out, "somebody still to be named is no anomaly"
    assert of("voir", REF, "--json").json["jeune_seul"] == "inconnu"
    assert "Représentant légal à trouver" in of("jour").out
    imported(of, folder, "05/12/2025", RL1_MEL="famille@exemple.invalid")  # the mother, at last
    [who] = card(of)[1]
    assert (who["nom"], who["autorite"], who["telephone"]) == ("DUPONT", "titulaire", "06 39 98 02 02")
    assert _unsound(of) == []


def test_undoing_gives_back_every_table_as_it_was(of: Of, folder: Path, place: str) -> None:
    imported(of, folder)
    of("modifier", REF, "--telephone", "")
    of("convoquer", REF, "--rdv", "18/12/2025 14:00", "--le", "02/12/2025")
    before = everything(place)
    changes = {"ADRESSE1": "3 rue du Bac", "MEL": "lea@exemple.invalid", "RL1_TEL": "06 39 98 06 06", "RL2_LIEN": "PERE",
               "RL2_NOM": "MARTIN", "RL2_PRENOM": "Marc"}  # fmt: skip
    done = imported(of, folder, "05/12/2025", **changes)
    assert (done.json["a_modifier"], len(done.json["proposes"])) == (1, 1)
    assert everything(place) != before
    assert of("importer", "--annuler", "L0002", "--appliquer", "--json").json["remis"] == [REF]
    after = everything(place)
    assert {name for name in before if before[name] != after[name]} <= {"courrier"}  # drafts: made again, as they say
    assert _unsound(of) == []


@pytest.mark.parametrize(
    "since",
    [
        ("convoquer", REF, "--rdv", "18/12/2025 14:00", "--le", "02/12/2025"),
        ("contact", REF, "--nature", "sms", "--resultat", "joint", "--qui", "representant", "--representant", "2"),
        ("modifier", REF, "--ajouter-representant", "PETIT;Paul;autre;3 rue du Bac;59110;La Madeleine"),
    ],
    ids=["un courrier", "un contact", "un autre après"],
)
def test_a_representative_on_whom_somebody_built_stays(of: Of, folder: Path, since: tuple[str, ...]) -> None:
    imported(of, folder)
    father = {"RL2_LIEN": "PERE", "RL2_NOM": "MARTIN", "RL2_PRENOM": "Marc"}
    imported(of, folder, "02/12/2025", **father)
    assert of(*since).code == 0
    known = len(card(of)[1])
    undone = of("importer", "--annuler", "L0002", "--appliquer", "--json")
    assert (undone.code, len(undone.json["gardes"])) == (5, 1)
    assert len(card(of)[1]) == known
    assert _unsound(of) == []


def test_each_value_says_where_it_comes_from(of: Of, folder: Path) -> None:
    imported(of, folder)
    of("--auteur", "Dominique", "modifier", REF, "--telephone", "")
    imported(of, folder, "05/12/2025", MEL="lea@exemple.invalid", RL2_LIEN="PERE", RL2_NOM="MARTIN", RL2_PRENOM="Marc")
    lines = of("voir", REF, "--sources", "--json").json["sources"]
    told = {(each["representant"], each["champ"]): (each["source"], each["le"], each["auteur"]) for each in lines}
    assert told[None, "nom"] == ("siei", "2025-12-01", None)
    assert told[None, "courriel"] == ("siei", "2025-12-05", None)
    assert told[None, "tel_portable"][::2] == (None, "Dominique")  # emptied: a value too
    assert (told[1, "nom"][1], told[2, "nom"][1]) == ("2025-12-01", "2025-12-05")
    assert "liste SIEI" in of("voir", REF, "--sources").out


def test_what_is_missing_is_a_dated_step_with_its_command(of: Of, folder: Path) -> None:
    """A name, a birth date and a school: a dossier is opened; the rest is asked for."""
    nobody = dict.fromkeys((name for name in LEA if name not in ("NOM", "PRENOM", "DATE_NAISSANCE", "TEL_PORTABLE")), "")
    assert imported(of, folder, **nobody).json["a_creer"] == 1
    missing = of("voir", REF, "--json").json["a_completer"]
    assert [each["quoi"] for each in missing] == ["sexe", "commune", "adresse où écrire", "représentant légal"]
    assert {each["avant_le"] for each in missing} == {"2025-12-16"}
    assert "Fiche à compléter" in of("jour").out
    assert "À trouver avant le mar. 16/12/2025 : sexe" in of("voir", REF).out
    of("modifier", REF, "--sexe", "F", "--commune", "Lambersart", "--adresse", "12 rue des Lilas", "--cp", "59130", "--ville", "Lambersart",
       "--ajouter-representant", "DUPONT;Anne;mere;12 rue des Lilas;59130;Lambersart")  # fmt: skip
    assert of("voir", REF, "--json").json["a_completer"] == []
    assert "à compléter" not in of("jour").out
