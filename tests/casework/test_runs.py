"""Print runs: everything that is ready, once, sealed letter by letter; nothing half done when killed, full or refused."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import Connection, event, func, select, update

from house import act, appointment, desk, minor, open_one, press, reported, summon
from ofworkflow.casework.dossier.opened import letter_id
from ofworkflow.casework.mail import drafts as dispatch
from ofworkflow.casework.mail import posting as mail
from ofworkflow.casework.mail import runs, sealing, tracking
from ofworkflow.errors import LetterError, UsageError
from ofworkflow.files import Destination
from ofworkflow.letters.binding import bind
from ofworkflow.letters.page_reading import pages_of, text_of
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import InviteMode, PostMode, Presence, ReportReason, Retrait
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database

ON = date(2025, 12, 2)
TESTS = Path(__file__).resolve().parents[1]
_CHILD = """
import sys
from datetime import date
from pathlib import Path
from house import desk, press
from ofworkflow.casework.mail import runs
from ofworkflow.storage.database import Database
base, folder = Database(sys.argv[1]), Path(sys.argv[2])
print("prêt", flush=True)
sys.stdin.readline()
runs.print_waiting(base, press(folder), desk(date(2025, 12, 2)), output=None, duplex=False, progress=lambda done, total: None)
"""


def summoned(database: Database, nom: str = "DUPONT", prenom: str = "Léa") -> int:
    dossier = open_one(database, reported(minor(nom, prenom)))
    summon(database, dossier, ON, rdv=date(2025, 12, 15))
    return dossier


def printed(database: Database, folder: Path, *, duplex: bool = False, output: Destination | None = None) -> runs.Run:
    run, failed = runs.print_waiting(
        database, press(folder), desk(ON), output=output, duplex=duplex, progress=lambda done, total: None
    )
    assert failed == ()
    assert run is not None
    return run


def rows(database: Database) -> list[object]:
    with database.reading() as connection:
        return list(connection.execute(select(m.courrier).order_by(m.courrier.c.id)))


def followed(database: Database) -> list[tuple[int, str]]:
    with database.reading() as connection:
        s = m.suivi.c
        return [tuple(r) for r in connection.execute(select(s.courrier_id, s.evenement).order_by(s.id))]  # type: ignore[misc]


def test_a_run_seals_each_letter_and_binds_them_in_one_file(database: Database, tmp_path: Path) -> None:
    summoned(database)
    run = printed(database, tmp_path)
    assert (run.name, len(run.letters), run.envelopes) == ("T0001", 3, 2)
    assert pages_of(run.path.read_bytes()) == run.pages
    for row in rows(database):
        assert (row.etat, row.tirage_id) == ("imprime", 1)  # type: ignore[attr-defined]
        with database.reading() as connection:
            sealed = sealing.sealed_letter(connection, row.sha256)  # type: ignore[attr-defined]
        assert hashlib.sha256(sealed.pdf).hexdigest() == row.sha256  # type: ignore[attr-defined]
    assert [happened for _, happened in followed(database)] == ["imprime"] * 3


def test_what_was_printed_is_not_printed_again_by_the_next_run(database: Database, tmp_path: Path) -> None:
    summoned(database)
    printed(database, tmp_path)
    again = runs.print_waiting(database, press(tmp_path), desk(ON), output=None, duplex=False, progress=lambda d, t: None)
    assert again == (None, ())
    summoned(database, "MARTIN")
    assert printed(database, tmp_path).name == "T0002"


def test_households_follow_each_other_and_an_envelope_s_letters_are_together(database: Database, tmp_path: Path) -> None:
    """Brother and sister: the father's two envelopes (59110), then the mother's two (59130), each with the minor's letter."""
    summoned(database, "DUPONT", "Léa")
    summoned(database, "DUPONT", "Tom")
    run = printed(database, tmp_path)
    who = {row.id: (row.destinataire, row.dossier_id) for row in rows(database)}  # type: ignore[attr-defined]
    assert [who[number] for number in run.letters] == [
        ("Marc DUPONT", 1), ("Marc DUPONT", 2),
        ("Anne DUPONT", 1), ("Léa DUPONT", 1), ("Anne DUPONT", 2), ("Tom DUPONT", 2),
    ]  # fmt: skip


