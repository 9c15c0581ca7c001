"""The life of a dossier: closed, opened again; and the act that voids the last one."""

from __future__ import annotations

from typing import Unpack

import click

from ofworkflow.cli.acts.typed import ActOptions, act_command, run_act
from ofworkflow.cli.common import choice, pass_app
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Act, Closing
from ofworkflow.wiring import App


@act_command(Act.CLOTURER, "Clore un dossier.")
@click.option("--motif", type=choice(Closing), required=True, help="Pourquoi.")
@pass_app
def close_dossier(app: App, motif: str, **act: Unpack[ActOptions]) -> None:
    """Clore un dossier ; les courriers en attente sont annulés."""
    run_act(app, ask.Cloturer(Closing(motif)), act)


@act_command(Act.ROUVRIR, "Rouvrir un dossier clos.")
@click.option("--motif", metavar="TEXTE", required=True, help="Pourquoi.")
@pass_app
def reopen_dossier(app: App, motif: str, **act: Unpack[ActOptions]) -> None:
    """Rouvrir un dossier clos : il reprend où il en était."""
    run_act(app, ask.Rouvrir(motif), act)


@act_command(Act.ANNULER, "Annuler le dernier acte.")
@click.option("--motif", metavar="TEXTE", required=True, help="Pourquoi.")
@pass_app
def annul_last_act(app: App, motif: str, **act: Unpack[ActOptions]) -> None:
    """Annuler le dernier acte, tant qu'aucun de ses courriers n'est parti ; le journal garde les deux."""
    run_act(app, ask.Annuler(motif), act)
