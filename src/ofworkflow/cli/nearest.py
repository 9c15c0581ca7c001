"""A command that does not exist: the one that was meant, in a group or under another word of the trade."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import click

from ofworkflow.text import fold

_SAID_OTHERWISE = {
    "absent": "absence",
    "aide": "guide",
    "appel": "contact",
    "appeler": "rappels",
    "excuse": "justifier",
    "excuser": "justifier",
    "fermer": "clore",
    "lettres": "courriers",
    "present": "recevoir",
    "rdv": "agenda",
    "relancer": "convoquer",
    "rendez-vous": "agenda",
    "statistiques": "stats",
    "supprimer": "rectifier",
    "vacances": "conges",
}
"""Words of the trade under which somebody looks for a command that has another name."""


def _paths(group: click.Group, ctx: click.Context) -> Iterator[str]:
    """Yield every command as it is typed after `of`, those of the groups after the others."""
    groups = []
    for name in group.list_commands(ctx):
        yield name
        command = group.get_command(ctx, name)
        groups += [(name, command)] if isinstance(command, click.Group) else []
    for name, command in groups:
        yield from (f"{name} {below}" for below in command.list_commands(ctx))


def nearest(word: str, group: click.Group, ctx: click.Context) -> str | None:
    """Return the command that was probably meant, as it is typed: « poster » is one of « courriers »."""
    by_word = {
        path.rpartition(" ")[2]: path for path in reversed(list(_paths(group, ctx)))
    }  # the first of two is kept
    if ctx.parent is None:
        by_word |= _SAID_OTHERWISE
    near = get_close_matches(fold(word), by_word, n=1)
    return by_word[near[0]] if near else None
