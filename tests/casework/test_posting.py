"""Letters: one a person, sealed with what left, posted once, or said why not. Real PDFs."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from sqlalchemy import select, update

from house import act, appointment, desk, minor, open_one, press, reported, summon
from ofworkflow.casework.dossier.opened import letter_id
from ofworkflow.casework.mail import drafts as dispatch
from ofworkflow.casework.mail import posting as mail
from ofworkflow.casework.mail import runs
from ofworkflow.casework.mail.tracking import envelopes
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.errors import LetterError, RefusedError, UsageError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Closing, Excuse, Nature, PostMode, Proof, ReportReason
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database
from spies import file_calls

ON = date(2025, 12, 2)


@pytest.fixture
def summoned(database: Database) -> int:
    dossier = open_one(database)
    summon(database, dossier, ON, rdv=date(2025, 12, 15))
    return dossier


def _letters(database: Database, dossier: int) -> list[object]:
    with database.reading() as connection:
        return list(connection.execute(select(m.courrier).where(m.courrier.c.dossier_id == dossier).order_by(m.courrier.c.id)))


def _post(database: Database, folder: Path, numbers: list[int], on: date = ON) -> None:
    with database.writing() as connection:
        mail.post(
            connection,
            press(folder),
            numbers,
            done_on=on,
            mode=PostMode.RECOMMANDE,
            tracking={n: f"1A {pli.letters[0]}" for pli in envelopes(connection, numbers) for n in pli.letters},
            desk=desk(on),
        )


def _text(pdf: bytes) -> str:
    with pdfplumber.open(BytesIO(pdf)) as document:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in document.pages)


def test_each_person_has_a_letter_and_the_minor_s_is_enclosed_with_her_mother_s(database: Database, summoned: int) -> None:
    assert [(row.destinataire, row.role, row.pli, row.etat) for row in _letters(database, summoned)] == [  # type: ignore[attr-defined]
        ("Anne DUPONT", "representant", 1, "a_produire"),
        ("Marc DUPONT", "representant", 2, "a_produire"),
        ("Léa DUPONT", "jeune", 1, "a_produire"),
    ]


def test_a_draft_is_written_for_each_and_says_whom_it_is_for(database: Database, summoned: int, tmp_path: Path) -> None:
    made, failed = dispatch.produce_waiting(database, press(tmp_path))
    assert failed == []
    for letter, street in zip(made, ("12 rue des Lilas", "3 rue du Bac", "12 rue des Lilas"), strict=True):
        text = _text(letter.path.read_bytes())
        assert street.lower() in text.lower()
        assert "15 décembre 2025" in text
        assert "Camille Renard" in text
    assert dispatch.produce_waiting(database, press(tmp_path)) == ([], [])


@pytest.mark.skipif(os.name != "posix", reason="folders are put on the disk on POSIX")
def test_a_draft_is_on_the_disk_before_the_base_says_it_is_ready(
    database: Database, summoned: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut after « préparé » never leaves an empty PDF: each file, then its name, before the transaction."""
    dispatch.produce_waiting(database, press(tmp_path))  # the folders are there
    with database.writing() as connection:
        connection.execute(update(m.courrier).values(etat="a_produire"))
    calls = file_calls(monkeypatch)
    made, _ = dispatch.produce_waiting(database, press(tmp_path))
    written = [path for letter in made for path in letter.path.parent.glob(f"{letter.path.stem}.*")]
    assert len(written) > len(made)  # with their calendar files
    assert calls == ["fsync file", "replace", "fsync folder"] * len(written)


def test_what_is_posted_is_sealed_byte_for_byte(database: Database, summoned: int, tmp_path: Path) -> None:
    numbers = [row.id for row in _letters(database, summoned)]  # type: ignore[attr-defined]
    _post(database, tmp_path, numbers)
    with database.reading() as connection:
        for row in _letters(database, summoned):
            sealed = connection.execute(select(m.scelle).where(m.scelle.c.sha256 == row.sha256)).one()  # type: ignore[attr-defined]
            assert hashlib.sha256(sealed.pdf).hexdigest() == sealed.sha256
            assert (row.etat, row.poste_le, row.mode, row.numero) == ("poste", ON, "recommande", f"1A {row.pli}")  # type: ignore[attr-defined]
            assert sealed.donnees["destinataire"]["nom"] == "DUPONT"
            assert len(sealed.version_modele) == 64
            again = dispatch.preview(connection, press(tmp_path), row.id)[0]  # type: ignore[attr-defined]
            assert again.pdf == sealed.pdf


def test_a_letter_does_not_leave_twice(database: Database, summoned: int, tmp_path: Path) -> None:
    number = _letters(database, summoned)[0].id  # type: ignore[attr-defined]
    _post(database, tmp_path, [number])
    with pytest.raises(RefusedError, match="déjà posté"):
        _post(database, tmp_path, [number])
    with pytest.raises(UsageError, match=letter_id(999)):
        _post(database, tmp_path, [999])


