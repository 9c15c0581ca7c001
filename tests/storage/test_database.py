"""The base: its tables are the models', its transactions lose nothing, its refusals are sentences."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import String, delete, event, func, insert, select, text, type_coerce, update

from house import desk, minor, open_one, reported, summon
from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.doctor.examine import examine
from ofworkflow.casework.dossier.persons import contacts_of, persons_of
from ofworkflow.casework.mail.tracking import doubled_numbers
from ofworkflow.casework.registry.contacts import record_contact
from ofworkflow.casework.registry.corrections import correct
from ofworkflow.errors import OfWorkflowError, RefusedError, StorageError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Closing, ContactNature, ContactResult
from ofworkflow.storage import database as storage
from ofworkflow.storage import indexes, queries
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from ofworkflow.storage.migrate import upgrade
from ofworkflow.storage.name_keys import follow_all_names
from older_bases import go_back

_COUNT = """
import sys
from sqlalchemy import select, update
from ofworkflow.storage.database import Database
from ofworkflow.storage.models import compteur
base = Database(sys.argv[1])
for _ in range(40):
    with base.writing() as connection:
        last = connection.execute(select(compteur.c.dernier).where(compteur.c.nom == "essai").with_for_update()).scalar_one()
        connection.execute(update(compteur).where(compteur.c.nom == "essai").values(dernier=last + 1))
