"""An appointment in a calendar: the right instant everywhere, the right letters, nobody's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from io import BytesIO

import pytest
import typst
import zxingcpp
from icalendar import Calendar
from PIL import Image

from ofworkflow.errors import LetterError
from ofworkflow.letters.invitation import Invitation, calendar_file, qr_svg
from ofworkflow.letters.models import kind_of
from ofworkflow.letters.renderer import Renderer

RENDEZ_VOUS = Invitation(
    uid="2026-0042-rdv@exemple.invalid",
    sequence=0,
    le=date(2026, 12, 3),
    heure=time(14, 30),
    duree=45,
    lieu="dans nos locaux, 12 rue de l’Exemple à Lambersart",
    titre="Rendez-vous : Mission locale de la Deûle",
    organisateur="Mission locale de la Deûle",
    telephone="03 53 01 00 00",
    fuseau="Europe/Paris",
    ecrit_le=date(2026, 11, 9),
)
PLACES = [
    "salle A, 1er étage ; sonner « Accueil »",
    "12 rue de l’Exemple\n59130 Lambersart",
    r"bâtiment B\2, porte \n",
    "é" * 120,
    "Ngô Thị Hương, 漢字, مكتب",
    'entrée "C": à gauche',
]


def event(content: bytes):
    (found,) = Calendar.from_ical(content).walk("VEVENT")
    return found


def scanned(invitation: Invitation) -> str:
    """Print the code as the letter does, 35 mm wide, and read it as a phone does."""
    page = b'#set page(width: 35mm, height: 35mm, margin: 0mm)\n#image("qr.svg", width: 35mm, format: "svg")'
    png = typst.compile({"main.typ": page, "qr.svg": qr_svg(invitation)}, format="png", ppi=300)
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(png)))
    return found.text


@pytest.mark.parametrize(
    ("fuseau", "le", "heure", "debut", "fin"),
    [
        ("Europe/Paris", date(2026, 12, 3), time(14, 30), "2026-12-03 13:30", "2026-12-03 14:15"),  # winter
        ("Europe/Paris", date(2026, 7, 1), time(14, 30), "2026-07-01 12:30", "2026-07-01 13:15"),  # summer
        ("Europe/Paris", date(2027, 3, 28), time(9), "2027-03-28 07:00", "2027-03-28 07:45"),  # the day it changes
        ("Europe/Paris", date(2026, 10, 25), time(9), "2026-10-25 08:00", "2026-10-25 08:45"),  # and changes back
        ("Europe/Paris", date(2027, 3, 28), time(1, 45), "2027-03-28 00:45", "2027-03-28 01:30"),  # over the change
        ("America/Martinique", date(2026, 12, 3), time(21), "2026-12-04 01:00", "2026-12-04 01:45"),  # next day in UTC
        ("Pacific/Noumea", date(2026, 12, 3), time(8), "2026-12-02 21:00", "2026-12-02 21:45"),  # the day before
        ("Indian/Mayotte", date(2026, 12, 31), time(23, 30), "2026-12-31 20:30", "2026-12-31 21:15"),
    ],
)
def test_the_hour_on_the_clock_there_is_one_instant_everywhere(fuseau, le, heure, debut, fin):
    invitation = replace(RENDEZ_VOUS, fuseau=fuseau, le=le, heure=heure)
    found = event(calendar_file(invitation))
    assert (found["dtstart"].dt, found["dtend"].dt) == tuple(
        datetime.fromisoformat(at).replace(tzinfo=UTC) for at in (debut, fin)
    )
    stamp = debut.replace("-", "").replace(":", "").replace(" ", "T")
    assert f"DTSTART:{stamp}00Z" in scanned(invitation)


def test_an_unknown_zone_is_said_in_one_sentence():
    with pytest.raises(LetterError, match="fuseau horaire « Europe/Lille » n'existe pas"):
        calendar_file(replace(RENDEZ_VOUS, fuseau="Europe/Lille"))


@pytest.mark.parametrize("fuseau", ["", "../../etc/passwd", "Europe", "\0"])
def test_no_zone_name_reaches_outside_the_zones(fuseau):
    with pytest.raises(LetterError):
        calendar_file(replace(RENDEZ_VOUS, fuseau=fuseau))


@pytest.mark.parametrize("lieu", PLACES)
def test_a_place_comes_out_of_the_file_as_it_went_in(lieu):
    content = calendar_file(replace(RENDEZ_VOUS, lieu=lieu))
    assert event(content)["location"] == lieu


@pytest.mark.parametrize("lieu", PLACES)
def test_a_phone_reads_the_code_as_it_was_printed(lieu):
    text = scanned(replace(RENDEZ_VOUS, lieu=lieu))
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR")
    found = event(text.encode())
    assert (found["location"], found["summary"], found["uid"]) == (lieu, RENDEZ_VOUS.titre, RENDEZ_VOUS.uid)
    assert (found["dtstart"].dt.hour, found["dtend"].dt.hour, found["sequence"]) == (13, 14, 0)


@pytest.mark.parametrize("lieu", PLACES)
def test_no_line_is_longer_than_75_octets_nor_cuts_a_letter(lieu):
    content = calendar_file(replace(RENDEZ_VOUS, lieu=lieu))
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and line.decode() for line in lines)
    assert b"\n" not in b"".join(lines)


@pytest.mark.parametrize("slip", ["\r", "\x0b", "\x0c", "\x85", "\u2028", "\r\n", "\n"])
def test_nothing_in_a_place_becomes_a_line_of_the_file(slip):
    content = calendar_file(replace(RENDEZ_VOUS, lieu=f"ici{slip}URL:https://x.invalid"))
    assert "url" not in event(content)
    assert event(content)["location"] == "ici\nURL:https://x.invalid"


def test_the_same_appointment_gives_the_same_bytes():
    assert calendar_file(RENDEZ_VOUS) == calendar_file(replace(RENDEZ_VOUS))
    assert qr_svg(RENDEZ_VOUS) == qr_svg(replace(RENDEZ_VOUS))


def test_a_moved_appointment_replaces_the_former_one():
    """Same UID, greater SEQUENCE: a calendar moves what it holds, instead of adding a second one."""
    moved = event(calendar_file(replace(RENDEZ_VOUS, le=date(2026, 12, 10), sequence=1)))
    assert (moved["uid"], moved["sequence"], moved["status"]) == (RENDEZ_VOUS.uid, 1, "CONFIRMED")


def test_a_cancelled_appointment_says_so():
    cancelled = replace(RENDEZ_VOUS, sequence=1, annule=True)
    assert event(calendar_file(cancelled))["status"] == "CANCELLED"
    assert event(scanned(cancelled).encode())["status"] == "CANCELLED"


def test_the_file_holds_what_rfc_5545_asks_and_how_to_warn_the_house():
    content = calendar_file(RENDEZ_VOUS)
    calendar, found = Calendar.from_ical(content), event(content)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar["prodid"]
    assert found["dtstamp"].dt == datetime(2026, 11, 9, 12, tzinfo=UTC)
    assert "03 53 01 00 00" in found["description"]
    assert found["class"] == "PRIVATE"


def test_a_place_too_long_for_any_code_is_said_in_one_sentence():
    with pytest.raises(LetterError, match="ne tient pas dans un code QR : abrégez son lieu"):
        qr_svg(replace(RENDEZ_VOUS, lieu="x" * 3000))


@pytest.mark.parametrize("modele", ["annulation", "rectificatif"])
def test_what_is_called_off_or_withdrawn_leaves_the_calendar_and_has_nothing_to_scan(modele: str) -> None:
    made = Renderer().prepare(kind_of(modele).sample)
    assert made.page["qr"] is None
    assert made.invitation is not None
    assert made.invitation.annule
    assert event(calendar_file(made.invitation))["STATUS"] == "CANCELLED"
