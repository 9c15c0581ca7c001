"""What is typed, made harmless before any command sees it, and what is said of it: every text, every choice
and every help of every command, those to come included."""

from __future__ import annotations

import re

import click

from ofworkflow.text import clean_line, fold

_HALF = re.compile(
    "[\ud800-\udc7f\udd00-\udfff]"
)  # U+DC80 to U+DCFF stand for bytes that were no UTF-8, as in a file's name
_SEMICOLON = re.compile(r"(?<=\S);(?=\s)")
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


class Between(click.IntRange):
    """A number whose bounds are said in words; that it begins at one goes without saying."""

    def _describe_range(self) -> str:
        if self.max is None:
            return "" if self.min == 1 else f"{self.min} au moins"
        return f"{self.max} au plus" if self.min is None else f"de {self.min} à {self.max}"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number; fail when it is none, or beyond the bounds."""
        number = int(click.INT.convert(value, param, ctx))  # type: ignore[arg-type]  # a word, whatever it is
        if (self.min is not None and number < self.min) or (self.max is not None and number > self.max):
            self.fail(
                f"{number} ne convient pas. Donnez un nombre, {self._describe_range() or '1 au moins'}.",
                param,
                ctx,
            )
        return number


class HelpContext(click.Context):
    """A command as it is typed, whose help begins with what can be pasted."""

    def get_help(self) -> str:
        """Return the examples of the command, then click's help."""
        from ofworkflow.cli.mistyped import examples_of_command

        examples = "".join(f"  {each}\n" for each in examples_of_command(self))
        heading = f"Exemples\N{NO-BREAK SPACE}:\n{examples}\n" if examples else ""
        return heading + _SEMICOLON.sub(" ;", super().get_help())  # click joins « [défaut : 15; de 1 à 300] »


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
        """Return the command that is named, its texts cleaned; propose the nearest where there is none."""
        try:
            name, command, rest = super().resolve_command(ctx, args)
        except click.UsageError:
            if args[0].startswith("-") or self.get_command(ctx, args[0]) is not None:
                raise
            from ofworkflow.cli.mistyped import unknown_command

            raise unknown_command(self, ctx, args[0]) from None
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
        elif type(param.type) is click.IntRange:
            param.type = Between(param.type.min, param.type.max)
        elif type(param.type) is click.Choice:
            param.type = NearChoice(param.type.choices, case_sensitive=False)
    return command


def typable(word: str) -> str:
    """Return an argument without what no name of a file holds: the sign that ends a text for the system,
    half a sign."""
    return _HALF.sub("", word.replace("\0", " "))
