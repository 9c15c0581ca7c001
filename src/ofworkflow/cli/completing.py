"""What a shell asks between two keys: dossiers are answered at once, the rest by click.

The shell says what is typed in COMP_WORDS and COMP_CWORD, and how it wants the answer in _OF_COMPLETE.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

VARIABLE = "_OF_COMPLETE"

_NUMBER = re.compile(r"[0-9]|[CTL][0-9]+$")
_NOT_A_NAME = frozenset(
    {"init", "demo", "importer", "ouvrir", "courriers", "base", "bilan", "completion", "config", "stats"}
)

_POWERSHELL = """Register-ArgumentCompleter -Native -CommandName {name} -ScriptBlock {{
    param($word, $line, $cursor)
    $env:COMP_WORDS = $line.ToString()
    $env:COMP_CWORD = $word
    $env:{variable} = "powershell_complete"
    {name} | ForEach-Object {{
        $value, $about = $_ -split "`t", 2
        if (-not $about) {{ $about = $value }}
        [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", $about)
    }}
    Remove-Item Env:COMP_WORDS, Env:COMP_CWORD, Env:{variable}
}}
"""


def answer_shell(cli: click.Command) -> None:
    """Answer what a shell asks: from the base where it asks for a dossier, else from the commands.

    click would write bytes around the streams that never fail: its words are written by our door.
    """
    if _answer_quickly():
        return
    from click.shell_completion import get_completion_class

    from ofworkflow.cli.output import tell_shell

    know_powershell()
    shell, _, instruction = os.environ.get(VARIABLE, "").partition("_")
    kind = get_completion_class(shell)
    if kind is not None:
        asking = kind(cli, {}, "of", VARIABLE)
        if answer := asking.source() if instruction == "source" else asking.complete():
            tell_shell(answer)


def _answer_quickly() -> bool:
    """Answer where a dossier, a letter, a name is asked for; return whether it was answered."""
    shell, _, instruction = os.environ.get(VARIABLE, "").partition("_")
    if instruction != "complete" or shell not in _WRITTEN:
        return False
    words, start = _typed(shell)
    if not _asks_for_a_dossier(words, start):
        return False
    from ofworkflow.wiring.completing import base_completions

    values = base_completions(start)
    if values is None or not (values or _NUMBER.match(start)):
        return False
    from ofworkflow.cli.output import tell_shell

    for value, about in values:
        tell_shell(_WRITTEN[shell](value, about))
    return True


def know_powershell() -> None:
    """Have click speak to PowerShell too, which it does not know."""
    from click.shell_completion import CompletionItem, ShellComplete, add_completion_class

    class PowerShellComplete(ShellComplete):
        name = "powershell"
        source_template = _POWERSHELL

        def source(self) -> str:
            return _POWERSHELL.format(name=self.prog_name, variable=self.complete_var)

        def get_completion_args(self) -> tuple[list[str], str]:
            return _typed("powershell")

        def format_completion(self, item: CompletionItem[str]) -> str:
            return f"{item.value}\t{item.help or ''}".rstrip("\t")

    add_completion_class(PowerShellComplete)


def _typed(shell: str) -> tuple[list[str], str]:
    """Return the words before the one that is being typed, the command's own left out, and that one."""
    line, at = os.environ.get("COMP_WORDS", ""), os.environ.get("COMP_CWORD", "")
    words = _split(line)
    if shell in ("fish", "powershell"):
        before = words[:-1] if at and words[-1:] == [at] else words
        return before[1:], at
    place = int(at) if at.isdigit() else len(words)
    return words[1:place], words[place] if place < len(words) else ""


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:  # a quotation that is still open
        return line.replace('"', "").replace("'", "").split()


def _asks_for_a_dossier(words: Sequence[str], start: str) -> bool:
    if not words or start.startswith("-") or words[-1].startswith("-"):
        return False
    if _NUMBER.match(start):
        return True
    return len(start) > 1 and len(words) == 1 and words[0] not in _NOT_A_NAME


_WRITTEN = {
    "bash": lambda value, about: f"plain,{value}",
    "zsh": lambda value, about: f"plain\n{value}\n{about or '_'}",
    "fish": lambda value, about: f"plain,{value}\t{about}",
    "powershell": lambda value, about: f"{value}\t{about}",
}
