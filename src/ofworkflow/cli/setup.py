"""A place to work: configuration, templates, base."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from ofworkflow import config
from ofworkflow.cli.common import pass_app
from ofworkflow.cli.output import echo, say, warn
from ofworkflow.config import FILE_NAME
from ofworkflow.errors import ConfigError, WriteError
from ofworkflow.files import Destination, copy_folder, make_folder
from ofworkflow.wiring import App, defaults_folder
from ofworkflow.workbench import sweep

TEMPLATES = "letter_templates"


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
    if not essai and _is_trial(folder):
        warn("cette base est une base d'essai, et le reste : des dates futures peuvent y être écrites. Vos vrais dossiers vont")
        say("dans une autre base : of init, dans un dossier vide.")
    say("Relisez config.toml (l'en-tête de vos courriers, vos communes), puis importez une liste : of importer LISTE.csv")


def prepare_folder(folder: Path, *, trial: bool) -> Path:
    """Create what is missing in a folder, the base last, and never over what is there.

    Raise `ConfigError` when it cannot be written, `RefusedError` before anything is written when a base that was used would
    become a trial base.
    """
    if trial:
        _refuse_used_base(folder)
    try:
        make_folder(folder)
        sweep(folder)
        if not os.path.lexists(folder / FILE_NAME):
            Destination(folder / FILE_NAME, replaces=False).write((defaults_folder() / FILE_NAME).read_bytes())
        if not os.path.lexists(folder / TEMPLATES):
            copy_folder(defaults_folder() / TEMPLATES, folder / TEMPLATES)
    except WriteError as error:
        raise ConfigError(f"Le dossier {folder} ne peut pas être préparé : {error}") from None
    migrate(App(str(folder / FILE_NAME)), trial=trial)
    return folder.resolve()


def _refuse_used_base(folder: Path) -> None:
    """Raise `RefusedError` when the base that this folder names, or would name, is a real one that holds something."""
    from ofworkflow.storage.database import Database, is_trial, sqlite_path
    from ofworkflow.storage.migrate import has_tables, refuse_used

    own = folder / FILE_NAME
    settings = replace(config.load(own if own.is_file() else defaults_folder() / FILE_NAME), folder=folder.resolve())
    place = settings.database_place()
    file = sqlite_path(place)
    if file is not None and not file.is_file():
        return
    database = Database(place)
    try:
        database.check_is_ours()
        with database.reading() as connection:
            if not (has_tables(connection) and is_trial(connection)):
                refuse_used(connection)
    finally:
        database.dispose()


def _is_trial(folder: Path) -> bool:
    from ofworkflow.storage.database import is_trial

    app = App(str(folder / FILE_NAME))
    try:
        with app.reading() as connection:
            return is_trial(connection)
    finally:
        app.close()


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
