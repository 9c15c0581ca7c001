"""Every night at the hour, and a heartbeat that catches up after sleep, a stop or a failure.

Nothing is kept in a job store. Every ring asks the ledger « has the night of this day been done? » and runs
it if not: after a suspend, APScheduler waits out the time it had left, and the heartbeat is what notices.
04:15 exists once on every day of the year in Paris; an hour between 2 and 3 does not.
"""

from __future__ import annotations

import logging
import signal
import time as system_time
from collections.abc import Callable
from dataclasses import field
from datetime import date, time
from typing import TYPE_CHECKING

from ofworkflow.casework.night.ledger import SCHEDULED, is_night_done
from ofworkflow.casework.night.rounds import NightResult, night_round
from ofworkflow.errors import NightFailedError, OfWorkflowError
from ofworkflow.procedure.french import french_day
from ofworkflow.records import dataclass
from ofworkflow.scheduling.retry import Retry
from ofworkflow.scheduling.stopping import SIGNALS
from ofworkflow.scheduling.systemd import notify, watchdog_seconds
from ofworkflow.text import counted

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

    from ofworkflow.clock import Clock
    from ofworkflow.scheduling.delivery import Delivery
    from ofworkflow.wiring import App

log = logging.getLogger("ofworkflow.nuit")

LOOK_SECONDS = 0.5
"""How often the foreground looks whether it must stop, or whether the clock was moved."""

MOVED_SECONDS = 60
"""What makes a clock that moved: a drift is smaller, a sleep or a correction larger."""


@dataclass
class NightWatch:
    """Who keeps the nights: what failed, what was asked; `beat` is the whole work, and the only one to say
    « alive »."""

    app: App
    announce: Callable[[NightResult], None] = lambda result: None
    delivery: Delivery | None = None
    stopping: bool = False
    failure: str = ""
    done_on: date | None = None  # the last night known to be done
    retry: Retry = field(init=False)

    def __post_init__(self) -> None:
        self.retry = Retry(self.app.settings.nuit.nouveaux_essais)

    @property
    def is_over(self) -> bool:
        """Whether the watch ends: somebody asked, or every new try failed."""
        return self.stopping or bool(self.failure)

    def beat(self) -> NightResult | None:
        """Run the night when it is owed; a failure is said, tried again after a while, and then shouted."""
        result = None
        if not self.is_over and self.retry.is_due(self.app.clock.now()):
            result = self._night()
        if self.delivery is not None and not self.is_over:
            self.delivery.beat()
        self._rest()
        notify("WATCHDOG=1")
        return result

    def _rest(self) -> None:
        # between two beats nobody holds the base: a plain copy of it is whole, and it may be restored
        try:
            self.app.rest()
        except OfWorkflowError as error:
            log.warning("%s", error)
        for caution in self.app.cautions:
            log.warning("Attention : %s", caution)
        self.app.cautions.clear()

    def _night(self) -> NightResult | None:
        try:
            result = run_if_missing(self.app, progress=self._progress, stopping=lambda: self.stopping)
        except Exception as error:  # noqa: BLE001 — whatever stopped the night, it is tried again, then shouted
            self._failed(error)
            return None
        self.retry = self.retry.after_success()
        if result is not None and result.interrupted:
            return result
        if is_hour_past(self.app):
            self.done_on = self.app.clock.today()
        if result is not None:
            tally = (
                f"{counted(len(result.acts), 'acte')}, {counted(len(result.alertes), 'alerte')}, "
                f"{counted(len(result.failures), 'échec')}"
            )
            notify("WATCHDOG=1", f"STATUS=Nuit du {french_day(result.day)} faite : {tally}.")
            self.announce(result)
            if self.delivery is not None:
                self.delivery.owe(result.day)
        return result

    def _progress(self, done: int, total: int) -> None:
        # said by the work itself, batch by batch: a night that hangs is not declared alive
        notify("WATCHDOG=1", f"STATUS=Nuit en cours : {done} dossiers sur {total}.")

    def _failed(self, error: Exception) -> None:
        known = isinstance(error, OfWorkflowError)
        # an unforeseen error may quote a person: its text goes to the log of this machine, not further
        reason = str(error) if known else f"Erreur inattendue ({type(error).__name__})."
        trace = None if known else error
        if self.done_on == self.app.clock.today():
            log.warning(
                "La nuit de ce jour est faite, mais la base ne répond plus : %s", reason, exc_info=trace
            )
            return
        self.retry = self.retry.after_failure(self.app.clock.now())
        if again_at := self.retry.again_at:
            log.error(
                "La nuit n'a pas pu être faite : %s Nouvel essai à %s.",
                reason,
                f"{again_at:%H:%M}",
                exc_info=trace,
            )
            notify(f"STATUS=La nuit n'a pas pu être faite ; nouvel essai à {again_at:%H:%M}.")
            return
        self.failure = f"La nuit n'a pas pu être faite en {counted(self.retry.failures, 'essai')} : {reason}"
        log.critical("%s", self.failure, exc_info=trace)
        notify(f"STATUS={self.failure}")
        if self.delivery is not None:
            self.delivery.alarm(self.failure)


