"""The alarm clock: whatever it does, the ledger says what was done."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from ofworkflow.installation import prepare_folder
from ofworkflow.scheduling.alarm import MOVED_SECONDS, ClockMoved, NightWatch, make_scheduler, night_owed
from ofworkflow.storage import models as m
from ofworkflow.wiring import App
from scheduling.clocks import PARIS, At, set_clock

ZONES = ["Europe/Paris", "Indian/Reunion", "America/Martinique", "America/Miquelon"]
CHANGES = [date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 11, 1), date(2026, 6, 1)]  # Paris, Miquelon, none


@pytest.fixture
def app(tmp_path: Path) -> App:
    return App(str(prepare_folder(tmp_path / "maison", trial=True) / "config.toml"))


def _at(app: App, *moment: int) -> None:
    set_clock(app, datetime(*moment, tzinfo=PARIS))  # type: ignore[arg-type,misc]


def _hide(app: App) -> Path:
    """Make the base unreachable, as a network share that went away; return where it is now."""
    base = Path(app.database.url.removeprefix("sqlite:///"))
    app.database.dispose()
    away = base.with_suffix(".ailleurs")
    base.rename(away)
    return away


def _bring_back(away: Path) -> None:
    away.rename(away.with_suffix(".db"))


def _ledger(app: App) -> list[date]:
    with app.reading() as connection:
        return list(connection.execute(select(m.nuit.c.jour_le).order_by(m.nuit.c.id)).scalars())


def test_before_its_hour_no_night_is_owed(app: App) -> None:
    _at(app, 2026, 3, 10, 4, 14)
    assert night_owed(app) is None
    _at(app, 2026, 3, 10, 4, 15)
    assert night_owed(app) == date(2026, 3, 10)


def test_a_night_runs_once_whatever_rings(app: App) -> None:
    watch = NightWatch(app)
    _at(app, 2026, 3, 10, 4, 15)
    assert watch.beat() is not None
    assert [watch.beat() for _ in range(3)] == [None] * 3
    assert NightWatch(app).beat() is None  # nor after a restart


def test_after_a_sleep_over_the_hour_the_next_beat_runs_the_night(app: App) -> None:
    watch = NightWatch(app)
    _at(app, 2026, 3, 10, 4, 20)
    watch.beat()
    _at(app, 2026, 3, 13, 9, 0)  # the computer slept for three days
    report = watch.beat()
    assert report is not None
    assert report.day == date(2026, 3, 13)


def test_a_process_that_was_down_over_the_hour_runs_the_night_when_it_starts(app: App) -> None:
    _at(app, 2026, 3, 10, 11, 37)
    [heartbeat] = [job for job, *_ in make_scheduler(NightWatch(app))._pending_jobs if job.id == "battement"]
    assert heartbeat.next_run_time == app.clock.now()  # at once, not at the hour of tomorrow
    report = NightWatch(app).beat()
    assert report is not None
    assert report.day == date(2026, 3, 10)


def test_a_restored_backup_from_yesterday_has_its_night_run_again(app: App) -> None:
    watch = NightWatch(app)
    _at(app, 2026, 3, 10, 4, 15)
    watch.beat()
    with app.database.writing() as connection:
        connection.execute(m.nuit.delete())
    _at(app, 2026, 3, 10, 10, 0)
    assert watch.beat() is not None


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", CHANGES, ids=str)
def test_the_alarm_rings_exactly_once_on_every_day(app: App, zone: str, day: date) -> None:
    here = ZoneInfo(zone)
    set_clock(app, datetime(day.year, day.month, day.day, tzinfo=here), zone=zone)
    job = make_scheduler(NightWatch(app))._pending_jobs[0][0]
    rings, moment = [], datetime(day.year, day.month, day.day, tzinfo=here)
    while (ring := job.trigger.get_next_fire_time(None, moment)) and ring.date() == day:
        rings.append(ring)
        moment = (ring.astimezone(UTC) + timedelta(seconds=1)).astimezone(here)
    assert [f"{ring:%H:%M}" for ring in rings] == ["04:15"]


@pytest.mark.parametrize("hour", ["04:15", "02:30", "00:00"])
@pytest.mark.parametrize(("zone", "day"), [(z, d) for z in ZONES[:3] for d in CHANGES[:2]], ids=str)
def test_every_day_around_a_clock_change_has_one_night(tmp_path: Path, zone: str, day: date, hour: str) -> None:
    """Beats every 20 minutes over three days: even an hour that is skipped, or that comes twice, gives one night a day."""
    place = prepare_folder(tmp_path / "maison", trial=True)
    config = place / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('"04:15"', f'"{hour}"'), encoding="utf-8")
    app = App(str(config))
    watch, here = NightWatch(app), ZoneInfo(zone)
    moment = datetime(day.year, day.month, day.day, tzinfo=here).astimezone(UTC) - timedelta(days=1)
    nights = []
    while moment.astimezone(here).date() <= day + timedelta(days=1):
        set_clock(app, moment, zone=zone)
        if report := watch.beat():
            nights.append((report.day, app.clock.now().time() >= datetime.strptime(hour, "%H:%M").time()))  # noqa: DTZ007
        moment += timedelta(minutes=20)
    assert nights == [(day - timedelta(days=1), True), (day, True), (day + timedelta(days=1), True)]


def test_a_late_job_is_never_dropped_nor_doubled(app: App) -> None:
    scheduler = make_scheduler(NightWatch(app))
    assert scheduler._job_defaults == {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    assert {job.id for job, *_ in scheduler._pending_jobs} == {"nuit", "battement"}


@pytest.mark.parametrize(
    ("microseconds", "beat"),
    [("", 300), ("900000000", 300), ("120000000", 60)],  # the shorter of the house's beat and half of what systemd allows
)
def test_the_heart_beats_twice_as_often_as_the_watchdog_asks(
    app: App, monkeypatch: pytest.MonkeyPatch, microseconds: str, beat: int
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", microseconds)
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    [heartbeat] = [job for job, *_ in make_scheduler(NightWatch(app))._pending_jobs if job.id == "battement"]
    assert heartbeat.trigger.interval == timedelta(seconds=beat)


@pytest.mark.parametrize(
    ("wall", "steady", "moved"),
    [
        (300, 300, False),  # time passes
        (300 + MOVED_SECONDS - 1, 300, False),  # the clock is disciplined little by little
        (5 * 3600, 12, True),  # a sleep: the steady clock stood still
        (-3600, 10, True),  # somebody put it back
    ],
)
def test_a_clock_that_moved_is_noticed_once(wall: int, steady: int, moved: bool) -> None:
    start = datetime(2026, 3, 10, 23, 0, tzinfo=PARIS)
    watch = ClockMoved(At(instant=start))
    watch.clock = At(instant=start + timedelta(seconds=wall), seconds=steady)
    assert watch.caught() is moved
    assert not watch.caught()


def test_a_change_of_season_does_not_move_the_clock() -> None:
    before = datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)
    watch = ClockMoved(At(instant=before.astimezone(PARIS)))
    watch.clock = At(instant=(before + timedelta(seconds=2)).astimezone(PARIS), seconds=2)
    assert not watch.caught()


def test_a_night_that_failed_is_tried_again_with_longer_and_longer_waits(app: App, caplog: pytest.LogCaptureFixture) -> None:
    watch = NightWatch(app)
    _at(app, 2026, 3, 10, 4, 15)
    away = _hide(app)
    assert watch.beat() is None
    assert "Aucune base à l'endroit" in caplog.text
    assert "Nouvel essai à 04:16" in caplog.text
    assert not away.with_suffix(".db").exists()  # asking did not make an empty base in its place
    _at(app, 2026, 3, 10, 4, 16)
    watch.beat()
    _at(app, 2026, 3, 10, 4, 20)  # the beat of every five minutes does not try before its time
    watch.beat()
    assert (watch.retry.failures, caplog.text.count("Nouvel essai")) == (2, 2)
    _bring_back(away)
    _at(app, 2026, 3, 10, 4, 21)
    assert watch.beat() is not None
    assert watch.retry.failures == 0
    assert _ledger(app) == [date(2026, 3, 10)]


def test_a_sleep_between_two_tries_does_not_stretch_the_wait(app: App) -> None:
    watch = NightWatch(app)
    _at(app, 2026, 3, 10, 4, 15)
    away = _hide(app)
    watch.beat()
    _bring_back(away)
    _at(app, 2026, 3, 10, 8, 30)  # asleep since: the wall clock went on
    assert watch.beat() is not None


def test_after_the_last_try_the_night_calls_for_help_and_the_watch_ends(app: App, caplog: pytest.LogCaptureFixture) -> None:
    watch = NightWatch(app)
    _at(app, 2026, 3, 10, 4, 15)
    _hide(app)
    for hour, minute in ((4, 15), (4, 16), (4, 21), (4, 36), (5, 36)):
        assert not watch.is_over
        _at(app, 2026, 3, 10, hour, minute)
        watch.beat()
    assert watch.is_over
    assert "en 5 essais" in watch.failure
    assert [record.levelno for record in caplog.records if record.levelno >= logging.CRITICAL] == [logging.CRITICAL]
    _at(app, 2026, 3, 10, 9, 0)
    assert watch.beat() is None  # it waits for somebody


def test_a_base_that_goes_away_after_the_night_calls_for_nothing(app: App, caplog: pytest.LogCaptureFixture) -> None:
    watch = NightWatch(app)
    _at(app, 2026, 3, 10, 4, 15)
    watch.beat()
    _hide(app)
    for hour in range(9, 20):
        _at(app, 2026, 3, 10, hour, 0)
        watch.beat()
    assert (watch.failure, watch.retry.failures) == ("", 0)
    assert "est faite" in caplog.text


def test_a_stop_asked_before_the_night_leaves_it_owed(app: App) -> None:
    watch = NightWatch(app, stopping=True)
    _at(app, 2026, 3, 10, 4, 15)
    assert watch.beat() is None
    assert night_owed(app) == date(2026, 3, 10)
