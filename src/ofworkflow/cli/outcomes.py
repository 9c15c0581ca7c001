"""Outcomes of past appointments, one after the other, one key each."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.agenda import appointment_json
from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.output import ask as prompt
from ofworkflow.cli.output import echo, say, show_json, warn
from ofworkflow.cli.telling import tell
from ofworkflow.errors import ExitCode, RefusedError
from ofworkflow.law.periods import add_days
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.french import french_day, french_hour
from ofworkflow.procedure.vocabulary import Presence
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.agenda.appointments import Expected

_BEFORE = 366  # days behind: an older appointment was closed by majority, or is the doctor's to tell

_KEYS: Mapping[str, tuple[str, ask.Request]] = {
    "p": ("venu avec un parent", ask.Recevoir(Presence.LES_DEUX)),
    "s": ("venu seul", ask.Recevoir(Presence.MINEUR)),
    "r": ("parent seul", ask.Recevoir(Presence.REPRESENTANT)),
    "a": ("absent", ask.ConstaterAbsence()),
}
# What needs a reason or another day: the command is given, with all that is known of it.
_TYPED: Mapping[str, tuple[str, str]] = {
    "e": ("excusé", "of absence {r} --le {d}, puis of justifier {r} --motif MOTIF"),
    "d": ("déplacé", 'of reporter {r} --rdv "DATE HH:MM" --motif MOTIF'),
}
_MENU = ", ".join(f"{key} {words}" for key, (words, _) in (*_KEYS.items(), *_TYPED.items()))


@click.command(short_help="Noter l'issue des rendez-vous passés, une touche chacun.")
@json_option
@pass_app
def note_outcomes(app: App, as_json: bool) -> ExitCode:
    """Descendre la liste des rendez-vous passés sans issue (du jour, leur heure venue), et la noter d'une
    touche.

    Sans terminal, la liste seule. Sortie 5 quand une issue a été refusée et d'autres notées.
    """
    from ofworkflow.casework.agenda.appointments import awaiting_outcome

    today = app.clock.today()
    waiting = app.read(awaiting_outcome, add_days(today, -_BEFORE), app.clock.now(), today)
    if as_json:
        show_json({"rendez_vous": [appointment_json(a) for a in waiting]})
        return ExitCode.DONE
    if not waiting:
        say("Aucune issue à noter.")
        return ExitCode.DONE
    if not sys.stdin.isatty():
        for a in waiting:
            echo(_line(a))
        say("Dans un terminal, une touche chacun ; ici : of recevoir REF --present QUI, of absence REF.")
        return ExitCode.DONE
    say(f"{counted(len(waiting), 'issue')} à noter. {_MENU}, Entrée plus tard, q finir.")
    done, refused, letters = _go_down(app, waiting)
    say(f"{counted(done, 'issue notée')}, {len(waiting) - done} à noter.")
    if letters:
        made = counted(letters, "courrier fait", "courriers faits")
        say(f"Ensuite : imprimer {made} : of courriers imprimer")
    if not refused:
        return ExitCode.DONE
    return ExitCode.PARTLY_DONE if done else ExitCode.REFUSED


def _go_down(app: App, waiting: list[Expected]) -> tuple[int, int, int]:
    """Ask for each; return how many were noted, how many the procedure refused, the letters made."""
    done = refused = letters = 0
    for a in waiting:
        echo(_line(a))
        key = _key()
        if key == "q":
            break
        if key in _TYPED:
            echo("  " + _TYPED[key][1].format(r=a.reference, d=f"{a.jour:%d/%m/%Y}"))
        elif key:
            try:
                carried = app.act(a.reference, _KEYS[key][1], done_on=a.jour)
                tell(app, carried, brief=True)
                letters += len(carried.letters)
                done += 1
            except RefusedError as error:
                warn(str(error))
                refused += 1
    return done, refused, letters


def _key() -> str:
    while True:
        key = prompt("Issue", default="").strip().lower()
        if key in ("", "q") or key in _KEYS or key in _TYPED:
            return key
        warn(f"« {key} » n'est pas l'une des touches : {_MENU}, Entrée plus tard, q finir.")


def _line(a: Expected) -> str:
    when = f"{french_day(a.jour)} à {french_hour(a.heure)}"
    return f"{a.reference} · {a.prenom} {a.nom}, {a.nature_label} du {when}"
