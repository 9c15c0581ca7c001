"""The day as a screen opens it: today's appointments first, then what there is to do, the majority beside."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from ofworkflow.casework.agenda.appointments import Expected, appointments
from ofworkflow.casework.morning.day import Day, Task, day_work
from ofworkflow.law.deadlines import majority_on
from ofworkflow.law.periods import days_between
from ofworkflow.records import dataclass
from ofworkflow.storage import agenda


@dataclass(frozen=True, slots=True)
class DayLine:
    """A thing to do, with its number on the screen, the days left (negative: late) and the majority."""

    number: int
    task: Task
    days_left: int | None
    majority_on: date | None


@dataclass(frozen=True, slots=True)
class DayScreen:
    """Today's appointments, and the numbered lines of what there is to do."""

    day: Day
    rendez_vous: tuple[Expected, ...]
    lines: tuple[DayLine, ...]


def day_screen(connection: Connection, today: date) -> DayScreen:
    """Return what the day opens with."""
    day = day_work(connection, today)
    born = agenda.births(connection, sorted({task.reference for task in day.tasks}))
    return DayScreen(
        day,
        appointments(connection, today, today),
        tuple(
            DayLine(
                number,
                task,
                days_between(today, task.due_on) if task.due_on else None,
                majority_on(born[task.reference]) if task.reference in born else None,
            )
            for number, task in enumerate(day.tasks, start=1)
        ),
    )
