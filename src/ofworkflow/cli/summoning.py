"""Fifteen families in one gesture: the plan as a table, then the summons, one print run, the posting."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from ofworkflow.cli.common import json_option, pass_app
from ofworkflow.cli.files import destination, nearby, output_options
from ofworkflow.cli.filters import FilterOptions, filter_of, filter_options
from ofworkflow.cli.one_by_one import key_of, one_by_one
from ofworkflow.cli.output import ask, echo, progress_bar, say, show_json, warn
from ofworkflow.cli.summoning_screen import done_json, plan_json, show_plan
from ofworkflow.cli.telling import tell_run
from ofworkflow.errors import ExitCode, OfWorkflowError, UsageError
from ofworkflow.procedure.french import french_day
from ofworkflow.procedure.vocabulary import PostMode
from ofworkflow.text import counted
from ofworkflow.wiring import App

if TYPE_CHECKING:
    from ofworkflow.casework.agenda.summoning import Proposed, SummonsPlan
    from ofworkflow.casework.mail.runs import Run
    from ofworkflow.casework.paper.summoning import Summoned
    from ofworkflow.files import Destination

_BY_POST = tuple(str(mode) for mode in PostMode if mode.in_an_envelope)


@click.command(short_help="Convoquer plusieurs jeunes à la fois.")
@filter_options(200)
@click.option("--lieu", metavar="TEXTE", default="", help="Le lieu ; celui de la configuration par défaut.")
@click.option("--note", metavar="TEXTE", default="", help="Une note interne, jamais dans un courrier.")
@click.option(
    "--malgre",
    metavar="MOTIF",
    default="",
    help="Pourquoi garder un jour ou une heure que quelque chose empêche ; gardé là où il le faut.",
)
@click.option("--appliquer", "--oui", "appliquer", is_flag=True, help="Convoquer sans rien demander.")
@click.option("--poster", is_flag=True, help="Noter aussitôt les courriers comme postés, ce jour.")
@click.option(
    "--mode",
    type=click.Choice(_BY_POST),
    default=str(PostMode.SIMPLE),
    show_default=True,
    help="Comment ils partent.",
)
@click.option("--recto-verso", is_flag=True, help="Chaque courrier commence une nouvelle feuille.")
@output_options("Le fichier du tirage.")
@json_option
@pass_app
def summon_many(
    app: App, lieu: str, note: str, malgre: str, appliquer: bool, poster: bool, mode: str, recto_verso: bool,
    sortie: Path | None, remplacer: bool, as_json: bool, **which: Unpack[FilterOptions],
) -> ExitCode:  # fmt: skip
    """Proposer un rendez-vous à chacun de ceux qui sont à convoquer, puis les convoquer.

    Première convocation comme seconde (R. 114-7). L'échéance légale la plus proche est servie d'abord ; une
    fratrie vient ensemble, son courrier dans une enveloppe. Un jeune refusé n'arrête pas les autres (sortie
    5).

    Dans un terminal : le plan, puis o, n, ou u un par un, chacun à l'heure proposée ou à une autre ; sans
    terminal, --appliquer, et --poster jusqu'au courrier posté.
    """
    from ofworkflow.casework.agenda.summoning import plan_summons

    if poster and not (appliquer or sys.stdin.isatty()):
        raise UsageError("--poster note ce qui est imprimé. Ajoutez --appliquer, qui convoque et imprime.")
    kept, place = filter_of(app, which), lieu or app.settings.courriers.lieu
    plan = app.read(plan_summons, kept, at_most=which["limite"], desk=app.desk(), place=place)
    output = destination(app, sortie, replaces=remplacer) if sortie else None
    if not as_json:
        show_plan(plan, kept.conseiller)
    if not (as_json and not appliquer):
        _say_waiting(app)
    chosen = plan.proposed if appliquer else () if as_json else _chosen(app, plan, malgre)
    if not chosen:
        if as_json:
            show_json(plan_json(plan))
        return ExitCode.DONE
    done, whole = _summon(app, chosen, note, malgre)
    whole &= not _tell(done, quiet=as_json)
    if not any(each.done for each in done):
        if as_json:
            show_json(plan_json(plan) | done_json(done, None))
        return ExitCode.REFUSED
    run, printed = _print(app, done, output, recto_verso, together=mode == PostMode.SIMPLE, quiet=as_json)
    posted = run is None or _post(app, run, PostMode(mode), noted=poster, asks=not appliquer)
    if as_json:
        show_json(plan_json(plan) | done_json(done, run))
    return ExitCode.DONE if whole and printed and posted else ExitCode.PARTLY_DONE


def _chosen(app: App, plan: SummonsPlan, regardless: str) -> Sequence[Proposed]:
    """Return those whom the person keeps, once the table was read."""
    if not plan.proposed:
        return ()
    if not sys.stdin.isatty():
        say("Rien n'est écrit. Pour convoquer : ajoutez --appliquer, et --poster s'ils partent ce jour.")
        return ()
    few = len(plan.proposed)
    while True:
        key = key_of(
            f"Convoquer {'ce jeune' if few == 1 else f'ces {few} jeunes'} ? o oui, n non, u un par un"
        )
        if key == "n":
            say("Rien n'est écrit.")
            return ()
        if key == "o":
            return plan.proposed
        if key == "u":
            return one_by_one(app, plan.proposed, regardless)


def _summon(app: App, chosen: Sequence[Proposed], note: str, regardless: str) -> tuple[list[Summoned], bool]:
    """Summon them, and tell whether all were tried: a person who stops it keeps what is done, and is told
    so."""
    from ofworkflow.casework.paper.summoning import summon_each

    done: list[Summoned] = []
    try:
        with progress_bar("Convocations") as progress:
            for each in summon_each(app, chosen, desk=app.desk(), note=note, regardless=regardless):
                done.append(each)
                progress(len(done), len(chosen))
    except KeyboardInterrupt:
        warn(f"arrêté : {len(chosen) - len(done)} sur {len(chosen)} ne sont pas convoqués ; relancez.")
        return done, False
    return done, True


def _tell(done: Sequence[Summoned], *, quiet: bool) -> bool:
    """Say what was not done and why, and what deserves a look; return whether something was not."""
    good = [each.done for each in done if each.done]
    for each in done:
        if each.done is None:
            who = f"{each.proposed.reference} · {each.proposed.prenom} {each.proposed.nom}"
            warn(f"{who} reste à convoquer : {each.why}")
        for warning in each.done.warnings if each.done else ():
            warn(f"{each.proposed.reference} : {warning}")
    if good and not quiet:
        on = french_day(good[0].decision.done_on)
        echo(f"{counted(len(good), 'jeune convoqué')}, le {on}.")
    return len(good) < len(done)


def _print(
    app: App,
    done: Sequence[Summoned],
    output: Destination | None,
    duplex: bool,
    *,
    together: bool,
    quiet: bool,
) -> tuple[Run | None, bool]:
    """Print their letters in one run; return it, and whether every letter is in it."""
    from ofworkflow.casework.paper.summoning import print_summons

    try:
        with progress_bar("Courriers") as progress:
            run, failed = print_summons(
                app.database,
                app.press,
                app.desk(),
                [each.done for each in done if each.done],
                output=output,
                duplex=duplex,
                together=together,
                progress=progress,
            )
    except OfWorkflowError as error:
        warn(f"{error} Les convocations sont notées ; leurs courriers attendent : of courriers imprimer")
        return None, False
    for letter in failed:
        warn(f"{letter.name} ({letter.reference}) : {letter.reason}")
    if run is not None and not quiet:
        tell_run(run)
    return run, not failed


def _post(app: App, run: Run, mode: PostMode, *, noted: bool, asks: bool) -> bool:
    """Note that the run left today, where that is so; return whether what was asked is noted."""
    later = f"Une fois postés : of courriers poster {run.name} --le DATE --mode {mode}"
    if not noted:
        answer = ""
        if asks:
            with suppress(click.Abort):  # what is done is done: they are not posted, that is all
                answer = ask(f"Imprimez {nearby(run.path)}. Postés ce jour ? o/n", default="n")
        noted = answer.strip().lower() in ("o", "oui")
    if not noted:
        say(later)
        return True
    from ofworkflow.casework.mail import posting
    from ofworkflow.casework.paper.targets import to_post

    today = app.clock.today()
    try:
        leaving = app.read(to_post, (run.name,), on=today)
        done = app.write(posting.post, app.press, leaving.letters, done_on=today, mode=mode, desk=app.desk())
    except OfWorkflowError as error:
        warn(f"{error} Les courriers sont imprimés, et ne sont pas notés postés. {later}")
        return False
    say(f"{counted(len(leaving.letters), 'courrier posté')} ({mode.label}).")
    for warning in dict.fromkeys(f"{each.reference} : {w}" for each in done for w in each.warnings):
        warn(warning)
    for reason in leaving.staying:
        warn(reason)
    return True


def _say_waiting(app: App) -> None:
    """Say that letters of earlier acts wait to be printed: a gesture stopped half way left them."""
    from ofworkflow.casework.paper.summoning import unprinted

    if waiting := app.read(unprinted):
        waits = counted(waiting, "courrier attend d'être imprimé", "courriers attendent d'être imprimés")
        say(f"{waits} : of courriers imprimer")
