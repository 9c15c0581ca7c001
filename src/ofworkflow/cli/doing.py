"""Run a line of the last screen by its number: the person is named, what is missing is wanted."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterable, Iterator

import click

from ofworkflow.casework.morning.remembered import ScreenLine
from ofworkflow.cli.common import pass_app
from ofworkflow.cli.output import ask, confirm, say
from ofworkflow.errors import ExitCode, UsageError
from ofworkflow.wiring import App

# They only show: nothing is wanted before them.
_READING = frozenset({"voir", "chercher", "pourquoi", "jour", "docteur", "doutes", "dossiers", "agenda"})
_BLANK = re.compile(r"…|[A-ZÉÈ]{2,}(?:[;: ]+[A-ZÉÈ:]{2,})*")
_REST = "…"


def remember(app: App, screen: str, lines: Iterable[ScreenLine]) -> None:
    """Keep what the screen of that command shows, for `of faire N`."""
    from ofworkflow.casework.morning import remembered

    app.read(remembered.remember, app.screen_place, screen, list(lines))


@click.command(
    short_help="Faire la ligne N du dernier écran affiché.", context_settings={"ignore_unknown_options": True}
)
@click.argument("numero", metavar="N", type=click.IntRange(min=1))
@click.argument("suite", metavar="[SUITE]", nargs=-1, type=click.UNPROCESSED)
@click.option("--oui", is_flag=True, help="Faire sans demander.")
@pass_app
def do_line(app: App, numero: int, suite: tuple[str, ...], oui: bool) -> int:
    """Faire la ligne N du dernier écran : of, of jour, of chercher, of doutes, of dossiers, of rapport.

    La personne est nommée, puis la commande ; ce qui manque est demandé, ou se donne à la suite. Un écran
    dont le dossier a changé depuis le dit. Ce qui écrit est confirmé dans un terminal.
    """
    from ofworkflow.casework.morning.remembered import line_to_run

    chosen = app.read(line_to_run, app.screen_place, numero)
    first, _, then = chosen.line.command.partition(", puis ")
    first, _, after = first.partition(" puis ")
    if chosen.who and _BLANK.search(first) and sys.stdin.isatty() and not suite:
        say(f"{chosen.who} :")  # who it is, before anything is asked
    words = _completed(_alternative(first, suite), suite)
    typed = shlex.join(words)
    say(f"{chosen.who} : {typed}" if chosen.who else typed)
    if words[1] not in _READING and sys.stdin.isatty() and not oui:
        confirm("Le faire ?")
    code = _run(app, words[1:])
    if rest := then or after:
        say(f"Ensuite : {rest}")
    return code


def _alternative(command: str, suite: tuple[str, ...]) -> list[str]:
    """Return the words of the command; of several, the one that is chosen, or that what is typed fits."""
    ways = [shlex.split(re.sub(r"\s*\(.*\)\s*$", "", way)) for way in command.split(" ou ")]
    if len(ways) == 1:
        return ways[0]
    options = {word for word in suite if word.startswith("--")}
    fitting = [way for way in ways if options and options & set(way)]
    if len(fitting) == 1:
        return fitting[0]
    listed = " ; ".join(f"{n} {shlex.join(way)}" for n, way in enumerate(ways, start=1))
    if not sys.stdin.isatty():
        raise UsageError(f"Cette ligne en propose plusieurs : {listed}. Tapez celle qu'il faut.")
    say(f"{listed}.")
    while (key := ask("Laquelle", default="1").strip()) not in map(str, range(1, len(ways) + 1)):
        say(f"Un numéro, de 1 à {len(ways)}.")
    return ways[int(key) - 1]


def _completed(words: list[str], suite: tuple[str, ...]) -> list[str]:
    """Return the command with what is typed after the number, and what else it wants, wanted."""
    options = {word for word in suite if word.startswith("--")}
    return [*_filled(words, options), *suite]


def _filled(words: list[str], options: set[str]) -> Iterator[str]:
    option = ""
    for at, word in enumerate(words):
        if word.startswith("--"):
            option = word
            if word not in options:
                yield word
        elif at > 1 and _BLANK.fullmatch(word):
            if option not in options:
                yield from _asked(words, option, word)
            option = ""
        elif option not in options or not option:
            yield word
            option = ""
        else:
            option = ""


def _asked(words: list[str], option: str, blank: str) -> list[str]:
    if not sys.stdin.isatty():
        where = f"{option} {blank}" if option and blank != _REST else "la suite"
        raise UsageError(
            f"Il manque {where} à « {shlex.join(words)} ». Donnez ce qui manque après le numéro, ou tapez "
            "la commande."
        )
    if blank == _REST:
        return shlex.split(ask(f"La suite de « {shlex.join(w for w in words if w != _REST)} »", default=""))
    what = f"{option.removeprefix('--')} ({blank})" if option else blank
    answer = ask(f"{what}, Entrée pour renoncer", default="").strip()
    if not answer:
        raise click.Abort
    return [answer]


def _run(app: App, words: list[str]) -> int:
    """Run the command as it would be typed, in the same house, on the same day."""
    from ofworkflow.cli.main import cli

    before = ["--config", app.config_path] if app.config_path else []
    before += ["--au", app.pinned_on.isoformat()] if app.pinned_on else []
    before += ["--auteur", app.author] if app.author else []
    code: object = cli.main(args=[*before, *words], prog_name="of", standalone_mode=False)
    return int(code) if isinstance(code, int) else ExitCode.DONE
