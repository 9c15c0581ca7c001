"""The day, as the counsellor finds it in the morning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.fitting import between_words, room
from ofworkflow.cli.output import echo, iso, say, show_json, show_table, title, warn
from ofworkflow.procedure.french import french_day
from ofworkflow.text import NO_LIMIT, counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.morning.day import Day, DayAlerte
    from ofworkflow.casework.morning.screen import DayLine, DayScreen

SHOWN = 10
_LEFT = 14  # columns of « dépassé 1234 j »
_APPOINTMENTS = 6  # shown on a small screen


@click.command(short_help="Le jour : rendez-vous, retards, échéances, courriers à poster, issues à noter.")
@click.option("--tout", is_flag=True, help="Tout montrer ; sinon ce qui tient à l'écran, le plus grave.")
@json_option
@pass_app
def show_day(app: App, tout: bool = False, as_json: bool = False) -> None:
    """Le jour : les rendez-vous d'abord, puis ce qui est en retard, dû, à poster ou attendu, le plus grave
    d'abord, avec ce qu'il faut taper."""
    from ofworkflow.casework.morning.screen import day_screen, in_few_lines

    screen = app.read(day_screen, app.clock.today())
    day = screen.day
    if as_json:
        show_json(_json(screen))
        return
    if day.is_first:
        title(f"Le {french_day(day.on)} : aucun dossier encore")
        say("Commencez par une liste : of importer LISTE.csv ; ou par un jeune : of ouvrir --help")
        return
    width, height = room()
    met = f"{counted(len(screen.rendez_vous), 'rendez-vous', 'rendez-vous')}, " if screen.rendez_vous else ""
    title(f"Le {french_day(day.on)} : {met}{counted(len(day.tasks), 'chose')} à faire")
    used = 1 + _tell_night(day, width) + _show_appointments(screen, width, tout)
    if height == NO_LIMIT:
        shown = _show_tables(screen.lines, tout)
    else:
        left = height - used - 2 - bool(day.alertes) - bool(day.waiting)
        few = screen.lines if tout else in_few_lines(screen.lines, day.on)
        shown = _show_lines(few, width, NO_LIMIT if tout else left, len(screen.lines))
    _remember(app, shown)
    _show_waiting(day)
    if height == NO_LIMIT or tout:
        _show_notices(day, tout)
    elif day.alertes:
        say(f"Alertes : {len(day.alertes)} (of jour --tout)")


def _show_waiting(day: Day) -> None:
    """Say who waits for 16, in one line: nothing is to be done of them."""
    if not day.waiting:
        return
    first = day.waiting[0]
    until = f", le premier le {french_day(first.until)} ({first.reference})" if first.until else ""
    many = counted(len(day.waiting), "dossier", "dossiers")
    say(f"En attente de leurs 16 ans : {many}{until} ; rien n'est dû avant (of dossiers --etape attente).")


def _tell_night(day: Day, width: int) -> int:
    """Say that the night is missing; return the lines that this takes."""
    if not day.night_missing:
        return 0
    last = (
        f"la dernière est celle du {french_day(day.last_night_on)}"
        if day.last_night_on
        else "aucune n'a encore été faite"
    )
    reminder = f"la nuit de ce jour n'a pas été faite ; {last}. Tapez : of nuit"
    warn(reminder)
    return 1 + (len(reminder) + len("Attention : ")) // width


def _show_appointments(screen: DayScreen, width: int, tout: bool) -> int:
    """Write today's appointments, and how their outcome is noted; return the lines that this takes."""
    if not screen.rendez_vous:
        return 0
    from ofworkflow.cli.agenda import show_appointments

    few = width != NO_LIMIT and not tout
    one_over = len(screen.rendez_vous) == _APPOINTMENTS + 1  # it takes no more than the line that says so
    shown = screen.rendez_vous[:_APPOINTMENTS] if few and not one_over else screen.rendez_vous
    lines = show_appointments(shown, width)
    if len(shown) < len(screen.rendez_vous):
        say(f"… et {counted(len(screen.rendez_vous) - len(shown), 'autre')} : of agenda jour")
        lines += 1
    if any(not a.issue for a in screen.rendez_vous):
        echo("Une touche par issue : of issues (ou of recevoir REF …, of absence REF).")
        lines += 1
    return lines


def _remember(app: App, lines: Sequence[DayLine]) -> None:
    from ofworkflow.casework.morning.remembered import ScreenLine
    from ofworkflow.cli.doing import remember

    remember(app, "of", [ScreenLine(x.number, x.task.command, x.task.reference) for x in lines])


