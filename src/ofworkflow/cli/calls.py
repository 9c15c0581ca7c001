"""A round of calls, one key each, or a file of results; the reminders of appointments."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, Unpack

import click

from ofworkflow.cli.agenda import appointment_json
from ofworkflow.cli.common import choice, json_option, pass_app
from ofworkflow.cli.files import read_file
from ofworkflow.cli.filters import FilterOptions, filter_of, filter_options
from ofworkflow.cli.output import ask, echo, say, show_json, warn
from ofworkflow.errors import ExitCode, OfWorkflowError, UsageError
from ofworkflow.procedure.french import french_day, french_hour
from ofworkflow.procedure.vocabulary import Answering, ContactNature, ContactResult
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.agenda.calls import Call, Reminder

T = TypeVar("T")

_KEYS: Mapping[str, tuple[str, ContactResult, Answering | None]] = {
    "j": ("jeune joint", ContactResult.JOINT, Answering.JEUNE),
    "p": ("parent joint", ContactResult.JOINT, Answering.REPRESENTANT),
    "m": ("message laissé", ContactResult.MESSAGE, None),
    "s": ("sans réponse", ContactResult.SANS_REPONSE, None),
    "f": ("faux numéro", ContactResult.FAUX_NUMERO, None),
}
_AFTER = "Ensuite : ce qui reste à faire aujourd'hui : of jour"
_MENU = ", ".join(f"{key} {words}" for key, (words, _, _) in _KEYS.items())


@click.command(short_help="Une tournée d'appels ou de messages.")
@filter_options(50)
@click.option(
    "--nature",
    type=choice(ContactNature),
    default=str(ContactNature.TELEPHONE),
    show_default=True,
    help="Par quelle voie.",
)
@click.option(
    "--resultats",
    "fichier",
    metavar="FICHIER",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Un CSV « reference;resultat;qui;note » des appels faits.",
)
@click.option("--appliquer", is_flag=True, help="Noter les résultats du fichier.")
@json_option
@pass_app
def call_many(
    app: App,
    nature: str,
    fichier: Path | None,
    appliquer: bool,
    as_json: bool,
    **which: Unpack[FilterOptions],
) -> ExitCode:
    """Descendre la liste de qui appeler, avec les numéros, et noter chaque appel d'une touche.

    Qui a été contacté ce jour n'y est plus. Sans terminal, la liste seule ; ou les résultats d'un fichier.
    """
    from ofworkflow.casework.agenda import calls as rounds

    if appliquer and fichier is None:
        raise UsageError("--appliquer note les résultats d'un fichier. Donnez-le avec --resultats.")
    way = ContactNature(nature)
    if fichier is not None:
        return _from_file(app, fichier, way, applied=appliquer)
    kept, today = filter_of(app, which), app.clock.today()
    waiting = app.read(rounds.to_call, kept, at_most=which["limite"], today=today)
    if as_json:
        rows = [
            {
                "reference": each.reference,
                "nom": each.name,
                "telephones": [{"qui": phone.whose, "numero": phone.number} for phone in each.phones],
            }
            for each in waiting
        ]
        show_json({"appels": rows})
        return ExitCode.DONE

    def note(each: Call, key: str) -> None:
        _, result, who = _KEYS[key]
        outcome = rounds.CallResult(0, each.reference, result, who)
        app.write(rounds.note_call, each.dossier_id, way, outcome, desk=app.desk())

    return _go_down(waiting, _call_line, note, "appel", "Personne à appeler.")


@click.command(short_help="Les rendez-vous à rappeler, avec les numéros.")
@click.option(
    "--nature",
    type=click.Choice([str(way) for way in (ContactNature.TELEPHONE, ContactNature.SMS)]),
    default=str(ContactNature.TELEPHONE),
    show_default=True,
    help="Par quelle voie.",
)
@click.option("--courriel", is_flag=True, help="Par courriel : à qui, puis, avec --appliquer, l'envoi.")
@click.option("--appliquer", is_flag=True, help="Envoyer les courriels, et noter chacun.")
@json_option
@pass_app
def remind(app: App, nature: str, courriel: bool, appliquer: bool, as_json: bool) -> ExitCode:
    """Rappeler les rendez-vous une semaine et deux jours avant : qui, quand, à quel numéro.

    Une touche chacun dans un terminal. Un rappel ne remplace jamais un courrier de la procédure ; il se note
    comme un contact, une seule fois. Par courriel si la maison l'a voulu ([rappels] courriel = « oui »).
    """
    from ofworkflow.casework.agenda import calls as rounds

    if courriel:
        from ofworkflow.cli.reminders import by_mail

        return by_mail(app, sends=appliquer, as_json=as_json)
    if appliquer:
        raise UsageError("--appliquer envoie les rappels par courriel. Ajoutez --courriel.")
    way = ContactNature(nature)
    waiting = app.read(rounds.reminders, app.clock.today())
    if as_json:
        show_json({"rappels": [{**appointment_json(r.appointment), "avant": r.days} for r in waiting]})
        return ExitCode.DONE

    def note(each: Reminder, key: str) -> None:
        app.write(rounds.note_reminder, each, way, _KEYS[key][1], desk=app.desk())

    return _go_down(waiting, _reminder_line, note, "rappel", "Aucun rendez-vous à rappeler.")


def _go_down(
    waiting: Sequence[T], line: Callable[[T], str], note: Callable[[T, str], None], noun: str, nobody: str
) -> ExitCode:
    """Show each, and note what one key says of it; without a terminal, show them alone."""
    if not waiting:
        say(nobody)
        return ExitCode.DONE
    asks = sys.stdin.isatty()
    if asks:
        say(f"{counted(len(waiting), noun)} à faire. {_MENU}, Entrée plus tard, q finir.")
    done = refused = 0
    for each in waiting:
        echo(line(each))
        key = _key() if asks else ""
        if key == "q":
            break
        if not key:
            continue
        try:
            note(each, key)
            done += 1
        except OfWorkflowError as error:
            warn(str(error))
            refused += 1
    if asks:
        say(f"{counted(done, f'{noun} noté', f'{noun}s notés')}, {len(waiting) - done} à faire.")
        say(_AFTER)
    if not refused:
        return ExitCode.DONE
    return ExitCode.PARTLY_DONE if done else ExitCode.REFUSED


def _key() -> str:
    while True:
        key = ask("Résultat", default="").strip().lower()
        if key in ("", "q") or key in _KEYS:
            return key
        warn(f"« {key} » n'est pas l'une des touches : {_MENU}, Entrée plus tard, q finir.")


def _call_line(each: Call) -> str:
    numbers = " ; ".join(f"{phone.number}, {phone.whose}" for phone in each.phones)
    return f"{each.reference} · {each.name} : {numbers or 'aucun numéro connu'}"


def _reminder_line(each: Reminder) -> str:
    a = each.appointment
    when = f"{french_day(a.jour)} à {french_hour(a.heure)}"
    phone = f"{a.telephone}, {a.a_appeler}" if a.telephone else "aucun numéro à appeler"
    apart = ""
    if a.other:
        number = a.other.telephone or "aucun numéro à appeler"
        apart = f" ; à part, à {french_hour(a.other.heure)} : {number}, {a.other.nom}"
    return f"{a.reference} · {a.prenom} {a.nom} : {when} (J-{each.days}), {phone}{apart}"


def _from_file(app: App, path: Path, way: ContactNature, *, applied: bool) -> ExitCode:
    """Note the results of a file, each alone; without leave to, say what they are."""
    from ofworkflow.casework.agenda import calls as rounds
    from ofworkflow.casework.registry.finding import find_dossier

    results, wrong = rounds.read_results(read_file(path))
    for number, why in wrong:
        warn(f"ligne {number} : {why}")
    done, refused = 0, len(wrong)
    for each in results:
        try:
            line = app.read(find_dossier, each.reference)
            if applied:
                app.write(rounds.note_call, line.id, way, each, desk=app.desk())
            # said once it is written: what is read is done
            echo(f"{line.reference} · {line.prenom} {line.nom} : {way.label}, {each.result.label}")
            done += 1
        except OfWorkflowError as error:
            warn(f"ligne {each.line} : {error}")
            refused += 1
    if applied:
        echo(f"{counted(done, 'contact noté', 'contacts notés')}.")
        say(_AFTER)
    else:
        say(f"Rien n'est écrit : {counted(done, 'contact')} à noter. Ajoutez --appliquer.")
    if not refused or not applied:
        return ExitCode.DONE if not refused else ExitCode.PARTLY_DONE
    return ExitCode.PARTLY_DONE if done else ExitCode.REFUSED
