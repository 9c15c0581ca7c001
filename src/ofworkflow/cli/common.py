"""What commands share: finding the dossier, the legal day, telling what was done, making the letters that follow."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import click

from ofworkflow.cli.dates import read_date
from ofworkflow.cli.output import confirm, echo, say, warn
from ofworkflow.errors import UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.acts.perform import Done
    from ofworkflow.procedure.requests import Request
    from ofworkflow.procedure.vocabulary import PostMode

pass_app: Callable[[Callable[..., Any]], Callable[..., Any]] = click.make_pass_decorator(App)
json_option = click.option("--json", "as_json", is_flag=True, help="Écrire du JSON.")
csv_option = click.option("--csv", "as_csv", is_flag=True, help="Écrire un tableau CSV.")
done_on_option = click.option("--le", metavar="DATE", help="Le jour où l'acte a été fait ; aujourd'hui par défaut.")

again_option = click.option("--encore", is_flag=True, help="C'en est bien un second, identique à celui qui vient d'être noté.")


def reference_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the dossier: a reference, or a fragment of a name."""
    return click.argument("reference", metavar="REF", shell_complete=_complete_reference)(function)


def act_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what every act takes: the dossier, the legal day, an internal note, a confirmation."""
    for option in (
        again_option,
        click.option("--oui", is_flag=True, help="Confirmer la personne quand elle est donnée par son nom."),
        click.option("--note", metavar="TEXTE", default="", help="Une note interne, jamais dans un courrier."),
        done_on_option,
        reference_argument,
    ):
        function = option(function)
    return function


def choice(words: type[StrEnum]) -> click.Choice[Any]:
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


def choose_dossier(app: App, text: str, *, confirmed: bool) -> Any:
    """Return the row of the dossier an act is for; a person found by name is confirmed at the terminal, or with --oui."""
    from ofworkflow.casework.registry.view import find_dossier

    with app.reading() as connection:
        row = find_dossier(connection, text)
    if row.reference == text.strip().upper() or confirmed:
        return row
    match = f"{row.reference}, {row.nom} {row.prenom}, né(e) en {row.naissance.year}"
    if not sys.stdin.isatty():
        raise UsageError(f"« {text} » désigne {match}. Ajoutez --oui pour confirmer, ou donnez la référence.")
    confirm(f"C'est bien {match} ?")
    return row


def run_act(
    app: App, text: str, request: Request, *, le: str | None, note: str, oui: bool, envoi: PostMode | None = None,
    encore: bool = False,
) -> None:  # fmt: skip
    """Do one act: decide and write in one transaction, then make its letters, then say it all."""
    from ofworkflow.casework.acts.perform import perform
    from ofworkflow.casework.mail import posting

    row = choose_dossier(app, text, confirmed=oui)
    done_on = legal_day(app, le)
    desk = app.desk()
    posted: list[Done] = []
    with app.writing() as connection:
        done = perform(connection, row.id, request, done_on=done_on, desk=desk, note=note, again=encore)
        if envoi is not None:
            letters = posting.letters_of_act(connection, row.id, done.decision.n)
            posted = posting.post(connection, app.press, letters, done_on=done_on, mode=envoi, desk=desk)
    tell(app, done, posted)


def tell(app: App, done: Done, posted: Sequence[Done] = ()) -> None:
    """Say what was done, what now runs, and which letters were made."""
    from ofworkflow.casework.dossier.opened import letter_id
    from ofworkflow.casework.mail import drafts
    from ofworkflow.cli.letters import show_letters

    for earlier in done.settled:
        say(f"D'abord fait, comme l'aurait fait la nuit : {earlier.request.act.label}, le {french_day(earlier.done_on)}.")
    for slug, fell_on in done.late:
        say(f"Alerte qu'aucune nuit n'avait donnée : « {slug.label} », tombée le {french_day(fell_on)}.")
    decision = done.decision
    echo(f"{done.reference} : {decision.request.act.label}, le {french_day(decision.done_on)} → {done.stage.label}.")
    opened = {delay.key: delay for each in (done, *posted) for delay in each.decision.opens}
    for delay in opened.values():
        provisional = " (provisoire jusqu'à l'envoi des courriers)" if delay.provisional else ""
        echo(f"  {delay.slug.label} : {french_day(delay.dates.legal_on)}{provisional}")
    for warning in dict.fromkeys(warning for each in (done, *posted) for warning in each.warnings):
        warn(warning)
    if decision.letters:
        _, failed = drafts.produce_waiting(app.database, app.press, dossier_id=done.dossier_id)
        with app.reading() as connection:
            show_letters(connection, app.letters_folder, done.dossier_id, decision.n, done.reference)
        for letter in failed:
            warn(f"Courrier {letter_id(letter.id)} à produire : {letter.reason}. La nuit réessaiera.")


def _complete_reference(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from ofworkflow.storage.queries import references_like

    app = ctx.find_object(App) or App()
    with app.reading() as connection:
        return list(references_like(connection, incomplete))
