"""The appointments: the agenda of a day, a week, a month, and the calendar file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.files import destination, nearby
from ofworkflow.cli.fitting import room, show_fitted
from ofworkflow.cli.output import echo, say, show_json, title
from ofworkflow.errors import UsageError
from ofworkflow.law.periods import add_days
from ofworkflow.procedure.french import french_day
from ofworkflow.text import counted, fold
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.agenda.appointments import Agenda, Expected, ReceivedApart
    from ofworkflow.procedure.appointments import Leave

_SPANS = ("jour", "semaine", "mois")
_BEFORE, _AFTER = 31, 366  # days of the calendar file around the day: a program keeps what it has seen
_OURS = b"ofworkflow//Agenda"


@click.command(short_help="Les rendez-vous de la semaine, et les heures libres.")
@click.argument("duree", metavar="[jour|semaine|mois]", type=click.Choice(_SPANS), default="semaine")
@click.option("--conseiller", metavar="NOM", default="", help="Seulement ce conseiller, cette conseillère.")
@click.option(
    "--ics",
    metavar="FICHIER",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Écrire le calendrier à suivre : un agenda électronique s'y abonne.",
)
@json_option
@pass_app
def show_agenda(app: App, duree: str, conseiller: str, ics: Path | None, as_json: bool) -> None:
    """Les rendez-vous donnés et les heures libres, par conseiller."""
    from ofworkflow.casework.agenda.appointments import agenda_of

    mine = app.desk().conseiller
    first, last = _span(app.clock.today(), duree)
    whose = counsellor_named(app, conseiller, mine)
    if ics is not None:
        _write_calendar(app, ics, whose)
        return
    agenda = app.read(
        agenda_of, first, last, rules=app.rules, today=app.clock.today(), whose=whose, besides=mine
    )
    if as_json:
        show_json(
            {
                "du": agenda.first.isoformat(),
                "au": agenda.last.isoformat(),
                "rendez_vous": [appointment_json(a) for a in agenda.rendez_vous],
                "libres": [
                    {
                        "jour": free.jour.isoformat(),
                        "heure": f"{free.heure:%H:%M}",
                        "conseiller": free.conseiller,
                    }
                    for free in agenda.libres
                ],
                "feries": [{"jour": day.isoformat(), "nom": why} for day, why in agenda.holidays],
                "conges": list(map(leave_json, agenda.leaves)),
                "vacances": [
                    {"nom": each.name, "du": each.first.isoformat(), "au": each.last.isoformat()}
                    for each in agenda.school_holidays
                ],
            }
        )
        return
    _show(agenda, app.rules.salles)


def _span(today: date, length: str) -> tuple[date, date]:
    """Return the first and last day: a week and a month are those of the calendar."""
    if length == "jour":
        return today, today
    if length == "semaine":
        monday = add_days(today, -today.weekday())
        return monday, add_days(monday, 6)
    first = today.replace(day=1)
    return first, add_days(add_days(first, 31).replace(day=1), -1)


def counsellor_named(app: App, text: str, mine: str) -> str:
    """Return the one counsellor whose name holds every word; raise `UsageError` where that is none or
    several."""
    if not text:
        return ""
    from ofworkflow.casework.agenda.appointments import counsellors

    names = sorted({*app.read(counsellors), mine, *app.settings.structure.equipe})
    matches = [name for name in names if set(fold(text).split()) <= set(fold(name).split())]
    if len(matches) == 1:
        return matches[0]
    raise UsageError(
        f"« {text} » {'désigne plusieurs conseillers' if matches else 'ne désigne aucun conseiller'}. "
        f"Choisissez parmi : {' ; '.join(matches or names)}."
    )


def _show(agenda: Agenda, rooms: Sequence[str]) -> None:
    width, _ = room()
    title(
        f"Du {french_day(agenda.first)} au {french_day(agenda.last)} : "
        f"{counted(len(agenda.rendez_vous), 'rendez-vous', 'rendez-vous')}"
    )
    for day, why in agenda.holidays:
        say(f"{french_day(day)} : {why}, férié.")
    for leave in agenda.leaves:
        days = f"du {french_day(leave.first)} au {french_day(leave.last)}"
        say(f"{leave.counsellor} est en congé {days}{leave.hours}.")
    for each in agenda.school_holidays:
        say(f"Du {french_day(each.first)} au {french_day(each.last)} : {each.name}.")
    for day, of_day in groupby(agenda.rendez_vous, key=lambda a: a.jour):
        title(french_day(day))
        show_appointments(list(of_day), width, rooms=rooms)
    names = sorted({free.conseiller for free in agenda.libres})
    if not names:
        say("Aucune heure libre : écrivez « ouverture » dans config.toml, ou voyez une autre semaine.")
    for name in names:
        title(f"Heures libres, {name}")
        theirs = [free for free in agenda.libres if free.conseiller == name]
        for day, hours in groupby(theirs, key=lambda free: free.jour):
            for line in _wrapped(f"{french_day(day)}  ", [f"{free.heure:%H:%M}" for free in hours], width):
                echo(line)


def _wrapped(head: str, words: Sequence[str], width: int) -> list[str]:
    lines = [head.rstrip()]
    lines[0] = head + words[0]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) > width:
            lines.append(" " * len(head) + word)
        else:
            lines[-1] += f" {word}"
    return lines


def show_appointments(expected: Sequence[Expected], width: int, *, rooms: Sequence[str] = ()) -> int:
    """Write appointments of one day as a table within `width`, each in its room or its place where the house
    has several; return its lines."""
    where = [a.lieu.partition(",")[0].strip() for a in expected]
    several = len(rooms) > 1 or len(set(where)) > 1
    rows = [
        (
            f"{a.heure:%H:%M}",
            a.reference,
            f"{a.nom} {a.prenom}",
            a.nature_label,
            a.telephone,
            a.issue_label,
            *([place] if several else []),
            a.conseiller,
        )
        for a, place in zip(expected, where, strict=True)
    ]
    rows += [
        (
            f"{a.other.heure:%H:%M}",
            a.reference,
            f"{a.other.nom}, pour {a.prenom}",
            "entretien à part",
            a.other.telephone,
            a.other.issue_label,
            *([place] if several else []),
            a.conseiller,
        )
        for a, place in zip(expected, where, strict=True)
        if a.other
    ]
    rows.sort(key=lambda row: row[0])
    headings = ["heure", "dossier", "jeune", "entretien", "téléphone", "issue", "où", "avec"]
    if not several:
        headings.remove("où")
    last = len(headings) - 1
    return show_fitted(headings, rows, width=width, optional=(last,), flexible=(2, 3, 6)[: 2 + several])


def leave_json(leave: Leave) -> dict[str, object]:
    """Return a leave as JSON writes it; its hours, where it is not whole days."""
    hours = {"a_partir_de": leave.since, "jusqu_a": leave.until}
    return {
        "conseiller": leave.counsellor,
        "du": leave.first.isoformat(),
        "au": leave.last.isoformat(),
        **{name: f"{at:%H:%M}" for name, at in hours.items() if at},
    }


def appointment_json(a: Expected) -> dict[str, object]:
    """Return an appointment as `of jour --json` and `of agenda --json` write it."""
    return {
        "reference": a.reference,
        "nom": a.nom,
        "prenom": a.prenom,
        "jour": a.jour.isoformat(),
        "heure": f"{a.heure:%H:%M}",
        "lieu": a.lieu,
        "nature": a.nature,
        "conseiller": a.conseiller,
        "telephone": a.telephone or None,
        "a_appeler": a.a_appeler or None,
        "issue": a.issue or None,
        "a_part": _apart_json(a.other) if a.other else None,
    }


def _apart_json(other: ReceivedApart) -> dict[str, object]:
    return {
        "representant": other.number,
        "nom": other.nom,
        "heure": f"{other.heure:%H:%M}",
        "telephone": other.telephone or None,
        "issue": other.issue or None,
    }


def _write_calendar(app: App, path: Path, whose: str) -> None:
    from ofworkflow.casework.agenda.appointments import chains
    from ofworkflow.casework.agenda.calendar import calendar_of

    place = destination(app, path, replaces=_is_ours(path))
    today, rules = app.clock.today(), app.rules
    chain = app.read(chains, add_days(today, -_BEFORE), add_days(today, _AFTER))
    kept = [a for a in chain if whose in ("", a.conseiller)]
    name = f"Obligation de formation{' : ' * bool(whose)}{whose}"
    place.write(
        calendar_of(
            kept,
            minutes=rules.duree_entretien,
            timezone=rules.fuseau,
            name=name,
            written_at=app.clock.now(),
        )
    )
    say(f"Écrit : {nearby(path)}. Refait, il met à jour l'agenda qui s'y abonne ; il ne nomme aucun jeune.")


def _is_ours(path: Path) -> bool:
    """Tell whether a calendar that we made stands there: made again, it takes its own place."""
    try:
        with path.open("rb") as file:
            return _OURS in file.read(400)
    except OSError:
        return False
