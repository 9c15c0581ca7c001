"""Two people on the same letters at the same instant: it is as if one had come after the other, whoever they are."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import combinations_with_replacement
from pathlib import Path

import pytest
from sqlalchemy import event, func, select, update

from casework.nights import copy_of, fill
from casework.races import (
    FATHER,
    GESTURES,
    TODAY,
    WAITING,
    after,
    one_after_the_other,
    prepare,
    printed,
    tried,
    until_waiting,
)
from conftest import postgresql_url
from house import desk, minor, open_one, press, reported, summon
from ofworkflow.casework.dossier import locking
from ofworkflow.casework.mail import drafts as dispatch
from ofworkflow.casework.mail import posting as mail
from ofworkflow.casework.mail import retouches, runs, sealing
from ofworkflow.casework.mail.tracking import take_numbers
from ofworkflow.casework.night import writing as due
from ofworkflow.casework.registry.opening import open_dossiers, refuse_known
from ofworkflow.errors import AlreadyNotedError, RefusedError
from ofworkflow.letters.page_reading import text_of
from ofworkflow.procedure.vocabulary import PostMode
from ofworkflow.storage import bilans
from ofworkflow.storage import models as m
from ofworkflow.storage.database import Database


@contextmanager
def fresh_base(request: pytest.FixtureRequest, folder: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'ofworkflow.db'}"
        shutil.copyfile(request.getfixturevalue("sqlite_model"), folder / "ofworkflow.db")
        made = Database(url)
        yield made
        made.dispose()
        return
    model = Database(postgresql_url(request.getfixturevalue("postgresql_server"), "modele"))
    with copy_of(model) as made:
        yield made


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def prepared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Return a base on whose letters anything may be done, on each engine in turn, to be copied."""
    folder = tmp_path_factory.mktemp("courses")
    with fresh_base(request, folder) as base:
        prepare(base, folder)
        yield base


@pytest.fixture
def base(prepared: Database) -> Iterator[Database]:
    with copy_of(prepared) as copy:
        yield copy


@pytest.mark.parametrize(("first", "second"), [*combinations_with_replacement(GESTURES, 2)])
def test_two_gestures_at_once_are_one_after_the_other(base: Database, tmp_path: Path, first: str, second: str) -> None:
    """The first is done and not yet confirmed when the second comes: it waits, reads what the first wrote, then decides."""
    expected = one_after_the_other(base, GESTURES[first], GESTURES[second], tmp_path)
    said: list[str] = []

    def come_second() -> None:
        with base.writing() as connection:
            said.append(tried(GESTURES[second], connection, tmp_path))

    with base.writing() as connection:
        told = tried(GESTURES[first], connection, tmp_path)
        meanwhile = threading.Thread(target=come_second)
        meanwhile.start()
        until_waiting(base)
    meanwhile.join(60)
    with base.reading() as connection:
        assert (told, *said, after(connection)) == expected


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        ("poster", "poster", "AlreadyNotedError"),
        ("clore", "poster", "RefusedError"),  # a letter that was cancelled does not leave
        ("annuler", "poster", "RefusedError"),
        ("convoquer", "poster", "RefusedError"),
        ("nuit", "poster", "RefusedError"),
        ("poster", "annuler", "GuardError"),  # what left is not voided
        ("renvoyer", "renvoyer", "AlreadyNotedError"),
        ("retour", "retour", "AlreadyNotedError"),
        ("clore", "clore", "AlreadyNotedError"),
        ("annuler", "annuler", "AlreadyNotedError"),  # and not the act before
        ("convoquer", "convoquer", "AlreadyNotedError"),
        ("clore", "modifier", "RefusedError"),
        ("importer", "importer", ""),  # the second finds everybody known
        ("modifier", "poster", ""),
    ],
)
def test_who_comes_second_is_told(prepared: Database, tmp_path: Path, first: str, second: str, refused: str) -> None:
    told, said, _ = one_after_the_other(prepared, GESTURES[first], GESTURES[second], tmp_path)
    assert (told, said.partition(" :")[0]) == ("", refused)


