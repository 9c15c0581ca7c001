"""What is typed, made harmless before any command sees it: every text of every command, those to come
included."""

from __future__ import annotations

import re

import click

from ofworkflow.text import clean_line

_HALF = re.compile(
    "[\ud800-\udc7f\udd00-\udfff]"
)  # U+DC80 to U+DCFF stand for bytes that were no UTF-8, as in a file's name
_LONGEST = 200  # signs: a name, an address line, a reference
_LONGEST_TEXT = 2000  # a note, a reason
_LONGEST_OF = {"TEXTE": _LONGEST_TEXT}
_PATHS = frozenset({"FICHIER", "REP"})  # a file is named as it is named, in whatever signs


class Line(click.types.StringParamType):
    """A text of one line: cleaned (`ofworkflow.text.clean_line`), and no longer than its place."""

    name = "texte"

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text; fail when it is too long."""
        line = clean_line(str(value))
        if len(line) > self.longest:
            self.fail(f"ce texte a {len(line)} signes, {self.longest} au plus. Raccourcissez-le.", param, ctx)
        return line


class TidyGroup(click.Group):
    """A group whose commands receive clean texts."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is named, its texts cleaned."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command and tidied(command), rest


def tidied(command: click.Command) -> click.Command:
    """Return the command, each of its texts that has no type of its own now a `Line`."""
    for param in command.params:
        if param.type is click.STRING and param.metavar not in _PATHS:
            several = (param.metavar or "").count(";") + 1  # "NOM;PRENOM;…"
            param.type = Line(_LONGEST_OF.get(param.metavar or "", _LONGEST * several))
    return command


def typable(word: str) -> str:
    """Return an argument without what no name of a file holds: the sign that ends a text for the system,
    half a sign."""
    return _HALF.sub("", word.replace("\0", " "))