"""


def test_the_migrations_give_exactly_the_models(database: Database) -> None:
    assert indexes  # they add themselves to the tables
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), m.metadata) == []


def test_upgrading_again_changes_nothing(database: Database) -> None:
    with database.writing() as connection:
        upgrade(connection)
    database.check()


_FIRST_VERSION = (
    "INSERT INTO jeune (id, nom, prenom, naissance, sexe, commune, cle) "
    "VALUES (1, 'DUPONT', 'Léa', '2009-05-14', 'F', 'Lambersart', 'dupont lea')",
    "INSERT INTO dossier (id, reference, structure, jeune_id, source, conseiller, signale_le, ouvert_le, etape, avertis) "
    "VALUES (1, '2025-0001', 'ML', 1, 'siei', 'Camille', '2025-12-01', '2025-12-01', 'entretien', '{}')",
    "INSERT INTO journal (dossier_id, n, acte, vers, fait_le, enregistre_a, auteur, donnees) "
    "VALUES (1, 1, 'ouvrir', 'reperage', '2025-12-01', '2025-12-01 09:00:00', 'Camille', '{}')",
    "INSERT INTO scelle (sha256, pdf, modele, version_modele, donnees, auteur, enregistre_a) "
    "VALUES ('abc', x'25504446', 'report', 'v', '{}', 'Camille', '2025-12-01 09:00:00')",
    "INSERT INTO courrier (id, dossier_id, acte_n, modele, role, destinataire, pli, etat, sha256) "
    "VALUES (1, 1, 1, 'report', 'jeune', 'Léa DUPONT', 1, 'poste', 'abc')",
)


def test_a_base_of_the_first_version_is_brought_up_to_date_with_its_letters(tmp_path: Path) -> None:
    """What was sealed and posted before stays sealed and posted."""
    base = Database(f"sqlite:///{tmp_path / 'ancienne.db'}")
    with base.writing() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(storage.__file__).parent / "migrations"))
        config.set_main_option("path_separator", "os")
        command.upgrade(config, "0001")
        for statement in _FIRST_VERSION:
            connection.execute(text(statement.replace(":00", "\\:00")))
    with pytest.raises(StorageError, match="of base migrer"):
        base.check()
    with base.writing() as connection:
        upgrade(connection)
    base.check()
    with base.reading() as connection:
        letter = connection.execute(select(m.courrier)).one()
        assert (letter.etat, letter.sha256, letter.tirage_id, letter.issue_le) == ("poste", "abc", None, None)
        assert connection.execute(select(m.scelle.c.pdf)).scalar_one() == b"%PDF"
    base.dispose()


def test_a_base_of_the_third_version_keeps_its_dossiers_and_can_freeze_reports(database: Database) -> None:
    """Freezing starts at B0001 there, and what was counted before is counted still."""
    from ofworkflow.storage import bilans as store

    dossier = open_one(database)
    with database.writing() as connection:
        go_back(connection, "0003")
        before = connection.execute(select(m.journal)).all(), connection.execute(select(m.compteur)).all()
    with pytest.raises(StorageError, match="of base migrer"):
        database.check()
    with database.writing() as connection:
        upgrade(connection)
    database.check()
    with database.writing() as connection:
        c = m.compteur.c
        assert connection.execute(select(m.journal)).all() == before[0]
        assert connection.execute(select(m.compteur).where(c.nom != "bilan")).all() == before[1]
        assert connection.execute(select(m.dossier.c.id)).scalar_one() == dossier
        assert [store.next_number(connection) for _ in range(2)] == ["B0001", "B0002"]


def test_names_kept_folded_by_an_older_version_are_found_as_they_are_typed_now(database: Database) -> None:
    """Before 0005, « Łukasz » was kept as « łukasz » and « Mar​tin » as « mar tin »: neither was found."""
    numbers = [open_one(database, reported(minor(nom, "Łukasz"))) for nom in ("KOWALSKI", "MARTIN")]
    with database.writing() as connection:
        raw = "UPDATE jeune SET nom = :nom, cle = :cle WHERE id = :id"
        connection.execute(text(raw), {"nom": "KOWALSKI", "cle": "kowalski łukasz", "id": numbers[0]})
        connection.execute(text(raw), {"nom": "MAR\u200bTIN", "cle": "mar tin łukasz", "id": numbers[1]})
        go_back(connection, "0004")
        upgrade(connection)
    with database.reading() as connection:
        assert [row.id for row in queries.dossiers_by_key(connection, ["lukasz", "kowalski"])] == numbers[:1]
        [martin] = queries.dossiers_by_key(connection, ["martin"])
        assert martin.nom == "MARTIN"


@pytest.mark.parametrize(
    ("letter", "run", "then"),
    [
        ("/srv/of/courriers/2025-0001/C000001_x.pdf", "/srv/of/courriers/T0001.pdf", "T0001.pdf"),
        ("/srv/of/courriers/2025-0001/C000001_x.pdf", "/media/usb/T0001.pdf", "/media/usb/T0001.pdf"),  # given by --sortie
        ("/srv/of/courriers/2025-0001/C000001_x.pdf", "lot.pdf", "../lot.pdf"),  # typed beside config.toml
        ("C:\\of\\courriers\\2025-0001\\C000001_x.pdf", "C:\\of\\courriers\\T0001.pdf", "T0001.pdf"),
        ("C:\\of\\courriers\\2025-0001\\C000001_x.pdf", "D:\\lot.pdf", "D:\\lot.pdf"),
        (None, "/srv/of/courriers/T0001.pdf", "T0001.pdf"),  # printed before any draft was made
        (None, "/media/usb/lot.pdf", "/media/usb/lot.pdf"),
        ("2025-0001/C000001_x.pdf", "T0001.pdf", "T0001.pdf"),  # already so
    ],
)
def test_whole_paths_of_an_older_version_become_places_in_the_letters_folder(
    database: Database, letter: str | None, run: str, then: str
) -> None:
    dossier = open_one(database)
    summon(database, dossier, date(2025, 12, 2), rdv=date(2025, 12, 15))
    made = {"cree_le": date(2025, 12, 2), "recto_verso": False, "auteur": "x", "enregistre_a": desk(date(2025, 12, 2)).now}
    with database.writing() as connection:
        first = connection.execute(select(func.min(m.courrier.c.id))).scalar_one()
        connection.execute(update(m.courrier).where(m.courrier.c.id == first).values(fichier=letter))
        connection.execute(insert(m.tirage).values(id=1, fichier=run, **made))
        go_back(connection, "0006")
        upgrade(connection)
    with database.reading() as connection:
        assert connection.execute(select(m.tirage.c.fichier)).scalar_one() == then
        files = connection.execute(select(m.courrier.c.fichier).order_by(m.courrier.c.id)).scalars().all()
    assert files == ["2025-0001/C000001_x.pdf" if letter else None, None, None]


def test_what_is_stored_is_harmless_whatever_wrote_it_and_what_an_older_version_stored_is_read_harmless(
    database: Database,
) -> None:
    dossier = open_one(database, reported(minor("DU\x1b[2JPONT\r\n", "Lé\u202ea")))
    raw = select(type_coerce(m.jeune.c.nom, String), type_coerce(m.jeune.c.prenom, String))
    with database.writing() as connection:
        assert connection.execute(raw).one() == ("DUPONT", "Léa")
        connection.execute(text("UPDATE jeune SET nom = :nom"), {"nom": "DU\x1bPONT\u200b"})
    with database.reading() as connection:
        row = queries.dossier_by_reference(connection, queries.dossier_row(connection, dossier).reference)
        assert row.nom == "DU PONT"


def test_addresses_of_a_base_without_countries_stay_french_and_can_move_abroad(database: Database) -> None:
    dossier = open_one(database)
    with database.writing() as connection:
        go_back(connection, "0007")
        upgrade(connection)
    with database.writing() as connection:
        row = queries.dossier_row(connection, dossier)
        before = persons_of(connection, [row.jeune_id])[row.jeune_id]
        correct(connection, row, {"pays": "Albanie", "ville": "1001 Tirana"}, representative=1, desk=desk(date(2025, 12, 2)))
        after = persons_of(connection, [row.jeune_id])[row.jeune_id]
    assert before.representants[0].adresse.lines() == ("12 rue des Lilas", "59130 Lambersart")
    assert after.representants[0].adresse.pays == "Albanie"
    assert after.representants[1] == before.representants[1]


def test_representatives_known_before_grounds_had_dates_are_written_to_as_before(database: Database) -> None:
    on = date(2026, 1, 5)
    dossier = open_one(database)
    with database.writing() as connection:
        connection.execute(update(m.representant).where(m.representant.c.rang == 1).values(qualite="tiers"))
        go_back(connection, "0011")
        upgrade(connection)
    with database.reading() as connection:
        [persons] = persons_of(connection, [queries.dossier_row(connection, dossier).jeune_id]).values()
    assert [x.role for x in persons.addressees(on)] == ["representant", "representant", "jeune"]
    assert (persons.jeune.emancipe_le, persons.representants[0].a_part_jusqu_au) == (None, None)


def test_contacts_noted_before_anybody_asked_who_answered_are_answers_of_the_family(database: Database) -> None:
    dossier, on = open_one(database), date(2026, 1, 5)
    with database.writing() as connection:
        record_contact(
            connection, dossier, nature=ContactNature.SMS, result=ContactResult.JOINT, done_on=on, desk=desk(on), note=""
        )
        go_back(connection, "0009")
        upgrade(connection)
    with database.reading() as connection:
        [known] = contacts_of(connection, dossier)
    assert (known.who, known.is_answer, known.is_unanswered) == (None, True, False)


def test_names_known_before_they_had_keys_are_found_by_them_the_corrected_ones_too(database: Database) -> None:
    dossier, on = open_one(database, reported(minor("DE LA TOUR", "Inès"))), date(2026, 1, 5)
    with database.writing() as connection:
        row = queries.dossier_row(connection, dossier)
        correct(connection, row, {"nom": "KOWALSKI"}, representative=None, desk=desk(on))
        kept = sorted(connection.execute(select(m.cle_nom)).all())
        go_back(connection, "0016")
        upgrade(connection)
        assert sorted(connection.execute(select(m.cle_nom)).all()) == kept
    assert {"delatourines", "tourines", "kowalskiines"} <= {key for key, _ in kept}


def test_keys_that_went_astray_are_made_again_and_no_others(database: Database) -> None:
    numbers = [open_one(database, reported(minor(name, "Inès"))) for name in ("ROUX", "PETIT")]
    with database.writing() as connection:
        before = sorted(connection.execute(select(m.cle_nom)).all())
        connection.execute(delete(m.cle_nom).where(m.cle_nom.c.cle.like("roux%")))
        connection.execute(insert(m.cle_nom).values(cle="zzz", jeune_id=numbers[1]))
        assert (follow_all_names(connection), follow_all_names(connection)) == (2, 0)
        assert sorted(connection.execute(select(m.cle_nom)).all()) == before


@pytest.mark.parametrize("typed", ["MARCQ EN BAROEUL", "marcq-en-barœul", "Marcq-en-Bar\u200bœul"])
def test_dossiers_of_a_commune_are_found_however_it_is_typed(database: Database, typed: str) -> None:
    open_one(database, reported(minor(commune="Marcq-en-Barœul")))
    open_one(database)
    with database.reading() as connection:
        assert [row.commune for row in queries.dossiers(connection, queries.DossierFilter(commune=typed))] == ["Marcq-en-Barœul"]


def test_four_processes_that_read_then_write_lose_no_update(database: Database, database_url: str) -> None:
    with database.writing() as connection:
        connection.execute(m.compteur.insert().values(nom="essai", dernier=0))
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    writers = [subprocess.Popen([sys.executable, "-c", _COUNT, database_url], env=env) for _ in range(4)]
    assert [writer.wait(timeout=120) for writer in writers] == [0] * 4
    with database.reading() as connection:
        assert connection.execute(select(m.compteur.c.dernier).where(m.compteur.c.nom == "essai")).scalar() == 160


def test_two_people_at_the_same_second_one_is_done_the_other_refused(database: Database) -> None:
    dossier, on = open_one(database), date(2025, 12, 3)
    barrier, answers = threading.Barrier(2), []

    def close() -> None:
        barrier.wait()
        try:
            with database.writing() as connection:
                perform(connection, dossier, ask.Cloturer(Closing.DEMENAGEMENT), done_on=on, desk=desk(on))
            answers.append("fait")
        except RefusedError:
            answers.append("refusé")

    people = [threading.Thread(target=close) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(answers) == ["fait", "refusé"]
    with database.reading() as connection:
        assert connection.execute(select(m.journal.c.n).where(m.journal.c.dossier_id == dossier)).all() == [(1,), (2,)]
        assert connection.execute(select(m.dossier.c.version).where(m.dossier.c.id == dossier)).scalar() == 2


def test_a_dossier_changed_since_it_was_read_is_not_written(database: Database) -> None:
    from ofworkflow.casework.dossier.opened import read
    from ofworkflow.casework.dossier.writes import Writes

    dossier, on = open_one(database), date(2025, 12, 3)
    with database.reading() as connection:
        [stale] = read(connection, [dossier])
    summon(database, dossier, on, rdv=date(2025, 12, 20))
    writes = Writes()
    writes.touch(stale, desk(on).rules)
    with pytest.raises(OfWorkflowError, match="Quelqu'un d'autre"), database.writing() as connection:
        writes.flush(connection)


def test_no_code_updates_nor_deletes_the_journal(database: Database) -> None:
    sent: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda c, cur, statement, *rest: sent.append(statement))
    dossier = open_one(database)
    summon(database, dossier, date(2025, 12, 2), rdv=date(2025, 12, 20))
    with database.writing() as connection:
        perform(connection, dossier, ask.Annuler("erreur"), done_on=date(2025, 12, 3), desk=desk(date(2025, 12, 3)))
    assert any(statement.startswith("INSERT INTO journal") for statement in sent)
    assert not [s for s in sent if s.startswith(("UPDATE journal", "DELETE FROM journal"))]


def test_sqlite_is_durable_and_checks_its_references(sqlite_model: Path, tmp_path: Path) -> None:
    base = Database(f"sqlite:///{tmp_path / 'x.db'}")
    with base.writing() as connection:
        upgrade(connection)
    with base.reading() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_night_writes_further_ahead_than_an_act_and_an_act_after_it_no_more(tmp_path: Path) -> None:
    database = Database(tmp_path / "ofworkflow.db")

    def ahead() -> int:
        with database.reading() as connection:
            return int(connection.execute(text("PRAGMA wal_autocheckpoint")).scalar_one())

    def refused() -> None:
        pages.append(ahead())
        raise RefusedError("essai")

    pages = [ahead()]
    with pytest.raises(RefusedError), database.far_ahead():
        refused()
    near, far = pages
    assert far > near == ahead()
    database.dispose()


def test_a_locked_base_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "BUSY_TIMEOUT_MS", 50)
    url = f"sqlite:///{tmp_path / 'x.db'}"
    first, second = Database(url), Database(url)
    with first.writing() as connection:
        upgrade(connection)
        with pytest.raises(StorageError, match="occupée"), second.writing():
            pass


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:////absente/x.db", "of init"),
        ("oracle://x", "n'est pas comprise"),
        ("postgresql+psycopg://moi:secret@127.0.0.1:1/base", "ne répond pas"),
    ],
)
def test_a_base_that_cannot_be_reached_is_one_sentence_without_its_password(url: str, said: str) -> None:
    with pytest.raises(StorageError, match=said) as error:
        Database(url).check()
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_base_where_two_envelopes_have_one_number_is_brought_up_to_date(database: Database) -> None:
    """Before 0006 nothing refused it: the first keeps the number, the second still shows it, and nobody takes it again."""
    for nom in ("DUPONT", "MARTIN"):
        summon(database, open_one(database, reported(minor(nom))), date(2025, 12, 2), rdv=date(2025, 12, 15))
    with database.writing() as connection:
        c = m.courrier.c
        for rank, number in ((1, "1A 209 382 1234 5"), (2, "1A 2"), (3, "1A 209 382 1234 5"), (4, "1a20938212345")):
            left = {"numero": number, "poste_le": date(2025, 12, 2)}
            connection.execute(update(m.courrier).where(c.id == rank).values(left))
        go_back(connection, "0005")
    with database.writing() as connection:
        upgrade(connection)
        n = m.numero.c
        kept = connection.execute(select(n.numero, n.dossier_id, n.pli).order_by(n.numero)).all()
        assert kept == [("1A2", 1, 2), ("1A20938212345", 1, 1)]
        assert connection.execute(select(c.numero).where(c.id == 4)).scalar() == "1a20938212345"
        assert doubled_numbers(connection) == {"1A20938212345"}
    database.check()
    findings = examine(database, desk(date(2025, 12, 3)), expected_on=date(2025, 12, 2)).findings
    [told] = [f for f in findings if f.check == "numeros_postaux"]
    assert (told.subject, "1A20938212345 de C000004 est aussi celui d'un autre pli" in told.sentence) == ("2025-0002", True)
