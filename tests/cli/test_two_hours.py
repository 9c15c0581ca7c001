"""One act, two hours of a day: what the screens, the files and the rules make of the other one's."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar

from cli.conftest import OPEN, Of

GIVEN = ("--rdv", "15/12/2025 14:00", "--avec", "1", "--aussi", "16:00", "--aussi-avec", "2")


@pytest.fixture
def given(of: Of, opened: str) -> str:
    """Return a dossier whose parents must not meet, both expected on the 15th; the father has a phone."""
    of("modifier", opened, "--representant", "2", "--a-part-jusqu-au", "01/12/2026", "--telephone", "06 39 98 00 12")
    answer = of("convoquer", opened, *GIVEN, "--le", "02/12/2025", "--envoi", "simple")
    assert answer.code == 0, answer.err
    return opened


def other(of: Of, reference: str) -> dict[str, object]:
    return of("--au", "16/12/2025", "voir", reference, "--json").json["rendez_vous"][-1]["a_part"]


def test_the_agenda_shows_both_hours_and_gives_neither_to_anybody_else(of: Of, given: str) -> None:
    agenda = of("--au", "15/12/2025", "agenda", "jour", "--json").json
    [line] = agenda["rendez_vous"]
    assert (line["heure"], line["a_part"]["heure"], line["a_part"]["representant"]) == ("14:00", "16:00", 2)
    assert line["a_part"]["telephone"] == "06 39 98 00 12"
    free = [each["heure"] for each in agenda["libres"]]
    assert [at for at in free if "13:15" < at < "14:45" or "15:15" < at < "16:45"] == []
    of(*[word.replace("DUPONT", "PETIT") for word in OPEN], "--le", "01/12/2025")
    taken = of("convoquer", "2025-0002", "--rdv", "15/12/2025 16:15", "--le", "02/12/2025")
    assert (taken.code, "une autre famille est attendue à 16 h" in taken.err) == (3, True)
    assert of("convoquer", "2025-0002", "--rdv", "15/12/2025 14:45", "--le", "02/12/2025").code == 0


def test_an_hour_that_is_taken_refuses_the_other_s_too_unless_a_reason_is_given(of: Of, opened: str) -> None:
    of(*[word.replace("DUPONT", "PETIT") for word in OPEN], "--le", "01/12/2025")
    of("convoquer", "2025-0002", "--rdv", "15/12/2025 16:15", "--le", "02/12/2025")
    of("modifier", opened, "--representant", "2", "--a-part-jusqu-au", "01/12/2026")
    refused = of("convoquer", opened, *GIVEN, "--le", "02/12/2025")
    assert (refused.code, "attendue à 16 h 15" in refused.err, "un autre --aussi" in refused.err) == (3, True, True)
    assert of("convoquer", opened, *GIVEN, "--malgre", "salle d'à côté", "--le", "02/12/2025").code == 0


def test_the_calendar_file_holds_an_event_for_each_hour_and_names_nobody(of: Of, folder: Path, given: str) -> None:
    of("--au", "03/12/2025", "agenda", "--ics", "agenda.ics")
    events = Calendar.from_ical((folder / "agenda.ics").read_bytes()).walk("VEVENT")
    starts = {str(each["uid"]): f"{each['dtstart'].dt:%H:%M}" for each in events}
    assert starts == {f"{given}-2@ofworkflow": "13:00", f"{given}-2-a-part@ofworkflow": "15:00"}  # in UTC
    assert "DUPONT" not in (folder / "agenda.ics").read_text(encoding="utf-8")


@pytest.mark.parametrize(("busy_at", "to"), [("16:15", None), ("17:00", "Sacha Morel")])
def test_a_colleague_takes_over_both_hours_or_neither(of: Of, given: str, busy_at: str, to: str | None) -> None:
    of(*[word.replace("DUPONT", "PETIT") for word in OPEN], "--le", "01/12/2025")
    assert of("modifier", "2025-0002", "--conseiller", "Sacha Morel").code == 0
    busy = of("convoquer", "2025-0002", "--rdv", f"15/12/2025 {busy_at}", "--malgre", "essai", "--le", "02/12/2025")
    assert busy.code == 0, busy.err
    of("--au", "03/12/2025", "conges", "--du", "15/12/2025", "--au-jour", "15/12/2025")
    plan = of("--au", "03/12/2025", "conges", "--relais", "1", "--json").json
    assert [(each["reference"], each["confie_a"]) for each in plan["rendez_vous"]] == [(given, to)]


@pytest.mark.parametrize(
    ("acts", "issue"),
    [
        ((), None),
        ((("recevoir", "--representant", "1", "--present", "les_deux"),), None),
        ((("recevoir", "--representant", "1", "--representant", "2", "--present", "les_deux"),), "tenu"),
        ((("absence",),), "absent"),
        ((("absence", "--venu", "1"),), "absent"),
        ((("absence", "--venu", "2"),), "tenu"),
        (
            (
                ("recevoir", "--representant", "1", "--present", "les_deux"),
                ("recevoir", "--representant", "2", "--present", "representant", "--encore"),
            ),
            "tenu",
        ),
    ],
)
def test_what_is_noted_says_which_parent_came(of: Of, given: str, acts: tuple[tuple[str, ...], ...], issue: str | None) -> None:
    for act, *more in acts:
        done = of(act, given, *more, "--le", "15/12/2025")
        assert done.code == 0, done.err
    assert other(of, given) == {"representant": 2, "heure": "16:00", "issue": issue}


@pytest.mark.parametrize(
    ("act", "shown"),
    [
        (("recevoir", "--representant", "1", "--present", "les_deux"), "venue non notée"),
        (("absence",), "absent"),
    ],
)
def test_an_hour_apart_is_not_asked_for_ever(of: Of, given: str, act: tuple[str, ...], shown: str) -> None:
    """An absence is noted once both hours are over; an interview may be noted before the other's."""
    name, *more = act
    assert of(name, given, *more, "--le", "15/12/2025").code == 0
    [line] = [text for text in of("--au", "15/12/2025", "agenda", "jour").out.splitlines() if text.lstrip().startswith("16:00")]
    assert (shown in line, "à noter" in line) == (True, False)


def test_called_off_or_moved_both_hours_are(of: Of, given: str) -> None:
    moved = ("--rdv", "18/12/2025 10:00", "--avec", "1", "--aussi", "14:00", "--aussi-avec", "2", "--motif", "demande_famille")
    assert of("reporter", given, *moved, "--le", "03/12/2025").code == 0
    issues = [each["a_part"]["issue"] for each in of("voir", given, "--json").json["rendez_vous"]]
    assert issues == ["reporte", None]
    assert of("clore", given, "--motif", "demenagement", "--le", "04/12/2025").code == 0
    issues = [each["a_part"]["issue"] for each in of("voir", given, "--json").json["rendez_vous"]]
    assert issues == ["reporte", "annule"]


def test_what_awaits_an_outcome_and_what_is_reminded_of_tell_the_other_s_hour(of: Of, given: str) -> None:
    [waiting] = of("--au", "16/12/2025", "issues", "--json").json["rendez_vous"]
    [reminder] = of("--au", "13/12/2025", "rappels", "--json").json["rappels"]
    assert (waiting["a_part"]["heure"], reminder["a_part"]["heure"]) == ("16:00", "16:00")
