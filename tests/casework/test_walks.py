"""The whole procedure driven at random, every invariant checked after each step, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from casework.invariants import assert_settled, check
from casework.walks import WHOLE, Move, try_move
from house import NOW, desk, minor, open_one, reported
from ofworkflow.casework.night.rounds import night_round
from ofworkflow.storage.database import Database

START = date(2026, 1, 5)


def _machine(database: Database, folder: Path) -> type[RuleBasedStateMachine]:
    class Walk(RuleBasedStateMachine):
        """One dossier, any acts, nights run or missed."""

        @initialize(arrival=WHOLE)
        def report(self, arrival: Move) -> None:
            self.today = START
            # born so that majority comes within long walks
            self.dossier = open_one(database, reported(minor(born_on=date(2008, 9, 1)), on=START), on=START)
            if arrival.ahead % 4 == 0:  # from another mission locale
                try_move(database, self.dossier, replace(arrival, kind="reprendre"), START, folder)

        @rule(move=WHOLE)
        def act(self, move: Move) -> None:
            self.today += timedelta(move.wait)
            try_move(database, self.dossier, move, self.today, folder)

        @rule(days=WHOLE.map(lambda move: move.wait))
        def night(self, days: int) -> None:
            self.today += timedelta(days)
            report = night_round(database, desk=desk(self.today), now=lambda: NOW)
            assert report.failures == []
            assert_settled(database, self.dossier, self.today)

        @invariant()
        def everything_holds(self) -> None:
            if hasattr(self, "dossier"):
                check(database, self.dossier, desk(START).rules)

    return Walk


def test_every_invariant_holds_after_any_walk(database: Database, tmp_path: Path) -> None:
    examples = 60 if database.is_sqlite else 20
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        _machine(database, tmp_path),
        settings=settings(
            max_examples=examples, stateful_step_count=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate)
        ),
    )
