"""A night that failed: when it is tried again, and when it is not any more."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ofworkflow.scheduling.retry import Retry
from scheduling.clocks import PARIS

FAILED_AT = datetime(2026, 3, 10, 4, 15, tzinfo=PARIS)
WAITS = (1, 5, 15, 60)


def _failed(times: int, at: datetime = FAILED_AT) -> Retry:
    retry = Retry(WAITS)
    for _ in range(times):
        retry = retry.after_failure(at)
    return retry


def test_without_a_failure_it_is_always_due() -> None:
    assert Retry(WAITS).is_due(FAILED_AT)
    assert Retry(WAITS).again_at is None


@pytest.mark.parametrize(("failures", "minutes"), list(enumerate(WAITS, start=1)))
def test_each_failure_waits_longer_than_the_one_before(failures: int, minutes: int) -> None:
    retry = _failed(failures)
    assert retry.again_at == FAILED_AT + timedelta(minutes=minutes)
    assert not retry.is_due(FAILED_AT + timedelta(minutes=minutes, seconds=-1))
    assert retry.is_due(FAILED_AT + timedelta(minutes=minutes))


def test_the_failure_after_the_last_wait_ends_it() -> None:
    assert not _failed(4).is_exhausted
    over = _failed(5)
    assert over.is_exhausted
    assert over.again_at is None
    assert not over.is_due(FAILED_AT + timedelta(days=365))


def test_without_any_wait_the_first_failure_is_the_last() -> None:
    assert Retry(()).after_failure(FAILED_AT).is_exhausted


def test_a_success_forgets_everything() -> None:
    assert _failed(4).after_success() == Retry(WAITS)


def test_a_wait_is_an_hour_of_the_world_not_of_the_wall_across_the_clock_change() -> None:
    # 01:30 on the night the clocks go forward: sixty minutes later the wall says 03:30
    retry = _failed(4, datetime(2026, 3, 29, 1, 30, tzinfo=PARIS))
    assert f"{retry.again_at:%H:%M %z}" == "03:30 +0200"
    # 02:30, the first of the two, when they go back: sixty minutes later it is 02:30 again
    retry = _failed(4, datetime(2026, 10, 25, 2, 30, tzinfo=PARIS))
    assert f"{retry.again_at:%H:%M %z}" == "02:30 +0100"


def test_a_clock_put_back_before_the_failure_does_not_hold_the_night_for_years() -> None:
    retry = _failed(1, datetime(2031, 1, 1, 4, 15, tzinfo=PARIS))
    assert retry.is_due(FAILED_AT)
