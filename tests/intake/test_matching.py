"""The same person is recognised; a list fills what is empty, and never replaces what is stored."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from intake.lists import LIST_ON, base, look_at, row
from ofworkflow.intake.batches import apply_modifications, record_lot
from ofworkflow.intake.matching import BATCH
from ofworkflow.procedure.vocabulary import Source
from ofworkflow.storage import models as m
from ofworkflow.storage.name_keys import follow_all_names
from ofworkflow.storage.person_rows import minor_row, representative_row


def known(tmp_path: Path, *rows: dict[str, str], **stored: Any) -> sa.Connection:
    """Return a base where these persons are known; `stored` changes their row."""
    connection = base()
    for number, (_, signalement) in enumerate(look_at(tmp_path, *rows).a_creer, start=1):
        connection.execute(sa.insert(m.jeune).values({"id": number} | minor_row(signalement.jeune) | stored))
        for rank, who in enumerate(signalement.representants):
            connection.execute(sa.insert(m.representant).values(representative_row(number, rank, who)))
    follow_all_names(connection)
    return connection


def stored(connection: sa.Connection) -> Any:
    return connection.execute(sa.select(m.jeune)).one()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"NOM": "Dupont", "PRENOM": "LEA"},  # case and accents
        {"INE": "", "NOM": "Dupont"},  # no INE in this list
        {"COMMUNE": "Lambersart", "ADRESSE1": "12, RUE DES LILAS"},
        {"TEL_PORTABLE": "", "MEL": ""},  # says less
    ],
)
def test_a_known_person_who_says_nothing_new_is_unchanged(tmp_path: Path, changes: dict[str, str]) -> None:
    connection = known(tmp_path, row(TEL_PORTABLE="0639980101", MEL="lea@exemple.invalid"))
    seen = look_at(tmp_path, row(**changes), connection=connection)
    assert (seen.inchanges, seen.a_creer, seen.a_modifier, seen.douteux) == (1, (), (), ())


FILLED = {"tel_fixe": "03 53 01 03 66", "courriel": "lea@exemple.invalid", "classe": "3E"}


def test_what_nobody_said_is_filled_and_nothing_else(tmp_path: Path) -> None:
    connection = known(tmp_path, row(TEL_PORTABLE="0639980101"))
    seen = look_at(
        tmp_path,
        row(TEL_PORTABLE="0639980101", TEL_FIXE="0353010366", MEL="lea@exemple.invalid", CLASSE="3E"),
        connection=connection,
    )
    [change] = seen.a_modifier
    assert (change.ligne, change.valeurs) == (2, tuple(FILLED.items()))
    assert change.remplaces == change.representants == ()
    before = stored(connection)
    assert apply_modifications(connection, seen) == 1
    after = stored(connection)._asdict()
    assert after == before._asdict() | FILLED


def test_an_empty_address_is_filled_as_a_whole_and_half_an_address_is_not_touched(tmp_path: Path) -> None:
    nowhere = {"adresse1": None, "adresse2": None, "code_postal": None, "ville": None}
    [change] = look_at(tmp_path, row(), connection=known(tmp_path, row(), **nowhere)).a_modifier
    assert dict(change.valeurs) == {"adresse1": "12 rue des Lilas", "code_postal": "59130", "ville": "Lambersart"}
    seen = look_at(tmp_path, row(), connection=known(tmp_path, row(), **(nowhere | {"code_postal": "59130"})))
    assert seen.a_modifier == ()


def test_a_field_filled_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    connection = known(tmp_path, row())
    seen = look_at(tmp_path, row(MEL="lea@exemple.invalid"), connection=connection)
    connection.execute(sa.update(m.jeune).values(courriel="verifie@exemple.invalid"))
    apply_modifications(connection, seen)
    assert stored(connection).courriel == "verifie@exemple.invalid"


def test_filling_twice_is_filling_once(tmp_path: Path) -> None:
    connection = known(tmp_path, row())
    apply_modifications(connection, look_at(tmp_path, row(MEL="lea@exemple.invalid"), connection=connection))
    again = look_at(tmp_path, row(MEL="lea@exemple.invalid"), connection=connection)
    assert (again.inchanges, again.a_modifier) == (1, ())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"NOM": "MARTIN"}, "un autre nom"),  # the same INE: a slip, or a change of name
        ({"DATE_NAISSANCE": "15/05/2009"}, "une autre date de naissance"),
        ({"SEXE": "M"}, "un autre sexe"),
        ({"INE": "987654321ZZ"}, "un autre INE"),  # the same name and birth date: two persons, or one?
        ({"DATE_SORTIE": "01/10/2026"}, "une autre date de sortie"),  # left again
    ],
)
def test_a_known_person_who_may_be_another_is_doubtful_and_nothing_is_written(
    tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    told = row(TEL_PORTABLE="0639980101", MEL="lea@exemple.invalid", DATE_SORTIE="01/06/2026", UAI="0590001A")
    connection = known(tmp_path, told)
    before = stored(connection)
    seen = look_at(tmp_path, told | changes | {"TEL_FIXE": "0353010366"}, connection=connection)
    [(line, reason, *_)] = seen.douteux
    assert (line, seen.a_creer, seen.a_modifier, seen.inchanges) == (2, (), (), 0)
    assert said in reason
    apply_modifications(connection, seen)
    assert stored(connection) == before


def test_a_phone_typed_otherwise_at_the_keyboard_is_the_same(tmp_path: Path) -> None:
    connection = known(tmp_path, row(), tel_portable="+33639980101")
    assert look_at(tmp_path, row(TEL_PORTABLE="06 39 98 01 01"), connection=connection).inchanges == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"PRENOM": "Zoé", "INE": "987654321ZZ"},  # a twin
        {"PRENOM": "Zoé", "INE": ""},
        {"DATE_NAISSANCE": "15/05/2009", "INE": "987654321ZZ"},  # a namesake
    ],
)
def test_twins_and_namesakes_are_other_persons_in_the_base_as_in_the_list(tmp_path: Path, changes: dict[str, str]) -> None:
    assert len(look_at(tmp_path, row(**changes), connection=known(tmp_path, row())).a_creer) == 1
    assert len(look_at(tmp_path, row(), row(**changes)).a_creer) == 2


def test_two_known_persons_who_look_alike_are_for_a_person_to_tell(tmp_path: Path) -> None:
    connection = known(tmp_path, row(INE="111111111AA"))
    connection.execute(sa.insert(m.jeune).values({**_columns(stored(connection)), "ine": "222222222BB"}))
    mother = connection.execute(sa.select(m.representant)).one()._asdict()
    connection.execute(sa.insert(m.representant).values({**mother, "id": 2, "jeune_id": 2}))
    follow_all_names(connection)
    [(_, reason, *_)] = look_at(tmp_path, row(INE=""), connection=connection).douteux
    assert "2 personnes" in reason
    assert look_at(tmp_path, row(INE="222222222BB"), connection=connection).inchanges == 1  # the INE tells them apart


def test_a_row_said_twice_alike_counts_once(tmp_path: Path) -> None:
    seen = look_at(tmp_path, row(), row(NOM="Dupont"))
    assert (len(seen.a_creer), seen.inchanges, seen.douteux) == (1, 1, ())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"TEL_PORTABLE": "0639980202"}, "un autre portable"),
        ({"MEL": "lea@exemple.invalid"}, "d'autres renseignements"),  # the first said none
        ({"RL1_PRENOM": "Annie"}, "d'autres renseignements"),
        ({"NOM": "MARTIN"}, "un autre nom"),
    ],
)
def test_a_person_said_twice_otherwise_is_doubtful_the_second_time(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    seen = look_at(tmp_path, row(TEL_PORTABLE="0639980101"), row(TEL_PORTABLE="0639980101") | changes)
    [(line, reason, *_)] = seen.douteux
    assert (line, [first for first, _ in seen.a_creer]) == (3, [2])
    assert "ligne 2" in reason
    assert said in reason


def test_a_rejected_row_hides_nobody(tmp_path: Path) -> None:
    seen = look_at(tmp_path, row(PRENOM=""), row())
    assert ([fault.ligne for fault in seen.rejets], [line for line, _ in seen.a_creer]) == ([2], [3])


def test_the_base_is_asked_once_for_five_hundred_rows(tmp_path: Path) -> None:
    syllables = ("ba", "mo", "ri", "len", "tur", "pel", "cha", "vi", "dos", "gar")  # names that nobody takes for each other
    born = [date(2009, 1, 1) + timedelta(days=n * 211 % (BATCH + 1)) for n in range(BATCH + 1)]
    rows = [
        row(INE="", NOM="".join(syllables[int(d)] for d in f"{n:03}").upper(), DATE_NAISSANCE=f"{born[n]:%d/%m/%Y}")
        for n in range(BATCH + 1)
    ]
    connection = known(tmp_path, rows[0], rows[-1])
    asked: list[str] = []
    sa.event.listen(connection.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    seen = look_at(tmp_path, *rows, connection=connection)
    assert (len(seen.a_creer), seen.inchanges) == (BATCH - 1, 2)
    # by the names, then by the keys of who is not known so, once for five hundred rows; the cards of those who may be
    # meant, what was corrected of them; their closed dossiers, their representatives; the earlier lists of the source
    assert len(asked) == 2 * 2 + 2 + 2 + 1


def test_a_lot_remembers_which_fields_it_filled_never_their_values(tmp_path: Path) -> None:
    from house import NOW

    connection = known(tmp_path, row())
    seen = look_at(tmp_path, row(MEL="lea@exemple.invalid"), connection=connection)
    lot = record_lot(connection, seen, numero="L0007", source=Source.CFA, list_on=LIST_ON, auteur="Camille", recorded_at=NOW)
    written = connection.execute(sa.select(m.lot).where(m.lot.c.id == lot)).one()
    assert written.bilan["completes"] == [{"jeune": stored(connection).id, "champs": ["courriel"]}]


def _columns(found: Any) -> dict[str, Any]:
    return {name: value for name, value in found._asdict().items() if name != "id"}


def test_who_is_known_is_found_by_the_person_never_by_reading_the_mission_locale_whole(tmp_path: Path) -> None:
    """The index of the mission locale would be read whole for each minor: a base of ten thousand took ten seconds."""
    connection = known(tmp_path, row()).execution_options(of_structure="ML-EXEMPLE")
    asked: list[tuple[str, Any]] = []
    sa.event.listen(connection.engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    look_at(tmp_path, row(TEL_PORTABLE="0639980101"), row(NOM="MARTIN", INE=""), connection=connection)
    plans = [
        str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all())
        for statement, values in [*asked]
        if "jeune" in statement and "lot" not in statement
    ]
    assert len(plans) >= 3
    assert [plan for plan in plans if "ix_dossier_structure" in plan] == []


@pytest.mark.parametrize(
    "changes",
    [
        {"NOM": "DUPOND"}, {"NOM": "DUPOONT"}, {"NOM": "ADUPONT"}, {"PRENOM": "Dupont", "NOM": "Léa"}, {"NOM": "DUPONT MARTIN"},
        {"PRENOM": "Léa Marie"}, {"NOM": "DU PONT"}, {"NOM": "DE DUPONT"}, {"NOM": "MARTIN", "NOM_USAGE": "DUPONT"},
    ],
    ids=lambda changes: " ".join(changes.values()),
)  # fmt: skip
def test_a_spelling_that_may_be_hers_is_looked_at_in_the_base_as_in_the_list(tmp_path: Path, changes: dict[str, str]) -> None:
    """What is read of the base, by the ends of names, loses nobody whom the list alone would have found."""
    told = row(INE="") | changes
    in_the_list = look_at(tmp_path, row(INE=""), told)
    in_the_base = look_at(tmp_path, told, connection=known(tmp_path, row(INE="")))
    assert (len(in_the_list.douteux), len(in_the_base.douteux)) == (1, 1)
