"""The alarm clock: whatever it does, the ledger says what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ofworkflow.casework.nightly import NightReport
from ofworkflow.cli.setup import prepare_folder
from ofworkflow.clock import Clock
from ofworkflow.scheduling.alarm import make_scheduler, night_owed, run_if_missing
from ofworkflow.wiring import App

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class At(Clock):
    """A clock that stands where it is set."""

    instant: datetime = datetime(2026, 3, 29, 12, tzinfo=PARIS)

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self.instant


@pytest.fixture
def app(tmp_path: Path) -> App:
    return App(str(prepare_folder(tmp_path / "maison", trial=True) / "config.toml"))


def _at(app: App, *moment: int) -> None:
    app.clock = At(instant=datetime(*moment, tzinfo=PARIS))  # type: ignore[misc,arg-type]


def _ignore(report: NightReport) -> None:
    pass


def test_before_its_hour_no_night_is_owed(app: App) -> None:
    _at(app, 2026, 3, 10, 4, 14)
    assert night_owed(app) is None
    _at(app, 2026, 3, 10, 4, 15)
    assert night_owed(app) == date(2026, 3, 10)


def test_a_night_runs_once_whatever_rings(app: App) -> None:
    _at(app, 2026, 3, 10, 4, 15)
    assert run_if_missing(app, told=_ignore) is not None
    assert [run_if_missing(app, told=_ignore) for _ in range(3)] == [None] * 3


def test_after_a_sleep_over_the_hour_the_next_beat_runs_the_night(app: App) -> None:
    _at(app, 2026, 3, 10, 4, 20)
    run_if_missing(app, told=_ignore)
    _at(app, 2026, 3, 13, 9, 0)  # the computer slept for three days
    report = run_if_missing(app, told=_ignore)
    assert report is not None
    assert report.day == date(2026, 3, 13)


def test_a_night_that_failed_is_tried_again_by_the_next_beat(app: App, caplog: pytest.LogCaptureFixture) -> None:
    _at(app, 2026, 3, 10, 4, 15)
    base = app.database
    hidden = Path(base.url.removeprefix("sqlite:///"))
    base.dispose()
    hidden.rename(hidden.with_suffix(".ailleurs"))
    hidden.mkdir()  # nothing can be opened there
    assert run_if_missing(app, told=_ignore) is None
    assert "n'a pas pu être faite" in caplog.text
    hidden.rmdir()
    for left in hidden.parent.glob("ofworkflow.db-*"):
        left.unlink()
    hidden.with_suffix(".ailleurs").rename(hidden)
    assert run_if_missing(app, told=_ignore) is not None


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 1)], ids=["spring", "autumn", "ordinary"])
def test_the_alarm_rings_exactly_once_on_every_day(app: App, day: date) -> None:
    job = make_scheduler(app, told=_ignore)._pending_jobs[0][0]
    rings, moment = [], datetime(day.year, day.month, day.day, tzinfo=PARIS)
    while (ring := job.trigger.get_next_fire_time(None, moment)) and ring.date() == day:
        rings.append(ring)
        moment = ring + timedelta(seconds=1)
    assert [f"{ring:%H:%M}" for ring in rings] == ["04:15"]


def test_a_late_job_is_never_dropped_nor_doubled(app: App) -> None:
    scheduler = make_scheduler(app, told=_ignore)
    assert scheduler._job_defaults == {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    assert {job.id for job, *_ in scheduler._pending_jobs} == {"nuit", "battement"}
