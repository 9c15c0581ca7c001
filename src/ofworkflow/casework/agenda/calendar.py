"""The agenda as one calendar file to subscribe to (RFC 5545).

An appointment keeps its UID when it moves, and its SEQUENCE grows: a calendar program moves what it has,
and removes what was called off. Nobody is named: such a file ends in phones and shared calendars.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from ofworkflow.casework.agenda.appointments import CALLED_OFF, Expected
from ofworkflow.procedure.vocabulary import AppointmentOutcome
from ofworkflow.records import dataclass


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An appointment through its moves: where it stands now."""

    uid: str
    sequence: int
    now: Expected
    is_off: bool


def events(expected: Sequence[Expected]) -> tuple[CalendarEvent, ...]:
    """Return one event for each appointment and all its moves, in the order of their days."""
    events_of_all = [
        event for _, chain in groupby(expected, lambda a: a.reference) for event in _events(list(chain))
    ]
    return tuple(sorted(events_of_all, key=lambda e: (e.now.jour, e.now.heure, e.uid)))


def _events(moves: Sequence[Expected]) -> Iterator[CalendarEvent]:
    chain: list[Expected] = []
    for a in sorted(moves, key=lambda a: a.n):
        if chain and not _moves(chain[-1]):
            yield _event(chain)
            chain = []
        chain.append(a)
    if chain:
        yield _event(chain)


def _moves(a: Expected) -> bool:
    return a.issue == AppointmentOutcome.REPORTE


def _event(chain: Sequence[Expected]) -> CalendarEvent:
    first, now = chain[0], chain[-1]
    off = _moves(now) or now.issue in (CALLED_OFF, AppointmentOutcome.EXCUSE)
    return CalendarEvent(f"{first.reference}-{first.n}@ofworkflow", len(chain) - 1 + off, now, off)


def calendar_of(
    expected: Sequence[Expected], *, minutes: int, timezone: str, name: str, written_at: datetime
) -> bytes:
    """Return the file: `minutes` is how long an interview lasts, `name` is whose calendar it is."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    for key, value in (
        ("version", "2.0"),
        ("prodid", "-//ofworkflow//Agenda//FR"),
        ("method", "PUBLISH"),
        ("x-wr-calname", name),
        ("x-wr-timezone", timezone),
    ):
        calendar.add(key, value)
    zone = ZoneInfo(timezone)
    for each in events(expected):
        start = _instant(each.now.jour, each.now.heure, zone)
        event = Event()
        event.add("uid", each.uid)
        event.add("sequence", each.sequence)
        event.add("dtstamp", written_at.astimezone(UTC))
        event.add("dtstart", start)
        event.add("dtend", datetime.fromtimestamp(start.timestamp() + minutes * 60, tz=UTC))
        event.add("summary", f"{each.now.nature_label.capitalize()}, dossier {each.now.reference}")
        event.add("location", each.now.lieu)
        event.add("description", f"Avec {each.now.conseiller}. of voir {each.now.reference}")
        event.add("status", "CANCELLED" if each.is_off else "CONFIRMED")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
        if other := each.now.other:  # an event of its own; it names nobody either
            apart = event.copy()
            start = _instant(each.now.jour, other.heure, zone)
            apart["uid"] = each.uid.replace("@", "-a-part@")
            del apart["dtstart"], apart["dtend"], apart["summary"]
            apart.add("dtstart", start)
            apart.add("dtend", datetime.fromtimestamp(start.timestamp() + minutes * 60, tz=UTC))
            apart.add("summary", f"Représentant reçu à part, dossier {each.now.reference}")
            calendar.add_component(apart)
    return bytes(calendar.to_ical())


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
