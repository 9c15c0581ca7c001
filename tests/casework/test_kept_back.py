"""A letter that must not leave is neither drafted, printed, printed again, changed by hand nor posted, and says why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from house import act, appointment, desk, minor, open_one, press, reported, summon
from ofworkflow.casework.mail import drafts, posting, retouches, runs
from ofworkflow.casework.morning.day import day_work
from ofworkflow.casework.registry import corrections
from ofworkflow.errors import RefusedError
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.persons import RepresentantLegal
from ofworkflow.procedure.vocabulary import Authority, PostMode, Quality, ReportReason
from ofworkflow.storage import models as m
from ofworkflow.storage import queries
from ofworkflow.storage.database import Database

ON = date(2025, 12, 2)
MOTHER, FATHER, MINOR = 1, 2, 3  # of the summons of the only dossier, in envelopes 1, 2 and 1


@pytest.fixture
def summoned(database: Database) -> int:
    dossier = open_one(database)
    summon(database, dossier, ON, rdv=date(2025, 12, 15))
    return dossier


def print_all(database: Database, folder: Path) -> tuple[tuple[int, ...], dict[int, str]]:
    run, failed = runs.print_waiting(
        database, press(folder), desk(ON), output=None, duplex=False, progress=lambda done, total: None
    )
    return run.letters if run else (), {each.id: each.reason for each in failed}


def correct_father(database: Database, dossier: int, autorite: Authority) -> None:
    with database.writing() as connection:
        row = queries.dossier_row(connection, dossier)
        corrections.correct(connection, row, {"autorite": str(autorite)}, representative=2, desk=desk(ON))


def add_guardian(database: Database, dossier: int) -> None:
    with database.writing() as connection:
        guardian = RepresentantLegal(Quality.TUTEUR, "LEROY", "Alix", minor().adresse, autorite=Authority.TUTELLE)
        corrections.add_representative(connection, queries.dossier_row(connection, dossier), guardian, desk=desk(ON))


def state_of(database: Database, number: int) -> tuple[str, str | None, str | None]:
    with database.reading() as connection:
        row = connection.execute(select(m.courrier).where(m.courrier.c.id == number)).one()
    return row.etat, row.fichier, row.erreur


@pytest.mark.parametrize("ground", [Authority.RETIREE, Authority.DECEDE])
def test_a_letter_whose_addressee_is_no_longer_written_to_is_not_printed(
    database: Database, summoned: int, tmp_path: Path, ground: Authority
) -> None:
    correct_father(database, summoned, ground)
    printed, failed = print_all(database, tmp_path)
    assert set(printed) == {MOTHER, MINOR}
    assert list(failed) == [FATHER]
    assert f"Marc DUPONT ne reçoit plus de courrier ({ground.label})" in failed[FATHER]
    assert print_all(database, tmp_path)[0] == ()


def test_a_guardian_who_acts_alone_keeps_back_what_waits_for_the_parents(
    database: Database, summoned: int, tmp_path: Path
) -> None:
    add_guardian(database, summoned)
    printed, failed = print_all(database, tmp_path)
    assert printed == (MINOR,)
    assert set(failed) == {MOTHER, FATHER}
    assert "tutelle : Alix LEROY" in failed[MOTHER]


def test_authority_given_back_lets_the_letter_leave_again(database: Database, summoned: int, tmp_path: Path) -> None:
    correct_father(database, summoned, Authority.RETIREE)
    print_all(database, tmp_path)
    correct_father(database, summoned, Authority.TITULAIRE)
    assert print_all(database, tmp_path) == ((FATHER,), {})


def test_authority_withdrawn_while_a_run_is_made_keeps_the_letter_out_of_it(
    database: Database, summoned: int, tmp_path: Path
) -> None:
    run, failed = runs.print_waiting(
        database, press(tmp_path), desk(ON), output=None, duplex=False,
        progress=lambda done, total: correct_father(database, summoned, Authority.RETIREE),
    )  # fmt: skip
    assert run is not None
    assert set(run.letters) == {MOTHER, MINOR}
    assert [each.id for each in failed] == [FATHER]
    assert state_of(database, FATHER)[0] == "a_produire"


def test_its_draft_is_withdrawn_and_a_preview_says_why(database: Database, summoned: int, tmp_path: Path) -> None:
    made, _ = drafts.produce_waiting(database, press(tmp_path))
    paths = {each.id: each.path for each in made}
    correct_father(database, summoned, Authority.RETIREE)
    made, failed = drafts.produce_waiting(database, press(tmp_path))
    assert (FATHER in {each.id for each in made}, [each.id for each in failed]) == (False, [FATHER])
    assert not paths[FATHER].exists()
    state, file, error = state_of(database, FATHER)
    assert (state, file) == ("a_produire", None)
    assert "ne doit pas partir" in (error or "")
    with database.reading() as connection:
        assert "ne doit pas partir" in drafts.preview(connection, press(tmp_path), FATHER)[1]
        assert drafts.preview(connection, press(tmp_path), MOTHER)[1] == ""
        with pytest.raises(RefusedError, match="ne doit pas partir"):
            retouches.editable_copy(connection, press(tmp_path), FATHER)


def test_printed_already_it_is_not_posted_and_the_others_of_its_run_are(
    database: Database, summoned: int, tmp_path: Path
) -> None:
    print_all(database, tmp_path)
    correct_father(database, summoned, Authority.RETIREE)
    with database.reading() as connection:
        leaving = posting.postable_of_run(connection, 1)
        assert leaving == posting.postable(connection, summoned) == [MOTHER, MINOR]
        [why] = posting.staying_beside(connection, leaving)
        assert "C000002 ne doit pas partir" in why
    with database.writing() as connection, pytest.raises(RefusedError, match="C000002 ne doit pas partir"):
        posting.post(connection, press(tmp_path), [MOTHER, FATHER], done_on=ON, mode=PostMode.SIMPLE, desk=desk(ON))
    with database.writing() as connection:
        posting.post(connection, press(tmp_path), leaving, done_on=ON, mode=PostMode.SIMPLE, desk=desk(ON))


def test_the_day_does_not_ask_to_post_it(database: Database, summoned: int) -> None:
    correct_father(database, summoned, Authority.RETIREE)
    with database.reading() as connection:
        [task] = [t for t in day_work(connection, ON).tasks if t.heading == "Courriers à poster"]
    assert task.command == "of courriers poster C000001 C000003 --le DATE --mode MODE"
    assert "C000002 ne doit pas partir" in task.reason


def test_a_cancelled_letter_is_not_printed_again(database: Database, summoned: int, tmp_path: Path) -> None:
    print_all(database, tmp_path)
    act(database, summoned, ask.Reporter(appointment(date(2025, 12, 20)), ReportReason.DEMANDE_FAMILLE), ON)
    assert state_of(database, MOTHER)[0] == "annule"
    other = open_one(database, reported(minor("MARTIN", "Zoé")))
    summon(database, other, ON, rdv=date(2025, 12, 15))
    with database.writing() as connection:
        for sheet in (None, MOTHER):
            with pytest.raises(RefusedError, match="C000001 a été annulé"):
                runs.print_again(connection, press(tmp_path), desk(ON), 1, sheet=sheet, output=None, duplex=False)


def test_a_run_printed_again_leaves_out_what_must_not_leave_and_says_it(
    database: Database, summoned: int, tmp_path: Path
) -> None:
    print_all(database, tmp_path)
    correct_father(database, summoned, Authority.RETIREE)
    with database.writing() as connection:
        again = runs.print_again(connection, press(tmp_path), desk(ON), 1, sheet=None, output=None, duplex=False)
    assert set(again.letters) == {MOTHER, MINOR}
    assert [each.id for each in again.failed] == [FATHER]


def test_what_left_before_is_printed_again_for_the_file(database: Database, summoned: int, tmp_path: Path) -> None:
    print_all(database, tmp_path)
    with database.writing() as connection:
        posting.post(connection, press(tmp_path), [FATHER], done_on=ON, mode=PostMode.SIMPLE, desk=desk(ON))
    correct_father(database, summoned, Authority.RETIREE)
    with database.writing() as connection:
        again = runs.print_again(connection, press(tmp_path), desk(ON), 1, sheet=FATHER, output=None, duplex=False)
    assert again.letters == (FATHER,)


@pytest.mark.parametrize(("stopped", "finished"), [(Authority.RETIREE, [(MOTHER, MINOR)]), (None, [])])
def test_a_run_that_a_stop_left_without_its_file_is_finished_without_what_must_not_leave(
    database: Database, summoned: int, tmp_path: Path, stopped: Authority | None, finished: list[tuple[int, ...]]
) -> None:
    run, _ = runs.print_waiting(database, press(tmp_path), desk(ON), output=None, duplex=False, progress=lambda done, total: None)
    assert run is not None
    run.path.unlink()
    with database.writing() as connection:
        connection.execute(update(m.tirage).values(fini_a=None))
    if stopped:
        correct_father(database, summoned, stopped)
    else:
        act(database, summoned, ask.Annuler("erreur"), ON)
    assert [tuple(sorted(run.letters)) for run in runs.finish_runs(database, press(tmp_path))] == finished
    assert run.path.exists() == bool(finished)
    assert runs.finish_runs(database, press(tmp_path)) == ()
