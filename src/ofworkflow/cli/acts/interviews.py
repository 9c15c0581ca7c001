"""Interviews: summoned, moved, held, missed, excused (R. 114-6, R. 114-7)."""

from __future__ import annotations

from typing import Unpack

import click

from ofworkflow.cli.acts.typed import (
    ActOptions,
    RdvOptions,
    act_command,
    envoi_option,
    rdv_options,
    read_rdv,
    run_act,
)
from ofworkflow.cli.common import choice, pass_app
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.vocabulary import Act, Excuse, Presence, ReportReason
from ofworkflow.wiring import App


@act_command(Act.CONVOQUER, "Convoquer le jeune et son représentant légal.")
@rdv_options
@click.option(
    "--motif-anticipation",
    metavar="TEXTE",
    default="",
    help="Pourquoi ne pas attendre la fin du délai pour se justifier.",
)
@envoi_option
@pass_app
def send_convocation(app: App, motif_anticipation: str, envoi: str | None, **act: Unpack[RdvOptions]) -> None:
    """Convoquer : au premier entretien (R. 114-6), ou pour la seconde fois (R. 114-7)."""
    rdv, sooner, regardless = read_rdv(app, act)
    run_act(app, ask.Convoquer(rdv, motif_anticipation, sooner, regardless), act, envoi)


@act_command(Act.REPORTER, "Donner un autre rendez-vous.")
@rdv_options
@click.option("--motif", type=choice(ReportReason), required=True, help="Pourquoi le rendez-vous change.")
@envoi_option
@pass_app
def move_appointment(app: App, motif: str, envoi: str | None, **act: Unpack[RdvOptions]) -> None:
    """Donner un autre rendez-vous ; le délai de deux mois ne bouge pas."""
    rdv, sooner, regardless = read_rdv(app, act)
    run_act(app, ask.Reporter(rdv, ReportReason(motif), sooner, regardless), act, envoi)


@act_command(Act.RECEVOIR, "Noter que l'entretien a eu lieu.")
@click.option("--present", type=choice(Presence), required=True, help="Qui est venu.")
@pass_app
def record_entretien(app: App, present: str, **act: Unpack[ActOptions]) -> None:
    """Noter que l'entretien a eu lieu, et qui est venu."""
    run_act(app, ask.Recevoir(Presence(present)), act)


@act_command(Act.CONSTATER_ABSENCE, "Constater une absence.")
@pass_app
def record_absence(app: App, **act: Unpack[ActOptions]) -> None:
    """Constater l'absence au rendez-vous ; le délai pour se justifier commence."""
    run_act(app, ask.ConstaterAbsence(), act)


@act_command(Act.JUSTIFIER, "Accepter une excuse.")
@click.option(
    "--motif",
    type=choice(Excuse),
    required=True,
    help="La nature de l'excuse ; jamais un document, jamais un diagnostic.",
)
@click.option(
    "--motif-retard", metavar="TEXTE", default="", help="Pourquoi l'accepter une fois le délai passé."
)
@pass_app
def accept_excuse(app: App, motif: str, motif_retard: str, **act: Unpack[ActOptions]) -> None:
    """Accepter l'excuse d'une absence."""
    run_act(app, ask.Justifier(Excuse(motif), motif_retard), act)
