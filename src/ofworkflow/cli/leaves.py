"""Leave: noted, listed, withdrawn; its appointments given over to colleagues in one gesture."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import time
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.agenda import appointment_json, counsellor_named, leave_json
from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.dates import read_date, read_hour
from ofworkflow.cli.fitting import show_fitted
from ofworkflow.cli.output import ask, echo, say, show_json, warn
from ofworkflow.errors import ExitCode, UsageError
from ofworkflow.law.periods import add_days
from ofworkflow.procedure.french import french_day
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.agenda.leaves import NotedLeave, Relay
    from ofworkflow.procedure.appointments import Leave

_AHEAD = 731  # days listed ahead
_NOON = time(12)


@click.command(short_help="Les congés, et qui reçoit à la place.")
@click.option("--du", metavar="DATE", help="Le premier jour d'un congé à noter.")
@click.option("--au-jour", metavar="DATE", help="Son dernier jour ; le même par défaut.")
@click.option("--matin", is_flag=True, help="Le matin seulement, jusqu'à midi.")
@click.option("--apres-midi", is_flag=True, help="L'après-midi seulement, à partir de midi.")
@click.option("--a-partir-de", metavar="HH:MM", help="À partir de cette heure, chacun de ces jours.")
@click.option("--jusqu-a", metavar="HH:MM", help="Jusqu'à cette heure, chacun de ces jours.")
@click.option("--conseiller", metavar="NOM", default="", help="De qui ; vous par défaut.")
@click.option("--retirer", metavar="N", type=click.IntRange(min=1), help="Retirer le congé n° N de la liste.")
@click.option(
    "--relais", metavar="N", type=click.IntRange(min=1), help="Confier les rendez-vous du congé n° N."
)
@click.option("--a", "to", metavar="NOM", default="", help="À qui les confier ; sinon à qui est libre.")
@click.option("--appliquer", is_flag=True, help="Confier les rendez-vous sans rien demander.")
@json_option
@pass_app
def manage_leave(
    app: App, du: str | None, au_jour: str | None, matin: bool, apres_midi: bool, a_partir_de: str | None,
    jusqu_a: str | None, conseiller: str, retirer: int | None, relais: int | None, to: str, appliquer: bool,
    as_json: bool,
) -> ExitCode:  # fmt: skip
    """Noter un congé, et confier ses rendez-vous à qui est libre aux mêmes heures.

    Aucune heure n'est plus proposée alors ; un rendez-vous donné quand même demande --malgre MOTIF. Un
    rendez-vous confié garde son jour, son heure et ses courriers : seul change qui reçoit.
    """
    from ofworkflow.casework.agenda import leaves as use
    from ofworkflow.procedure.appointments import Leave

    if sum(option is not None for option in (du, retirer, relais)) > 1:
        raise UsageError("--du note un congé, --retirer en retire un, --relais en confie un : gardez-en un.")
    if au_jour and du is None:
        raise UsageError("--au-jour dit la fin d'un congé : donnez aussi son premier jour avec --du.")
    since, until = _hours(matin, apres_midi, a_partir_de, jusqu_a)
    if (since or until) and du is None:
        raise UsageError("Une demi-journée, ou des heures, sont d'un congé à noter : donnez aussi --du.")
    today, desk = app.clock.today(), app.desk()
    if retirer is not None:
        leave = app.write(use.withdraw, retirer, desk=desk)
        echo(f"Congé retiré : {_said(leave)}. Les rendez-vous confiés le restent.")
        return ExitCode.DONE
    if du is not None:
        first = read_date(du, today=today)
        last = read_date(au_jour, today=first) if au_jour else first
        whose = counsellor_named(app, conseiller, desk.conseiller) or desk.conseiller
        leave = Leave(whose, first, last, since, until)
        number = app.write(use.note_leave, leave, desk=desk)
        if not as_json:
            echo(f"Congé n° {number} : {_said(leave)}.")
    elif relais is not None:
        number, leave = relais, app.read(use.leave_numbered, relais)
    else:
        noted = app.read(use.noted_leaves, today, add_days(today, _AHEAD))
        whose = counsellor_named(app, conseiller, desk.conseiller)
        _list([each for each in noted if whose in ("", each.leave.counsellor)], as_json=as_json)
        return ExitCode.DONE
    team = {desk.conseiller, *app.settings.structure.equipe}
    named = counsellor_named(app, to, desk.conseiller)
    relays = app.read(use.plan_relays, leave, rules=app.rules, team=team, to=named)
    if as_json and not appliquer:
        show_json({"numero": number, **leave_json(leave), "rendez_vous": list(map(_relay_json, relays))})
        return ExitCode.DONE
    return _give_over(app, number, relays, asks=not appliquer)


def _hours(
    morning: bool, afternoon: bool, since: str | None, until: str | None
) -> tuple[time | None, time | None]:
    """Return from when and until when, each day; raise `UsageError` where that is said twice."""
    if sum((morning, afternoon, bool(since or until))) > 1:
        raise UsageError(
            "--matin, --apres-midi et les heures (--a-partir-de, --jusqu-a) disent la même chose. Gardez-en "
            "une ; pour la journée entière, aucune."
        )
    first = _NOON if afternoon else read_hour(since) if since else None
    return first, _NOON if morning else read_hour(until) if until else None


def _give_over(app: App, number: int, relays: Sequence[Relay], *, asks: bool) -> ExitCode:
    from ofworkflow.casework.agenda.leaves import hand_over

    ready = [each for each in relays if each.to]
    if not relays:
        say("Aucun rendez-vous n'y est attendu.")
        return ExitCode.DONE
    if asks or not ready:
        _show(relays)
    if not ready:
        return ExitCode.DONE
    if asks and not sys.stdin.isatty():
        say(f"Rien n'est confié. Pour le faire : of conges --relais {number} --appliquer")
        return ExitCode.DONE
    if asks:
        what = counted(len(ready), "rendez-vous", "rendez-vous")
        if ask(f"Confier {what} ? o/n", default="n").strip().lower() not in ("o", "oui"):
            say(f"Rien n'est confié. Plus tard : of conges --relais {number}")
            return ExitCode.DONE
    over: list[Relay] = []
    for each, why in hand_over(app, ready, desk=app.desk()):
        if why:
            warn(f"{each.appointment.reference} : {why}")
        else:
            over.append(each)
    if not asks:  # what is read without a question is what is written, and what never could be
        _show([each for each in relays if each in over or not each.to])
    echo(f"{counted(len(over), 'rendez-vous confié', 'rendez-vous confiés')}. Voyez of agenda.")
    if len(over) == len(ready):
        return ExitCode.DONE
    return ExitCode.PARTLY_DONE if over else ExitCode.REFUSED


def _show(relays: Sequence[Relay]) -> None:
    if not relays:
        return
    rows = [
        (
            f"{french_day(a.jour)[:-5]} {a.heure:%H:%M}",
            f"{a.nom} {a.prenom}",
            each.to or "—",
            a.nature_label,
            a.reference,
        )
        for each in relays
        for a in (each.appointment,)
    ]
    headings = ("jour et heure", "jeune", "reçu par", "entretien", "dossier")
    show_fitted(headings, rows, optional=(3, 4), flexible=(1,))
    for each in relays:
        if not each.to:
            echo(f"{each.appointment.reference} : {each.why}")


def _list(noted: Sequence[NotedLeave], *, as_json: bool) -> None:
    if as_json:
        rows = [{"numero": each.number, **leave_json(each.leave), "par": each.author} for each in noted]
        show_json({"conges": rows})
    elif noted:
        cells = [
            (
                each.number,
                each.leave.counsellor,
                french_day(each.leave.first),
                french_day(each.leave.last) + each.leave.hours,
                each.author,
            )
            for each in noted
        ]
        show_fitted(("n°", "conseiller", "du", "au", "noté par"), cells, optional=(4,), flexible=(1,))
    else:
        say("Aucun congé à venir. Pour en noter un : of conges --du DATE --au-jour DATE")


def _said(leave: Leave) -> str:
    return f"{leave.counsellor}, {leave.span}"


def _relay_json(relay: Relay) -> dict[str, object]:
    return {**appointment_json(relay.appointment), "confie_a": relay.to or None, "motif": relay.why or None}
