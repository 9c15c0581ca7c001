"""What commands share: their options, the legal day, the dossier that somebody names."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

import click

from ofworkflow.cli.dates import read_date
from ofworkflow.cli.output import ask, confirm, say
from ofworkflow.errors import UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import SCHOOL_SOURCES, Source
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.registry.lines import DossierLine

F = TypeVar("F", bound=Callable[..., object])
P = ParamSpec("P")
T = TypeVar("T")


def pass_app(function: Callable[Concatenate[App, P], T]) -> Callable[P, T]:
    """Give a command the switchboard, first."""
    return click.make_pass_decorator(App)(function)


json_option = click.option("--json", "as_json", is_flag=True, help="Écrire du JSON.")
csv_option = click.option("--csv", "as_csv", is_flag=True, help="Écrire un tableau CSV.")
done_on_option = click.option(
    "--le", metavar="DATE", help="Le jour où l'acte a été fait ; aujourd'hui par défaut."
)

again_option = click.option(
    "--encore", is_flag=True, help="C'en est bien un second, identique à celui qui vient d'être noté."
)


def reference_argument(function: F) -> F:
    """Add the dossier: a reference, or a fragment of a name."""
    return click.argument("reference", metavar="REF", shell_complete=complete_reference)(function)


def act_options(function: F) -> F:
    """Add what every act takes: the dossier, the legal day, an internal note, a confirmation."""
    for option in (
        again_option,
        click.option("--oui", is_flag=True, help="Confirmer la personne quand elle est donnée par son nom."),
        click.option(
            "--note", metavar="TEXTE", default="", help="Une note interne, jamais dans un courrier."
        ),
        done_on_option,
        reference_argument,
    ):
        function = option(function)
    return function


def choice(words: type[StrEnum]) -> click.Choice[str]:
    """Return the choice among the slugs of a vocabulary."""
    return click.Choice([str(word) for word in words])


def legal_day(app: App, text: str | None) -> date:
    """Return the day of an act, echoed when it was typed; raise `UsageError` when it is not understood."""
    today = app.clock.today()
    if text is None:
        return today
    day = read_date(text, today=today, past=True)
    say(f"Date comprise : {french_day(day)}.")
    return day


def is_reference(text: str) -> bool:
    """Tell a reference (« 2026-0042 »), which needs no confirmation, from a fragment of a name."""
    return re.fullmatch(r"[0-9]{4}-[0-9]+", text) is not None


def about_one(question: Callable[[str], T], text: str) -> T:
    """Return the answer about the one dossier that a text designates; several are numbered to choose from on
    a terminal.

    Raise what `find_dossier` raises where nobody can be asked.
    """
    from ofworkflow.casework.registry.finding import SeveralFoundError

    try:
        return question(text)
    except SeveralFoundError as error:
        if not sys.stdin.isatty() or not sys.stderr.isatty():
            raise
        from ofworkflow.cli.choosing import choose

        return question(choose(text, error.hits).reference)


def reported_day(app: App, typed: str | None, source: Source, otherwise: date) -> date:
    """Return the day on which the minor was reported: what was typed, else what is answered on a terminal
    where a school reports (the three months of L. 313-8 run from it), else `otherwise`.

    Raise `UsageError` for a day that is not understood.
    """
    if not typed and source in SCHOOL_SOURCES and sys.stdin.isatty() and sys.stderr.isatty():
        day = french_day(otherwise)
        typed = ask(f"Jour du signalement par l'établissement (Entrée : le {day})", "").strip()
    return read_date(typed, today=app.clock.today(), past=True) if typed else otherwise


def choose_dossier(app: App, text: str, *, confirmed: bool) -> DossierLine:
    """Return the dossier an act is for; a person found by name is confirmed at the terminal, or with
    --oui."""
    from ofworkflow.casework.registry.finding import find_dossier

    line = about_one(lambda known: app.read(find_dossier, known), text)
    if is_reference(text.strip()) and line.reference != text.strip():
        say(f"Le dossier {text.strip()} est réuni au dossier {line.reference}, qui continue.")
        return line
    if line.reference == text.strip().upper() or confirmed:
        return line
    match = f"{line.reference}, {line.nom} {line.prenom}, né(e) en {line.naissance.year}"
    if not sys.stdin.isatty():
        raise UsageError(f"« {text} » désigne {match}. Ajoutez --oui pour confirmer, ou donnez la référence.")
    confirm(f"C'est bien {match} ?")
    return line


def complete_reference(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the references that begin as what is typed."""
    from ofworkflow.casework.registry.lines import references

    return (ctx.find_object(App) or App()).read(references, incomplete)