def test_on_both_sides_each_letter_starts_a_new_sheet(database: Database, tmp_path: Path) -> None:
    dossier = summoned(database)
    with database.writing() as connection:  # no privacy notice: one page each
        mail.post(
            connection, press(tmp_path), mail.postable(connection, dossier), done_on=ON, mode=PostMode.SIMPLE, desk=desk(ON)
        )
    act(database, dossier, ask.Reporter(appointment(date(2025, 12, 20)), ReportReason.DEMANDE_FAMILLE), ON)
    run = printed(database, tmp_path, duplex=True)
    with database.reading() as connection:
        pages = list(connection.execute(select(m.feuille.c.pages).order_by(m.feuille.c.rang)).scalars())
    assert pages
    assert all(count % 2 == 0 for count in pages)
    assert run.pages % 2 == 0


def test_a_letter_that_cannot_be_made_is_listed_and_the_others_leave(database: Database, tmp_path: Path) -> None:
    summoned(database)
    with database.writing() as connection:
        connection.execute(update(m.representant).where(m.representant.c.rang == 1).values(adresse1="rue " + "très longue " * 6))
    run, failed = runs.print_waiting(database, press(tmp_path), desk(ON), output=None, duplex=False, progress=lambda d, t: None)
    assert run is not None
    assert len(run.letters) == 2
    assert [(f.reference, "trop longue" in f.reason) for f in failed] == [("2025-0001", True)]
    states = {row.destinataire: (row.etat, bool(row.erreur)) for row in rows(database)}  # type: ignore[attr-defined]
    assert states["Marc DUPONT"] == ("a_produire", True)
    with database.writing() as connection:
        connection.execute(update(m.representant).where(m.representant.c.rang == 1).values(adresse1="3 rue du Bac"))
    assert [len(printed(database, tmp_path).letters)] == [1]


def test_a_character_no_font_has_stops_its_letter_only(database: Database, tmp_path: Path) -> None:
    summoned(database, "DUPONT", "Léa")
    summoned(database, "王", "Mei")
    run, failed = runs.print_waiting(database, press(tmp_path), desk(ON), output=None, duplex=False, progress=lambda d, t: None)
    assert run is not None
    assert len(run.letters) == 3
    assert {f.reference for f in failed} == {"2025-0002"}
    assert all("王" in f.reason for f in failed)


def test_a_draft_notice_nobody_signed_is_not_printed(database: Database, tmp_path: Path) -> None:
    dossier = summoned(database)
    for on, rdv in ((ON, None), (date(2025, 12, 23), date(2026, 1, 30))):
        if rdv:
            summon(database, dossier, on, rdv=rdv)
        with database.writing() as connection:
            mail.post(
                connection, press(tmp_path), mail.postable(connection, dossier), done_on=on, mode=PostMode.SIMPLE, desk=desk(on)
            )
        act(database, dossier, ask.ConstaterAbsence(), rdv or date(2025, 12, 15))
    act(database, dossier, ask.PreparerTransmission(), date(2026, 2, 2))
    run = printed(database, tmp_path)
    assert {row.modele for row in rows(database) if row.id in run.letters} == {"constat_carence"}  # type: ignore[attr-defined]
    assert (run.envelopes, run.filed) == (0, 2), "a record of the dossier is in no envelope"
    assert text_of(run.path.read_bytes()).count("À classer au dossier") == 2


