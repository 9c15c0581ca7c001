"""The nights, every night until stopped."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.common import pass_app
from ofworkflow.cli.output import say, warn
from ofworkflow.procedure.french import french_day
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.night.rounds import NightResult

if TYPE_CHECKING:
    pass


@click.command(short_help="La même, chaque nuit, jusqu'à l'arrêt.")
@pass_app
def schedule_nights(app: App) -> None:
    """La vérification de la nuit, chaque nuit à l'heure de la configuration, au premier plan, jusqu'à l'arrêt
    (Ctrl-C).

    Une nuit manquée est rattrapée ; une nuit en échec est essayée de nouveau, puis la maison est prévenue
    (sortie 1). Chaque rapport du matin est écrit et envoyé comme le dit [rapport]. Voir docs/nuit.md.
    """
    from ofworkflow.scheduling.alarm import NightWatch, keep_nights
    from ofworkflow.scheduling.courriel import check_settings
    from ofworkflow.scheduling.delivery import Delivery

    if app.settings.rapport.serveur:
        check_settings(app.settings.rapport)
    if app.clock.pinned_on is not None:
        app.read(app.refuse_future)
    _open_log()
    say(f"Chaque nuit à {app.settings.nuit.heure} ({app.clock.timezone}). Ctrl-C pour arrêter.")
    keep_nights(NightWatch(app, _tell, Delivery(app)))
    say("Arrêté.")


def _open_log() -> None:
    from ofworkflow.scheduling.systemd import JournalFormatter, under_journal

    handler = logging.StreamHandler()
    plain = logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%d/%m/%Y %H:%M:%S")
    handler.setFormatter(JournalFormatter("%(message)s") if under_journal() else plain)
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    # a beat that comes while a long night runs is left out, on purpose
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def _tell(result: NightResult) -> None:
    counts = (
        counted(len(result.acts), "acte"),
        counted(len(result.alertes), "alerte"),
        counted(len(result.failures), "échec"),
        counted(result.letters_made, "courrier produit"),
    )
    say(f"Nuit du {french_day(result.day)} : {', '.join(counts)}.")
    for failure in result.failures:
        warn(f"{failure.reference} : {failure.reason}")
