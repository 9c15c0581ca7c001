"""The procedure as a path: where a dossier stands, what comes next, with what is to be typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ofworkflow.cli.common import about_one, complete_reference, json_option, pass_app
from ofworkflow.cli.output import echo, iso, say, show_json, title
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.next_steps import NextStep, stage_steps
from ofworkflow.procedure.vocabulary import Stage
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.explain.guide import Guide


@click.command(short_help="Où en est un dossier dans la procédure, et ce qui vient.")
@click.argument("quoi", metavar="[REF|ÉTAPE]", default="", shell_complete=complete_reference)
@json_option
@pass_app
def show_guide(app: App, quoi: str, as_json: bool) -> None:
    """Où en est un dossier dans la procédure, ce qu'il a traversé, ce qui vient, et ce qu'il faut taper.

    Sans rien, toute la procédure, étape par étape ; avec une étape (absence), ce qu'on y fait.
    """
    stages = [stage for stage in Stage if quoi in ("", stage)]
    if stages:
        if as_json:
            show_json({"etapes": [_stage_json(stage) for stage in stages]})
            return
        for stage in stages:
            title(f"{stage.label} ({stage})")
            _show_steps(stage_steps(stage))
        if not quoi:
            say("Où en est un dossier : of guide REF")
        return
    from ofworkflow.casework.explain.guide import guide
    from ofworkflow.casework.explain.reading import read_named

    way = guide(about_one(lambda text: app.read(read_named, text, desk=app.desk()), quoi))
    if as_json:
        show_json(_way_json(way))
        return
    _show_way(way)


def _show_way(way: Guide) -> None:
    title(f"{way.reference} : {way.path[-1].stage.label}")
    for number, passed in enumerate(way.path, start=1):
        here = "  ← vous êtes ici" if number == len(way.path) else ""
        echo(f"{number:>3}. {french_day(passed.on)}  {passed.stage.label}{here}")
    title("\nEnsuite")
    _show_steps(way.steps)
    say(f"\nPourquoi ces dates : of pourquoi {way.reference}")


def _show_steps(steps: Sequence[NextStep]) -> None:
    for step in steps:
        echo(f"  - {said_of(step)}")
        if step.command:
            echo(f"      {step.command}", dim=True)


def said_of(step: NextStep) -> str:
    """Return what is to be done, and by when."""
    return step.sentence + (f" (le {french_day(step.before)} au plus tard)" if step.before else "")


def _stage_json(stage: Stage) -> dict[str, object]:
    return {"etape": str(stage), "libelle": stage.label, "ensuite": list(map(_step_json, stage_steps(stage)))}


def _way_json(way: Guide) -> dict[str, object]:
    return {
        "reference": way.reference,
        "etape": str(way.path[-1].stage),
        "libelle": way.path[-1].stage.label,
        "parcours": [{"etape": str(each.stage), "le": iso(each.on)} for each in way.path],
        "ensuite": list(map(_step_json, way.steps)),
    }


def _step_json(step: NextStep) -> dict[str, object]:
    return {"quoi": step.sentence, "commande": step.command or None, "avant_le": iso(step.before)}
