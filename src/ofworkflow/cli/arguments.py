"""What is typed, made harmless before any command sees it, and what is said of it: every text, every choice
and every help of every command, those to come included."""

from __future__ import annotations

import re

import click

from ofworkflow.text import clean_line, fold

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


class HelpContext(click.Context):
    """A command as it is typed, whose help begins with what can be pasted."""

    def get_help(self) -> str:
        """Return the examples of the command, then click's help."""
        from ofworkflow.cli.examples import examples_of

        own = getattr(self.command, "examples", ()) or examples_of(self.command_path.partition(" ")[2])
        examples = "".join(f"  {each}\n" for each in own)
        return (f"Exemples\N{NO-BREAK SPACE}:\n{examples}\n" if examples else "") + super().get_help()


class NearChoice(click.Choice[str]):
    """A choice that proposes the nearest of its words."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        """Return click's sentence, and the word that was probably meant."""
        from difflib import get_close_matches

        near = get_close_matches(fold(str(value)).replace(" ", "_"), map(str, self.choices), n=1, cutoff=0.5)
        sentence = super().get_invalid_choice_message(value, ctx)
        return f"{sentence} Vouliez-vous dire « {near[0]} » ?" if near else sentence


class TidyGroup(click.Group):
    """A group whose commands receive clean texts."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is named, its texts cleaned."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command and tidied(command), rest


def tidied(command: click.Command) -> click.Command:
    """Return the command, each of its texts that has no type of its own now a `Line`, each of its choices one
    that proposes; its help begins with examples, what it requires comes before what it may take."""
    command.context_class = HelpContext
    command.params.sort(key=lambda param: isinstance(param, click.Option) and not param.required)
    for param in command.params:
        if param.type is click.STRING and param.metavar not in _PATHS:
            several = (param.metavar or "").count(";") + 1  # "NOM;PRENOM;…"
            param.type = Line(_LONGEST_OF.get(param.metavar or "", _LONGEST * several))
        elif type(param.type) is click.Choice:
            param.type = NearChoice(param.type.choices, case_sensitive=False)
    return command


def typable(word: str) -> str:
    """Return an argument without what no name of a file holds: the sign that ends a text for the system,
    half a sign."""
    return _HALF.sub("", word.replace("\0", " "))
