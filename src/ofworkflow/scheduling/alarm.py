"""Every night at the hour, and a heartbeat that catches up after sleep, a stop or a failure.

Nothing is kept in a job store. Both jobs ask the ledger « has the night of this day been done? » and run it if not: after a
suspend, APScheduler waits out the time it had left, and the heartbeat is what notices. 04:15 exists once on every day of the
year in Paris; an hour between 2 and 3 does not.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from datetime import date, time
from typing import TYPE_CHECKING, Any

from ofworkflow.casework.ledger import is_night_done
from ofworkflow.casework.nightly import NightReport, night_round
from ofworkflow.errors import OfWorkflowError

if TYPE_CHECKING:
    from ofworkflow.wiring import App

log = logging.getLogger("ofworkflow.nuit")


def keep_nights(app: App, *, told: Callable[[NightReport], None]) -> None:
    """Run the nights in the foreground until SIGTERM or Ctrl-C; `told` receives each report."""
    scheduler = make_scheduler(app, told=told)

    def stop(*_: Any) -> None:
        # the batch in hand is finished first
        scheduler.shutdown(wait=True)

    for name in ("SIGTERM", "SIGINT"):
        signal.signal(getattr(signal, name), stop)
    scheduler.start()


def make_scheduler(app: App, *, told: Callable[[NightReport], None]) -> Any:
    """Return the scheduler, not started: a cron job at the hour of the configuration, and the heartbeat."""
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.blocking import BlockingScheduler
    from apscheduler.triggers.cron import CronTrigger
    from apscheduler.triggers.interval import IntervalTrigger

    zone, night = app.clock.timezone, app.settings.nuit
    at = time.fromisoformat(night.heure)
    scheduler = BlockingScheduler(
        timezone=zone,
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )

    def work() -> None:
        run_if_missing(app, told=told)

    scheduler.add_job(work, CronTrigger(hour=at.hour, minute=at.minute, timezone=zone), id="nuit")
    scheduler.add_job(
        work, IntervalTrigger(minutes=night.battement, timezone=zone), id="battement", next_run_time=app.clock.now()
    )
    return scheduler


def night_owed(app: App) -> date | None:
    """Return today when its night is owed: its hour is past and the ledger does not have it; else `None`."""
    now = app.clock.now()
    today = app.clock.today()
    if app.clock.pinned_on is None and now.time() < time.fromisoformat(app.settings.nuit.heure):
        return None
    with app.reading() as connection:
        return None if is_night_done(connection, today) else today


def run_if_missing(app: App, *, told: Callable[[NightReport], None]) -> NightReport | None:
    """Run the night when it is owed; a failure is logged, and the heartbeat tries again."""
    try:
        if night_owed(app) is None:
            return None
        report = night_round(app.database, desk=app.desk(), now=app.clock.now, batch=app.settings.nuit.lot, press=app.press)
    except OfWorkflowError as error:
        log.error("La nuit n'a pas pu être faite : %s Nouvel essai dans %s minutes.", error, app.settings.nuit.battement)
        return None
    told(report)
    return report
