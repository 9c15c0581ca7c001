"""Every row is checked whole: all its faults at once, each with its line, its column and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.lists import look, look_at, row
from ofworkflow.procedure.persons import Signalement
from ofworkflow.procedure.vocabulary import Quality


def said(tmp_path: Path, **changes: str) -> list[tuple[str, str]]:
    """Return what is said of one row: « rejet », « doute » or « averti », and the column."""
    seen = look_at(tmp_path, row(**changes))
    doubts = [("doute", each.motif.partition(" : ")[0]) for each in seen.douteux]
    return [("rejet", f.champ) for f in seen.rejets] + doubts + [("averti", f.champ) for f in seen.avertis]


def created(tmp_path: Path, **changes: str) -> Signalement:
    seen = look_at(tmp_path, row(**changes))
    assert (seen.rejets, seen.douteux) == ((), ())
    [(_, signalement)] = seen.a_creer
    return signalement


def reason(tmp_path: Path, **changes: str) -> str:
    seen = look_at(tmp_path, row(**changes))
    [motif] = [each.motif for each in (*seen.rejets, *seen.douteux, *seen.avertis)]
    return motif


def test_all_faults_of_all_rows_are_told_at_once(tmp_path: Path) -> None:
    seen = look_at(
        tmp_path,
        row(NOM="", SEXE="X", DATE_NAISSANCE="hier", RL1_TEL="12"),
        row(),
        row(INE="1,2E+10", PRENOM="Zo?", MEL="lea", DATE_SORTIE="32/01/2026"),
        row(INE="1,2E+10", NOM="MARTIN", MEL="lea", DATE_SORTIE="32/01/2026"),
    )
    assert {(fault.ligne, fault.champ) for fault in seen.rejets} == {(2, "NOM"), (2, "DATE_NAISSANCE")}
    assert [doubt.ligne for doubt in seen.douteux] == [4]
    assert [line for line, _ in seen.a_creer] == [3, 5]
    assert {(fault.ligne, fault.champ) for fault in seen.avertis} == {(5, "INE"), (5, "MEL"), (5, "DATE_SORTIE")}


@pytest.mark.parametrize(
    ("born", "sound"),
    [
        ("15/10/2011", True),  # 15 on the day: waits for 16
        ("16/10/2011", False),  # 14 until tomorrow
        ("16/10/2010", True),  # 16 tomorrow
        ("15/10/2010", True),  # 16 on the day
        ("16/10/2008", True),  # 18 tomorrow
        ("15/10/2008", False),  # 18 on the day: of age
        ("29/02/2008", False),  # 18 on 28 February 2026
        ("16/10/2026", False),  # not born on the day of the list
        ("31/12/9999", False),  # a year no age can be counted from
        ("01/01/0001", False),
    ],
)
def test_a_minor_is_in_scope_from_16_to_the_eve_of_18_on_the_day_of_the_list(tmp_path: Path, born: str, sound: bool) -> None:
    """Article L. 114-1; from 15 on, the row is taken and waits."""
    waits = [("averti", "DATE_NAISSANCE")] if born in ("15/10/2011", "16/10/2010") else []
    assert said(tmp_path, DATE_NAISSANCE=born) == (waits if sound else [("rejet", "DATE_NAISSANCE")])
    if waits:
        assert f"attend le {born[:-4]}{int(born[-4:]) + 16}" in reason(tmp_path, DATE_NAISSANCE=born)


@pytest.mark.parametrize(
    "written",
    [
        "14/05/2009", "14-05-2009", "14.5.2009", "2009-05-14", "2009/5/14", "2009-05-14 00:00:00", "14/05/2009 00:00",
        "14/05/09", "05/14/2009", "39947", "20090514", "14052009", "14 mai 2009", "jeudi 14 MAI 2009", "14-mai-09",
        "May 14, 2009", "2009-05-13T22:00:00", "١٤/٠٥/٢٠٠٩", "2009-14-05", "14/05/2009 12:00:00 AM", "5/14/2009 12:00:00 AM",
        "13/05/2009 22:00", "5/13/2009 10:00:00 PM", "14/05/2009 à 10h30", "née le 14/05/2009 à Lille", "14/05/2009 (17 ans)",
        "14/05/2009*", "14//05//2009", "14\\05\\2009", "14|05|2009", "14–05–2009", "14⁄05⁄2009", "140509", "39 947", "39947,5",
        "3,9947E+04", "38485", "1242252000", "1242252000000", "Thu May 14 2009 00:00:00 GMT+0200", '"14/05/2009"', "Jeu. 14 mai 2009",
        "jeudi 14/05/2009", "Jeudi, 05/14/2009", "jeudi 14-5-09",
    ],
)  # fmt: skip
def test_a_day_that_can_be_read_in_one_way_only_is_read(tmp_path: Path, written: str) -> None:
    assert created(tmp_path, DATE_NAISSANCE=written).jeune.naissance.isoformat() == "2009-05-14"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "manque"),
        ("31/02/2009", "n'existe pas"),
        ("29/02/2009", "n'existe pas"),  # not a leap year
        ("14/05/2009 ou 15/05/2009", "pas une date"),
        ("14/05/2009 ?", "pas une date"),  # somebody was not sure
        ("14/O5/2009", "pas une date"),  # a letter for a digit
        ("17 ans", "pas une date"),
        ("90000", "en nombre"),  # a spreadsheet's serial number, of no year of a minor
        ("hier", "pas une date"),
        ("samedi 14/05/2009", "pas une date"),  # a Thursday: one of the two is wrong
    ],
)
def test_a_date_that_cannot_be_read_says_why(tmp_path: Path, written: str, why: str) -> None:
    assert said(tmp_path, DATE_NAISSANCE=written) == [("rejet", "DATE_NAISSANCE")]
    assert why in reason(tmp_path, DATE_NAISSANCE=written)


def test_the_day_of_the_week_tells_the_day_from_the_month(tmp_path: Path) -> None:
    assert created(tmp_path, DATE_NAISSANCE="dimanche 03/05/2009").jeune.naissance.isoformat() == "2009-05-03"
    assert created(tmp_path, DATE_NAISSANCE="jeudi 03/05/2009").jeune.naissance.isoformat() == "2009-03-05"


def test_a_day_that_may_be_another_is_a_doubt_unless_another_row_tells(tmp_path: Path) -> None:
    assert said(tmp_path, DATE_NAISSANCE="03/05/2009") == [("doute", "DATE_NAISSANCE")]
    assert "03/05/2009 ou le 05/03/2009" in reason(tmp_path, DATE_NAISSANCE="03/05/2009")
    both = look_at(tmp_path, row(DATE_NAISSANCE="03/05/2009"), row(NOM="MARTIN", INE="", DATE_NAISSANCE="14/05/2009"))
    assert [s.jeune.naissance.isoformat() for _, s in both.a_creer] == ["2009-05-03", "2009-05-14"]
    american = look_at(tmp_path, row(DATE_NAISSANCE="03/05/2009"), row(NOM="MARTIN", INE="", DATE_NAISSANCE="05/14/2009"))
    assert [s.jeune.naissance.isoformat() for _, s in american.a_creer] == ["2009-03-05", "2009-05-14"]
    assert american.lecture is not None
    assert "américain" in american.lecture.assumed[0]


def test_an_evening_that_is_midnight_nowhere_near_may_be_the_next_day(tmp_path: Path) -> None:
    assert "13/05/2009 ou le 14/05/2009" in reason(tmp_path, DATE_NAISSANCE="2009-05-13T20:00:00")  # midnight in Réunion


def test_a_day_that_other_rows_turn_round_is_turned_or_waits(tmp_path: Path) -> None:
    """Year, day, month: nobody writes so, but a program whose author did not know."""
    turned = look_at(tmp_path, row(DATE_NAISSANCE="2009-05-03"), row(NOM="MARTIN", INE="", DATE_NAISSANCE="2009-14-05"))
    assert [s.jeune.naissance.isoformat() for _, s in turned.a_creer] == ["2009-03-05", "2009-05-14"]
    both = look_at(
        tmp_path, row(DATE_NAISSANCE="2009-05-03"), row(NOM="MARTIN", INE="", DATE_NAISSANCE="2009-14-05"),
        row(NOM="MOREL", INE="", DATE_NAISSANCE="2009-05-14"),
    )  # fmt: skip
    assert [doubt.ligne for doubt in both.douteux] == [2]


def test_days_that_the_spreadsheet_took_beside_those_that_it_left_are_doubts(tmp_path: Path) -> None:
    """Opened in American: what can be a month first became a day, turned round; the others stayed as text."""
    texts = [row(NOM=f"MARTIN {at}", INE="", DATE_NAISSANCE=f"{at}/05/2009") for at in ("14", "19", "28", "30")]
    days = [row(NOM=f"MOREL {at}", INE="", DATE_NAISSANCE=f"2009-{at}-05") for at in ("03", "07", "11")]
    named = [each | {"NOM": each["NOM"].translate(str.maketrans("0123456789", "ABCDEFGHIJ"))} for each in texts + days]
    assert [doubt.ligne for doubt in look_at(tmp_path, *named).douteux] == [6, 7, 8]


def test_many_days_of_which_none_is_past_the_twelfth_wait_whatever_the_other_columns_say(tmp_path: Path) -> None:
    rows = [
        row(NOM=name, INE="", DATE_NAISSANCE=born, DATE_SORTIE="20/08/2026")
        for name, born in (("MARTIN", "04/03/2010"), ("MOREL", "11/02/2009"), ("ROY", "12/03/2009"), ("BENALI", "10/04/2009"))
    ]
    assert [doubt.ligne for doubt in look_at(tmp_path, *rows).douteux] == [2, 3, 4, 5]


def test_the_other_days_of_a_list_prove_the_order_of_the_birth_dates(tmp_path: Path) -> None:
    seen = look_at(tmp_path, row(DATE_NAISSANCE="03/05/2009", DATE_SORTIE="20/08/2026"))
    assert [s.jeune.naissance.isoformat() for _, s in seen.a_creer] == ["2009-05-03"]
    assert seen.lecture is not None
    assert any("DATE_NAISSANCE" in sentence for sentence in seen.lecture.assumed)


@pytest.mark.parametrize(
    ("column", "value", "level"),
    [
        ("NOM", "", "rejet"),
        ("NOM", "---", "rejet"),  # nothing to search for
        ("NOM", "#N/A", "rejet"),
        ("NOM", "12345", "rejet"),
        ("NOM", "luce@exemple.invalid", "rejet"),
        ("PRENOM", "", "rejet"),
        ("PRENOM", "sans prénom", "rejet"),
        ("PRENOM", "NULL", "rejet"),
        ("NOM", "HERV?", "doute"),
        ("NOM", "B_UF", "doute"),
        ("NOM", "JULIEN2", "doute"),
        ("NOM", "HERVÉ (née DURAND)", "doute"),
        ("PRENOM", "Jean - URGENT", "doute"),
        ("PRENOM", "A", "doute"),
        ("MOTIF_SORTIE", "décédée le 02/09", "doute"),
        ("MOTIF_SORTIE", "contrat signé", "doute"),
        ("ADRESSE2", "ADRESSE CONFIDENTIELLE", "doute"),
        ("SEXE", "Z", "averti"),
        ("CODE_POSTAL", "5911", "averti"),
        ("INE", "1.2345E+10", "averti"),
        ("INE", "1,23457E+10", "averti"),
        ("INE", "12345678AB", "averti"),  # a digit lost
        ("INE", "12345678901", "averti"),
        ("TEL_PORTABLE", "06 39 98 01", "averti"),
        ("TEL_PORTABLE", "+44 20 7946 0000", "averti"),
        ("TEL_PORTABLE", "06 00 00 00 00", "averti"),
        ("MEL", "lea@exemple", "averti"),
        ("MEL", "a@exemple.invalid;b@exemple.invalid", "averti"),
        ("DATE_ENTREE", "bientôt", "averti"),
        ("DATE_SORTIE", "31/06/2026", "averti"),
        ("DATE_SORTIE", "10/09/2027", "averti"),
        ("DIPLOME", "échec au bac", "averti"),  # and not « bac »
        ("QPV", "peut-être", "averti"),
        ("ADRESSE1", "SDF", "averti"),
        ("ADRESSE1", "2026-05-12", "averti"),  # a street that became a day
        ("RL1_CODE_POSTAL", "7500", "averti"),
        ("RL1_TEL", "abc", "averti"),
        ("RL1_MEL", "@", "averti"),
        ("RL1_NOM", "DUPONT (DCD)", "doute"),
        ("RL1_NOM", "M. et Mme DUPONT", "doute"),
        ("RL1_NOM", "DUPONT / ROY", "doute"),
        ("RL1_LIEN", "Beau-père", "doute"),
        ("RL1_LIEN", "Foyer", "doute"),
        ("RL1_LIEN", "Mère (déchue)", "doute"),
        ("ETABLISSEMENT", "Coll\ufffdge", "averti"),  # damaged before it came to us
        ("CLASSE", "\x1b[2J", "averti"),
        ("ADRESSE1", "x" * 201, "averti"),
    ],
)
def test_what_is_wrong_is_said_of_its_own_column_and_only_who_it_is_rejects(
    tmp_path: Path, column: str, value: str, level: str
) -> None:
    assert (level, column) in said(tmp_path, **{column: value})
    taken = bool(look_at(tmp_path, row(**{column: value})).a_creer)
    assert taken is (level == "averti")


@pytest.mark.parametrize("nothing", ["néant", "NC", "-", "NULL", "nan", "n/a", "inconnu", "non communiqué"])
@pytest.mark.parametrize("column", ["TEL_PORTABLE", "MEL", "INE", "NOM_USAGE", "ADRESSE2", "RL2_NOM", "ETABLISSEMENT"])
def test_a_word_that_says_nothing_is_nothing(tmp_path: Path, column: str, nothing: str) -> None:
    assert said(tmp_path, **{column: nothing}) == []


@pytest.mark.parametrize(
    ("column", "written", "field", "kept"),
    [
        ("NOM", "MOREL*", "nom", "MOREL"),
        ("NOM", '="MOREL"', "nom", "MOREL"),
        ("NOM", "'MOREL", "nom", "MOREL"),
        ("NOM", "D&#39;HONDT", "nom", "D'HONDT"),
        ("NOM", "HERVÃ‰", "nom", "HERVÉ"),
        ("NOM", "DUPONT Léa", "nom", "DUPONT"),
        ("PRENOM", "In%C3%A8s", "prenom", "Inès"),
        ("PRENOM", "Inès, Marie", "prenom", "Inès"),
        ("PRENOM", "Yanis (1)", "prenom", "Yanis"),
        ("TEL_PORTABLE", "639980101", "tel_portable", "06 39 98 01 01"),
        ("TEL_PORTABLE", "06 39 98 01 01 (mère)", "tel_portable", "06 39 98 01 01"),
        ("TEL_PORTABLE", "33639980101", "tel_portable", "06 39 98 01 01"),
        ("TEL_PORTABLE", "06.39.98.01.01 / 03 53 01 00 00", "tel_fixe", "03 53 01 00 00"),
        ("INE", "123 456 789 ab", "ine", "123456789AB"),
        ("INE", "123-456-789-AB", "ine", "123456789AB"),
    ],
)
def test_what_is_certain_is_repaired_and_listed(tmp_path: Path, column: str, written: str, field: str, kept: str) -> None:
    assert getattr(created(tmp_path, **{column: written}).jeune, field) == kept


def test_a_repair_says_what_was_read_and_what_is_kept(tmp_path: Path) -> None:
    [repair] = look_at(tmp_path, row(NOM="MOREL*")).repares
    assert (repair.ligne, repair.champ, repair.lu, repair.garde) == (2, "NOM", "MOREL*", "MOREL")


def test_a_street_gives_back_what_is_not_of_it(tmp_path: Path) -> None:
    there = created(tmp_path, ADRESSE1="chez Mme DURAND, 12 rue des Lilas").jeune.adresse
    assert (there.ligne1, there.ligne2) == ("12 rue des Lilas", "chez Mme DURAND")
    twice = created(tmp_path, ADRESSE1="12 rue des Lilas 59130 Lambersart", COMMUNE="59130 Lambersart").jeune
    assert (twice.adresse.ligne1, twice.adresse.code_postal, twice.commune) == ("12 rue des Lilas", "59130", "Lambersart")


def test_a_fault_shows_nothing_that_moves_a_cursor_nor_fills_the_screen(tmp_path: Path) -> None:
    motif = reason(tmp_path, MEL="\x1b[2J" + "é" * 150)
    assert motif.isprintable()
    assert len(motif) < 200


@pytest.mark.parametrize(
    ("code", "name", "postcode", "known_as"),
    [
        ("59328", "LAMBERSART", "59130", "Lambersart"),
        ("59328", "", "", "Lambersart"),
        ("59328", "Lambersart Cedex", "59130", "Lambersart"),
        ("", "", "59130", "Lambersart"),  # a postcode of one commune says it
        ("", "lambersart", "", "Lambersart"),
        ("", "MARCQ EN BAROEUL", "", "Marcq-en-Barœul"),
        ("", "MARCQ EN B.", "59700", "Marcq-en-Barœul"),
        ("", "Quesnoy sur Deule", "", "Quesnoy-sur-Deûle"),
        ("", "ST ANDRE LEZ LILLE", "", "Saint-André-lez-Lille"),
        ("", "St André", "59350", "Saint-André-lez-Lille"),
        ("", "Verlinghem (59)", "59237", "Verlinghem"),
        ("", "Perenchie", "59840", "Pérenchies"),
        ("59457", "Pérenchies", "59 840", "Pérenchies"),
        ("59457", "Pérenchies", "F-59840", "Pérenchies"),
        ("59457", "Pérenchies", "59840.0", "Pérenchies"),
    ],
)
def test_a_commune_is_stored_as_the_territory_writes_it(
    tmp_path: Path, code: str, name: str, postcode: str, known_as: str
) -> None:
    jeune = created(tmp_path, CODE_INSEE=code, COMMUNE=name, CODE_POSTAL=postcode).jeune
    assert (jeune.commune, jeune.adresse.ville) == (known_as, known_as)
    assert jeune.commune_insee
    assert len(jeune.adresse.code_postal) == 5


@pytest.mark.parametrize(
    ("code", "name", "postcode"),
    [
        ("59512", "Roubaix", "59100"),  # outside: another mission locale's
        ("", "Roubaix", "59100"),
        ("59512", "Lambersart", "59130"),
        ("59328", "La Madeleine", "59130"),  # two of ours: one is wrong, not for us to choose
        ("59328", "PARIS", "59130"),
        ("", "Lambersart", "59840"),  # the postcode of Pérenchies
        ("", "Trifouilly", "59130"),
    ],
)
def test_a_commune_outside_the_territory_or_contradictory_waits_for_a_person(
    tmp_path: Path, code: str, name: str, postcode: str
) -> None:
    [(level, _)] = said(tmp_path, CODE_INSEE=code, COMMUNE=name, CODE_POSTAL=postcode)
    assert level == "doute"


def test_nothing_about_where_somebody_lives_is_to_be_completed(tmp_path: Path) -> None:
    assert ("averti", "COMMUNE") in said(tmp_path, CODE_INSEE="", COMMUNE="", CODE_POSTAL="")
    assert ("averti", "COMMUNE") in said(tmp_path, CODE_INSEE="", COMMUNE="", CODE_POSTAL="59840")  # three communes


def test_without_a_territory_communes_are_still_those_of_france(tmp_path: Path) -> None:
    far = row(CODE_INSEE="59512", COMMUNE="ROUBAIX", CODE_POSTAL="59100")
    [(_, s)] = look_at(tmp_path, far, communes={}).a_creer
    assert (s.jeune.commune_insee, s.jeune.commune) == ("59512", "Roubaix")
    assert look_at(tmp_path, far | {"COMMUNE": "PARIS"}, communes={}).douteux


def test_postcodes_in_the_column_of_codes_are_read_as_what_they_are(tmp_path: Path) -> None:
    rows = [row(CODE_INSEE="59840", CODE_POSTAL="59840", COMMUNE="Pérenchies", NOM=name, INE="") for name in ("UN", "DEUX")]
    seen = look_at(tmp_path, *rows)
    assert [s.jeune.commune_insee for _, s in seen.a_creer] == ["59457", "59457"]
    assert seen.lecture is not None
    assert any("codes postaux" in sentence for sentence in seen.lecture.assumed)


@pytest.mark.parametrize(
    "written",
    ["06 39 98 01 01", "0639980101", "06.39.98.01.01", "06-39-98-01-01", "+33639980101", "+33 (0)6 39 98 01 01", "0033639980101",
     "639980101.0", "+33639980101.0", "+33 (0)639980101.0", "06 39 98 01 01,0"],
)  # fmt: skip
def test_a_phone_has_one_form(tmp_path: Path, written: str) -> None:
    assert created(tmp_path, TEL_PORTABLE=written).jeune.tel_portable == "06 39 98 01 01"


@pytest.mark.parametrize(("written", "kept"), [("123456789ab", "123456789AB"), ("1234567890c", "1234567890C"), ("", "")])
def test_an_ine_is_in_capitals(tmp_path: Path, written: str, kept: str) -> None:
    assert created(tmp_path, INE=written).jeune.ine == kept


@pytest.mark.parametrize(
    ("diplome", "niveau"),
    [
        ("AUCUN", "aucun"), ("Sans diplôme", "aucun"), ("DNB", "aucun"), ("CAP", "cap_bep"), ("BEP", "cap_bep"),
        ("BAC", "bac"), ("Bac Pro", "bac"), ("BAC+2", "superieur"), ("BTS", "superieur"), ("Licence", "superieur"),
        ("SUPÉRIEUR", "superieur"), ("", ""), ("échec au bac", ""),
    ],
)  # fmt: skip
def test_a_diploma_gives_the_level_of_the_figures(tmp_path: Path, diplome: str, niveau: str) -> None:
    assert created(tmp_path, DIPLOME=diplome).jeune.niveau == niveau


@pytest.mark.parametrize(
    ("written", "qpv"), [("O", True), ("oui", True), ("Oui (QPV Lille)", True), ("QP059012", True), ("N", False), ("", None)]
)
def test_a_priority_area_is_yes_no_or_not_said(tmp_path: Path, written: str, qpv: bool | None) -> None:
    assert created(tmp_path, QPV=written).jeune.qpv is qpv


@pytest.mark.parametrize(
    ("written", "sexe"), [("F", "F"), ("m", "M"), ("Féminin", "F"), ("garçon", "M"), ("G", "M"), ("Mlle", "F"), ("Monsieur", "M")]
)
def test_a_sex_is_f_or_m(tmp_path: Path, written: str, sexe: str) -> None:
    assert created(tmp_path, SEXE=written).jeune.sexe == sexe


@pytest.mark.parametrize(
    ("lien", "qualite"),
    [("MERE", Quality.MERE), ("Père", Quality.PERE), ("TUTRICE", Quality.TUTEUR), ("ASE", Quality.ASE), ("TIERS", Quality.TIERS),
     ("représentant", Quality.AUTRE), ("", Quality.AUTRE)],
)  # fmt: skip
def test_a_link_gives_the_quality_of_the_representative(tmp_path: Path, lien: str, qualite: Quality) -> None:
    assert created(tmp_path, RL1_LIEN=lien).representants[0].qualite is qualite


SECOND = {"RL2_LIEN": "PERE", "RL2_NOM": "DUPONT", "RL2_PRENOM": "Marc"}
LILAS = {"RL2_ADRESSE1": "12 RUE DES LILAS", "RL2_CODE_POSTAL": "59130", "RL2_COMMUNE": "Lambersart"}
BAC = {"RL1_ADRESSE1": "3 rue du Bac", "RL1_CODE_POSTAL": "59110", "RL1_COMMUNE": "La Madeleine"}
NOWHERE = {"RL1_ADRESSE1": "", "RL1_CODE_POSTAL": "", "RL1_COMMUNE": ""}


@pytest.mark.parametrize(
    ("changes", "housed"),
    [
        ({}, [True]),
        (SECOND | LILAS, [True, False]),  # both live there: the first one
        (SECOND | LILAS | BAC, [False, True]),
        (BAC, [False]),
        ({"ADRESSE1": "", "RL1_ADRESSE1": ""}, [False]),  # the same postcode is not an address
    ],
)
def test_the_minor_lives_with_the_first_representative_of_the_same_address(
    tmp_path: Path, changes: dict[str, str], housed: list[bool]
) -> None:
    assert [r.heberge for r in created(tmp_path, **changes).representants] == housed


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"RL1_NOM": "", "RL1_PRENOM": ""}, ["RL1_NOM"]),  # an address without a name
        ({"RL1_NOM": ""}, ["RL1_NOM"]),  # a first name is not enough
        (NOWHERE, ["RL1_CODE_POSTAL"]),  # a name without an address
        (NOWHERE | SECOND | LILAS, []),  # one of the two is enough
        ({"RL1_NOM": "", "RL1_PRENOM": ""} | SECOND | LILAS, []),
        (SECOND, []),
    ],
)
def test_a_representative_that_lacks_is_a_next_step_and_never_rejects(
    tmp_path: Path, changes: dict[str, str], expected: list[str]
) -> None:
    assert said(tmp_path, **changes) == [("averti", column) for column in expected]
    assert look_at(tmp_path, row(**changes)).a_creer


NAMES: tuple[tuple[dict[str, str], tuple[str, str] | None], ...] = (
    # what is written, and the name and first name that are kept; none: a person decides, or the row is refused
    ({"NOM": "BENALI", "PRENOM": "Yanis BENALI"}, ("BENALI", "Yanis")),
    ({"NOM": "BENALI Yanis", "PRENOM": "Yanis"}, ("BENALI", "Yanis")),
    ({"NOM": "BENALI Yanis", "PRENOM": ""}, ("BENALI", "Yanis")),
    ({"NOM": "BENALI Yanis", "PRENOM": "Karim"}, None),
    ({"NOM": "M. BENALI"}, ("BENALI", "Léa")),
    ({"NOM": "-BENALI;"}, ("BENALI", "Léa")),
    ({"NOM": "D`HONDT"}, ("D'HONDT", "Léa")),
    ({"NOM": "D ' HONDT"}, ("D'HONDT", "Léa")),
    ({"NOM": "DUPONT\u2010MARTIN"}, ("DUPONT-MARTIN", "Léa")),
    ({"NOM": "DE LA TOUR d'Auvergne"}, ("DE LA TOUR d'Auvergne", "Léa")),
    ({"NOM": "EL Amrani"}, ("EL Amrani", "Léa")),
    ({"NOM": "MC Donald"}, ("MC Donald", "Léa")),
    ({"NOM": "PARENT"}, ("PARENT", "Léa")),
    ({"PRENOM": '"Léa"'}, ("DUPONT", "Léa")),
    ({"PRENOM": "Léa M."}, ("DUPONT", "Léa M.")),
    ({"PRENOM": "L&amp;eacute;a"}, ("DUPONT", "Léa")),
    ({"PRENOM": "L%E9a"}, ("DUPONT", "Léa")),
    ({"PRENOM": "L=E9a"}, ("DUPONT", "Léa")),
    ({"PRENOM": "L\\u00e9a"}, ("DUPONT", "Léa")),
    ({"PRENOM": "=?UTF-8?Q?L=C3=A9a?="}, ("DUPONT", "Léa")),
    *(({"NOM": name}, None) for name in (
        "BENALI née ROY", "BENALI ép. ROY", "BENALI ou ROY", "BENALI / ROY", "BENALI/ROY", "BENALI DCD", "† BENALI", "BENALI²",
        "BENALI x", "XXXX", "Test", "ANONYME", "À COMPLÉTER", "voir dossier", "NOM", "#NUL!", "Err:502", "VRAI", "NaT", "\\N",
        "https://exemple.invalid", "Monsieur et Madame DUPONT", "FAMILLE DUPONT", "Enfant DUPONT", "BENALI - URGENT",
    )),
    *(({"PRENOM": name}, None) for name in (
        "Léa et Tom", "Léa & Tom", "Léa / Tom", 'Léa "Loulou"', "Léa dite Loulou", "Fille", "Mineur", "bébé", "Prénom", "Léa !",
        "Léa ⚠", "Ne pas appeler", "L?a", "L¿a", "LÈa", "LŽa", "L‚a", "LÚa", "L e a",
    )),
)  # fmt: skip


@pytest.mark.parametrize(("changes", "kept"), NAMES, ids=lambda value: str(value)[:40])
def test_a_name_is_brought_back_or_waits_and_is_never_another(
    tmp_path: Path, changes: dict[str, str], kept: tuple[str, str] | None
) -> None:
    seen = look_at(tmp_path, row(**changes))
    assert [(s.jeune.nom, s.jeune.prenom) for _, s in seen.a_creer] == ([kept] if kept else [])


def test_the_minor_is_not_his_or_her_own_representative(tmp_path: Path) -> None:
    assert said(tmp_path, RL1_NOM="DUPONT", RL1_PRENOM="LEA") == [("doute", "RL1_NOM")]


def test_what_stands_past_the_last_heading_is_said_and_not_kept(tmp_path: Path) -> None:
    from intake.lists import csv_text, look

    path = tmp_path / "liste.csv"
    path.write_text(csv_text([row()]).rstrip() + ";vu le 12\r\n", encoding="utf-8", newline="")
    seen = look(path)
    assert len(seen.a_creer) == 1
    [fault] = seen.avertis
    assert "vu le 12" in fault.motif


def test_a_separator_in_a_value_moves_the_row_and_stops_it(tmp_path: Path) -> None:
    """Every cell after it is in the column of another: nothing of the row can be believed."""
    from intake.lists import csv_text, look

    path = tmp_path / "liste.csv"
    moved = csv_text([row(RL2_NOM="DUPONT", RL2_MEL="p@exemple.invalid")]).replace("12 rue des Lilas", "12; rue des Lilas", 1)
    path.write_text(moved, encoding="utf-8", newline="")
    seen = look(path)
    assert not seen.a_creer
    assert [doubt.ligne for doubt in seen.douteux] == [2]


def test_a_parent_abroad_has_a_country_and_any_postcode_or_none(tmp_path: Path) -> None:
    found = created(tmp_path, RL1_CODE_POSTAL="", RL1_COMMUNE="Moskva 125009", RL1_PAYS="RUSSIE")
    assert found.representants[0].adresse.lines()[-2:] == ("Moskva 125009", "Russie")
    assert created(tmp_path, RL1_PAYS="FRANCE").representants[0].adresse.pays == ""
    assert said(tmp_path, RL1_CODE_POSTAL="1001", RL1_COMMUNE="Tirana") == [
        ("averti", "RL1_COMMUNE"),
        ("averti", "RL1_CODE_POSTAL"),
    ]
    assert ("averti", "RL1_PAYS") in said(tmp_path, RL1_PAYS="Atlantide")


@pytest.mark.parametrize(
    ("heading", "sexes"),
    [
        ("Sexe (1=F, 2=M)", ["F", "M"]),
        ("Sexe (1=M, 2=F)", ["M", "F"]),
        ("Sexe 1 : garçon / 2 : fille", ["M", "F"]),
        ("Genre (fille = 1)", ["F", "M"]),
        ("Sexe (F/G : 1/2)", ["", ""]),  # read in one way only by who wrote it
        ("SEXE", ["", ""]),
    ],
)
def test_a_sex_that_is_a_number_is_read_where_its_heading_says_which(tmp_path: Path, heading: str, sexes: list[str]) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(f"NOM;PRENOM;DATE_NAISSANCE;{heading}\nDUPONT;Léa;14/05/2009;1\nMARTIN;Tom;15/05/2009;2\n", encoding="utf-8")
    seen = look(path)
    assert [s.jeune.sexe for _, s in seen.a_creer] == sexes
    assert seen.lecture is not None
    assert any(sentence.startswith(f"{heading} : 1 ") for sentence in seen.lecture.assumed)
