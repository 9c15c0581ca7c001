"""The day, as the counsellor finds it in the morning."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.output import say, show_json, show_table, title, warn
from ofworkflow.procedure.french import french_day
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.morning.day import Day, DayAlerte

SHOWN = 10


@click.command(short_help="Le jour : retards, échéances, courriers à poster, issues à noter.")
@click.option("--tout", is_flag=True, help="Tout montrer ; sinon les premiers de chaque rubrique.")
@json_option
@pass_app
def show_day(app: App, tout: bool = False, as_json: bool = False) -> None:
    """Le jour : ce qui est en retard, dû, à poster ou attendu, le plus grave d'abord, avec ce qu'il faut
    taper."""
    from ofworkflow.casework.morning.day import day_work

    day = app.read(day_work, app.clock.today())
    if as_json:
        show_json(_json(day))
        return
    title(f"Le {french_day(day.on)} : {len(day.tasks)} chose(s) à faire")
    if day.night_missing:
        last = (
            f"la dernière est celle du {french_day(day.last_night_on)}"
            if day.last_night_on
            else "aucune n'a encore été faite"
        )
        warn(f"la nuit de ce jour n'a pas été faite ; {last}. Tapez : of nuit")
    for heading, group in groupby(day.tasks, key=lambda t: t.heading):
        tasks = list(group)
        title(f"\n{heading} ({len(tasks)})")
        shown = tasks if tout else tasks[:SHOWN]
        show_table(
            ("dossier", "jeune", "pourquoi", "à taper"),
            [(t.reference, t.name, t.reason, t.command) for t in shown],
        )
        if len(tasks) > len(shown):
            say(f"… et {len(tasks) - len(shown)} autre(s) : of jour --tout")
    _show_notices(day, tout)


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
        say(f"… et {len(day.alertes) - len(shown)} autre(s) : of jour --tout")


def _left(alerte: DayAlerte) -> str:
    return f"{alerte.days_left} j" if alerte.days_left >= 0 else "dépassé"


def _json(day: Day) -> dict[str, object]:
    return {
        "au": day.on.isoformat(),
        "nuit_manquante": day.night_missing,
        "derniere_nuit": day.last_night_on.isoformat() if day.last_night_on else None,
        "taches": [
            {
                "rang": t.rank,
                "rubrique": t.heading,
                "reference": t.reference,
                "nom": t.name,
                "raison": t.reason,
                "echeance": t.due_on.isoformat() if t.due_on else None,
                "commande": t.command,
            }
            for t in day.tasks
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
