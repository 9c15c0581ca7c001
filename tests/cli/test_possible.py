"""What the sheet says can be done today is what the engine accepts: each act is asked for real, then taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from cli.conftest import Of, typist
from cli.story import TODAY
from ofworkflow.casework.acts.perform import perform
from ofworkflow.casework.dossier.desk import Desk
from ofworkflow.casework.dossier.opened import WAITING
from ofworkflow.casework.explain.reading import read_subject
from ofworkflow.casework.explain.refusals import explain_act
from ofworkflow.casework.registry.possible import asked_today, plausible
from ofworkflow.casework.registry.view import view_named
from ofworkflow.cli.dates import read_date
from ofworkflow.clock import Clock
from ofworkflow.errors import RefusedError
from ofworkflow.procedure.steps import row_of
from ofworkflow.procedure.vocabulary import Act
from ofworkflow.storage.database import Database
from ofworkflow.wiring import App

DOSSIERS = tuple(f"2026-{number:04}" for number in range(1, 16))  # those that the story led somewhere


@pytest.fixture
def house(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Database, Desk]]:
    monkeypatch.chdir(shutil.copytree(story, tmp_path / "maison"))
    app = App(pinned_on=read_date(TODAY, today=Clock().today()))
    base = app.raw_database()
    yield base, app.desk()
    base.dispose()


def is_accepted(connection: Connection, reference: str, act: Act, desk: Desk) -> bool:
    """Tell whether the act is done when it is asked for: all of it, but the commit."""
    view = view_named(connection, reference)
    step = row_of(act, view.opened.case)
    assert step is not None
    waiting = [letter.acte_n for letter in view.letters if letter.etat in WAITING]
    request = plausible(step, view.opened.case, desk.rules, desk.today, waiting)
    attempt = connection.begin_nested()
    try:
        perform(connection, view.opened.id, request, done_on=desk.today, desk=desk, again=True)
    except RefusedError:
        return False
    finally:
        attempt.rollback()
    return True


@pytest.mark.parametrize("reference", DOSSIERS)
def test_an_act_is_said_possible_where_it_would_be_done(house: tuple[Database, Desk], reference: str) -> None:
    base, desk = house
    with base.writing() as connection:
        shown = {asked.act: asked.refusal is None for asked in asked_today(view_named(connection, reference), desk)}
        assert {act: is_accepted(connection, reference, act, desk) for act in shown} == shown
    assert {True, False} <= set(shown.values()), "acts of both kinds, or the guards are not asked"


@pytest.mark.parametrize("reference", DOSSIERS)
def test_the_sheet_and_the_explanation_know_the_same(house: tuple[Database, Desk], reference: str) -> None:
    base, desk = house
    with base.reading() as connection:
        view = view_named(connection, reference)
        subject = read_subject(connection, view.opened.id, desk=desk)
        for asked in asked_today(view, desk):
            facts = [link.facts for link in explain_act(subject, asked.act).links]
            refused = [(each["motif"], each["que_faire"]) for each in facts if each.get("tenue") is False]
            first = [(asked.refusal.why, asked.refusal.instead)] if asked.refusal else []
            assert bool(first) is bool(refused), asked.act
            assert set(first) <= set(refused), asked.act  # it tells every guard, the sheet the first


def test_the_sheet_lists_what_is_accepted_and_with_tout_why_the_rest_is_not(
    house: tuple[Database, Desk], capsys: pytest.CaptureFixture[str]
) -> None:
    of: Of = typist(capsys)
    sheet, whole, data = (of("--au", TODAY, "voir", "2026-0004", *more) for more in ((), ("--tout",), ("--json",)))
    refused = {each["acte"]: each for each in data.json["actes_refuses"]}
    assert "justifier" in refused
    [line] = [line for line in sheet.out.splitlines() if line.startswith("Actes possibles ce jour : ")]
    listed = line.partition(" : ")[2].replace("of ", "").split(", ")
    assert set(listed) == set(data.json["actes_possibles"]) - set(refused)
    assert "Refusés ce jour" not in sheet.out
    below = whole.out.partition("Refusés ce jour")[2]
    assert all(f"of {name} " in below and no["motif"] in below for name, no in refused.items())
