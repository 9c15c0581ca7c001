"""What is said of a command that was not understood: what, why, a line that can be pasted, its help.

Click writes the sentence, in French through the catalogue; here it takes the quotes of the house, names a
place as the help names it, and shows the first example of the command where something is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from ofworkflow.procedure.french import join_words

# click quotes with the sign that French has in its words: « l'argument 'REF' »
_QUOTED = re.compile(r"(?<![\w'’])'([^']+)'(?!\w)")


def sentences(error: click.ClickException) -> Iterator[str]:
    """Yield the lines to say of an error of use."""
    context: click.Context | None = getattr(error, "ctx", None)
    incomplete = isinstance(error, click.MissingParameter | click.exceptions.NoArgsIsHelpError)
    yield f"Erreur : {_said(error)}"
    if context is None:
        return
    if incomplete and (examples := examples_of_command(context)):
        yield f"Par exemple : {examples[0]}"
    yield f"L'aide de cette commande : {context.command_path} --help"


def _said(error: click.ClickException) -> str:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return _alone(error.ctx)
    if isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter):
        _name_place(error)
    sentence = " ".join(error.format_message().split())  # click lists choices on lines of their own
    return _QUOTED.sub("« \\1 »", sentence)


def _alone(context: click.Context) -> str:
    """Say what a group waits for after its name."""
    return f"« {context.command_path} » ne se tape pas seul : il y faut {_below(context)}."


def _below(context: click.Context) -> str:
    group = context.command
    return join_words(group.list_commands(context) if isinstance(group, click.Group) else (), "ou")


def _name_place(error: click.BadParameter) -> None:
    """Name an argument without the brackets of the usage; one that is a list of words is named by it."""
    if error.param is not None and isinstance(error.param, click.Argument) and error.param_hint is None:
        place = error.param.make_metavar(error.ctx).strip("[]…") if error.ctx else ""
        if "|" in place:
            error.param = None
        else:
            error.param_hint = f"'{place}'"


def unknown_command(group: click.Group, context: click.Context, word: str) -> click.UsageError:
    """Return what is said of a command that does not exist: the one that was meant, else where they are."""
    from ofworkflow.cli.nearest import nearest

    path = context.command_path
    near = nearest(word, group, context)
    meant = f"Vouliez-vous dire « {path} {near} » ?" if near else ""
    if context.parent is None:
        return click.UsageError(
            f"La commande « {word} » n'existe pas. {meant or 'La liste : of --help.'}", context
        )
    return click.UsageError(
        f"« {path} » n'a pas de commande « {word} ». {meant or f'Il y faut {_below(context)}.'}", context
    )


def examples_of_command(context: click.Context) -> tuple[str, ...]:
    """Return what can be pasted for the command that is typed: its own, or its row of the table."""
    from ofworkflow.cli.examples import examples_of

    own: tuple[str, ...] = getattr(context.command, "examples", ())
    return own or examples_of(context.command_path.partition(" ")[2])
