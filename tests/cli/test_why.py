"""`of pourquoi` as it is typed, and the examples of docs/pourquoi.md, run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.conftest import MOTHER, OPEN, Of
from ofworkflow.casework.explain.links import LinkKind

DOC = (Path(__file__).resolve().parents[2] / "docs" / "pourquoi.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```console\n\$ of (.+?)\n(.+?)```", DOC, re.DOTALL)


@pytest.fixture
def summoned_again(of: Of) -> str:
    """Return the dossier of docs/pourquoi.md."""
    camille = ("--auteur", "Camille Renard")
    opening = OPEN[: OPEN.index("--representant")]
    reference = of(*camille, *opening, "--representant", MOTHER, "--le", "01/12/2025").out.strip()
    of(*camille, "convoquer", reference, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--envoi", "simple")
    of(*camille, "absence", reference, "--le", "15/12/2025")
    of(*camille, "convoquer", reference, "--rdv", "30/01/2026 14:00", "--le", "31/12/2025", "--envoi", "recommande")
    return reference


@pytest.mark.parametrize(("typed", "answer"), EXAMPLES, ids=[typed for typed, _ in EXAMPLES])
def test_the_examples_of_the_page_are_what_the_tool_says(of: Of, summoned_again: str, typed: str, answer: str) -> None:
    assert of(*typed.split()).out == answer


def test_the_page_names_every_kind_of_link() -> None:
    table = DOC.partition("| genre |")[2]
    assert set(
        re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| `")))
    ) == set(LinkKind)


def test_without_a_word_what_runs_is_said_in_brief(of: Of, summoned_again: str) -> None:
    told = of("--au", "31/12/2025", "pourquoi", summoned_again)
    assert "Information du département : lun. 02/03/2026\n  R. 114-7, 2 mois depuis le mer. 31/12/2025 ; en cours.\n" in told.out
    assert "La nuit fera « Préparer" not in told.out  # not over an appointment whose outcome nobody noted
    of("absence", summoned_again, "--le", "30/01/2026")
    told = of("--au", "30/01/2026", "pourquoi", summoned_again)
    assert "La nuit fera « Préparer l'information du département » : ven. 20/02/2026" in told.out
    assert f"Le détail : of pourquoi {summoned_again}" in told.err


def test_json_gives_the_sentences_and_the_chain(of: Of, summoned_again: str) -> None:
    [told] = of("pourquoi", summoned_again, "departement", "--json").json["explications"]
    assert list(told) == ["sujet", "slug", "date", "bref", "etapes", "chaine"]
    assert told["etapes"] == [link["texte"] for link in told["chaine"]]
    assert {link["genre"] for link in told["chaine"]} <= set(LinkKind)


@pytest.mark.parametrize("word", ["alertes", "nuit", "5", "departement", "transmettre", ""])
def test_what_can_be_asked_is_answered(of: Of, summoned_again: str, word: str) -> None:
    answer = of("pourquoi", summoned_again, word)
    assert (answer.code, bool(answer.out)) == (0, True)


@pytest.mark.parametrize(
    ("word", "said"), [("departemant", "« departement »"), ("99", "va de 1 à 1"), ("pli", "of courriers poster")]
)
def test_a_word_not_understood_is_a_usage_error(of: Of, opened: str, word: str, said: str) -> None:
    answer = of("pourquoi", opened, word)
    assert answer.code == 2
    assert said in answer.err


def test_a_long_count_is_folded_on_the_screen_and_whole_in_json(of: Of, summoned_again: str, folder: Path) -> None:
    """Thirty working days: the first and the last are shown, the others are in --json."""
    config = folder / "config.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(re.sub(r"^justification = 5 ", "justification = 30 ", text, flags=re.MULTILINE), encoding="utf-8")
    of("--au", "30/01/2026", "absence", summoned_again)
    shown = of("pourquoi", summoned_again, "justification").out
    assert "… 30 jours de plus, tous dans --json …" in shown
    assert "30e jour ouvré" in shown
    told = of("pourquoi", summoned_again, "justification", "--json").json["explications"][0]
    assert [link["rang"] for link in told["chaine"] if link["genre"] == "jour_compte"] == list(range(1, 31))
