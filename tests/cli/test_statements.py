"""What an act costs the base: its transactions and its statements, counted as they leave, on a real base."""

from __future__ import annotations

import pytest

from cli.conftest import OPEN, Of
from ofworkflow.clock import Clock
from ofworkflow.law.periods import add_days
from ofworkflow.storage.database import Database
from spies import counted

REF = "2025-0001"
CONVOQUER = ("convoquer", REF, "--rdv", "2025-12-19 14:00")
POST = ("courriers", "poster", REF, "--mode", "simple")

# day, what is typed, transactions and statements at most: one life, whose acts are typed on their day
LIFE: tuple[tuple[str, tuple[str, ...], tuple[int, int]], ...] = (
    ("2025-12-02", CONVOQUER, (3, 20)),  # three letters written, drawn up and noted
    (
        "2025-12-03",
        ("reporter", REF, "--rdv", "2025-12-22 14:00", "--motif", "demande_famille"),
        (3, 20),
    ),  # three, and three withdrawn
    ("2025-12-03", POST, (3, 48)),  # three sealed, followed, and an act
    ("2025-12-22", ("absence", REF), (3, 20)),
    ("2025-12-22", ("annuler", REF, "--motif", "essai"), (3, 20)),
    ("2025-12-22", ("recevoir", REF, "--present", "les_deux"), (3, 20)),
    ("2025-12-23", ("contact", REF, "--nature", "telephone", "--resultat", "joint"), (3, 12)),
    ("2025-12-24", ("clore", REF, "--motif", "demenagement"), (3, 20)),
    ("2025-12-26", ("rouvrir", REF, "--motif", "essai"), (3, 20)),
    ("2025-12-26", ("voir", REF), (1, 11)),  # what was corrected of the sheet is one question
)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the kind of base that is typed to."""
    if request.param == "postgresql":
        base: Database = request.getfixturevalue("postgresql_base")
        monkeypatch.setenv("OFWORKFLOW_BASE_URL", base.url)
    return str(request.param)


def test_an_act_and_its_letters_cost_few_transactions_and_few_statements(of: Of, engine: str) -> None:
    assert of(*OPEN, "--le", "01/12/2025").code == 0
    table: list[tuple[str, int, int]] = []
    for day, typed, (transactions, statements) in LIFE:
        with counted() as sent:
            answer = of("--au", day, *typed)
        assert answer.code == 0, answer.err
        table.append((typed[0], sent.transactions, len(sent.statements)))
        assert sent.transactions <= transactions, table
        assert len(sent.statements) <= statements, (table, sent.statements)
        if typed is CONVOQUER:
            assert answer.out.count("(prêt à poster)") == 3


def test_the_first_act_of_a_day_whose_night_is_missing_costs_no_transaction_more(of: Of) -> None:
    today = Clock().true_today()
    assert of("--au", add_days(today, -5).isoformat(), *OPEN).code == 0  # a day of its own is told of no night
    with counted() as sent:
        answer = of("convoquer", f"{today.year}-0001", "--rdv", f"{add_days(today, 30).isoformat()} 14:00", "--malgre", "essai")
    assert answer.code == 0, answer.err
    assert "n'a pas été faite" in answer.err
    assert sent.transactions <= 3
    assert len(sent.statements) <= 21, sent.statements  # what else is given on that day among them
    assert "n'a pas été faite" not in of("voir", f"{today.year}-0001").err