def test_a_run_or_one_of_its_sheets_is_printed_again_from_the_same_bytes_and_noted(database: Database, tmp_path: Path) -> None:
    summoned(database)
    run = printed(database, tmp_path)
    first = rows(database)[0]
    with database.writing() as connection:
        sheet = runs.print_again(
            connection, press(tmp_path), desk(ON), 1, sheet=first.id, output=Destination(tmp_path / "une.pdf"), duplex=False
        )  # type: ignore[attr-defined]
        whole = runs.print_again(connection, press(tmp_path), desk(ON), 1, sheet=None, output=None, duplex=False)
    assert sheet.letters == (first.id,)  # type: ignore[attr-defined]
    assert whole.letters == run.letters
    assert followed(database)[3:] == [(first.id, "reimprime"), *((number, "reimprime") for number in run.letters)]  # type: ignore[attr-defined]
    with database.writing() as connection, pytest.raises(UsageError, match="T0009 n'existe pas"):
        runs.print_again(connection, press(tmp_path), desk(ON), 9, sheet=None, output=None, duplex=False)


def test_a_folder_that_takes_no_file_marks_nothing_printed(database: Database, tmp_path: Path) -> None:
    summoned(database)
    place = tmp_path / "occupé"
    place.write_text("un fichier, pas un dossier")
    with pytest.raises(LetterError, match="rien n'est marqué imprimé"):
        printed(database, tmp_path, output=Destination(place / "lot.pdf"))
    assert {(row.etat, row.sha256) for row in rows(database)} == {("a_produire", None)}  # type: ignore[attr-defined]
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(m.tirage)).scalar() == 0
    assert not list(tmp_path.rglob("*.partiel"))
    assert not list(tmp_path.rglob(".tirage-*"))


def test_a_full_disk_is_heard_through_the_library_that_binds(tmp_path: Path) -> None:
    """`/dev/full` refuses every byte, as a full disk does; the library calls us from C, where an exception is lost."""
    part = tmp_path / "one.pdf"
    book = pypdfium2.PdfDocument.new()
    book.new_page(595, 842)
    book.save(part)
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="No space left"):
        bind([part], full, duplex=False)


def test_the_lot_is_posted_in_one_gesture_with_the_very_bytes_that_were_printed(database: Database, tmp_path: Path) -> None:
    summoned(database)
    printed(database, tmp_path)
    before = [row.sha256 for row in rows(database)]  # type: ignore[attr-defined]
    with database.writing() as connection:
        connection.execute(update(m.representant).values(adresse1="99 rue Changée"))  # after printing: what was printed leaves
        mail.post(
            connection, press(tmp_path), mail.postable_of_run(connection, 1), done_on=ON, mode=PostMode.SUIVI, desk=desk(ON)
        )
    assert [row.sha256 for row in rows(database)] == before  # type: ignore[attr-defined]
    assert {row.etat for row in rows(database)} == {"poste"}  # type: ignore[attr-defined]
    assert [happened for _, happened in followed(database)] == ["imprime"] * 3 + ["poste"] * 3


def test_another_mission_locale_posts_nothing_of_a_lot_that_is_not_hers(database: Database, tmp_path: Path) -> None:
    summoned(database)
    printed(database, tmp_path)
    with database.reading() as connection:
        assert len(mail.postable_of_run(connection, 1)) == 3
    for code, count in (("ML-EXEMPLE", 3), ("ML-AUTRE", 0)):
        with database.seen_by(code).reading() as connection:
            assert len(mail.postable_of_run(connection, 1)) == count


def test_the_slip_of_registered_items_gives_their_numbers(database: Database, tmp_path: Path) -> None:
    summoned(database)
    run = printed(database, tmp_path)
    with database.reading() as connection:
        given = tracking.in_order(["1A 209 382 1234 5", "1A20938212352"], tracking.envelopes(connection, run.letters))
    with database.writing() as connection:
        with pytest.raises(UsageError, match="aucun recommandé"):
            runs.slip_of_registered(connection, press(tmp_path), desk(ON), 1)
        mail.post(connection, press(tmp_path), run.letters, done_on=ON, mode=PostMode.RECOMMANDE, tracking=given, desk=desk(ON))
        slip = runs.slip_of_registered(connection, press(tmp_path), desk(ON), 1)
    assert "1A 209 382 1234 5" in text_of(slip.pdf)


