"""The three lists of the house, from one end to the other."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from house import NOW, desk
from intake.lists import DATA, LIST_ON, look
from ofworkflow.casework.registry.opening import next_lot_number, open_dossiers
from ofworkflow.intake.batches import apply_modifications, record_lot
from ofworkflow.intake.preview import Preview
from ofworkflow.procedure.vocabulary import Quality, Source
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database


def write(database: Database, path: Path) -> Preview:
    """Import a list for good."""
    with database.writing() as connection:
        seen = look(path, connection)
        lot = record_lot(
            connection, seen, numero=next_lot_number(connection), source=Source.SIEI, list_on=LIST_ON, auteur="Camille Renard",
            recorded_at=NOW,
        )  # fmt: skip
        open_dossiers(connection, [s for _, s in seen.a_creer], done_on=LIST_ON, desk=desk(LIST_ON), lot_id=lot)
        apply_modifications(connection, seen)
    return seen


def test_each_faulty_line_is_rejected_once_under_the_column_at_fault() -> None:
    seen = look(DATA / "liste_siei.csv")
    assert [(fault.ligne, fault.champ) for fault in seen.rejets] == [
        (5, "DATE_NAISSANCE"),  # 31 February
        (9, "DATE_NAISSANCE"),  # over 18
        (13, "NOM"),  # missing
        (33, "DATE_NAISSANCE"),  # under 16
    ]


def test_what_does_not_tell_who_it_is_leaves_the_minor_in_and_is_said() -> None:
    seen = look(DATA / "liste_siei.csv")
    told = [(fault.ligne, fault.champ) for fault in seen.avertis if fault.ligne in {17, 21, 29}]
    assert told == [
        (17, "CODE_POSTAL"),  # four digits left: that of its commune
        (21, "INE"),  # scientific notation
        (29, "RL1_NOM"),  # no representative: nobody to whom the phones could belong
        (29, "RL2_NOM"),
    ]
    postcode = next(s.jeune.adresse.code_postal for line, s in seen.a_creer if line == 17)
    assert postcode == "59110"


def test_every_line_is_accounted_for_and_only_the_second_telling_is_doubtful() -> None:
    seen = look(DATA / "liste_siei.csv")
    assert len(seen.a_creer) + len(seen.rejets) + len(seen.douteux) + seen.inchanges == 63
    assert (len(seen.a_creer), seen.inchanges, len(seen.a_modifier)) == (57, 0, 0)
    [(outside, transfer, *_), (line, reason, *_)] = seen.douteux
    assert (outside, line) == (25, 63)
    assert "n'est pas une commune du territoire" in transfer  # Roubaix
    assert "ligne 11" in reason
    assert "un autre portable" in reason


def test_twins_are_two_persons() -> None:
    created = {line: s.jeune for line, s in look(DATA / "liste_siei.csv").a_creer}
    first, second = created[7], created[62]
    assert (first.nom, first.naissance, first.adresse) == (second.nom, second.naissance, second.adresse)
    assert (first.prenom, second.prenom) == ("Christelle", "Jumelle-Christelle")
    assert first.ine != second.ine


def test_a_hostile_name_is_kept_as_text() -> None:
    created = {line: s.jeune for line, s in look(DATA / "liste_siei.csv").a_creer}
    assert (created[64].nom, created[64].prenom) == ("=CMD|'/C CALC'!A0", "{{ 7*7 }}<b>#let")


def test_what_a_row_says_is_what_is_kept() -> None:
    created = dict(look(DATA / "liste_siei.csv").a_creer)
    [mother, father] = created[6].representants
    jeune = created[6].jeune
    assert (jeune.nom, jeune.prenom, jeune.naissance, jeune.sexe) == ("FERREIRA", "Zoé", date(2009, 3, 10), "F")
    assert (jeune.commune, jeune.commune_insee, jeune.adresse.ville) == ("Marquette-lez-Lille", "59386", "Marquette-lez-Lille")
    assert (jeune.niveau, jeune.qpv, jeune.tel_portable, jeune.uai) == ("aucun", True, "06 39 98 69 10", "0590004D")
    assert (jeune.entree_le, jeune.sortie_le) == (date(2026, 9, 1), date(2026, 9, 4))
    assert (mother.qualite, mother.heberge) == (Quality.MERE, True)
    assert (father.qualite, father.heberge, father.adresse.ville) == (Quality.PERE, False, "Lompret")
    assert created[6].signale_le == LIST_ON


@pytest.mark.parametrize(("name", "count"), [("liste_propre.csv", 60), ("liste_psad.xlsx", 30)])
def test_a_clean_list_has_no_reject_and_no_doubt(name: str, count: int) -> None:
    seen = look(DATA / name)
    assert (len(seen.a_creer), seen.rejets, seen.douteux, seen.inchanges, seen.a_modifier) == (count, (), (), 0, ())
    assert [line for line, _ in seen.a_creer] == list(range(2, count + 2))


def test_each_row_of_the_clean_csv_is_the_one_in_the_file() -> None:
    with (DATA / "liste_propre.csv").open(encoding="utf-8-sig", newline="") as file:
        given = list(csv.DictReader(file, delimiter=";"))
    for told, (_, s) in zip(given, look(DATA / "liste_propre.csv").a_creer, strict=True):
        assert [told["INE"], told["NOM"], told["PRENOM"]] == [s.jeune.ine, s.jeune.nom, s.jeune.prenom]
        assert [told["DATE_NAISSANCE"], told["TEL_PORTABLE"]] == [f"{s.jeune.naissance:%d/%m/%Y}", s.jeune.tel_portable]
        assert told["COMMUNE"].casefold() == s.jeune.commune.casefold()
        assert [told["RL1_NOM"], told["RL2_NOM"]] == [*(r.nom for r in s.representants), ""][:2]


def test_each_row_of_the_workbook_is_the_one_in_the_file() -> None:
    header, *rows = openpyxl.load_workbook(DATA / "liste_psad.xlsx").worksheets[0].values
    for values, (_, s) in zip(rows, look(DATA / "liste_psad.xlsx").a_creer, strict=True):
        told = dict(zip(header, values, strict=True))
        born_at = told["DATE_NAISSANCE"]
        assert isinstance(born_at, datetime)
        assert [told["INE"], told["NOM"], told["PRENOM"]] == [s.jeune.ine, s.jeune.nom, s.jeune.prenom]
        assert [born_at.date(), told["CODE_POSTAL"]] == [s.jeune.naissance, s.jeune.adresse.code_postal]


def test_a_preview_writes_nothing(database: Database) -> None:
    with database.reading() as connection:
        look(DATA / "liste_siei.csv", connection)
        tables = [connection.execute(select(func.count()).select_from(table)).scalar() for table in (m.jeune, m.lot, m.dossier)]
    assert tables == [0, 0, 0]


def test_the_same_list_twice_creates_nothing(database: Database) -> None:
    write(database, DATA / "liste_siei.csv")
    again = write(database, DATA / "liste_siei.csv")
    assert (again.a_creer, again.a_modifier, again.inchanges) == ((), (), 57)
    assert [doubt.ligne for doubt in again.douteux] == [25, 63]
    assert len(again.rejets) == 4
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(m.dossier)).scalar() == 57


def test_the_same_persons_in_another_format_create_nothing(database: Database) -> None:
    """The workbook holds the first thirty persons of the clean CSV."""
    write(database, DATA / "liste_propre.csv")
    with database.reading() as connection:
        seen = look(DATA / "liste_psad.xlsx", connection)
    assert (seen.a_creer, seen.a_modifier, seen.inchanges, seen.douteux) == ((), (), 30, ())


def test_a_lot_keeps_its_file_its_seal_and_its_counts(database: Database) -> None:
    seen = write(database, DATA / "liste_siei.csv")
    with database.reading() as connection:
        lot = connection.execute(select(m.lot)).one()
    assert (lot.numero, lot.fichier, lot.sha256) == ("L0001", "liste_siei.csv", seen.fichier_sha256)
    assert (lot.source, lot.liste_le, lot.auteur, lot.enregistre_a) == ("siei", LIST_ON, "Camille Renard", NOW)
    assert lot.bilan == {"crees": 57, "modifies": 0, "inchanges": 0, "douteux": 2, "rejets": 4, "completes": []}