def test_a_cancelled_letter_does_not_leave_and_its_draft_is_withdrawn(database: Database, summoned: int, tmp_path: Path) -> None:
    made, _ = dispatch.produce_waiting(database, press(tmp_path))
    act(database, summoned, ask.Annuler("erreur"), ON)
    dispatch.produce_waiting(database, press(tmp_path))
    assert not any(letter.path.exists() for letter in made)
    with pytest.raises(RefusedError, match="annulé"):
        _post(database, tmp_path, [made[0].id])


def _states(database: Database, dossier: int, acte_n: int) -> set[str]:
    return {row.etat for row in _letters(database, dossier) if row.acte_n == acte_n}  # type: ignore[attr-defined]


def test_a_letter_stopped_by_an_act_that_is_voided_waits_again(database: Database, summoned: int, tmp_path: Path) -> None:
    """The appointment stands again: without its letters nobody would be told of it."""
    act(database, summoned, ask.Reporter(appointment(date(2025, 12, 22)), ReportReason.DEMANDE_FAMILLE), ON)
    assert _states(database, summoned, 2) == {"annule"}
    act(database, summoned, ask.Annuler("mauvais dossier"), ON)
    assert (_states(database, summoned, 2), _states(database, summoned, 3)) == ({"a_produire"}, {"annule"})
    _post(database, tmp_path, [row.id for row in _letters(database, summoned) if row.acte_n == 2])  # type: ignore[attr-defined]


def test_a_letter_that_another_act_stopped_too_stays_stopped(database: Database, summoned: int) -> None:
    act(database, summoned, ask.Reporter(appointment(date(2025, 12, 22)), ReportReason.DEMANDE_FAMILLE), ON)
    act(database, summoned, ask.Cloturer(Closing.ERREUR), ON)
    act(database, summoned, ask.Annuler("pas d'erreur"), ON)
    assert (_states(database, summoned, 2), _states(database, summoned, 3)) == ({"annule"}, {"a_produire"})


def test_a_letter_printed_before_it_was_stopped_is_printed_again_as_it_was(
    database: Database, summoned: int, tmp_path: Path
) -> None:
    run, _ = runs.print_waiting(database, press(tmp_path), desk(ON), output=None, duplex=False, progress=lambda done, total: None)
    assert run
    act(database, summoned, ask.Cloturer(Closing.ERREUR), ON)
    act(database, summoned, ask.Annuler("pas d'erreur"), ON)
    assert _states(database, summoned, 2) == {"imprime"}


@pytest.mark.parametrize(
    ("nights", "reason"),
    [(True, "annul"), (False, "n'est pas avant le rendez-vous")],
    ids=["every night ran", "none did"],
)
def test_what_the_night_had_to_stop_first_does_not_leave(database: Database, tmp_path: Path, nights: bool, reason: str) -> None:
    """Of age yesterday: the convocation does not leave, whether the night closed the dossier or is still to do it."""
    birthday = date(2025, 12, 16)
    dossier = open_one(database, reported(minor(born_on=date(2007, 12, 16))))
    summon(database, dossier, ON, rdv=date(2025, 12, 15))
    if nights:
        night_round(database, desk=desk(birthday), now=lambda: desk(birthday).now)
    letter = _letters(database, dossier)[0].id  # type: ignore[attr-defined]
    with pytest.raises(RefusedError, match=reason):
        _post(database, tmp_path, [letter], date(2025, 12, 17))
    assert "poste" not in _states(database, dossier, 2)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    folder = tmp_path / "letter_templates"
    folder.mkdir()
    shipped = Path(__file__).resolve().parents[2] / "letter_templates" / "premiere_convocation.md.j2"
    (folder / "premiere_convocation.md.j2").write_text(
        shipped.read_text(encoding="utf-8") + "\n{{ inconnu }}\n", encoding="utf-8"
    )
    return tmp_path


def test_a_letter_that_cannot_be_made_waits_with_its_reason(database: Database, summoned: int, broken: Path) -> None:
    _, failed = dispatch.produce_waiting(database, press(broken))
    assert len(failed) == 3
    assert all("premiere_convocation.md.j2" in row.erreur for row in _letters(database, summoned))  # type: ignore[attr-defined]
    (broken / "letter_templates" / "premiere_convocation.md.j2").unlink()
    made, _ = dispatch.produce_waiting(database, press(broken))
    assert len(made) == 3
    assert [(row.etat, row.erreur) for row in _letters(database, summoned)] == [("prepare", None)] * 3  # type: ignore[attr-defined]


def test_nothing_is_posted_when_one_of_them_cannot_be_made(database: Database, summoned: int, broken: Path) -> None:
    with pytest.raises(LetterError, match="C00000"):
        _post(database, broken, [row.id for row in _letters(database, summoned)])  # type: ignore[attr-defined]
    with database.reading() as connection:
        assert connection.execute(select(m.scelle.c.sha256)).all() == []
        assert connection.execute(select(m.journal.c.n)).all() == [(1,), (2,)]


