"""What leaves, what comes back, what is sent again, what is changed by hand: on both bases, with real letters."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from pathlib import Path

import docx
import pytest
from sqlalchemy import select, update

from house import act, appointment, desk, open_one, press, summon
from ofworkflow.casework.mail import drafts as dispatch
from ofworkflow.casework.mail import posting as mail
from ofworkflow.casework.mail import retouches, tracking
from ofworkflow.casework.mail.correcting import AsItWas, correct_posting
from ofworkflow.casework.mail.sealing import sealed_letter
from ofworkflow.casework.morning.day import day_work
from ofworkflow.casework.paper.carrying import carry_out
from ofworkflow.casework.registry import corrections
from ofworkflow.errors import AlreadyNotedError, CorrectionError, LetterError, RefusedError, UsageError
from ofworkflow.letters.page_reading import text_of
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.persons import Adresse, RepresentantLegal
from ofworkflow.procedure.vocabulary import LetterState, PostMode, Quality
from ofworkflow.storage import models as m
from ofworkflow.storage import queries
from ofworkflow.storage.database import Database

ON = date(2025, 12, 2)
MOTHER, FATHER, MINOR = 1, 2, 3  # the letters of the first summons; the minor's is enclosed with her mother's


@pytest.fixture
def posted(database: Database, tmp_path: Path) -> int:
    dossier = open_one(database)
    summon(database, dossier, ON, rdv=date(2025, 12, 15))
    with database.writing() as connection:
        mail.post(connection, press(tmp_path), [MOTHER, FATHER, MINOR], done_on=ON, mode=PostMode.RECOMMANDE, desk=desk(ON))
    return dossier


def back(
    database: Database, issue: LetterState, *numbers: int, on: date = date(2025, 12, 5), presented: date | None = None
) -> mail.Returned:
    with database.writing() as connection:
        return mail.record_return(connection, numbers, issue=issue, done_on=on, presented_on=presented, desk=desk(on))


def again(database: Database, *numbers: int, on: date = date(2025, 12, 5)) -> list[int]:
    with database.writing() as connection:
        return mail.send_again(connection, numbers, desk=desk(on))


def states(database: Database) -> dict[int, str]:
    with database.reading() as connection:
        return {row.id: row.etat for row in connection.execute(select(m.courrier))}


def test_what_the_post_says_of_an_envelope_holds_for_every_letter_in_it(database: Database, posted: int) -> None:
    back(database, LetterState.NON_RECLAME, MOTHER, presented=date(2025, 12, 3))
    assert states(database) == {MOTHER: "non_reclame", FATHER: "poste", MINOR: "non_reclame"}
    with database.reading() as connection:
        presented = dict(connection.execute(select(m.courrier.c.id, m.courrier.c.presente_le)).all())  # type: ignore[arg-type]
    assert presented == {MOTHER: date(2025, 12, 3), FATHER: None, MINOR: date(2025, 12, 3)}


def test_a_return_is_an_entry_of_the_journal(database: Database, posted: int) -> None:
    back(database, LetterState.NPAI, FATHER)
    with database.reading() as connection:
        last = connection.execute(select(m.journal).order_by(m.journal.c.n.desc())).first()
    assert (last.acte, last.vers, last.donnees["demande"]) == (
        "enregistrer_retour", "entretien", {"acte_n": 2, "courriers": [FATHER], "issue": "npai"},
    )  # fmt: skip


def test_a_return_that_replaces_another_keeps_what_was_noted_and_why(database: Database, posted: int) -> None:
    back(database, LetterState.NON_RECLAME, FATHER, presented=date(2025, 12, 3))
    with pytest.raises(CorrectionError, match="déjà noté « non réclamé »"):
        back(database, LetterState.NPAI, FATHER, on=date(2025, 12, 6))
    with database.writing() as connection:
        on = date(2025, 12, 6)
        mail.record_return(
            connection, [FATHER], issue=LetterState.NPAI, done_on=on, presented_on=None, desk=desk(on), correction="lu de travers"
        )
    with database.reading() as connection:
        last = connection.execute(select(m.journal).order_by(m.journal.c.n.desc())).first()
        followed = connection.execute(select(m.suivi.c.evenement).where(m.suivi.c.courrier_id == FATHER)).scalars().all()
    assert last.donnees["demande"] == {
        "acte_n": 2, "courriers": [FATHER], "issue": "npai", "motif_correction": "lu de travers",
        "avant_issue": "non_reclame", "avant_le": "2025-12-05", "avant_presente_le": "2025-12-03",
    }  # fmt: skip
    assert followed == ["poste", "non_reclame", "npai"]


@pytest.mark.parametrize(("last", "on", "kept"), [
    (LetterState.NON_RECLAME, date(2025, 12, 4), False),  # the eve of the day it was presented
    (LetterState.NON_RECLAME, date(2025, 12, 5), True),
    (LetterState.NPAI, date(2025, 12, 6), True),  # still at the post, it may go anywhere
    (LetterState.PRESENTE, date(2025, 12, 6), False),  # presented for the first time, once
])  # fmt: skip
def test_the_last_word_of_the_post_is_not_before_it_presented_the_envelope(
    database: Database, posted: int, last: LetterState, on: date, kept: bool
) -> None:
    back(database, LetterState.PRESENTE, FATHER, on=date(2025, 12, 5))
    if kept:
        back(database, last, FATHER, on=on)
    else:
        with pytest.raises(CorrectionError, match="--corrige MOTIF"):
            back(database, last, FATHER, on=on)
    assert states(database)[FATHER] == (last if kept else "presente")


def test_letters_that_a_correction_puts_in_one_envelope_keep_what_was_said_of_each(database: Database, tmp_path: Path) -> None:
    """The mother's letter, said posted on the day of the minor's, shares its envelope: nothing said of one goes in silence."""
    dossier = open_one(database)
    summon(database, dossier, ON, rdv=date(2025, 12, 15))
    for letter, on in ((MINOR, ON), (MOTHER, date(2025, 12, 4))):
        with database.writing() as connection:
            mail.post(connection, press(tmp_path), [letter], done_on=on, mode=PostMode.SIMPLE, desk=desk(on))
    back(database, LetterState.DISTRIBUE, MINOR)
    with database.writing() as connection:
        correct_posting(connection, [MOTHER], AsItWas(ON), why="mal noté", desk=desk(date(2025, 12, 6)))
    with pytest.raises(CorrectionError, match="déjà noté « distribué »"):
        back(database, LetterState.REFUSE, MOTHER, on=date(2025, 12, 6))
    assert states(database) == {MOTHER: "poste", FATHER: "a_produire", MINOR: "distribue"}
    back(database, LetterState.DISTRIBUE, MOTHER)
    assert states(database)[MOTHER] == "distribue"


def test_a_return_of_a_letter_that_did_not_leave_is_refused_and_nothing_is_written(database: Database) -> None:
    dossier = open_one(database)
    summon(database, dossier, ON, rdv=date(2025, 12, 15))
    with pytest.raises(RefusedError, match="n'est pas parti"):
        back(database, LetterState.NPAI, MOTHER)
    with pytest.raises(UsageError, match="C000999"):
        back(database, LetterState.NPAI, 999)
    assert set(states(database).values()) == {"a_produire"}


def test_a_failed_delivery_then_a_corrected_address_the_same_day(database: Database, posted: int, tmp_path: Path) -> None:
    """Trap 10: and the letter leaves again, to the new address; the old one stays sealed as it left."""
    back(database, LetterState.NPAI, FATHER)
    with database.writing() as connection:
        row = queries.dossier_row(connection, posted)
        corrections.correct(connection, row, {"adresse1": "8 quai Neuf"}, representative=2, desk=desk(ON))
    [fresh] = again(database, FATHER)
    with database.writing() as connection:
        letter = dispatch.preview(connection, press(tmp_path), fresh)[0]
        old = dispatch.preview(connection, press(tmp_path), FATHER)[0]
        mail.post(
            connection, press(tmp_path), [fresh], done_on=date(2025, 12, 5), mode=PostMode.SIMPLE, desk=desk(date(2025, 12, 5))
        )
    assert "8 quai neuf" in text_of(letter.pdf).lower()
    assert "3 rue du bac" in text_of(old.pdf).lower()
    assert states(database)[fresh] == "poste"


def test_letters_that_shared_an_envelope_share_the_new_one(database: Database, posted: int) -> None:
    back(database, LetterState.PERDU, MOTHER)
    fresh = again(database, MOTHER, MINOR)
    with database.reading() as connection:
        envelopes = dict(connection.execute(select(m.courrier.c.id, m.courrier.c.pli)).all())  # type: ignore[arg-type]
    assert envelopes[fresh[0]] == envelopes[fresh[1]] not in (envelopes[MOTHER], envelopes[FATHER])


def test_the_day_names_an_envelope_once_with_all_its_letters(database: Database, posted: int) -> None:
    back(database, LetterState.NPAI, MOTHER)
    with database.reading() as connection:
        tasks = [t for t in day_work(connection, date(2025, 12, 5)).tasks if t.heading == "Courriers jamais arrivés"]
    typed = "--adresse ADRESSE --cp CP --ville VILLE"
    assert [t.command for t in tasks] == [
        f"of modifier 2025-0001 --representant 1 {typed} puis of modifier 2025-0001 {typed} puis of courriers renvoyer C000001 C000003"
    ]


@pytest.mark.parametrize(
    ("issue", "letter", "commands"),
    [
        (LetterState.NPAI, FATHER, ("of modifier 2025-0001 --representant 2 --adresse ADRESSE --cp CP --ville VILLE",)),
        (LetterState.PERDU, FATHER, ()),  # the address is right
    ],
)
def test_whose_address_is_to_be_found_is_who_was_not_at_it(
    database: Database, posted: int, issue: LetterState, letter: int, commands: tuple[str, ...]
) -> None:
    returned = back(database, issue, letter)
    assert returned.commands == (*commands, "of courriers renvoyer C000002")


def test_only_what_never_arrived_is_sent_again_and_once(database: Database, posted: int) -> None:
    with pytest.raises(RefusedError, match="seul un courrier inconnu"):
        again(database, FATHER)
    back(database, LetterState.NPAI, FATHER)
    again(database, FATHER)
    with pytest.raises(RefusedError, match="déjà été remplacé"):
        again(database, FATHER)


def test_who_is_no_longer_written_to_is_not_sent_the_letter_again(database: Database, posted: int) -> None:
    back(database, LetterState.NPAI, FATHER)
    with database.writing() as connection:
        row = queries.dossier_row(connection, posted)
        corrections.correct(connection, row, {"autorite": "retiree"}, representative=2, desk=desk(ON))
    with pytest.raises(RefusedError, match="ne reçoit plus les courriers"):
        again(database, FATHER)


def test_the_day_asks_for_a_new_address_until_the_letter_is_sent_again(database: Database, posted: int) -> None:
    back(database, LetterState.NPAI, FATHER)
    on = date(2025, 12, 5)
    with database.reading() as connection:
        headings = [task.heading for task in day_work(connection, on).tasks]
    assert "Courriers jamais arrivés" in headings
    again(database, FATHER)
    with database.reading() as connection:
        headings = [task.heading for task in day_work(connection, on).tasks]
    assert "Courriers jamais arrivés" not in headings
    assert "Courriers à poster" in headings


def test_nobody_is_absent_from_an_interview_whose_letters_all_came_back(database: Database, posted: int) -> None:
    for number in (MOTHER, FATHER):
        back(database, LetterState.NPAI, number)
    with pytest.raises(RefusedError, match="revenus inconnus"):
        act(database, posted, ask.ConstaterAbsence(), date(2025, 12, 15))


# numbers


def envelopes(database: Database, *numbers: int) -> list[tracking.Envelope]:
    with database.reading() as connection:
        return tracking.envelopes(connection, numbers or (MOTHER, FATHER, MINOR))


def test_numbers_go_one_an_envelope_in_order(database: Database, posted: int) -> None:
    given = tracking.in_order(["1a 209 382 1234 5", "1A20938212352"], envelopes(database))
    assert given == {MOTHER: "1A 209 382 1234 5", MINOR: "1A 209 382 1234 5", FATHER: "1A20938212352"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["1A 209 382 1234 5"], "1 numéro pour 2 plis"),
        (["1A 209 382 1234 5", "1A20938212345"], "donné à deux plis"),
        (["1A 209 382 1234 5", "bonjour !"], "n'est pas un numéro"),
    ],
)
def test_numbers_that_do_not_fit_are_refused(database: Database, posted: int, given: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        tracking.in_order(given, envelopes(database))


def test_numbers_are_read_from_a_spreadsheet_s_csv(database: Database, posted: int) -> None:
    content = "\ufeffcourrier;numero\r\nC000002;1A 209 382 1234 5\r\n\r\nc000003;1A 209 382 1235 2\r\n".encode()
    assert tracking.from_csv(content, envelopes(database)) == {
        FATHER: "1A 209 382 1234 5", MOTHER: "1A 209 382 1235 2", MINOR: "1A 209 382 1235 2",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("C000009;1A 209 382 1234 5", "ligne 1"),
        ("courrier;numero\nC000001", "ligne 2"),
        ("C000001;1A 209 382 1234 5\nC000003;1A 209 382 1235 2", "n'a qu'un numéro"),  # one envelope, two numbers
    ],
)
def test_a_line_of_numbers_that_fits_nothing_is_named(database: Database, posted: int, content: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        tracking.from_csv(content.encode(), envelopes(database))


def test_numbers_in_another_encoding_are_read_and_what_is_no_text_is_said_so(database: Database, posted: int) -> None:
    lines = "courrier;numéro\nC000002;1A 209 382 1235 2\n".encode("latin-1")
    assert tracking.from_csv(lines, envelopes(database)) == {FATHER: "1A 209 382 1235 2"}
    with pytest.raises(UsageError, match="UTF-8"):
        tracking.from_csv(b"courrier;\x00\x00", envelopes(database))


# particulars


def test_a_correction_keeps_what_was_and_drafts_follow(database: Database, tmp_path: Path) -> None:
    dossier = open_one(database)
    summon(database, dossier, ON, rdv=date(2025, 12, 15))
    dispatch.produce_waiting(database, press(tmp_path))
    with database.writing() as connection:
        row = queries.dossier_row(connection, dossier)
        changes = corrections.correct(connection, row, {"adresse1": "8 quai Neuf"}, representative=2, desk=desk(ON))
    assert [(c.champ, c.avant, c.apres) for c in changes] == [("adresse1", "3 rue du Bac", "8 quai Neuf")]
    dispatch.produce_waiting(database, press(tmp_path))
    with database.reading() as connection:
        path = connection.execute(select(m.courrier.c.fichier).where(m.courrier.c.id == FATHER)).scalar_one()
        kept = connection.execute(select(m.modification)).one()
    assert "8 quai neuf" in text_of((press(tmp_path).folder / path).read_bytes()).lower()
    assert (kept.champ, kept.avant, kept.apres, kept.auteur) == ("adresse1", "3 rue du Bac", "8 quai Neuf", "Camille Renard")


@pytest.mark.parametrize(
    ("values", "rank", "said"),
    [
        ({"adresse1": "x"}, 9, "n° 9"),
        ({"nom": ""}, None, "ne peut pas être vide"),
        ({"naissance": date(2009, 1, 1)}, None, "se corrige par un acte"),  # it is in the journal
    ],
)
def test_a_correction_that_makes_no_sense_writes_nothing(
    database: Database, values: dict[str, object], rank: int | None, said: str
) -> None:
    dossier = open_one(database)
    with pytest.raises(UsageError, match=said), database.writing() as connection:
        corrections.correct(connection, queries.dossier_row(connection, dossier), values, representative=rank, desk=desk(ON))
    with database.reading() as connection:
        assert connection.execute(select(m.modification)).all() == []


def test_a_representative_learnt_of_later_is_written_to(database: Database) -> None:
    dossier = open_one(database)
    uncle = RepresentantLegal(Quality.TUTEUR, "DURAND", "Paul", Adresse("1 rue Haute", "", "59130", "Lambersart"))
    with database.writing() as connection:
        assert corrections.add_representative(connection, queries.dossier_row(connection, dossier), uncle, desk=desk(ON)) == 3
    summon(database, dossier, ON, rdv=date(2025, 12, 15))
    with database.reading() as connection:
        assert "Paul DURAND" in connection.execute(select(m.courrier.c.destinataire)).scalars().all()


# changed by hand


def changed(copy: bytes, before: str, after: str) -> bytes:
    """Change a sentence as somebody would in a word processor."""
    document = docx.Document(io.BytesIO(copy))
    [paragraph] = [p for p in document.paragraphs if before in p.text]
    paragraph.runs[0].text, *rest = paragraph.text.replace(before, after), *("" for _ in paragraph.runs[1:])
    for run, text in zip(paragraph.runs[1:], rest, strict=True):
        run.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_letter_changed_by_hand_is_sealed_from_the_file_that_came_back_with_both_hashes(
    database: Database, tmp_path: Path
) -> None:
    dossier = open_one(database)
    summon(database, dossier, ON, rdv=date(2025, 12, 15))
    paper = press(tmp_path)
    with database.writing() as connection:
        as_made = dispatch.preview(connection, paper, FATHER)[0]
        copy = retouches.editable_copy(connection, paper, FATHER)
        back_again = changed(copy, "Un seul représentant suffit", "Votre sœur aînée peut vous accompagner")
        retouches.take_back(connection, paper, FATHER, "C000002.docx", back_again, desk(ON))
        mail.post(connection, paper, [FATHER], done_on=ON, mode=PostMode.SIMPLE, desk=desk(ON))
        sha256 = connection.execute(select(m.courrier.c.sha256).where(m.courrier.c.id == FATHER)).scalar_one()
        sealed = sealed_letter(connection, sha256)
    assert "Votre sœur aînée peut vous accompagner" in text_of(sealed.pdf)
    assert "3 rue du bac" in text_of(sealed.pdf).lower()  # the envelope is never what was typed
    assert sealed.retouche_sha256 == hashlib.sha256(back_again).hexdigest()
    assert sealed.origine_sha256 == as_made.sha256


@pytest.mark.parametrize("content", [b"", b"bonjour", b"%PDF-1.7\n", b"PK\x03\x04 abime"])
def test_a_file_that_is_no_document_is_refused_and_the_letter_stays_as_it_was(
    database: Database, tmp_path: Path, content: bytes
) -> None:
    dossier = open_one(database)
    summon(database, dossier, ON, rdv=date(2025, 12, 15))
    with pytest.raises(LetterError, match="n'est pas repris"), database.writing() as connection:
        retouches.take_back(connection, press(tmp_path), FATHER, "C000002.docx", content, desk(ON))
    with database.reading() as connection:
        assert connection.execute(select(m.retouche)).all() == []


def test_the_copy_of_another_letter_is_not_taken(database: Database, tmp_path: Path) -> None:
    """Or the mother's letter would go to the father."""
    dossier = open_one(database)
    summon(database, dossier, ON, rdv=date(2025, 12, 15))
    with database.writing() as connection:
        copy = retouches.editable_copy(connection, press(tmp_path), MOTHER)
        with pytest.raises(LetterError, match="copie de C000001, non de C000002"):
            retouches.take_back(connection, press(tmp_path), FATHER, "C000001.docx", copy, desk(ON))


