"""Completion put in place for a shell: bash, zsh, fish, PowerShell."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.common import pass_app
from ofworkflow.cli.completing import VARIABLE, know_powershell
from ofworkflow.cli.output import echo, say
from ofworkflow.errors import UsageError
from ofworkflow.records import dataclass

if TYPE_CHECKING:
    from ofworkflow.wiring import App


@dataclass(frozen=True, slots=True)
class _Shell:
    """Where a shell reads what it completes with: the file of ours, and, where it does not look there by
    itself, the line that its own file needs."""

    script: str
    profile: str = ""
    line: str = ""


_OURS = ".config/ofworkflow"
_SHELLS = {
    "bash": _Shell(f"{_OURS}/completion.bash", ".bashrc", '[ -f "{path}" ] && . "{path}"'),
    "zsh": _Shell(f"{_OURS}/completion.zsh", ".zshrc", '[ -f "{path}" ] && . "{path}"'),
    "fish": _Shell(".config/fish/completions/of.fish"),
    "powershell": _Shell(
        f"{_OURS}/completion.ps1",
        "Documents/PowerShell/Microsoft.PowerShell_profile.ps1"
        if sys.platform == "win32"
        else ".config/powershell/Microsoft.PowerShell_profile.ps1",
        'if (Test-Path "{path}") {{ . "{path}" }}',
    ),
}
_BEFORE = {"zsh": "autoload -Uz compinit; (( $+functions[compdef] )) || compinit\n"}


@click.command("completion", short_help="Installer la complétion de votre terminal.")
@click.argument(
    "shell", type=click.Choice(list(_SHELLS)), metavar="[bash|zsh|fish|powershell]", required=False
)
@click.option("--montrer", is_flag=True, help="Écrire le script sur la sortie, sans rien installer.")
@pass_app
def install_completion(app: App, shell: str | None, montrer: bool) -> None:
    """Compléter à la touche Tab : commandes, options, références, noms, numéros des courriers.

    Sans rien, pour le terminal que vous utilisez. Le script est écrit dans votre dossier ; une ligne est
    ajoutée, une fois, au fichier que ce terminal lit en s'ouvrant.
    """
    name = shell or _current()
    script = _script(name)
    if montrer:
        echo(script)
        return
    put = _put(name, script)
    for place in put:
        echo(place)
    say(f"La complétion pour {name} est en place : ouvrez un nouveau terminal, tapez « of voir » puis Tab.")


def _current() -> str:
    name = Path(os.environ.get("SHELL", "")).name
    if name in _SHELLS:
        return name
    if sys.platform == "win32" or "PSModulePath" in os.environ:
        return "powershell"
    raise UsageError(
        "Votre terminal n'est pas reconnu. Nommez-le : of completion bash, zsh, fish ou powershell."
    )


def _script(name: str) -> str:
    from click.shell_completion import get_completion_class

    from ofworkflow.cli.main import cli

    know_powershell()
    kind = get_completion_class(name)
    assert kind is not None  # noqa: S101 — the table above names the shells that click and we know
    return _BEFORE.get(name, "") + kind(cli, {}, "of", VARIABLE).source()


def _put(name: str, script: str) -> list[str]:
    """Write the script, and the line that reads it where it is missing; return the files written."""
    from ofworkflow.files import Destination

    shell, home = _SHELLS[name], Path.home()
    path = home / shell.script
    Destination(path).write(script.encode())
    if not shell.profile:
        return [str(path)]
    profile = (home / shell.profile).resolve()  # it may be a link into somebody's own keeping
    line = shell.line.format(path=path)
    known = profile.read_text(encoding="utf-8", errors="surrogateescape") if profile.is_file() else ""
    if line in known.splitlines():
        return [str(path)]
    start = known if not known or known.endswith("\n") else known + "\n"
    Destination(profile).write(f"{start}{line}\n".encode("utf-8", "surrogateescape"))
    return [str(path), str(profile)]