def _told(database: Database, folder: Path, *, confidential: bool = False) -> int:
    """Live a dossier to the notice, with an excuse of health on the way; return its identifier."""
    story = reported()
    if confidential:
        mother, father = story.representants
        story = replace(story, representants=(mother, replace(father, confidentielle=True)))
    dossier = open_one(database, story)
    summon(database, dossier, ON, rdv=date(2025, 12, 15))
    _post(database, folder, [row.id for row in _letters(database, dossier)])  # type: ignore[attr-defined]
    act(database, dossier, ask.ConstaterAbsence(), date(2025, 12, 15))
    act(database, dossier, ask.Justifier(Excuse.MALADIE), date(2025, 12, 16))
    summon(database, dossier, date(2025, 12, 17), rdv=date(2025, 12, 29))
    _post_waiting(database, folder, dossier, date(2025, 12, 17))
    act(database, dossier, ask.ConstaterAbsence(), date(2025, 12, 29))
    summon(database, dossier, date(2026, 1, 7), rdv=date(2026, 1, 30))
    _post_waiting(database, folder, dossier, date(2026, 1, 7))
    act(database, dossier, ask.ConstaterAbsence(), date(2026, 1, 30))
    act(database, dossier, ask.Transmettre("Camille Renard"), date(2026, 2, 9))
    return dossier


def _post_waiting(database: Database, folder: Path, dossier: int, on: date) -> None:
    with database.reading() as connection:
        numbers = mail.postable(connection, dossier)
    _post(database, folder, numbers, on)


def _notice(database: Database, folder: Path, dossier: int) -> str:
    number = next(row.id for row in _letters(database, dossier) if row.modele == "information_departement")  # type: ignore[attr-defined]
    with database.reading() as connection:
        return _text(dispatch.preview(connection, press(folder), number)[0].pdf)


def test_the_notice_tells_the_chronology_and_nothing_of_health(database: Database, tmp_path: Path) -> None:
    text = _notice(database, tmp_path, _told(database, tmp_path))
    for said in (
        "R. 114-7",
        "Absence excusée",
        "Seconde convocation",
        "Absence constatée",
        "n’a pas pu être établi",
        "Camille Renard",
    ):
        assert said in text, said
    for hidden in ("maladie", "santé", "refus"):
        assert hidden not in text.lower(), hidden


def test_a_confidential_address_is_in_nobody_else_s_letter(database: Database, tmp_path: Path) -> None:
    dossier = _told(database, tmp_path, confidential=True)
    with database.reading() as connection:
        for row in _letters(database, dossier):
            text = _text(dispatch.preview(connection, press(tmp_path), row.id)[0].pdf).lower()  # type: ignore[attr-defined]
            assert ("rue du bac" in text) is (row.destinataire == "Marc DUPONT"), row.modele  # type: ignore[attr-defined]


def test_the_privacy_notice_is_in_the_first_letter_to_a_person_only(database: Database, tmp_path: Path) -> None:
    dossier = _told(database, tmp_path)
    with database.reading() as connection:
        told = [
            (row.modele, "CNIL" in _text(dispatch.preview(connection, press(tmp_path), row.id)[0].pdf))  # type: ignore[attr-defined]
            for row in _letters(database, dossier)
            if row.destinataire == "Anne DUPONT" and row.modele in ("premiere_convocation", "seconde_convocation")  # type: ignore[attr-defined]
        ]
    assert told == [("premiere_convocation", True), ("premiere_convocation", False), ("seconde_convocation", False)]


def test_the_unsigned_draft_of_a_notice_does_not_leave(database: Database, tmp_path: Path) -> None:
    dossier = open_one(database)
    summon(database, dossier, ON, rdv=date(2025, 12, 15))
    _post_waiting(database, tmp_path, dossier, ON)
    act(database, dossier, ask.ConstaterAbsence(), date(2025, 12, 15))
    summon(database, dossier, date(2025, 12, 23), rdv=date(2026, 1, 30))
    _post_waiting(database, tmp_path, dossier, date(2025, 12, 23))
    act(database, dossier, ask.ConstaterAbsence(), date(2026, 1, 30))
    act(database, dossier, ask.PreparerTransmission(), date(2026, 2, 2))
    draft = _letters(database, dossier)[-1]
    with pytest.raises(RefusedError, match="of transmettre"):
        _post(database, tmp_path, [draft.id], date(2026, 2, 2))  # type: ignore[attr-defined]
    with database.reading() as connection:
        assert mail.postable(connection, dossier) == []


@pytest.mark.parametrize("posted", [True, False])
def test_a_rectifying_letter_is_due_only_when_the_notice_left(database: Database, tmp_path: Path, posted: bool) -> None:
    dossier = _told(database, tmp_path)
    if posted:
        _post_waiting(database, tmp_path, dossier, date(2026, 2, 9))
    on = date(2026, 2, 10)
    act(database, dossier, ask.ConstaterSituation(Nature.EMPLOI, on, Proof.CONTRAT, on), on)
    rows = [(row.modele, row.etat) for row in _letters(database, dossier)]  # type: ignore[attr-defined]
    assert (("rectificatif_departement", "a_produire") in rows) is posted
    assert (("information_departement", "annule") in rows) is not posted