def _show_tables(lines: Sequence[DayLine], tout: bool) -> list[DayLine]:
    """Write the lines where nothing limits their width: a file, a pipe; return those that are shown."""
    written: list[DayLine] = []
    for heading, group in groupby(lines, key=lambda line: line.task.heading):
        entries = list(group)
        title(f"\n{heading} ({len(entries)})")
        shown = entries if tout else entries[:SHOWN]
        written += shown
        show_table(
            ("n°", "dossier", "jeune", "majorité", "pourquoi", "à taper"),
            [
                (x.number, x.task.reference, x.task.name, _majority(x), x.task.reason, x.task.command)
                for x in shown
            ],
        )
        if len(entries) > len(shown):
            say(f"… et {counted(len(entries) - len(shown), 'autre')} : of jour --tout")
    return written


def _show_lines(lines: Sequence[DayLine], width: int, height: int, whole: int) -> list[DayLine]:
    """Write the most serious lines, as many as the screen holds, and return them: who, how long, why, and
    under it the command, whole."""
    done, heading = 0, ""
    for x in lines:
        opens = x.task.heading != heading
        takes = 1 + opens + 1 + (_INDENT + len(x.task.command) - 1) // width
        more = done + 1 < len(lines) or len(lines) < whole  # said in a line of its own, below
        if height < takes + more:
            break
        if opens:
            heading = x.task.heading
            title(between_words(heading, width))
        majority = f"maj. {_majority(x)}, " if x.majority_on else ""
        who = f"{x.task.reference} {x.task.name}".lstrip()
        text = f"{x.number:>3}  {_left_of(x):<{_LEFT}}{who}, {majority}{_reason(x)}"
        echo(between_words(text, width))
        echo(f"{'':{_INDENT}}{x.task.command}", dim=True)
        height -= takes
        done += 1
    if done < len(lines):
        say(f"… et {counted(len(lines) - done, 'autre')} : of jour --tout")
    elif len(lines) < whole:
        say("Chaque dossier à part : of jour --tout")
    return list(lines[:done])


_INDENT = 5  # of a command, under its line
_LAST_DAY = re.compile(r"^(?:dépassé depuis|au plus tard|avant) le \w+\. (\d\d/\d\d/\d{4})(?: \([^)]*\))?")


def _reason(x: DayLine) -> str:
    """Return why, without the days left, which the line begins with."""
    return _LAST_DAY.sub(r"le \1", x.task.reason) if x.days_left is not None else x.task.reason


def _majority(x: DayLine) -> str:
    return f"{x.majority_on:%d/%m/%Y}" if x.majority_on else ""


def _left_of(x: DayLine) -> str:
    if x.days_left is None:
        return ""
    if x.days_left < 0:
        return f"dépassé {-x.days_left} j"
    return f"dans {x.days_left} j" if x.days_left else "aujourd'hui"


def _show_notices(day: Day, tout: bool) -> None:
    if not day.alertes:
        return
    if day.last_night_on is None:
        since = "de ce jour"
    elif day.night_missing:
        since = f"depuis la nuit du {french_day(day.last_night_on)}"
    else:
        since = f"de la nuit du {french_day(day.last_night_on)}"
    title(f"\nAlertes {since} ({len(day.alertes)})")
    shown = day.alertes if tout else day.alertes[:SHOWN]
    rows = [
        (
            n.reference,
            n.name,
            n.delay.label,
            _left(n),
            french_day(n.fell_on) + (" (en retard)" if n.is_late else ""),
        )
        for n in shown
    ]
    show_table(("dossier", "jeune", "échéance", "reste", "tombée le"), rows)
    if len(day.alertes) > len(shown):
        say(f"… et {counted(len(day.alertes) - len(shown), 'autre')} : of jour --tout")


def _left(alerte: DayAlerte) -> str:
    return f"{alerte.days_left} j" if alerte.days_left >= 0 else "dépassé"


def _json(screen: DayScreen) -> dict[str, object]:
    from ofworkflow.cli.agenda import appointment_json

    day = screen.day
    return {
        "au": day.on.isoformat(),
        "nuit_manquante": day.night_missing,
        "derniere_nuit": day.last_night_on.isoformat() if day.last_night_on else None,
        "rendez_vous": [appointment_json(a) for a in screen.rendez_vous],
        "taches": [
            {
                "n": x.number,
                "rang": x.task.rank,
                "rubrique": x.task.heading,
                "reference": x.task.reference,
                "nom": x.task.name,
                "raison": x.task.reason,
                "echeance": iso(x.task.due_on),
                "jours_restants": x.days_left,
                "majorite_le": iso(x.majority_on),
                "commande": x.task.command,
            }
            for x in screen.lines
        ],
        "en_attente_de_16_ans": [
            {"reference": w.reference, "nom": w.name, "le": iso(w.until)} for w in day.waiting
        ],
        "alertes": [
            {
                "reference": n.reference,
                "nom": n.name,
                "echeance": str(n.delay),
                "jours_restants": n.days_left,
                "le": n.fell_on.isoformat(),
                "en_retard": n.is_late,
            }
            for n in day.alertes
        ],
    }
