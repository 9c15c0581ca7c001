"""The configuration: shown setting by setting, checked as a whole."""

from __future__ import annotations

import click

from ofworkflow.cli.arguments import TidyGroup
from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.fitting import show_fitted
from ofworkflow.cli.output import echo, say, show_json
from ofworkflow.errors import ExitCode
from ofworkflow.text import counted
from ofworkflow.wiring import App


@click.group(
    "config", cls=TidyGroup, short_help="Les réglages : montrés, vérifiés.", subcommand_metavar="COMMANDE"
)
def config_group() -> None:
    """Les réglages de votre maison, tels que le programme les lit."""


@config_group.command("montrer", short_help="Chaque réglage, d'où il vient, son article.")
@click.argument("reglage", metavar="[RÉGLAGE]", default="")
@json_option
@pass_app
def show_config(app: App, reglage: str, as_json: bool) -> None:
    """Montrer chaque réglage avec sa valeur, d'où il vient (la ligne du fichier, ou d'origine), et l'article.

    RÉGLAGE : une section (procedure), ou une partie de son nom (preavis).
    """
    settings = [each for each in app.shown_settings() if reglage in each.name]
    if as_json:
        show_json(
            {
                "fichier": str(app.settings_path),
                "reglages": [
                    {"nom": s.name, "valeur": s.value, "origine": s.origin or None, "ligne": s.line or None,
                     "article": s.article or None}
                    for s in settings
                ],
            }
        )  # fmt: skip
        return
    rows = [
        (s.name, s.value, s.origin or (f"ligne {s.line}" if s.line else "d'origine"), s.article)
        for s in settings
    ]
    show_fitted(("réglage", "valeur", "d'où", "article"), rows, flexible=(1, 3))
    say(
        f"{counted(len(rows), 'réglage')}, lus dans {app.settings_path}. À quoi sert chacun : "
        "docs/configuration.md"
    )


@config_group.command("valider", short_help="Tout ce qui ne va pas, avec sa ligne.")
@json_option
@pass_app
def check_config(app: App, as_json: bool) -> ExitCode:
    """Relire tout le fichier : une phrase par faute, avec sa ligne. Sortie 1 s'il y en a."""
    wrong = app.config_faults()
    if as_json:
        show_json(
            {
                "fichier": str(app.settings_path),
                "fautes": [{"ligne": f.line or None, "phrase": f.sentence} for f in wrong],
            }
        )
    else:
        for fault in wrong:
            echo(f"ligne {fault.line} : {fault.sentence}" if fault.line else fault.sentence)
        say(
            f"{counted(len(wrong), 'faute')} dans {app.settings_path}."
            if wrong
            else f"{app.settings_path} : rien à redire."
        )
    return ExitCode.ERROR if wrong else ExitCode.DONE