def test_a_sealed_letter_is_not_changed_any_more(database: Database, posted: int, tmp_path: Path) -> None:
    with database.writing() as connection, pytest.raises(RefusedError, match="scellé"):
        retouches.editable_copy(connection, press(tmp_path), FATHER)


def test_an_internal_record_is_never_posted(database: Database, posted: int, tmp_path: Path) -> None:
    act(database, posted, ask.ConstaterAbsence(), date(2025, 12, 15))
    with database.writing() as connection:
        record = connection.execute(select(m.courrier.c.id).where(m.courrier.c.role == "interne")).scalar_one()
        with pytest.raises(RefusedError, match="interne"):
            mail.post(
                connection,
                press(tmp_path),
                [record],
                done_on=date(2025, 12, 15),
                mode=PostMode.SIMPLE,
                desk=desk(date(2025, 12, 15)),
            )


def test_no_file_bears_the_number_of_a_letter_whose_posting_was_not_committed(database: Database, tmp_path: Path) -> None:
    """On PostgreSQL a number that was rolled back is never given again: its file would stay for ever, of a letter that is not."""
    dossier = open_one(database)
    summon(database, dossier, date(2025, 12, 2), rdv=date(2025, 12, 15))
    house = press(tmp_path)

    def send() -> None:
        with database.writing() as connection:
            numbers = mail.postable(connection, dossier)
            mail.post(connection, house, numbers, done_on=date(2025, 12, 2), mode=PostMode.SIMPLE, desk=desk(date(2025, 12, 2)))
            assert list(house.folder.glob(".of-*"))
            assert not list(house.folder.glob("*/C*"))
            if not again:
                raise KeyboardInterrupt

    again = False
    with pytest.raises(KeyboardInterrupt):
        send()
    assert [path for path in house.folder.rglob("*") if path.is_file()] == []
    again = True
    send()
    assert len(list(house.folder.glob("*/C*.pdf"))) == 3


