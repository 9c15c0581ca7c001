"""An appointment as calendars read it: a file to attach, and a QR code to print.

Neither names the minor: both end up in calendars that others look at. What `titre` and `lieu` say is the
caller's.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache
from io import BytesIO
from zoneinfo import ZoneInfo

from ofworkflow.errors import LetterError
from ofworkflow.letters import words
from ofworkflow.records import dataclass

_PRODID = "-//ofworkflow//Obligation de formation//FR"
_READABLE = 14  # the largest QR version a phone still reads at three or four centimetres: 73 modules a side


@dataclass(frozen=True, slots=True)
class Invitation:
    """An appointment: `heure` is what the clock says in `fuseau`, `duree` is in minutes.

    `uid` stays the same as long as it is the same appointment; `sequence` grows each time it moves or is
    cancelled.
    """

    uid: str
    sequence: int
    le: date
    heure: time
    duree: int
    lieu: str
    titre: str
    organisateur: str
    telephone: str
    fuseau: str
    ecrit_le: date
    annule: bool = False


def calendar_file(invitation: Invitation) -> bytes:
    """Return the calendar file (RFC 5545) of the appointment; same invitation, same bytes."""
    from icalendar import Calendar, Event

    start, end = _instants(invitation)
    contact = _lines(f"{invitation.organisateur}, tél. {invitation.telephone}")
    event = Event()
    event.add("uid", _lines(invitation.uid))
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", datetime.combine(invitation.ecrit_le, time(12), tzinfo=UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", _lines(invitation.titre))
    event.add("location", _lines(invitation.lieu))
    event.add("description", f"Pour prévenir d'un empêchement : {contact}")
    event.add("contact", contact)
    event.add("status", "CANCELLED" if invitation.annule else "CONFIRMED")
    event.add("class", "PRIVATE")  # a shared calendar shows that the hour is taken, not by what
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODID)
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    content = calendar.to_ical()
    assert isinstance(content, bytes)  # noqa: S101 — the library promises it without typing it
    return content


_MASK = 2
"""One mask for all: trying the eight takes four times as long, and readers read any."""


@lru_cache(maxsize=64)  # the letters of one act give the same appointment
def qr_svg(invitation: Invitation) -> bytes:
    """Return, as SVG, the QR code by which a phone offers to note the appointment; raise `LetterError`
    when it is too long."""
    import segno

    text = _compact(invitation)
    try:
        # UTF-8 whatever the letters: phones read it so, where the standard's own default is guessed
        # differently by each.
        code = segno.make_qr(text, error="m", encoding="utf-8", boost_error=False, mask=_MASK)
        if int(code.version) > _READABLE:
            code = segno.make_qr(text, error="l", encoding="utf-8", boost_error=False, mask=_MASK)
    except segno.DataOverflowError:
        raise LetterError(
            "Le rendez-vous ne tient pas dans un code QR : abrégez son lieu dans le dossier."
        ) from None
    svg = BytesIO()
    code.save(svg, kind="svg", xmldecl=False, nl=False, svgclass=None, lineclass=None, border=4)
    return svg.getvalue()


def _compact(invitation: Invitation) -> str:
    """Return what a phone needs to offer the appointment, and nothing else: each letter makes the code
    denser."""
    start, end = _instants(invitation)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "BEGIN:VEVENT",
        f"UID:{_escaped(invitation.uid)}",
        f"SEQUENCE:{invitation.sequence}",
        f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        f"DTEND:{end:%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{_escaped(invitation.titre)}",
        f"LOCATION:{_escaped(invitation.lieu)}",
        *(["STATUS:CANCELLED"] if invitation.annule else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(lines)


def _escaped(text: str) -> str:
    # RFC 5545, 3.3.11: four characters, not worth the start of a whole library at each letter
    for char in ("\\", ";", ","):
        text = text.replace(char, f"\\{char}")
    return _lines(text).replace("\n", "\\n")


def _lines(text: str) -> str:
    """Return `text` cleaned line by line: a stray control character would end a line of the file."""
    return "\n".join(words.clean(line) for line in text.splitlines())


def _instants(invitation: Invitation) -> tuple[datetime, datetime]:
    """Return when it starts and ends, in UTC: minutes are counted there, so that a night of clock change
    has its true length."""
    try:
        zone = ZoneInfo(invitation.fuseau)
    except (KeyError, ValueError, OSError):
        raise LetterError(
            f"Le fuseau horaire « {invitation.fuseau} » n'existe pas : écrivez par exemple « Europe/Paris » "
            "dans config.toml."
        ) from None
    start = datetime.combine(invitation.le, invitation.heure, tzinfo=zone).astimezone(UTC)
    return start, datetime.fromtimestamp(start.timestamp() + invitation.duree * 60, tz=UTC)