def keep_nights(watch: NightWatch) -> None:
    """Run the nights in the foreground until SIGTERM or Ctrl-C; raise `NightFailedError` when every new
    try failed."""

    def stop(*_: object) -> None:
        # A plain flag: nothing that takes a lock may be called from here. The batch in hand is finished
        # first.
        watch.stopping = True

    for number in SIGNALS:
        signal.signal(number, stop)
    clock = watch.app.clock
    scheduler = make_scheduler(watch)
    moved = ClockMoved(clock)
    scheduler.start()
    notify("READY=1", f"STATUS=Prochaine nuit à {watch.app.settings.nuit.heure}.")
    while not watch.is_over:
        system_time.sleep(LOOK_SECONDS)
        if moved.caught():
            log.warning(
                "L'horloge a bougé (veille, ou remise à l'heure) : vérification immédiate que la nuit a été "
                "faite."
            )
            scheduler.modify_job("battement", next_run_time=clock.now())
    notify("STOPPING=1", "STATUS=Arrêt : le lot en cours se termine.")
    scheduler.shutdown(wait=True)
    if watch.failure:
        raise NightFailedError(
            f"{watch.failure} Corrigez, puis relancez « of planifier » : la nuit sera rattrapée aussitôt."
        )


@dataclass
class ClockMoved:
    """Catches that the wall clock and the steady one no longer tell the same time: a sleep, or a clock put
    right."""

    clock: Clock
    gap: float = field(init=False)

    def __post_init__(self) -> None:
        self.gap = self._now()

    def caught(self) -> bool:
        """Tell whether the clock moved since the last time it was caught."""
        gap = self._now()
        if abs(gap - self.gap) < MOVED_SECONDS:
            return False
        self.gap = gap
        return True

    def _now(self) -> float:
        return self.clock.now().timestamp() - self.clock.steady()


def make_scheduler(watch: NightWatch) -> BackgroundScheduler:
    """Return the scheduler, not started: a job at the hour of the configuration, the heartbeat, and the
    new tries."""
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.cron import CronTrigger
    from apscheduler.triggers.date import DateTrigger
    from apscheduler.triggers.interval import IntervalTrigger

    zone, night = watch.app.clock.timezone, watch.app.settings.nuit
    at = time.fromisoformat(night.heure)
    # one thread does all the work: a beat that comes during a night waits for it
    scheduler = BackgroundScheduler(
        timezone=zone,
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )

    def work() -> None:
        watch.beat()
        if again_at := watch.retry.again_at:
            scheduler.add_job(
                work, DateTrigger(again_at, timezone=zone), id="nouvel_essai", replace_existing=True
            )

    seconds = max(1, int(min(night.battement * 60, (watchdog_seconds() or float("inf")) / 2)))
    scheduler.add_job(work, CronTrigger(hour=at.hour, minute=at.minute, timezone=zone), id="nuit")
    scheduler.add_job(
        work,
        IntervalTrigger(seconds=seconds, timezone=zone),
        id="battement",
        next_run_time=watch.app.clock.now(),
    )
    return scheduler


def night_owed(app: App) -> date | None:
    """Return today when its night is owed: its hour is past and the ledger does not have it; else `None`."""
    if not is_hour_past(app):
        return None
    today = app.clock.today()
    app.check_base()  # asking a SQLite file that went away would make an empty one in its place
    with app.reading() as connection:
        return None if is_night_done(connection, today) else today


def is_hour_past(app: App) -> bool:
    """Tell whether the hour of today's night is past; a day given by `--au` is a whole day."""
    return app.clock.pinned_on is not None or app.clock.now().time() >= time.fromisoformat(
        app.settings.nuit.heure
    )


def run_if_missing(
    app: App,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
    stopping: Callable[[], bool] = lambda: False,
) -> NightResult | None:
    """Run the night when it is owed and return what it did, else `None`; raise what stopped it."""
    database = app.database  # a wrong place is said at the first beat, not at the hour of the night
    if night_owed(app) is None:
        return None
    return night_round(
        database,
        desk=app.desk(),
        now=app.clock.now,
        batch=app.settings.nuit.lot,
        press=app.press,
        mode=SCHEDULED,
        progress=progress,
        stopping=stopping,
    )