def test_an_act_typed_again_makes_the_letters_that_the_first_time_left(database: Database, tmp_path: Path) -> None:
    """Its program died between the act and its letters: the act is not noted twice, and its letters do not wait for the night."""
    dossier = open_one(database)
    summon(database, dossier, ON, rdv=date(2025, 12, 15))
    assert set(states(database).values()) == {"a_produire"}
    asked_again = ask.Convoquer(appointment(date(2025, 12, 15)), malgre="essai")
    with pytest.raises(AlreadyNotedError):
        carry_out(database, lambda: press(tmp_path), "2025-0001", asked_again, done_on=ON, desk=desk(ON))
    assert set(states(database).values()) == {"prepare"}
    assert len(list(press(tmp_path).folder.glob("*/C*.pdf"))) == 3


def test_a_letter_of_what_the_journal_does_not_hold_stays_to_be_made_and_stops_no_other(
    database: Database, tmp_path: Path
) -> None:
    """One letter alone once stopped the night, the print run and the acts of every other dossier."""
    broken, whole = open_one(database), open_one(database)
    for dossier in (broken, whole):
        summon(database, dossier, ON, rdv=date(2025, 12, 15))
    with database.writing() as connection:  # the opening gave no appointment
        connection.execute(update(m.courrier).where(m.courrier.c.dossier_id == broken).values(acte_n=1, modele="report"))
    made, failed = dispatch.produce_waiting(database, press(tmp_path))
    assert {one.reference for one in failed} == {"2025-0001"}
    assert all("parle de ce que le journal ne dit pas" in one.reason and "of docteur" in one.reason for one in failed)
    assert (len(made), len(failed)) == (3, 3)