def test_the_same_list_twice_opens_each_dossier_once(prepared: Database, tmp_path: Path) -> None:
    with prepared.writing() as connection:
        assert [tried(GESTURES["importer"], connection, tmp_path) for _ in range(2)] == ["", ""]
        assert connection.execute(select(func.count()).select_from(m.dossier)).scalar() == 2
        assert connection.execute(select(func.count()).select_from(m.lot)).scalar() == 1
        connection.rollback()


# print runs: everything is made first, then sealed


@pytest.mark.parametrize(
    ("meanwhile", "left"),
    [
        ("poster", set()), ("clore", set()), ("annuler", set()), ("nuit", set()),
        ("convoquer", set()),  # its own letters are of the next run
        ("renvoyer", set(WAITING)), ("retour", set(WAITING)), ("modifier", set(WAITING)), ("importer", set(WAITING)),
    ],
)  # fmt: skip
def test_a_run_seals_only_what_still_waits(base: Database, tmp_path: Path, meanwhile: str, left: set[int]) -> None:
    """Somebody does it between the making of the letters and their sealing."""

    def come_between() -> None:
        with base.writing() as connection:
            assert tried(GESTURES[meanwhile], connection, tmp_path) == ""

    assert set(printed(base, tmp_path, rendered=come_between)) == left
    with base.reading() as connection:
        c = m.courrier.c
        assert set(connection.execute(select(c.id).where(c.tirage_id.is_not(None))).scalars()) == left
        for row in connection.execute(select(m.courrier).where(c.id.in_(WAITING))):
            assert (row.etat == "imprime") is (row.id in left)
        assert list(sealing.broken_seals(connection)) == []


def test_a_run_waits_for_who_holds_the_letters_then_looks_again(base: Database, tmp_path: Path) -> None:
    made = threading.Event()
    came: list[tuple[int, ...]] = []
    run = threading.Thread(target=lambda: came.append(printed(base, tmp_path, rendered=made.set)))
    with base.writing() as connection:
        assert tried(GESTURES["clore"], connection, tmp_path) == ""
        run.start()
        assert made.wait(60)
        until_waiting(base)
    run.join(60)
    assert came == [()]


def test_two_runs_at_once_print_each_letter_once(base: Database, tmp_path: Path) -> None:
    other: list[tuple[int, ...]] = []
    first = printed(base, tmp_path, rendered=lambda: other.append(printed(base, tmp_path)))
    assert (set(first), set(other[0])) == (set(), set(WAITING))


def test_an_address_changed_during_a_run_is_not_sealed_as_it_was(base: Database, tmp_path: Path) -> None:
    def correct() -> None:
        with base.writing() as connection:
            assert tried(GESTURES["modifier"], connection, tmp_path) == ""

    printed(base, tmp_path, rendered=correct)
    with base.reading() as connection:
        c = m.courrier.c
        sealed = {
            row.role + str(row.representant_id or ""): text_of(sealing.sealed_letter(connection, row.sha256).pdf).lower()
            for row in connection.execute(select(m.courrier).where(c.id.in_(WAITING)))
        }
    assert "8 quai neuf" in sealed["representant1"]
    assert all("12 rue des lilas" not in words for words in sealed.values())


def test_a_letter_that_can_no_longer_be_made_when_it_is_sealed_is_set_aside_with_its_reason(
    base: Database, tmp_path: Path
) -> None:
    def lengthen() -> None:
        with base.writing() as connection:
            connection.execute(update(m.representant).where(m.representant.c.rang == 1).values(adresse1="rue " + "longue " * 12))

    run, failed = runs.print_waiting(
        base, press(tmp_path), desk(TODAY), output=None, duplex=False, progress=lambda done, total: lengthen()
    )
    assert run is not None
    assert len(run.letters) == 2
    [kept] = failed
    with base.reading() as connection:
        row = connection.execute(select(m.courrier).where(m.courrier.c.id == kept.id)).one()
        assert (row.etat, row.sha256, row.erreur) == ("a_produire", None, kept.reason)


