"""A place to work: configuration, templates, base."""

from __future__ import annotations

from pathlib import Path

import click

from ofworkflow.cli.common import pass_app
from ofworkflow.cli.output import echo, say, warn
from ofworkflow.installation import is_trial_folder, prepare_folder
from ofworkflow.wiring import App


@click.command(short_help="Créer la configuration, les modèles et la base.")
@click.option("--dossier", metavar="REP", default=".", help="Où ; le dossier courant par défaut.")
@click.option("--essai", is_flag=True, help="Une base d'essai, où des jours futurs peuvent être écrits.")
@pass_app
def init(app: App, dossier: str, essai: bool) -> None:
    """Créer config.toml, letter_templates/ et la base ; ce qui existe déjà est gardé.

    Une vraie base qui contient déjà quelque chose ne devient jamais une base d'essai (code de sortie 3).
    """
    folder = prepare_folder(Path(dossier), trial=essai)
    echo(f"Prêt dans {folder}.")
    if not essai and is_trial_folder(folder):
        warn(
            "cette base est une base d'essai, et le reste : des dates futures peuvent y être écrites. Vos "
            "vrais dossiers vont"
        )
        say("dans une autre base : of init, dans un dossier vide.")
    say(
        "Relisez config.toml (l'en-tête de vos courriers, vos communes), puis importez une liste : of "
        "importer LISTE.csv"
    )
