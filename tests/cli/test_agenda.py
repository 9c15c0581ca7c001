"""The appointments on the screens: the day opens with them, the agenda and its calendar file follow their moves."""

from __future__ import annotations

from pathlib import Path

from icalendar import Calendar

from cli.conftest import OPEN, Of
from terminals import on_terminal

SUMMON = ("--le", "02/12/2025", "--envoi", "simple")


def summoned(of: Of, opened: str) -> str:
    """Return a dossier summoned on Monday 15/12/2025 at two, posted."""
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", *SUMMON)
    return opened


def events_of(path: Path) -> dict[str, tuple[int, str, str]]:
    """Return, by UID, the sequence, the status and the start of what a calendar program reads."""
    calendar = Calendar.from_ical(path.read_bytes())
    return {
        str(e["uid"]): (int(e["sequence"]), str(e["status"]), e["dtstart"].to_ical().decode()) for e in calendar.walk("VEVENT")
    }


def test_the_day_opens_with_its_appointments(of: Of, opened: str) -> None:
    of("modifier", opened, "--representant", "1", "--telephone", "03 53 01 00 01")
    summoned(of, opened)
    [met] = of("--au", "15/12/2025", "jour", "--json").json["rendez_vous"]
    assert met == {
        "reference": opened, "nom": "DUPONT", "prenom": "Léa", "jour": "2025-12-15", "heure": "14:00",
        "lieu": met["lieu"], "nature": "premier_entretien", "conseiller": met["conseiller"],
        "telephone": "03 53 01 00 01", "a_appeler": "Anne DUPONT (mère)", "issue": None, "a_part": None,
    }  # fmt: skip
    assert of("--au", "14/12/2025", "jour", "--json").json["rendez_vous"] == []
    shown = of("--au", "15/12/2025", "jour").out.splitlines()
    assert "1 rendez-vous" in shown[0]
    assert all(word in shown[2] for word in ("14:00", opened, "DUPONT Léa", "premier entretien", "à noter"))


def test_an_outcome_noted_is_beside_its_appointment(of: Of, opened: str) -> None:
    summoned(of, opened)
    of("absence", opened, "--le", "15/12/2025")
    assert of("--au", "15/12/2025", "jour", "--json").json["rendez_vous"][0]["issue"] == "absent"


def test_each_line_of_the_day_has_its_days_left_and_its_majority(of: Of, opened: str) -> None:
    [task] = of("--au", "15/02/2026", "jour", "--json").json["taches"]
    assert (task["n"], task["jours_restants"], task["majorite_le"]) == (1, 15, "2027-05-14")
    late = of("--au", "04/03/2026", "jour", "--json").json["taches"][0]
    assert late["jours_restants"] == -2


def test_the_day_holds_on_a_small_screen_and_no_row_wraps(of: Of, folder: Path) -> None:
    for i in range(15):
        of(*[word.replace("Léa", f"Léa-Marie Joséphine{i}") for word in OPEN], "--le", "01/12/2025")
    of("convoquer", "2025-0001", "--rdv", "15/12/2025 14:00", *SUMMON)
    shown = on_terminal("--au", "15/12/2025", "jour", folder=folder, env={"LINES": "24", "COLUMNS": "80"}).splitlines()
    talk = [line for line in shown if line.startswith("Attention")]
    assert all(len(line) <= 80 for line in shown if line not in talk)
    assert sum(1 + len(line) // 80 for line in shown) <= 23
    assert any(line.strip() == "of convoquer --lot" for line in shown)
    assert " : of jour --tout" in shown[-1]


def test_the_agenda_gives_the_hours_that_nobody_takes(of: Of, folder: Path, opened: str) -> None:
    config = folder / "config.toml"
    text = config.read_text(encoding="utf-8")
    assert "ouverture" in text
    summoned(of, opened)
    week = of("--au", "15/12/2025", "agenda", "--json").json
    assert (week["du"], week["au"]) == ("2025-12-15", "2025-12-21")
    assert [a["reference"] for a in week["rendez_vous"]] == [opened]
    monday = [free["heure"] for free in week["libres"] if free["jour"] == "2025-12-15"]
    assert "14:00" not in monday
    assert "14:45" in monday
    assert not [free for free in week["libres"] if free["jour"] in ("2025-12-20", "2025-12-21")]


def test_nobody_is_received_on_a_holiday(of: Of, opened: str) -> None:
    week = of("--au", "25/12/2025", "agenda", "--json").json
    assert "2025-12-25" not in {free["jour"] for free in week["libres"]}
    assert [day["jour"] for day in week["feries"]] == ["2025-12-25"]


def test_a_counsellor_is_named_by_a_fragment_or_the_known_ones_are_said(of: Of, opened: str) -> None:
    summoned(of, opened)
    name = of("--au", "15/12/2025", "jour", "--json").json["rendez_vous"][0]["conseiller"]
    assert of("--au", "15/12/2025", "agenda", "--conseiller", name.lower().split()[-1]).code == 0
    wrong = of("--au", "15/12/2025", "agenda", "--conseiller", "personne")
    assert wrong.code == 2
    assert name in wrong.err


def test_the_calendar_file_follows_a_move_and_a_cancellation(of: Of, folder: Path, opened: str) -> None:
    """RFC 5545: the same UID, a SEQUENCE that grows; nobody is named in a file that ends in phones."""
    summoned(of, opened)
    path = folder / "agenda.ics"
    assert of("--au", "02/12/2025", "agenda", "--ics", "agenda.ics").code == 0
    [(uid, first)] = events_of(path).items()
    assert first == (0, "CONFIRMED", "20251215T130000Z")
    of("reporter", opened, "--rdv", "16/12/2025 10:00", "--motif", "demande_famille", *SUMMON, "--motif-preavis", "accord")
    of("--au", "02/12/2025", "agenda", "--ics", "agenda.ics")
    assert events_of(path) == {uid: (1, "CONFIRMED", "20251216T090000Z")}
    of("clore", opened, "--motif", "demenagement", "--le", "03/12/2025")
    of("--au", "03/12/2025", "agenda", "--ics", "agenda.ics")
    assert events_of(path) == {uid: (2, "CANCELLED", "20251216T090000Z")}
    assert b"DUPONT" not in path.read_bytes()


def test_a_file_that_is_no_calendar_of_ours_is_not_replaced(of: Of, folder: Path, opened: str) -> None:
    other = folder / "notes.txt"
    other.write_text("à garder", encoding="utf-8")
    assert of("agenda", "--ics", "notes.txt").code == 2
    assert other.read_text(encoding="utf-8") == "à garder"


def test_no_hour_of_a_day_that_is_over_is_free(of: Of, opened: str) -> None:
    for length in ("semaine", "mois"):
        free = of("--au", "17/12/2025", "agenda", length, "--json").json["libres"]
        assert min(each["jour"] for each in free) == "2025-12-17"


def test_the_room_is_shown_where_the_house_has_several(of: Of, folder: Path, opened: str) -> None:
    of("convoquer", opened, "--rdv", "15/12/2025 14:00", "--le", "02/12/2025", "--lieu", "Bureau 2, dans nos locaux")
    assert "Bureau 2" not in of("--au", "15/12/2025", "agenda").out
    config = folder / "config.toml"
    rooms = 'salles = ["Bureau 1", "Bureau 2"]'
    config.write_text(config.read_text(encoding="utf-8").replace("salles = []", rooms), encoding="utf-8")
    assert "Bureau 2" in of("--au", "15/12/2025", "agenda").out