def test_what_a_run_could_not_make_stays_as_somebody_else_left_it(base: Database, tmp_path: Path) -> None:
    """A failure is not noted on a letter that another run printed meanwhile."""
    with base.writing() as connection:
        connection.execute(update(m.representant).where(m.representant.c.rang == 1).values(adresse1="rue " + "longue " * 12))

    def repair_and_print() -> None:
        with base.writing() as connection:
            connection.execute(update(m.representant).where(m.representant.c.rang == 1).values(adresse1="3 rue du Bac"))
        printed(base, tmp_path)

    runs.print_waiting(
        base, press(tmp_path), desk(TODAY), output=None, duplex=False, progress=lambda done, total: repair_and_print()
    )
    with base.reading() as connection:
        rows = connection.execute(select(m.courrier.c.etat, m.courrier.c.erreur).where(m.courrier.c.id.in_(WAITING))).all()
    assert set(rows) == {("imprime", None)}


# drafts, edited letters, openings, houses


def test_a_draft_made_while_an_address_changes_is_made_again(
    base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = dispatch.write_draft
    changes = iter(["modifier"])

    def write_then_let_somebody_in(subject: object, letter: object) -> Path:
        path: Path = made(subject, letter)  # type: ignore[arg-type]
        for gesture in changes:
            with base.writing() as connection:
                assert tried(GESTURES[gesture], connection, tmp_path) == ""
        return path

    monkeypatch.setattr(dispatch, "write_draft", write_then_let_somebody_in)
    drafts, failed = dispatch.produce_waiting(base, press(tmp_path))
    assert failed == []
    assert {draft.id for draft in drafts} == set(WAITING)
    mothers = next(draft for draft in drafts if draft.id == WAITING[0])
    assert "8 quai neuf" in text_of(mothers.path.read_bytes()).lower()


def test_a_cancelled_letter_that_comes_back_changed_by_hand_stays_cancelled(base: Database, tmp_path: Path) -> None:
    with base.writing() as connection:
        copy = retouches.editable_copy(connection, press(tmp_path), WAITING[0])
        assert tried(GESTURES["annuler"], connection, tmp_path) == ""
        with pytest.raises(RefusedError, match="annulé"):
            retouches.take_back(connection, press(tmp_path), WAITING[0], "C000004.docx", copy, desk(TODAY))


def test_two_people_who_open_the_same_minor_open_one_dossier(base: Database) -> None:
    who = reported(minor("PETIT", "Tom"))
    came: list[object] = []

    def open_it() -> None:
        with base.writing() as connection:
            try:
                refuse_known(connection, who.jeune, TODAY, desk(TODAY))
                came.append(open_dossiers(connection, [who], done_on=TODAY, desk=desk(TODAY))[0][0])
            except AlreadyNotedError as error:
                came.append(str(error))

    with base.writing() as connection:
        refuse_known(connection, who.jeune, TODAY, desk(TODAY))
        [(reference, _)] = open_dossiers(connection, [who], done_on=TODAY, desk=desk(TODAY))
        other = threading.Thread(target=open_it)
        other.start()
        until_waiting(base)
    other.join(60)
    [said] = came
    assert f"a le dossier {reference}" in str(said)


def test_a_house_posts_nothing_of_another_s_lots(base: Database, tmp_path: Path) -> None:
    printed(base, tmp_path)
    mine, theirs = base.seen_by("ML-EXEMPLE"), base.seen_by("ML-AUTRE")
    for house, expected in ((mine, WAITING), (theirs, [])):
        with house.reading() as connection:
            assert mail.postable_of_run(connection, 1) == expected
            assert mail.postable(connection, 1) == expected
            assert mail.letters_of_act(connection, 1, 5) == expected


# what else holds several things at once


def test_a_report_is_frozen_beside_an_import_without_either_blocking_the_other(base: Database, tmp_path: Path) -> None:
    """It comes when the list has its minors and not yet their journals: it waits for the list, in the list's own order."""

    def freeze() -> int:
        with base.writing() as connection:
            bilans.hold(connection)
            return len(connection.execute(select(m.journal.c.n).where(m.journal.c.n == 1)).all())

    started: list[threading.Thread] = []

    def let_it_come(*given: object) -> None:
        if not started and str(given[2]).startswith("INSERT INTO journal"):
            started.append(threading.Thread(target=lambda: came.append(freeze())))
            started[0].start()
            until_waiting(base)

    came: list[int] = []
    event.listen(base.engine, "before_cursor_execute", let_it_come)  # a transaction knows at its first word who listens
    with base.writing() as connection:
        assert tried(GESTURES["importer"], connection, tmp_path) == ""
    started[0].join(60)
    assert came == [2]


def test_a_night_that_waits_holds_nothing_that_comes_after_what_it_waits_for(postgresql_base: Database) -> None:
    """The longest due first would hold the second dossier and wait for the first: whoever goes by numbers would wait in a circle."""
    fill(postgresql_base, 2)
    with postgresql_base.writing() as connection:
        connection.execute(update(m.dossier).where(m.dossier.c.id == 2).values(nuit_le=date(2026, 1, 1)))

    def claim() -> list[int]:
        with postgresql_base.writing() as connection:
            return due.claim(connection, date(2026, 3, 10), limit=10, run=1, wait=True)

    came: list[list[int]] = []
    night = threading.Thread(target=lambda: came.append(claim()))
    with postgresql_base.writing() as connection:
        locking.hold(connection, [1])
        night.start()
        until_waiting(postgresql_base)
        locking.hold(connection, [2])
    night.join(60)
    assert came == [[1, 2]]


# numbers of the post


def test_a_number_of_the_post_is_on_one_family_s_envelope_only(base: Database, tmp_path: Path) -> None:
    """Both at once: the base itself holds it, and the second is told whose it is."""
    with base.writing() as connection:
        mail.send_again(connection, [FATHER], desk=desk(TODAY))
    other = open_one(base, reported(minor("MARTIN", "Zoé"), on=TODAY), on=TODAY)
    summon(base, other, TODAY, rdv=date(2025, 12, 22))
    with base.reading() as connection:
        theirs = mail.postable(connection, other)
    said: list[str] = []

    def post(connection: object, numbers: list[int], number: str) -> object:
        return mail.post(
            connection, press(tmp_path), numbers, done_on=TODAY, mode=PostMode.RECOMMANDE,  # type: ignore[arg-type]
            tracking=dict.fromkeys(numbers, number), desk=desk(TODAY),
        )  # fmt: skip

    def post_theirs() -> None:
        with base.writing() as connection:
            said.append(tried(lambda c, folder: post(c, theirs[:1], "1a209 382 12345"), connection, tmp_path))

    with base.writing() as connection:
        post(connection, [WAITING[0], WAITING[2]], "1A 209 382 1234 5")  # the mother's and the minor's, one envelope
        meanwhile = threading.Thread(target=post_theirs)
        meanwhile.start()
        until_waiting(base)
    meanwhile.join(60)
    [told] = said
    assert "1A20938212345 est déjà celui d'un pli de C000004, pour Anne DUPONT (2025-0001)" in told
    with base.writing() as connection:
        assert "en serait un second" in tried(lambda c, f: tracking_of(c, WAITING[0], "1A20938299999"), connection, tmp_path)
        assert connection.execute(select(m.courrier.c.etat).where(m.courrier.c.id == theirs[0])).scalar() == "a_produire"


def tracking_of(connection: object, letter: int, number: str) -> None:
    rows = connection.execute(select(m.courrier).where(m.courrier.c.id == letter)).all()  # type: ignore[attr-defined]
    take_numbers(connection, rows, {letter: number}, TODAY)  # type: ignore[arg-type]
