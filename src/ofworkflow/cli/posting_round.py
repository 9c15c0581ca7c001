"""What waits for the post, pile by pile, one key each."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ofworkflow.cli.output import ask, echo, say, warn
from ofworkflow.cli.telling import tell_effects
from ofworkflow.errors import ConcurrentChangeError, ExitCode, RefusedError, UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import PostMode
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.mail.piles import Pile

_KEYS: Mapping[str, PostMode] = {
    "s": PostMode.SIMPLE,
    "v": PostMode.SUIVI,
    "r": PostMode.RECOMMANDE,
    "m": PostMode.MAIN_PROPRE,
}
_MENU = ", ".join(f"{key} {mode.label}" for key, mode in _KEYS.items()) + ", Entrée plus tard, q finir"
_NAMED = 3  # addressees named of a pile


def post_pile_by_pile(app: App, done_on: date) -> ExitCode:
    """Ask of each pile how it left on that day; raise `UsageError` where nobody can be asked."""
    from ofworkflow.casework.mail.piles import piles

    waiting = app.read(piles, done_on)
    if not waiting:
        say("Aucun courrier n'attend d'être posté.")
        return ExitCode.DONE
    if not sys.stdin.isatty():
        names = " ".join(pile.name for pile in waiting)
        raise UsageError(
            f"Dites ce qui est parti, et comment : of courriers poster {names} --mode {PostMode.SIMPLE}"
        )
    say(f"Partis le {french_day(done_on)} ? {_MENU}.")
    done = refused = 0
    for pile in waiting:
        echo(_line(pile))
        if (mode := _key()) == "q":
            break
        if mode:
            try:
                _post(app, pile, _KEYS[mode], done_on)
                done += 1
            except (RefusedError, UsageError, ConcurrentChangeError) as error:  # the next pile may go
                warn(str(error))
                refused += 1
    say(f"{counted(done, 'envoi noté', 'envois notés')}, {len(waiting) - done} à noter.")
    if not refused:
        return ExitCode.DONE
    return ExitCode.PARTLY_DONE if done else ExitCode.REFUSED


def _post(app: App, pile: Pile, mode: PostMode, done_on: date) -> None:
    from ofworkflow.casework.mail import posting, tracking
    from ofworkflow.casework.paper.targets import to_post

    leaving = app.read(to_post, (pile.name,), on=done_on)
    numbers: Sequence[str] = ()
    if mode in (PostMode.RECOMMANDE, PostMode.SUIVI):
        numbers = _numbers([envelope.destinataire for envelope in leaving.envelopes])
    done = app.write(
        posting.post,
        app.press,
        leaving.letters,
        done_on=done_on,
        mode=mode,
        tracking=tracking.in_order(numbers, leaving.envelopes),
        desk=app.desk(),
    )
    echo(f"{counted(len(leaving.letters), 'courrier posté')} ({mode.label}).")
    tell_effects(app, done)
    for reason in leaving.staying:
        warn(reason)


def _numbers(whom: Sequence[str]) -> Sequence[str]:
    """Ask for the number of each envelope; Enter at the first: they are noted later."""
    numbers: list[str] = []
    for rank, name in enumerate(whom, start=1):
        typed = ask(f"Numéro du pli {rank} sur {len(whom)}, {name} (Entrée : plus tard)", default="").strip()
        if not typed and not numbers:
            return ()
        numbers.append(typed)
    return numbers


def _key() -> str:
    while True:
        key = ask("Envoi", default="").strip().lower()
        if key in ("", "q") or key in _KEYS:
            return key
        warn(f"« {key} » n'est pas l'une des touches : {_MENU}.")


def _line(pile: Pile) -> str:
    whom = ", ".join(pile.addressees[:_NAMED]) + " …" * (len(pile.addressees) > _NAMED)
    what = f"lot {pile.name}" if pile.printed else f"{pile.name}, pas encore imprimé"
    return f"{what} : {counted(pile.letters, 'courrier')}, pour {whom}"
