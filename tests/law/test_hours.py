"""Hours of a day of clock change: skipped, repeated, or like any other, in every zone where a mission locale stands."""

from __future__ import annotations

from datetime import date, time

import pytest

from ofworkflow.law.hours import times_it_strikes

PARIS, MIQUELON = "Europe/Paris", "America/Miquelon"
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("zone", "day", "at", "times"),
    [
        (PARIS, SPRING, time(1, 59), 1),  # last minute before
        (PARIS, SPRING, time(2, 0), 0),  # the first that is skipped
        (PARIS, SPRING, time(2, 59), 0),  # the last
        (PARIS, SPRING, time(3, 0), 1),
        (PARIS, AUTUMN, time(1, 59), 1),
        (PARIS, AUTUMN, time(2, 0), 2),  # the first that comes twice
        (PARIS, AUTUMN, time(2, 59), 2),
        (PARIS, AUTUMN, time(3, 0), 1),
        (PARIS, date(2026, 3, 28), time(2, 30), 1),  # the eve
        (MIQUELON, date(2026, 3, 8), time(2, 30), 0),  # three weeks before Paris
        (MIQUELON, date(2026, 11, 1), time(1, 30), 2),
        (MIQUELON, SPRING, time(2, 30), 1),
        ("Indian/Reunion", SPRING, time(2, 30), 1),  # no change overseas
        ("America/Guadeloupe", AUTUMN, time(2, 30), 1),
        ("Pacific/Noumea", SPRING, time(2, 30), 1),
        ("Pacific/Tahiti", AUTUMN, time(2, 30), 1),
        (PARIS, SPRING, time(14, 0), 1),
    ],
)
def test_an_hour_strikes_once_but_on_the_night_of_a_clock_change(zone: str, day: date, at: time, times: int) -> None:
    assert times_it_strikes(day, at, zone) == times
