"""The day as a screen opens it: today's appointments first, then what there is to do, the majority beside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import Connection

from ofworkflow.casework.agenda.appointments import Expected, appointments
from ofworkflow.casework.morning.day import TOGETHER, Day, Task, day_work
from ofworkflow.law.deadlines import majority_on
from ofworkflow.law.periods import days_between
from ofworkflow.records import dataclass
from ofworkflow.storage import agenda
from ofworkflow.text import counted

_MANY = 3  # of one heading: one gesture is shorter than one each


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


def in_one_gesture(lines: Sequence[DayLine]) -> dict[str, Task]:
    """Return, by heading, the one thing to type for all its lines, where there are several and a way."""
    gestures: dict[str, Task] = {}
    for heading, group in groupby(lines, key=lambda line: line.task.heading):
        tasks = [line.task for line in group]
        if len(tasks) < _MANY or heading not in TOGETHER:
            continue
        first = tasks[0]
        earliest = min((t.due_on for t in tasks if t.due_on), default=None)
        gestures[heading] = Task(
            first.rank, heading, "", counted(len(tasks), "dossier"),
            f"en une fois, à commencer par {first.name}", earliest, TOGETHER[heading],
        )  # fmt: skip
    return gestures


def in_few_lines(lines: Sequence[DayLine], today: date) -> tuple[DayLine, ...]:
    """Return the lines of a small screen, numbered as shown: one for all those that one gesture does."""
    gestures = in_one_gesture(lines)
    kept: list[tuple[Task, date | None]] = []
    for line in lines:
        if (gesture := gestures.get(line.task.heading)) is None:
            kept.append((line.task, line.majority_on))
        elif all(task is not gesture for task, _ in kept):
            kept.append((gesture, None))
    return tuple(
        DayLine(number, task, days_between(today, task.due_on) if task.due_on else None, majority)
        for number, (task, majority) in enumerate(kept, start=1)
    )
