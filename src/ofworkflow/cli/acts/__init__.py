"""The acts of the procedure, one command each, in a room named as its request's (`procedure/requests/`).

Nothing lists them: a command is found by its act, whose word says how it is called.
"""

from __future__ import annotations

from importlib import import_module

import click

from ofworkflow.procedure.requests import REQUESTS
from ofworkflow.procedure.vocabulary import Act


def command_of(act: Act) -> click.Command:
    """Return the command of an act; raise `LookupError` where its room has none of that name."""
    room = import_module(f"{__name__}.{REQUESTS[act].__module__.rpartition('.')[2]}")
    for command in vars(room).values():
        if isinstance(command, click.Command) and command.name == act.command:
            return command
    raise LookupError(f"{room.__name__} has no command « {act.command} »")
