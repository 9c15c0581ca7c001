"""Every night, until stopped."""

from __future__ import annotations

from typing import Any

import click

from ofworkflow.cli.common import pass_app
from ofworkflow.cli.output import say, warn
from ofworkflow.procedure.french import french_day
from ofworkflow.wiring import App


@click.command(short_help="La même, chaque nuit, jusqu'à l'arrêt.")
@pass_app
def schedule_nights(app: App) -> None:
    """La vérification de la nuit, chaque nuit à l'heure de la configuration, au premier plan, jusqu'à l'arrêt (Ctrl-C)."""
    from ofworkflow.scheduling.alarm import keep_nights

    with app.reading() as connection:
        app.refuse_future(connection)
    say(f"Chaque nuit à {app.settings.nuit.heure} ({app.clock.timezone}). Ctrl-C pour arrêter.")
    keep_nights(app, told=_tell)
    say("Arrêté.")


def _tell(report: Any) -> None:
    said = f"Nuit du {french_day(report.day)} : {len(report.acts)} acte(s), {len(report.warnings)} alerte(s)"
    say(f"{said}, {len(report.failures)} échec(s), {report.letters_made} courrier(s) produit(s).")
    for failure in report.failures:
        warn(f"{failure.reference} : {failure.reason}")
