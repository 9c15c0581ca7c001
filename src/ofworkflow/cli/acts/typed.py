"""What the commands of all acts share: options, the days and appointments they read, the one use case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypedDict

import click

from ofworkflow.cli.common import act_options, choice, choose_dossier, is_reference, legal_day
from ofworkflow.cli.dates import read_appointment, read_date
from ofworkflow.cli.output import say
from ofworkflow.cli.telling import tell
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import Act, PostMode
from ofworkflow.wiring import App

rdv_option = click.option(
    "--rdv", required=True, metavar='"DATE HH:MM"', help="Le jour et l'heure du rendez-vous."
)
lieu_option = click.option(
    "--lieu", metavar="TEXTE", default="", help="Le lieu ; celui de la configuration par défaut."
)
envoi_option = click.option(
    "--envoi",
    type=choice(PostMode),
    help="Faire, sceller et noter comme postés les courriers, le jour de l'acte.",
)


class ActOptions(TypedDict):
    """What every act takes (`act_options`)."""

    reference: str
    le: str | None
    note: str
    oui: bool
    encore: bool


def act_command(act: Act, does: str) -> Callable[[Callable[..., object]], click.Command]:
    """Return what makes a function the command of an act: its name is on the word of the act, its options
    start with those of every act, `does` is its line in the help."""

    def made(function: Callable[..., object]) -> click.Command:
        return click.command(act.command, short_help=does)(act_options(function))

    return made


def run_act(app: App, request: ask.Request, act: ActOptions, envoi: str | None = None) -> None:
    """Do one act, and say all that came of it."""
    reference = act["reference"].strip().upper()
    if not is_reference(reference):
        reference = choose_dossier(app, act["reference"], confirmed=act["oui"]).reference
    done_on = legal_day(app, act["le"])
    carried = app.act(
        reference,
        request,
        done_on=done_on,
        note=act["note"],
        again=act["encore"],
        mode=PostMode(envoi) if envoi else None,
    )
    tell(app, carried)


def read_rdv(app: App, text: str, lieu: str) -> ask.RendezVous:
    """Return the appointment that was typed, echoed; raise `UsageError` when it is not understood."""
    day, hour = read_appointment(text, today=app.clock.today())
    say(f"Rendez-vous compris : {french_day(day)} à {hour:%H:%M}.")
    return ask.RendezVous(day, hour, lieu or app.settings.courriers.lieu)


def read_day(app: App, text: str | None, what: str) -> date | None:
    """Return a day that was typed, echoed, or `None`; raise `UsageError` when it is not understood."""
    if not text:
        return None
    day = read_date(text, today=app.clock.today())
    say(f"Date comprise pour {what} : {french_day(day)}.")
    return day
