"""The pure procedure driven at random: every invariant after each step, and the same journal whatever nights were missed."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ofworkflow.procedure.case import HouseRules
from ofworkflow.procedure.due import due_acts
from ofworkflow.procedure.entries import Entry
from ofworkflow.procedure.vocabulary import AUTOMATE, Act
from procedure.invariants import check
from procedure.walks import ACTS, BIRTHS, HOUSES, KINDS, MOVES, START, THEIRS, Move, reported, try_move

HORIZON = 1300  # days: beyond the majority of the youngest


class Walk(RuleBasedStateMachine):
    """One dossier, any acts, nights run or missed."""

    @initialize(born_on=BIRTHS, house=HOUSES)
    def report(self, born_on: date, house: HouseRules) -> None:
        self.today = START
        self.case = reported(born_on=born_on, rules=house)
        self.seen: list[Entry] = []

    @rule(move=MOVES)
    def act(self, move: Move) -> None:
        self.today += timedelta(move.wait)
        try_move(self.case, move, self.today)

    @rule(days=st.integers(0, 40))
    def night(self, days: int) -> None:
        self.today += timedelta(days)
        done = self.case.night(self.today)
        assert [d.done_on for d in done] == sorted(d.done_on for d in done)
        assert all(d.author == AUTOMATE for d in done)
        assert self.case.night(self.today) == [], "running twice gives nothing more"
        assert not [due for due in due_acts(self.case.state, self.case.rules) if due.done_on <= self.today]

    @rule(house=HOUSES)
    def change_settings(self, house: HouseRules) -> None:
        running = self.case.state.open_delays()
        self.case.rules = house
        assert self.case.state.open_delays() == running

    @invariant()
    def everything_holds(self) -> None:
        if hasattr(self, "case"):
            assert self.case.entries[: len(self.seen)] == self.seen, "5. the journal only grows"
            self.seen = list(self.case.entries)
            check(self.case)


TestWalk = Walk.TestCase
_DRAWN = (Phase.explicit, Phase.reuse, Phase.generate)  # a failing walk is read as it is: shrinking it takes minutes
TestWalk.settings = settings(max_examples=80, stateful_step_count=30, phases=_DRAWN)


def _live(born_on: date, house: HouseRules, moves: list[Move], nights: set[int] | None) -> list[Entry]:
    """Live a dossier: nights on every day (`None`), or only on those given, before the acts of that day."""
    case = reported(born_on=born_on, rules=house)
    left, last = list(moves), 0
    for number in sorted(set(range(HORIZON)) if nights is None else nights | _days(moves)):
        today = START + timedelta(number)
        if nights is None or number in nights:
            case.night(today)
        while left and last + left[0].wait == number:
            move, last = left.pop(0), number
            try_move(case, move, today)
    assert not left
    case.night(START + timedelta(HORIZON))
    return case.entries


def _days(moves: list[Move]) -> set[int]:
    return {sum(move.wait for move in moves[: i + 1]) for i in range(len(moves))}


@settings(max_examples=60, phases=_DRAWN)
@given(born_on=BIRTHS, house=HOUSES, moves=st.lists(MOVES, max_size=14), nights=st.sets(st.integers(0, HORIZON - 1), max_size=30))
def test_missed_nights_change_nothing_whatever_people_did_in_between(
    born_on: date, house: HouseRules, moves: list[Move], nights: set[int]
) -> None:
    every_night = _live(born_on, house, moves, None)
    assert _live(born_on, house, moves, nights) == every_night
    assert _live(born_on, house, moves, set()) == every_night


OF_THE_NIGHT = {act for act in Act if act.is_of_the_night} | {Act.CLOTURER, Act.PREPARER_TRANSMISSION}


def test_no_act_is_left_out_of_the_walks() -> None:
    """A new act is drawn like the others; some walk does each of them, what another mission locale did too."""
    assert ACTS | OF_THE_NIGHT | {Act.OUVRIR} == set(Act)
    missing: set[object] = {*Act, THEIRS}
    for seed in range(400):
        random = Random(seed)  # noqa: S311 — chance, not secrets
        case, today = reported(born_on=random.choice([date(2008, 9, 1), date(2009, 5, 14), date(2010, 2, 20)])), START
        for _ in range(24):
            kind = "suite" if random.random() < 0.55 else random.choice(KINDS)
            today += timedelta(random.randrange(0, 30))
            try_move(case, Move(kind, 0, random.choice([0, 0, 1]), random.randrange(8, 60)), today)
        missing -= {entry.act for entry in case.entries} | {entry.author for entry in case.entries}
        if not missing:
            return
    assert missing == set()
