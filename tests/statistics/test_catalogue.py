"""Each measure is declared once, with what masking rests on: what it is a part of, what adds up to it."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from ofworkflow.statistics.bilan.numbers import cuts_of, numbers
from ofworkflow.statistics.figures import FigureLine, Figures
from ofworkflow.statistics.indicators.catalogue import INDICATORS, MEASURES, ROWS, links, unlinked
from ofworkflow.statistics.indicators.kinds import Indicator, Measure, MeasureRow
from ofworkflow.statistics.indicators.reaching import Reaching
from ofworkflow.statistics.indicators.standing import Standing
from ofworkflow.statistics.modalities import HouseTerritory


class Invented(Measure):
    """A measure that somebody adds."""

    ENCOURAGED = "encouraged"


def test_every_measure_is_declared_once() -> None:
    named = [member for part in Measure.__subclasses__() if part is not Invented for member in part]
    assert Counter(named) == Counter(MEASURES)


def test_nothing_is_left_without_what_its_mask_rests_on() -> None:
    assert unlinked() == []


@pytest.mark.parametrize(
    ("row", "indicator", "fault"),
    [
        (MeasureRow(Invented.ENCOURAGED), None, "n'est lié à rien"),  # forgotten: nothing would protect what it leaves
        (MeasureRow(Invented.ENCOURAGED, part_of=(Standing.FOLLOWED,), apart="non"), None, "dit être à part"),
        (
            MeasureRow(Invented.ENCOURAGED, part_of=(Standing.POPULATION,)),  # of everyone, not of those accompanied
            Indicator("I16", "encouragés", "…", Invented.ENCOURAGED, Standing.FOLLOWED),
            "n'est pas dit part de followed",
        ),
        (None, Indicator("I16", "encouragés", "…", Invented.ENCOURAGED), "n'est pas déclaré"),
    ],
)
def test_a_forgotten_link_is_refused(row: MeasureRow | None, indicator: Indicator | None, fault: str) -> None:
    faults = unlinked((*ROWS, *([row] if row else [])), (*INDICATORS, *([indicator] if indicator else [])))
    assert len(faults) == 1
    assert fault in faults[0]


def test_a_part_of_a_part_is_a_part() -> None:
    assert (Standing.PROFESSIONAL, Standing.FOLLOWED) in links()


def test_one_trigger_that_is_hidden_is_not_given_back_by_the_two_others() -> None:
    """20 second convocations, 10 for an absence, 7 for an abandon: the 3 for silence are masked, and so is another."""
    counts = {Reaching.SECOND: 20, Reaching.SECOND_1: 10, Reaching.SECOND_2: 7, Reaching.SECOND_3: 3}
    now = Figures(date(2026, 1, 1), date(2026, 12, 31), FigureLine((), counts), dict.fromkeys(cuts_of(HouseTerritory()), ()))
    found = numbers(now, now, HouseTerritory(), threshold=5)
    assert found.count(Reaching.SECOND_3) is None
    assert sum(found.count(measure) is None for measure in counts) >= 2
