"""A place to work: configuration, templates, base."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.output import echo, say, show_json
from ofworkflow.config import FILE_NAME
from ofworkflow.errors import ConfigError
from ofworkflow.wiring import App, defaults_folder

TEMPLATES = "letter_templates"


@click.command(short_help="Créer la configuration, les modèles et la base.")
@click.option("--dossier", metavar="REP", default=".", help="Où ; le dossier courant par défaut.")
@click.option("--essai", is_flag=True, help="Une base d'essai, où des jours futurs peuvent être écrits.")
@pass_app
def init(app: App, dossier: str, essai: bool) -> None:
    """Créer config.toml, letter_templates/ et la base ; ce qui existe déjà est gardé."""
    folder = prepare_folder(Path(dossier), trial=essai)
    echo(f"Prêt dans {folder}.")
    say("Relisez config.toml (l'en-tête de vos courriers, vos communes), puis importez une liste : of importer LISTE.csv")


def prepare_folder(folder: Path, *, trial: bool) -> Path:
    """Create what is missing in a folder, the base last; raise `ConfigError` when it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / FILE_NAME).exists():
            shutil.copyfile(defaults_folder() / FILE_NAME, folder / FILE_NAME)
        if not (folder / TEMPLATES).exists():
            shutil.copytree(defaults_folder() / TEMPLATES, folder / TEMPLATES)
    except OSError as error:
        raise ConfigError(f"Le dossier {folder} ne peut pas être préparé ({error.strerror}). Vérifiez ses droits.") from None
    migrate(App(str(folder / FILE_NAME)), trial=trial)
    return folder.resolve()


def migrate(app: App, *, trial: bool = False) -> str:
    """Bring the base of this configuration to the tables of this version; return the version it stands at."""
    from ofworkflow.storage.database import SCHEMA_VERSION
    from ofworkflow.storage.migrate import mark_trial, upgrade

    database = app.raw_database()
    database.check_is_ours()
    with database.writing() as connection:
        upgrade(connection)
        if trial:
            mark_trial(connection)
    app.close()
    return SCHEMA_VERSION


@click.group(short_help="L'état de la base et ses mises à jour.", subcommand_metavar="SOUS-COMMANDE")
def base_group() -> None:
    """L'état de la base, et sa mise à jour après celle du logiciel."""


@base_group.command("etat", short_help="Où est la base, et à quelle version.")
@json_option
@pass_app
def base_state(app: App, as_json: bool) -> None:
    """Où est la base, à quelle version, combien de dossiers."""
    from ofworkflow.storage.database import SCHEMA_VERSION, is_trial
    from ofworkflow.storage.queries import count_dossiers

    with app.reading() as connection:
        dossiers, trial = count_dossiers(connection), is_trial(connection)
    where = app.database.place
    if as_json:
        show_json({"base": where, "schema_base": SCHEMA_VERSION, "essai": trial, "dossiers": dossiers})
    else:
        echo(f"Base {where} · schéma {SCHEMA_VERSION} · {dossiers} dossier(s)" + (" · base d'essai" if trial else ""))


@base_group.command("migrer", short_help="Mettre les tables à jour.")
@pass_app
def base_migrate(app: App) -> None:
    """Mettre les tables à jour ; sans effet quand elles le sont."""
    echo(f"Tables à jour (schéma {migrate(app)}).")
