"""Three hundred random lives agree with a second model of the procedure, written from its description without looking at the code.

What is compared after each act: refused or done, the stage, compliance, every delay with its three dates, every letter and to whom.
A seed gives one life; `python -m tools.lives` plays thousands.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from model.comparing import compare_all
from model.lives import HOUSES, write_life
from model.program import Program
from ofworkflow.storage.database import Database

LIVES = 75  # in each house: three hundred in all
ON_A_SERVER = 10


def agree(base: Database, house: str, lives: int, folder: Path) -> None:
    """Play lives of a house on a base; tell every disagreement."""
    scripts = [write_life(seed, house) for seed in range(lives)]
    assert "\n\n".join(map(str, compare_all(Program(base, HOUSES[house], folder), scripts))) == ""


@pytest.mark.parametrize("house", HOUSES)
def test_the_program_and_a_second_model_live_the_same_lives(sqlite_base: Database, house: str, tmp_path: Path) -> None:
    agree(sqlite_base, house, LIVES, tmp_path)


@pytest.mark.parametrize("house", HOUSES)
def test_they_do_on_a_server_too(postgresql_base: Database, house: str, tmp_path: Path) -> None:
    agree(postgresql_base, house, ON_A_SERVER, tmp_path)


def test_the_lives_go_everywhere() -> None:
    """The lives that agree go through every stage and do every act; else they would prove little."""
    scripts = [write_life(seed, house) for house in HOUSES for seed in range(LIVES)]
    steps = [step for script in scripts for step in script.steps]
    assert {step.seen["etape"] for step in steps} == {
        "reperage", "entretien", "absence", "convocation", "carence", "suivi", "transmission", "departement", "conformite",
        "exemption", "cloture", "attente",
    }  # fmt: skip
    done = [step.act.word for step in steps if not step.refused]
    refused = [step.act.word for step in steps if step.refused]
    for word in (*ACTS, "poster", "contact", "nuit"):
        assert done.count(word) >= 5, word
    for word in AFTER_A_MEETING:
        assert done.count(word) >= 3, word
    assert len(refused) > len(steps) / 10


ACTS = (
    "convoquer", "reporter", "recevoir", "absence", "justifier", "situation", "exempter", "rompre", "silence", "preparer",
    "transmettre", "reponse", "clore", "rouvrir", "annuler", "signaler", "inviter", "rectifier", "reprendre",
    "retour", "corriger", "proposer", "promettre", "retirer", "demander", "repondre", "inscrire", "cadrer",
)  # fmt: skip
AFTER_A_MEETING = ("decider", "achever")
