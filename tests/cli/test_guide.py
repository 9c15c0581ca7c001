"""« Ensuite » after each act, and `of guide`: where one is in the procedure, what comes next, with what is to be typed."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from cli.conftest import Of, typist
from cli.story import TODAY
from ofworkflow.procedure.case import CaseState
from ofworkflow.procedure.next_steps import MOVES, next_steps, stage_steps
from ofworkflow.procedure.steps import BY_SOURCE
from ofworkflow.procedure.vocabulary import Act, Stage


def test_every_stage_says_what_a_person_does_there_and_the_table_allows_it() -> None:
    assert set(MOVES) == set(Stage)
    by_command = {act.command: act for act in Act}
    for stage in Stage:
        for step in stage_steps(stage):
            act = by_command.get(step.command.split()[1])
            assert act is None or (act, stage) in BY_SOURCE, (stage, step.command)


def test_nothing_comes_next_before_a_dossier_is_opened() -> None:
    assert next_steps(CaseState(born_on=date(2009, 5, 14)), "2025-0001", date(2026, 1, 1)) == ()


@pytest.fixture
def lived(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Of:
    monkeypatch.chdir(shutil.copytree(story, tmp_path / "maison"))
    monkeypatch.setenv("OFWORKFLOW_AU", TODAY)
    return typist(capsys)


def test_the_guide_shows_the_way_and_where_one_stands(lived: Of) -> None:
    way = lived("guide", "2026-0004", "--json").json
    assert [each["etape"] for each in way["parcours"]] == [
        "reperage",
        "entretien",
        "absence",
        "convocation",
        "carence",
        "transmission",
    ]
    assert way["ensuite"][0]["commande"] == "of transmettre 2026-0004 --signataire NOM --verifier"
    assert way["ensuite"][0]["avant_le"] == "2026-12-07"
    shown = lived("guide", "ferreira").out
    assert shown.count("← vous êtes ici") == 1
    assert "Information du département à envoyer  ← vous êtes ici" in shown


def test_letters_that_may_leave_come_first_a_notice_nobody_signed_does_not(lived: Of) -> None:
    first = lived("guide", "2026-0014", "--json").json["ensuite"][:2]
    assert [each["commande"] for each in first] == [
        "of courriers imprimer",
        "of courriers poster C000048 C000049 C000050 --mode MODE",
    ]
    printed = lived("guide", "2026-0013", "--json").json["ensuite"][0]["commande"]
    assert printed.startswith("of courriers poster C")
    assert "poster" not in str(lived("guide", "2026-0004", "--json").json["ensuite"])


@pytest.mark.parametrize(
    ("typed", "comes"),
    [
        (("absence", "2026-0002"), "of justifier 2026-0002 --motif MOTIF"),
        (("recevoir", "2026-0002", "--present", "les_deux"), "of situation 2026-0002"),
        (("convoquer", "2026-0001", "--rdv", "15/12/2026 14:00"), "of recevoir 2026-0001 --present QUI"),
        (
            ("transmettre", "2026-0004", "--signataire", "Camille Renard", "--envoi", "recommande"),
            "of reponse 2026-0004 --nature accuse",
        ),
        (
            ("situation", "2026-0005", "--nature", "apprentissage", "--debut", "01/12/2026", "--preuve", "contrat"),
            "of voir 2026-0005",
        ),
        (("clore", "2026-0001", "--motif", "erreur"), "of rouvrir 2026-0001 --motif MOTIF"),
        (("courriers", "poster", "2026-0013", "--mode", "simple"), "of recevoir 2026-0013 --present QUI"),
    ],
)
def test_after_an_act_what_comes_next_can_be_pasted(lived: Of, typed: tuple[str, ...], comes: str) -> None:
    answer = lived(*typed)
    [line] = [line for line in answer.err.splitlines() if line.startswith("Ensuite : ")]
    assert comes in line


def test_the_whole_procedure_and_one_stage(lived: Of) -> None:
    assert len(lived("guide", "--json").json["etapes"]) == len(Stage)
    [stage] = lived("guide", "absence", "--json").json["etapes"]
    assert stage["etape"] == "absence"
    assert lived("guide", "9999-9999").code == 2
