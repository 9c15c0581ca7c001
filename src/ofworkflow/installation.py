"""A place to work: configuration, templates, base, each made when it is missing and never over what is
there."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from ofworkflow import config
from ofworkflow.config import FILE_NAME
from ofworkflow.errors import ConfigError, WriteError
from ofworkflow.files import Destination, copy_folder, make_folder
from ofworkflow.wiring import App, defaults_folder
from ofworkflow.workbench import sweep

TEMPLATES = "letter_templates"


def prepare_folder(folder: Path, *, trial: bool) -> Path:
    """Create what is missing in a folder, the base last, and never over what is there.

    Raise `ConfigError` when it cannot be written, `RefusedError` before anything is written when a base that
    was used would become a trial base.
    """
    if trial:
        _refuse_used(folder)
    try:
        make_folder(folder)
        sweep(folder)
        if not os.path.lexists(folder / FILE_NAME):
            Destination(folder / FILE_NAME, replaces=False).write(
                (defaults_folder() / FILE_NAME).read_bytes()
            )
        if not os.path.lexists(folder / TEMPLATES):
            copy_folder(defaults_folder() / TEMPLATES, folder / TEMPLATES)
    except WriteError as error:
        raise ConfigError(f"Le dossier {folder} ne peut pas être préparé : {error}") from None
    App(str(folder / FILE_NAME)).migrate(trial=trial)
    return folder.resolve()


def is_trial_folder(folder: Path) -> bool:
    """Tell whether the base of this folder is a trial base."""
    from ofworkflow.casework.base import is_trial

    app = App(str(folder / FILE_NAME))
    try:
        return app.read(is_trial)
    finally:
        app.close()


def _refuse_used(folder: Path) -> None:
    """Raise `RefusedError` when the base that this folder names, or would name, is a real one that holds
    something."""
    from ofworkflow.casework.base import refuse_used_base

    own = folder / FILE_NAME
    settings = replace(
        config.load(own if own.is_file() else defaults_folder() / FILE_NAME), folder=folder.resolve()
    )
    refuse_used_base(settings.database_place())
