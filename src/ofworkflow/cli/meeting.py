"""The meeting of the platform: its list, its hand-out, many dossiers listed in one gesture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from ofworkflow.cli.common import choice, json_option, pass_app
from ofworkflow.cli.dates import read_date
from ofworkflow.cli.files import destination, output_options
from ofworkflow.cli.filters import FilterOptions, filter_of, filter_options
from ofworkflow.cli.fitting import show_fitted
from ofworkflow.cli.output import echo, iso, say, show_json, title, warn
from ofworkflow.cli.sheet_partners import decision_json
from ofworkflow.errors import ExitCode, OfWorkflowError, UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import MeetingTopic, Stage
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.agenda.meeting import MeetingDay, SpokenOf


@click.command(short_help="La réunion de la plateforme (PSAD) : sa liste, ses décisions.")
@click.argument("jour", metavar="[DATE]", required=False)
@click.option("--sujet", type=choice(MeetingTopic), help="Proposer des dossiers à inscrire, pour cela.")
@filter_options(15)
@click.option("--appliquer", is_flag=True, help="Inscrire ceux qui sont proposés.")
@output_options()
@json_option
@pass_app
def show_meeting(
    app: App, /, jour: str | None, sujet: str | None, appliquer: bool, sortie: Path | None, remplacer: bool,
    as_json: bool, **kept: Unpack[FilterOptions],
) -> ExitCode | None:  # fmt: skip
    """Préparer la réunion de la plateforme de suivi et d'appui aux décrocheurs, et la relire.

    Sans date, les réunions connues. Avec --sortie, la feuille à remettre aux partenaires : seulement ce qui
    peut leur être montré. Avec --sujet, les dossiers à inscrire, que --appliquer inscrit.
    """
    from ofworkflow.casework.agenda import meeting as use

    if jour is None:
        if sujet or appliquer or sortie:
            raise UsageError("De quelle réunion ? Donnez son jour : of reunion DATE.")
        _days(app.read(use.meeting_days), as_json=as_json)
        return None
    day = read_date(jour, today=app.clock.today())
    if sujet:
        return _propose(app, day, MeetingTopic(sujet), kept, applies=appliquer, as_json=as_json)
    if appliquer:
        raise UsageError("--appliquer inscrit ce que --sujet propose : donnez aussi --sujet.")
    if sortie:
        place = destination(app, sortie, replaces=remplacer)
        made = app.read(use.handout, app.press, app.desk(), day)
        echo(str(place.write(made.pdf)))
        say("Pour les partenaires de cette réunion seulement : elle se rend ou se détruit après.")
        return None
    _show(day, app.read(use.meeting, day), as_json=as_json)
    return None


def _propose(
    app: App, day: date, topic: MeetingTopic, kept: FilterOptions, *, applies: bool, as_json: bool
) -> ExitCode:
    from ofworkflow.casework.agenda.meeting import candidates
    from ofworkflow.procedure import requests as ask

    lines = app.read(candidates, filter_of(app, kept), day, kept["limite"])
    if as_json and not applies:
        show_json({"reunion": iso(day), "proposes": [line.reference for line in lines]})
        return ExitCode.DONE
    if not lines:
        say("Aucun dossier à proposer : élargissez avec --tous, --etape ou --commune.")
        return ExitCode.DONE
    rows = [(f"{x.nom} {x.prenom}", x.commune, Stage.say(x.etape), x.reference) for x in lines]
    if not applies:
        show_fitted(("jeune", "commune", "étape", "dossier"), rows, flexible=(0, 2))
        say(f"Rien n'est inscrit. Pour inscrire {counted(len(lines), 'dossier')} : ajoutez --appliquer.")
        return ExitCode.DONE
    done = 0
    for line in lines:
        try:
            app.act(line.reference, ask.Inscrire(day, topic), done_on=app.clock.today())
        except OfWorkflowError as error:
            warn(f"{line.reference} : {error}")
        else:
            done += 1
            echo(f"{line.reference} · {line.prenom} {line.nom} : inscrit, {topic.label}.")
    say(f"Ensuite : la feuille des partenaires : of reunion {day:%d/%m/%Y} --sortie reunion.pdf")
    if done == len(lines):
        return ExitCode.DONE
    return ExitCode.PARTLY_DONE if done else ExitCode.REFUSED


def _days(days: Sequence[MeetingDay], *, as_json: bool) -> None:
    if as_json:
        rows = [{"le": iso(d.on), "dossiers": d.dossiers, "attendus": d.waiting} for d in days]
        show_json({"reunions": rows})
    elif days:
        cells = [(french_day(d.on), d.dossiers, d.waiting) for d in days]
        show_fitted(("réunion du", "dossiers", "décisions à noter"), cells)
    else:
        say("Aucune réunion. Pour y inscrire un dossier : of inscrire REF --reunion DATE --sujet SUJET")


def _show(day: date, lines: Sequence[SpokenOf], *, as_json: bool) -> None:
    if as_json:
        show_json({"reunion": iso(day), "dossiers": list(map(_json, lines))})
        return
    if not lines:
        say(f"La réunion du {french_day(day)} ne parle d'aucun dossier.")
        return
    title(f"Réunion du {french_day(day)} : {counted(len(lines), 'dossier')}")
    rows = []
    for rank, line in enumerate(lines, start=1):
        steps = [
            f"{s.what.label}{f' ({s.who})' if s.who else ''}{f' : {s.end.label}' if s.end else ''}"
            for s in (*line.agreed, *line.left)
        ]
        decided = " ; ".join(steps) or ("à noter" if not line.listed.settled else "")
        rows.append((rank, line.name, line.stage.label, line.listed.topic.label, decided, line.reference))
    headings = ("n°", "jeune", "étape", "demandé", "décidé", "dossier")
    show_fitted(headings, rows, optional=(2,), flexible=(4, 3, 2, 1))
    say("Noter une décision : of decider REF --quoi QUOI --qui QUI --avant DATE")


def _json(line: SpokenOf) -> dict[str, object]:
    return {
        "reference": line.reference,
        "nom": line.name,
        "etape": str(line.stage),
        "conseiller": line.counsellor,
        "sujet": str(line.listed.topic),
        "parle": line.listed.settled,
        "decisions": [decision_json(step) for step in line.agreed],
        "reste_a_faire": [decision_json(step) for step in line.left],
    }