def test_one_altered_byte_is_found(database: Database, tmp_path: Path) -> None:
    summoned(database)
    printed(database, tmp_path)
    with database.writing() as connection:
        assert list(sealing.broken_seals(connection)) == []
        row = rows_of(connection)
        bytes_ = bytearray(connection.execute(select(m.scelle.c.pdf).where(m.scelle.c.sha256 == row.sha256)).scalar_one())
        bytes_[len(bytes_) // 2] ^= 1
        connection.execute(update(m.scelle).where(m.scelle.c.sha256 == row.sha256).values(pdf=bytes(bytes_)))
        [broken] = sealing.broken_seals(connection)
    assert broken.letters == (letter_id(row.id),)


def rows_of(connection: object) -> object:
    return connection.execute(select(m.courrier).order_by(m.courrier.c.id)).first()  # type: ignore[attr-defined]


def test_a_run_whose_file_never_took_its_place_is_finished_from_its_seals(database: Database, tmp_path: Path) -> None:
    """The program died between its commit and the renaming: the letters are sealed, marked printed, and no paper bears them."""
    summoned(database)
    run = printed(database, tmp_path)
    assert runs.finish_runs(database, press(tmp_path)) == ()
    run.path.unlink()
    with database.writing() as connection:
        connection.execute(update(m.tirage).values(fini_a=None))
    [finished] = runs.finish_runs(database, press(tmp_path))
    assert (finished.name, finished.letters, finished.path) == (run.name, run.letters, run.path)
    assert pages_of(run.path.read_bytes()) == finished.pages
    assert runs.finish_runs(database, press(tmp_path)) == ()
    assert [happened for _, happened in followed(database)] == ["imprime"] * 3


def test_no_file_bears_a_number_whose_run_was_not_committed(database: Database, tmp_path: Path) -> None:
    summoned(database)

    def refuse(connection: Connection) -> None:
        if connection.get_execution_options().get("of_placed") is not None:
            assert list(tmp_path.rglob(".of-*"))  # it is bound, and waits under another name
            assert not list(tmp_path.rglob("T*.pdf"))
            raise KeyboardInterrupt

    event.listen(database.engine, "commit", refuse)
    with pytest.raises(KeyboardInterrupt):
        printed(database, tmp_path)
    event.remove(database.engine, "commit", refuse)
    assert not list(tmp_path.rglob("T*.pdf"))
    assert printed(database, tmp_path).path.is_file()


def test_a_run_killed_at_any_moment_loses_no_letter_and_seals_none_without_its_bytes(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    for i in range(4):
        summoned(database, f"NOM{i}")
    dispatch.produce_waiting(database, press(tmp_path))
    moments = random.Random(7)  # noqa: S311 — moments to try, not secrets
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    for _ in range(12):
        child = subprocess.Popen(
            [sys.executable, "-c", _CHILD, database_url, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        assert child.stdout is not None
        assert child.stdin is not None
        child.stdout.readline()
        child.stdin.write(b"\n")
        child.stdin.flush()
        time.sleep(moments.uniform(0, 0.6))
        child.send_signal(signal.SIGKILL)
        child.communicate()
        _nothing_half_done(database, press(tmp_path).folder)
    runs.print_waiting(database, press(tmp_path), desk(ON), output=None, duplex=False, progress=lambda d, t: None)
    _nothing_half_done(database, press(tmp_path).folder)
    assert not list(tmp_path.rglob(".*"))  # what the killed left is swept
    assert {row.etat for row in rows(database)} == {"imprime"}  # type: ignore[attr-defined]
    assert sorted(number for number, happened in followed(database) if happened == "imprime") == [
        row.id for row in rows(database)
    ]  # type: ignore[attr-defined]


def _nothing_half_done(database: Database, folder: Path) -> None:
    with database.reading() as connection:
        assert list(sealing.broken_seals(connection)) == []
        for run in connection.execute(select(m.tirage)):
            assert (folder / run.fichier).is_file()
            inside = list(connection.execute(select(m.feuille.c.courrier_id).where(m.feuille.c.tirage_id == run.id)).scalars())
            sealed = connection.execute(
                select(m.courrier.c.id).where(m.courrier.c.tirage_id == run.id, m.courrier.c.sha256.is_not(None))
            )
            assert sorted(sealed.scalars()) == sorted(inside)


def mail_all(database: Database, folder: Path) -> None:
    """Post what was printed and what was not."""
    with database.writing() as connection:
        numbers = [row.id for row in rows(database)]  # type: ignore[attr-defined]
        mail.post(connection, press(folder), numbers, done_on=ON, mode=PostMode.SIMPLE, desk=desk(ON))


def test_two_letters_of_one_day_to_one_person_are_in_one_envelope(database: Database, tmp_path: Path) -> None:
    """Received and invited the same day: the attestation travels with the invitation, behind the mother's letter."""
    dossier = summoned(database)
    mail_all(database, tmp_path)
    act(database, dossier, ask.Recevoir(Presence.LES_DEUX), date(2025, 12, 15))
    act(database, dossier, ask.Inviter(appointment(date(2026, 1, 6)), InviteMode.LETTRE), date(2025, 12, 15))
    run = printed(database, tmp_path)
    assert run.envelopes == 2, "four letters"
    who = {row.id: (row.destinataire, row.modele) for row in rows(database)}  # type: ignore[attr-defined]
    assert [who[number] for number in run.letters] == [
        ("Marc DUPONT", "invitation"),
        ("Anne DUPONT", "invitation"), ("Léa DUPONT", "attestation_presence"), ("Léa DUPONT", "invitation"),
    ]  # fmt: skip
    said = text_of(run.path.read_bytes())
    assert "(3 lettres, une enveloppe)" in said
    assert "En suivi ou en recommandé, les lettres de chaque acte ont leur enveloppe et leur numéro." in said
    with database.reading() as connection:
        assert len(tracking.envelopes(connection, run.letters)) == 3, "a number is of one act"


def test_a_minor_who_lives_with_no_one_written_to_has_one_envelope_for_both_letters(database: Database, tmp_path: Path) -> None:
    """Nobody else's envelope holds them: the address is the minor's own."""
    dossier = summoned(database)
    mail_all(database, tmp_path)
    act(database, dossier, ask.Recevoir(Presence.LES_DEUX), date(2025, 12, 15))
    r = m.representant.c
    with database.writing() as connection:
        connection.execute(update(m.representant).values(heberge=r.nom == "NOBODY"))
    act(database, dossier, ask.Inviter(appointment(date(2026, 1, 6)), InviteMode.LETTRE), date(2025, 12, 15))
    run = printed(database, tmp_path)
    assert run.envelopes == 3, "mother, father, and the minor with her two letters"


def test_the_minor_s_letters_never_bring_two_adults_into_one_envelope(database: Database, tmp_path: Path) -> None:
    """Parents under one roof: the minor's letter was enclosed with the mother's, that of the next act with the father's."""
    dossier = summoned(database)
    mail_all(database, tmp_path)
    r = m.representant.c
    with database.writing() as connection:
        home = connection.execute(select(r.adresse1, r.code_postal, r.ville).where(r.nom == "DUPONT", r.prenom == "Anne")).one()
        connection.execute(update(m.representant).values(home._asdict()))
    act(database, dossier, ask.Rectifier(2, Retrait.DATE), date(2025, 12, 3))
    with database.writing() as connection:
        connection.execute(update(m.representant).values(heberge=r.prenom == "Marc"))
    summon(database, dossier, date(2025, 12, 3), rdv=date(2025, 12, 18))
    run = printed(database, tmp_path)
    who = {row.id: row.destinataire for row in rows(database)}  # type: ignore[attr-defined]
    pile = [who[number] for number in run.letters]
    assert run.envelopes == 2
    cut = max(pile.index("Anne DUPONT"), pile.index("Marc DUPONT"))
    assert all(len({name for name in part if name != "Léa DUPONT"}) == 1 for part in (pile[:cut], pile[cut:]))
