"""Outcomes of past appointments, one after the other, one key each."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from ofworkflow.cli.acts.typed import with_reasons
from ofworkflow.cli.agenda import appointment_json
from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.hours import ask_hour
from ofworkflow.cli.output import WrittenLines, echo, next_page, say, show_json, warn
from ofworkflow.cli.output import ask as prompt
from ofworkflow.cli.telling import tell
from ofworkflow.errors import ExitCode, RefusedError, UsageError
from ofworkflow.law.periods import add_days
from ofworkflow.procedure import requests as ask
from ofworkflow.procedure.french import french_day, french_hour
from ofworkflow.procedure.vocabulary import Excuse, InviteMode, Presence, ReportReason, Stage, Word
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.agenda.appointments import Expected
    from ofworkflow.casework.paper.carrying import Carried

W = TypeVar("W", bound=Word)
_BEFORE = 366  # days behind: an older appointment was closed by majority, or is the doctor's to tell

_KEYS: Mapping[str, tuple[str, ask.Request]] = {
    "p": ("venu avec un parent", ask.Recevoir(Presence.LES_DEUX)),
    "s": ("venu seul", ask.Recevoir(Presence.MINEUR)),
    "r": ("parent seul", ask.Recevoir(Presence.REPRESENTANT)),
    "a": ("absent", ask.ConstaterAbsence()),
}
# What needs a reason, or another hour: asked, and left for later where only Enter is pressed.
_ASKED: Mapping[str, str] = {"e": "excusé", "d": "déplacé"}
_MENU = ", ".join([*(f"{key} {words}" for key, (words, _) in _KEYS.items()), *map(" ".join, _ASKED.items())])
_MOVED_FOR = tuple(reason for reason in ReportReason if reason is not ReportReason.NOUVELLE_CONVOCATION)
_LINES = 8  # an appointment on the screen: who, the key, what comes of it and what deserves a look
_LINES_ASKED = 6  # a reason among several, and an hour


@click.command(short_help="Noter l'issue des rendez-vous passés, une touche chacun.")
@json_option
@pass_app
def note_outcomes(app: App, as_json: bool) -> ExitCode:
    """Descendre la liste des rendez-vous passés sans issue (du jour, leur heure venue), et la noter d'une
    touche.

    Excusé : le motif est demandé, l'absence notée le jour du rendez-vous, l'excuse ce jour. Déplacé : le
    motif, puis le jour et l'heure, la première heure libre proposée.

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
    done, refused, letters = _go_down(app, waiting)
    say(f"{counted(done, 'issue notée')}, {len(waiting) - done} à noter.")
    if letters:
        made = counted(letters, "courrier fait", "courriers faits")
        say(f"Ensuite : imprimer {made} : of courriers imprimer")
    if not refused:
        return ExitCode.DONE
    return ExitCode.PARTLY_DONE if done else ExitCode.REFUSED


def _go_down(app: App, waiting: Sequence[Expected]) -> tuple[int, int, int]:
    """Ask for each, a screen at a time; return how many were noted, how many the procedure refused, the
    letters made."""
    done = refused = letters = 0
    page, last = _heading(len(waiting)), ""
    for a in waiting:
        if next_page(_LINES, page):
            page = _heading(len(waiting) - done)
            say(last)
        echo(_line(a))
        key = _key()
        if key == "q":
            break
        if not key:
            last = f"Plus tard : {a.prenom} {a.nom}."
            continue
        if key in _ASKED and next_page(_LINES_ASKED + _LINES, page):
            page = _heading(len(waiting) - done)
            echo(_line(a))
        try:
            carried = _noted(app, a, key)
        except (RefusedError, UsageError) as error:
            warn(str(error))
            refused += 1
            last = f"Refusé : {a.prenom} {a.nom}."
            continue
        if carried is None:
            last = f"Plus tard : {a.prenom} {a.nom}."
            continue
        tell(app, carried, brief=True)
        letters += len(carried.letters)
        done += 1
        last = f"Noté : {a.prenom} {a.nom}, {_KEYS[key][0] if key in _KEYS else _ASKED[key]}."
    return done, refused, letters


def _heading(left: int) -> int:
    """Say what the keys are, at the top of a screen; return the line where it begins."""
    start = WrittenLines.lines
    say(f"{counted(left, 'issue')} à noter. {_MENU}, Entrée plus tard, q finir.")
    return start


def _noted(app: App, a: Expected, key: str) -> Carried | None:
    """Note what a key says of an appointment; nothing where what it needs is left for later."""
    today = app.clock.today()
    if key in _KEYS:
        return app.act(a.reference, _KEYS[key][1], done_on=a.jour)
    if key == "e":
        excuse = _chosen(Excuse)
        if excuse is None:
            return None
        missed = ((ask.ConstaterAbsence(), a.jour),)
        return with_reasons(
            ask.Justifier(excuse), lambda wanted: app.act(a.reference, wanted, done_on=today, first=missed)
        )
    moving = _moving(app, a)
    if moving is None:
        return None
    return with_reasons(moving, lambda wanted: app.act(a.reference, wanted, done_on=today))


def _moving(app: App, a: Expected) -> ask.Reporter | ask.Inviter | None:
    """Return what gives that appointment another hour, once it is said why, and when."""
    from ofworkflow.casework.agenda.moving import next_hour

    follows_up = a.stage is Stage.SUIVI
    reason = None if follows_up else _chosen(ReportReason, _MOVED_FOR)
    if reason is None and not follows_up:
        return None
    free = app.read(next_hour, a, desk=app.desk(), place=app.settings.courriers.lieu)
    rdv = ask_hour(app, free)
    if rdv is None:
        return None
    return ask.Reporter(rdv, reason) if reason else ask.Inviter(rdv, InviteMode.LETTRE)


def _chosen(words: type[W], among: Sequence[W] = ()) -> W | None:
    """Return the reason that is chosen, by its number or its word; nothing where only Enter is pressed."""
    listed = list(among or words)
    say("  " + ", ".join(f"{n} {word.label}" for n, word in enumerate(listed, start=1)))
    known = {str(n): word for n, word in enumerate(listed, start=1)} | {str(word): word for word in listed}
    while answer := prompt("  Motif, Entrée plus tard", default="").strip().lower():
        if answer in known:
            return known[answer]
        warn(f"« {answer} » n'est pas un numéro de 1 à {len(listed)}.")
    return None


def _key() -> str:
    while True:
        key = prompt("Issue", default="").strip().lower()
        if key in ("", "q") or key in _KEYS or key in _ASKED:
            return key
        warn(f"« {key} » n'est pas l'une des touches : {_MENU}, Entrée plus tard, q finir.")


def _line(a: Expected) -> str:
    when = f"{french_day(a.jour)} à {french_hour(a.heure)}"
    apart = (
        f" ; {a.other.nom} (n° {a.other.number}) à part, à {french_hour(a.other.heure)}" if a.other else ""
    )
    return f"{a.reference} · {a.prenom} {a.nom}, {a.nature_label} du {when}{apart}"
